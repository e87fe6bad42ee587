//! Many short strings in one allocation, searched in one pass.

use std::ops::Range;
use std::sync::OnceLock;

use crate::text::forms::hides;
use crate::text::needle::Needle;

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
    /// The rows that a search for letters does not find by the bytes alone, ascending; known from the first such
    /// search on.
    hiding: OnceLock<Box<[u32]>>,
}

/// Where row `row` lies, given where the rows end.
fn span(ends: &[u32], row: usize) -> Option<Range<usize>> {
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
            hiding: OnceLock::new(),
        }
    }

    /// The text of a row.
    pub(super) fn get(&self, row: usize) -> Option<&str> {
        self.text.get(span(&self.ends, row)?)
    }

    /// The rows of `among` whose text holds `needle`, ascending.
    pub(super) fn holding(&self, needle: &Needle, among: Range<usize>) -> Vec<usize> {
        let holds = |row: &usize| self.get(*row).is_some_and(|text| needle.is_in(text));
        let Some(traces) = needle.traces() else {
            return among.filter(holds).collect();
        };
        let mut found = Vec::new();
        for trace in traces {
            let mut row = among.start;
            // What stands across two rows is no harm: each row found is looked at by itself.
            while let Some((start, text)) = self.from(row..among.end)
                && let Some(at) = trace.find(text)
            {
                row = self.row_at(start + at, row);
                found.extend(Some(row).filter(holds));
                row += 1;
            }
        }
        if needle.may_hide() {
            let hiding = self.hiding();
            let first = hiding.partition_point(|row| (*row as usize) < among.start);
            let rows = hiding.iter().skip(first).map(|row| *row as usize);
            found.extend(rows.take_while(|row| *row < among.end).filter(holds));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The bytes of the rows `rows`, and where they start.
    fn from(&self, rows: Range<usize>) -> Option<(usize, &[u8])> {
        let start = span(&self.ends, rows.start)?.start;
        let end = span(&self.ends, rows.end.checked_sub(1)?)?.end;
        Some((start, self.text.as_bytes().get(start..end)?))
    }

    /// The row that byte `at` belongs to, which is not before row `first`.
    fn row_at(&self, at: usize, first: usize) -> usize {
        let ends = self.ends.get(first..).unwrap_or_default();
        // Mostly it is near.
        let mut near = 1;
        while ends.get(near).is_some_and(|end| *end as usize <= at) {
            near *= 2;
        }
        let ends = ends.get(..ends.len().min(near + 1)).unwrap_or_default();
        first + ends.partition_point(|end| *end as usize <= at)
    }

    fn hiding(&self) -> &[u32] {
        self.hiding.get_or_init(|| {
            let rows = 0..self.ends.len();
            let hiding = rows.filter(|row| self.get(*row).is_some_and(hides));
            hiding.map(|row| row as u32).collect()
        })
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_found_as_by_looking_at_each(
            texts in prop::collection::vec("[a国國台臺月㋀Ａb1 ，]{0,8}", 0..40),
            needle in "[a国國台月b1 ，]{0,3}",
            start in 0..20_usize,
            len in 0..40_usize,
        ) {
            let heap = TextHeap::new(texts.iter().map(String::as_str));
            let needle = Needle::new(&needle);
            let among = start.min(texts.len())..texts.len().min(start + len);
            let holding: Vec<usize> = among.clone().filter(|row| needle.is_in(&texts[*row])).collect();
            prop_assert_eq!(heap.holding(&needle, among), holding);
        }
    }
}
