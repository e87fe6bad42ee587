//! The text of one file, and what its bytes had that text should not have.

use std::borrow::Cow;

use super::encoding::{self, Oddity};
use super::report::Problems;
use crate::post::ProblemKind;

/// The longest post read, in bytes: 2.8 million Chinese characters, a dozen thick novels. Of a longer
/// file the beginning is shown.
pub(super) const LIMIT: usize = 8 * 1024 * 1024;

/// The text of the file whose first bytes are `bytes`: all of it, or more than [`LIMIT`].
pub(super) fn text<'a>(bytes: &'a [u8], problems: &mut Problems) -> Cow<'a, str> {
    let beginning = bytes.get(..LIMIT).filter(|_| bytes.len() > LIMIT);
    let decoded = encoding::decode(beginning.unwrap_or(bytes), beginning.is_none());
    if beginning.is_some() {
        let message = format!("longer than a post may be ({} MiB)", LIMIT >> 20);
        problems.add(ProblemKind::TooLarge, None, message, "its beginning");
    }
    if decoded.text.trim().is_empty() {
        problems.add(
            ProblemKind::Empty,
            None,
            "the file is empty",
            "its name, without text",
        );
    }
    match decoded.oddity {
        Some(Oddity::Other(name)) => {
            let message = format!("not UTF-8 but {name}");
            problems.add(ProblemKind::Encoding, None, message, "its text, decoded");
        }
        Some(Oddity::CutShort) => {
            let line = Some(line_at(&decoded.text, decoded.text.len()));
            problems.add(
                ProblemKind::Encoding,
                line,
                "cut in the middle of a character",
                "the text up to there",
            );
        }
        Some(Oddity::Lossy) => {
            let line = decoded.text.find('\u{FFFD}').map(|at| line_at(&decoded.text, at));
            problems.add(
                ProblemKind::Encoding,
                line,
                "not UTF-8, nor GB18030",
                "U+FFFD for each bad part",
            );
        }
        None => {}
    }
    if decoded.mark {
        let message = "a byte order mark stands in front";
        problems.add(
            ProblemKind::BeforeFrontMatter,
            Some(1),
            message,
            "the text without it",
        );
    }
    if let Some((at, character)) = first_control(&decoded.text) {
        let message = format!(
            "control or bidi characters, the first U+{:04X}",
            u32::from(character)
        );
        problems.add(
            ProblemKind::ControlCharacters,
            Some(line_at(&decoded.text, at)),
            message,
            "the text without them",
        );
    }
    decoded.text
}

/// The line, from 1, on which the byte `at` stands.
fn line_at(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    1 + memchr::memchr_iter(b'\n', before).count() as u32
}

/// The first character that could drive a terminal or turn its text around (archive-format 40): C0 but
/// for line ends and tabs, DEL, C1, bidi controls.
fn first_control(text: &str) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let plain = |b: u8| (b >= 0x20 && b != 0x7F) || b == b'\n' || b == b'\t';
    // Two passes, the first over bytes alone, because nearly no file holds any.
    let single = if bytes.iter().fold(true, |all, &b| all & plain(b)) {
        None
    } else {
        bytes.iter().position(|&b| !plain(b))
    };
    let others = memchr::memchr3_iter(0xC2, 0xD8, 0xE2, bytes).find(|&at| {
        let next = bytes.get(at..).unwrap_or_default();
        matches!(
            next,
            [0xC2, 0x80..=0x9F, ..]
                | [0xD8, 0x9C, ..]
                | [0xE2, 0x80, 0x8E | 0x8F | 0xAA..=0xAE, ..]
                | [0xE2, 0x81, 0xA6..=0xA9, ..]
        )
    });
    let at = [single, others].into_iter().flatten().min()?;
    Some((at, text.get(at..)?.chars().next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_found() {
        for (text, expected) in [
            ("甲“乙”\n\t丙…", None),
            ("甲\u{1b}[31m", Some((3, '\u{1b}'))),
            ("甲\u{9b}\u{1b}", Some((3, '\u{9b}'))),
            ("\u{202e}a", Some((0, '\u{202e}'))),
            ("a\u{2068}", Some((1, '\u{2068}'))),
            ("a\u{61c}", Some((1, '\u{61c}'))),
            ("é\u{200d}\u{2028}", None),
        ] {
            assert_eq!(first_control(text), expected, "{text:?}");
        }
    }
}
