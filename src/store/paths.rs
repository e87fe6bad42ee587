//! Paths in four bytes. Nearly every file of the archive is called `YYYY-MM-DD-(NW)?NUMBER.md` after
//! its own id (archive-format, "Names and places"): of such a path only the form is kept.

use std::borrow::Cow;

use crate::post::PostId;

use super::heap::ByteHeap;
use super::ids::IdRef;
use super::names::Names;

/// Stands for the id's date and number in a form. No file name can hold it.
const PLACE: u8 = 0;

/// Set in a reference that leads to the heap; else it is a form's number.
const LITERAL: u32 = 1 << 31;

/// A path on its way into a segment.
#[derive(Clone, Copy, Debug)]
pub(super) enum PathCode<'a> {
    /// The number of its form.
    Form(u32),
    /// The path as it is.
    Literal(&'a [u8]),
}

/// `YYYY-MM-DD` of the first eight digits, and all digits.
fn date_and_number(number: u64) -> Option<(String, String)> {
    let digits = number.to_string();
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?);
    Some((format!("{year}-{month}-{day}"), digits))
}

/// The path with its id's date and number taken out, if it is made of them.
pub(super) fn form_of(path: &[u8], id: &PostId) -> Option<Vec<u8>> {
    let PostId::Number(number) = id else {
        return None;
    };
    if path.contains(&PLACE) {
        return None;
    }
    let (date, digits) = date_and_number(*number)?;
    let folder_end = memchr::memrchr(b'/', path).map_or(0, |slash| slash + 1);
    let (folder, name) = path.split_at_checked(folder_end)?;
    let rest = name.strip_prefix(date.as_bytes())?;
    let at = memchr::memmem::find(rest, digits.as_bytes())?;
    let (between, rest) = rest.split_at_checked(at)?;
    let ending = rest.get(digits.len()..)?;
    Some([folder, &[PLACE], between, &[PLACE], ending].concat())
}

/// The path of a form and an id.
fn filled(form: &[u8], id: IdRef<'_>) -> Option<Vec<u8>> {
    let IdRef::Number(number) = id else {
        return None;
    };
    let (date, digits) = date_and_number(number)?;
    let mut parts = form.split(|byte| *byte == PLACE);
    let (folder, between, ending) = (parts.next()?, parts.next()?, parts.next()?);
    Some([folder, date.as_bytes(), between, digits.as_bytes(), ending].concat())
}

/// The paths of a segment, by row, with those of further copies.
#[derive(Debug, Default)]
pub(super) struct Paths {
    shown: Box<[u32]>,
    /// Row and reference of each further copy, in order of rows.
    copies: Box<[(u16, u32)]>,
    literals: ByteHeap,
}

impl Paths {
    /// Column of the path shown and the further copies of each row.
    pub(super) fn new<'a>(rows: impl Iterator<Item = (PathCode<'a>, Vec<PathCode<'a>>)>) -> Self {
        let mut shown = Vec::with_capacity(rows.size_hint().0);
        let mut copies = Vec::new();
        let mut literals: Vec<&[u8]> = Vec::new();
        let mut reference = |code: PathCode<'a>| match code {
            PathCode::Form(form) => form,
            PathCode::Literal(path) => {
                literals.push(path);
                LITERAL | (literals.len() - 1) as u32
            }
        };
        for (row, (path, others)) in rows.enumerate() {
            shown.push(reference(path));
            copies.extend(others.into_iter().map(|path| (row as u16, reference(path))));
        }
        Self {
            shown: shown.into(),
            copies: copies.into(),
            literals: ByteHeap::new(literals.into_iter()),
        }
    }

    /// The code of the path shown.
    pub(super) fn shown(&self, row: usize) -> PathCode<'_> {
        self.code(self.shown.get(row).copied().unwrap_or(LITERAL))
    }

    /// The codes of the further copies.
    pub(super) fn copies(&self, row: usize) -> impl Iterator<Item = PathCode<'_>> {
        let start = self.copies.partition_point(|(of, _)| usize::from(*of) < row);
        self.copies
            .iter()
            .skip(start)
            .take_while(move |(of, _)| usize::from(*of) == row)
            .map(|(_, reference)| self.code(*reference))
    }

    fn code(&self, reference: u32) -> PathCode<'_> {
        if reference & LITERAL == 0 {
            PathCode::Form(reference)
        } else {
            let place = (reference & !LITERAL) as usize;
            PathCode::Literal(self.literals.get(place).unwrap_or_default())
        }
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.shown.len() * 4 + self.copies.len() * 8 + self.literals.bytes()
    }
}

impl<'a> PathCode<'a> {
    /// The path itself.
    pub(super) fn path(self, names: &Names, id: IdRef<'_>) -> Cow<'a, [u8]> {
        match self {
            Self::Form(form) => {
                let path = names.form(form).and_then(|form| filled(form, id));
                Cow::Owned(path.unwrap_or_default())
            }
            Self::Literal(path) => Cow::Borrowed(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roundtrip(path: &[u8], slug: &str) -> Option<Vec<u8>> {
        let id = PostId::from_slug(slug).unwrap();
        let form = form_of(path, &id)?;
        Some(filled(&form, IdRef::from(&id)).unwrap())
    }

    #[test]
    fn a_path_made_of_its_id_comes_back() {
        for path in [
            &b"_posts/2022-01-07-202201072239307540.md"[..],
            b"_posts/2022-01-07-NW202201072239307540.md",
            b"\xff/_posts/2022-01-07-202201072239307540.markdown",
        ] {
            assert_eq!(roundtrip(path, "202201072239307540").unwrap(), path);
        }
    }

    #[test]
    fn other_paths_have_no_form() {
        for path in [
            &b"_posts/-202205262391921712.md"[..],
            b"_posts/2022-5-26-202205262391921712.md",
            b"_posts/2022-05-26-x.md",
            b"_posts/\x002022-05-26-202205262391921712.md",
        ] {
            assert_eq!(roundtrip(path, "202205262391921712"), None);
        }
    }
}
