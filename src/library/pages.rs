//! The rows that lie in the pages of a database file, whatever became of the pages above by which SQLite finds them
//! (SQLite file format, 1.6 and 2.1). Where the tree of a table is broken its leaves are still there.

use rusqlite::types::Value;

/// A row as it lies in a page.
#[derive(Debug)]
pub(super) struct Record {
    /// Its number, where the page is of a table that has numbers.
    pub(super) number: Option<i64>,
    /// Its values, in the order in which they are stored.
    pub(super) values: Vec<Value>,
}

/// Every row in the pages of `file`. Some may be from pages that are no longer used, and older than they seem.
pub(super) fn records(file: &[u8]) -> Vec<Record> {
    let size = match file.get(16..18) {
        Some(&[high, low]) => u16::from_be_bytes([high, low]),
        _ => 0,
    };
    let size = match usize::from(size) {
        1 => 65_536,
        size if size.is_power_of_two() && size >= 512 => size,
        // Where the header is noise: what SQLite takes by itself.
        _ => 4_096,
    };
    let file = File { bytes: file, size };
    let pages = 1..=file.bytes.len().div_ceil(size);
    pages.flat_map(|page| file.records_of(page)).collect()
}

struct File<'a> {
    bytes: &'a [u8],
    /// Bytes of a page.
    size: usize,
}

impl<'a> File<'a> {
    /// A page by its number, from 1 on.
    fn page(&self, number: usize) -> Option<&'a [u8]> {
        let start = number.checked_sub(1)?.checked_mul(self.size)?;
        let rest = self.bytes.get(start..)?;
        Some(rest.get(..self.size).unwrap_or(rest))
    }

    fn records_of(&self, number: usize) -> Vec<Record> {
        let Some(page) = self.page(number) else {
            return Vec::new();
        };
        let header = if number == 1 { 100 } else { 0 };
        let (pointers, has_numbers, has_child) = match page.get(header) {
            Some(0x0D) => (header + 8, true, false),
            Some(0x0A) => (header + 8, false, false),
            // The rows of an index, or of a table without numbers, lie in its inner pages too.
            Some(0x02) => (header + 12, false, true),
            _ => return Vec::new(),
        };
        let cells = short(page, header + 3).unwrap_or(0);
        let cell = |at: usize| {
            let start = short(page, pointers + 2 * at)?;
            let mut rest = page.get(start + if has_child { 4 } else { 0 }..)?;
            let length = usize::try_from(varint(&mut rest)?).ok()?;
            let number = if has_numbers {
                Some(varint(&mut rest)?)
            } else {
                None
            };
            let payload = self.payload(rest, length, has_numbers)?;
            Some(Record {
                number,
                values: values(&payload)?,
            })
        };
        (0..cells).filter_map(cell).collect()
    }

    /// The `length` bytes of a row, of which what does not fit lies in a chain of other pages.
    fn payload(&self, local: &[u8], length: usize, has_numbers: bool) -> Option<Vec<u8>> {
        let usable = self.size;
        let most = if has_numbers {
            usable - 35
        } else {
            (usable - 12) * 64 / 255 - 23
        };
        if length <= most {
            return local.get(..length).map(<[u8]>::to_vec);
        }
        if length > self.bytes.len() {
            return None;
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let fitting = least + (length - least) % (usable - 4);
        let here = if fitting <= most { fitting } else { least };
        let mut payload = local.get(..here)?.to_vec();
        let mut next = long(local, here)?;
        while payload.len() < length {
            let page = self.page(next)?;
            let rest = page.get(4..)?;
            payload.extend_from_slice(rest.get(..rest.len().min(length - payload.len()))?);
            next = long(page, 0)?;
        }
        Some(payload)
    }
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 2)?;
    Some(usize::from(u16::from_be_bytes(bytes.try_into().ok()?)))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 4)?;
    usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
}

/// The number at the beginning of `bytes`, which go on behind it: seven bits a byte, of the ninth all eight.
fn varint(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_u64;
    for place in 0..9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if place == 8 {
            return Some((number << 8 | u64::from(byte)).cast_signed());
        }
        number = number << 7 | u64::from(byte & 0x7F);
        if byte < 0x80 {
            break;
        }
    }
    Some(number.cast_signed())
}

/// The values of a row: their types in front, then what they hold.
fn values(payload: &[u8]) -> Option<Vec<Value>> {
    let mut types = payload;
    let header = usize::try_from(varint(&mut types)?).ok()?;
    let mut types = types.get(..header.checked_sub(payload.len() - types.len())?)?;
    let mut body = payload.get(header..)?;
    let mut values = Vec::new();
    while !types.is_empty() {
        let kind = varint(&mut types)?;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            12.. => (kind - 12) / 2,
            _ => return None,
        };
        let (bytes, rest) = body.split_at_checked(usize::try_from(length).ok()?)?;
        body = rest;
        values.push(match kind {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            1..=6 => Value::Integer(integer(bytes)),
            _ if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            _ => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
        });
    }
    body.is_empty().then_some(values)
}

/// A signed number of any length.
fn integer(bytes: &[u8]) -> i64 {
    let sign = match bytes.first() {
        Some(0x80..) => -1,
        _ => 0,
    };
    bytes
        .iter()
        .fold(sign, |number, byte| number << 8 | i64::from(*byte))
}
