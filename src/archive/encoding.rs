//! Bytes to text (archive-format 13, 34, 40): UTF-8 where it is, else what else it can be, and a word about it.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The text of a file, without byte order mark and CR, and what was odd about its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// Whether a UTF-8 byte order mark stood in front.
    pub(super) mark: bool,
    pub(super) oddity: Option<Oddity>,
}

/// How a file is not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// Read in another encoding, named so.
    Other(&'static str),
    /// Ends in the middle of a character, which is left out.
    CutShort,
    /// Holds bytes that are no text in any encoding tried; each stands as U+FFFD.
    Lossy,
}

/// Decodes a file. `whole` says whether `bytes` is all of it: a beginning may end inside a character.
pub(super) fn decode(bytes: &[u8], whole: bool) -> Decoded<'_> {
    let (text, mark, oddity) = decode_bytes(bytes, whole);
    Decoded {
        text: without_cr(text),
        mark,
        oddity,
    }
}

fn decode_bytes(bytes: &[u8], whole: bool) -> (Cow<'_, str>, bool, Option<Oddity>) {
    for (mark, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            // An odd byte at the end is half a unit.
            let even = rest.get(..rest.len() & !1).unwrap_or(rest);
            let (text, _) = encoding.decode_without_bom_handling(even);
            return (text, false, Some(Oddity::Other(encoding.name())));
        }
    }
    let rest = bytes.strip_prefix(b"\xEF\xBB\xBF");
    let mark = rest.is_some();
    let bytes = rest.unwrap_or(bytes);
    // Several times as fast as the standard library's check on Chinese, and the scan's largest part.
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return (text, mark, None);
    }
    let error = std::str::from_utf8(bytes).err();
    if let Some(error) = error.filter(|error| error.error_len().is_none()) {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        return (
            String::from_utf8_lossy(valid),
            mark,
            whole.then_some(Oddity::CutShort),
        );
    }
    match gb18030(bytes) {
        Some(text) => (text, mark, Some(Oddity::Other(GB18030.name()))),
        None => (String::from_utf8_lossy(bytes), mark, Some(Oddity::Lossy)),
    }
}

/// The text as GB18030, if it decodes cleanly (but for a character cut at the end) and if the bytes are not
/// plainly UTF-8 with a few bad ones among them, of which GB18030 would make nonsense.
fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // Of real GB18030 about one character in ten looks like UTF-8.
    if good >= 2 * bad {
        return None;
    }
    let decode = |encoding: &'static Encoding, cut| {
        let bytes = bytes.get(..bytes.len().checked_sub(cut)?)?;
        encoding.decode_without_bom_handling_and_without_replacement(bytes)
    };
    (0..4).find_map(|cut| decode(GB18030, cut))
}

/// Drops CR (archive-format 13, 34); where there is no LF at all it is CR that ends the lines.
fn without_cr(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let lone = memchr::memchr(b'\n', text.as_bytes()).is_none();
    Cow::Owned(text.replace('\r', if lone { "\n" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Option<Oddity>) {
        let decoded = decode(bytes, true);
        (decoded.text.into_owned(), decoded.oddity)
    }

    #[test]
    fn utf8_with_a_mark_and_line_ends() {
        let decoded = decode("\u{feff}甲\r\n乙\r 丙".as_bytes(), true);
        assert_eq!(
            (&*decoded.text, decoded.mark, decoded.oddity),
            ("甲\n乙 丙", true, None)
        );
        assert_eq!(read("甲\r乙\r".as_bytes()).0, "甲\n乙\n");
    }

    #[test]
    fn utf16_both_ways() {
        for (mark, swap) in [([0xFF, 0xFE], false), ([0xFE, 0xFF], true)] {
            let mut bytes = mark.to_vec();
            for unit in "央行\r\n".encode_utf16() {
                bytes.extend(if swap {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                });
            }
            bytes.push(b'x');
            let (text, oddity) = read(&bytes);
            assert_eq!(text, "央行\n");
            assert!(matches!(oddity, Some(Oddity::Other("UTF-16LE" | "UTF-16BE"))));
        }
    }

    #[test]
    fn gb18030_whole_and_cut() {
        let (bytes, _, _) = GB18030.encode("央行宣布全面降准零点五个百分点");
        let (text, oddity) = read(&bytes);
        assert_eq!(
            (&*text, oddity),
            ("央行宣布全面降准零点五个百分点", Some(Oddity::Other("gb18030")))
        );
        let (text, oddity) = read(&bytes[..bytes.len() - 1]);
        assert_eq!(
            (&*text, oddity),
            ("央行宣布全面降准零点五个百分", Some(Oddity::Other("gb18030")))
        );
    }

    #[test]
    fn utf8_cut_short_is_not_gb18030() {
        let bytes = "央行降准".as_bytes();
        for cut in 1..3 {
            let part = &bytes[..bytes.len() - cut];
            assert_eq!(read(part), ("央行降".to_owned(), Some(Oddity::CutShort)));
            assert_eq!(decode(part, false).oddity, None, "the beginning of a longer file");
        }
    }

    #[test]
    fn one_bad_byte_does_not_spoil_the_rest() {
        let bytes = [
            b"\xE5\xA4\xAE\xE8\xA1\x8C\xE9\x99\x8D\xE5\x87\x86".as_slice(),
            b"\xFF\xFE",
            "利好".as_bytes(),
        ]
        .concat();
        assert_eq!(
            read(&bytes),
            ("央行降准\u{FFFD}\u{FFFD}利好".to_owned(), Some(Oddity::Lossy))
        );
        let bytes = ["央行降准利好".as_bytes(), b"\xC4\xE3", "股市".as_bytes()].concat();
        assert_eq!(
            read(&bytes).1,
            Some(Oddity::Lossy),
            "GB18030 would read it, into nonsense"
        );
    }
}
