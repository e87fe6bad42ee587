//! Many short strings in one allocation.

/// Strings of bytes by row, one after the other.
#[derive(Debug, Default)]
pub(super) struct ByteHeap {
    bytes: Box<[u8]>,
    /// Where each string ends.
    ends: Box<[u32]>,
}

/// Text by row, one after the other.
#[derive(Debug, Default)]
pub(super) struct TextHeap {
    text: Box<str>,
    ends: Box<[u32]>,
}

/// Where row `row` lies, given where the rows end.
fn span(ends: &[u32], row: usize) -> Option<std::ops::Range<usize>> {
    let end = *ends.get(row)? as usize;
    let start = match row.checked_sub(1) {
        Some(before) => *ends.get(before)? as usize,
        None => 0,
    };
    Some(start..end)
}

impl ByteHeap {
    /// The heap of these strings, of 4 GiB together at most: what lies beyond reads as absent.
    pub(super) fn new<'a>(strings: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut bytes = Vec::new();
        let mut ends = Vec::with_capacity(strings.size_hint().0);
        for string in strings {
            bytes.extend_from_slice(string);
            ends.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        }
        Self {
            bytes: bytes.into(),
            ends: ends.into(),
        }
    }

    /// The string of a row.
    pub(super) fn get(&self, row: usize) -> Option<&[u8]> {
        self.bytes.get(span(&self.ends, row)?)
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.len() + self.ends.len() * 4
    }
}

impl TextHeap {
    /// The heap of these texts, of 4 GiB together at most: what lies beyond reads as absent.
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(texts.size_hint().0);
        for part in texts {
            text.push_str(part);
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self {
            text: text.into(),
            ends: ends.into(),
        }
    }

    /// The text of a row.
    pub(super) fn get(&self, row: usize) -> Option<&str> {
        self.text.get(span(&self.ends, row)?)
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * 4
    }
}
