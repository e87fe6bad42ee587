//! Sentences: where they begin and end, by the stops of Chinese and Western text. A line end ends a sentence too; white
//! space between two belongs to neither.

use std::iter::successors;
use std::ops::Range;

/// The sentences of `text` from the line that holds byte `at` on, down the text.
pub fn from(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let line = line_at(text, at);
    lines(text, line).flat_map(|line| Sentences::of(text, line))
}

/// The sentences of `text` from the line that holds byte `at` back, up the text.
pub fn back_from(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let first = line_at(text, at);
    let lines = successors(Some(first), |line| {
        Some(line_at(text, line.start.checked_sub(1)?))
    });
    lines.flat_map(|line| {
        let sentences: Vec<_> = Sentences::of(text, line).collect();
        sentences.into_iter().rev()
    })
}

/// The line of `text` that holds byte `at`, without its end.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let (before, after) = bytes.split_at_checked(at).unwrap_or_default();
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', after).map_or(bytes.len(), |end| at + end);
    start..end
}

/// `line` and the lines after it.
fn lines(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    successors(Some(line), |line| {
        (line.end < text.len()).then(|| line_at(text, line.end + 1))
    })
}

/// The sentences of one line.
struct Sentences<'a> {
    text: &'a str,
    /// What is left of the line.
    rest: Range<usize>,
}

impl<'a> Sentences<'a> {
    fn of(text: &'a str, line: Range<usize>) -> Self {
        Self { text, rest: line }
    }
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.rest.clone())?;
        let sentence = rest.trim_start();
        let start = self.rest.end - sentence.len();
        let len = end(sentence).unwrap_or(sentence.trim_end().len());
        self.rest.start = start + len;
        (len > 0).then_some(start..start + len)
    }
}

/// Where the first sentence of `line` ends: behind its stops and the marks that they close; `None` where it goes on.
fn end(line: &str) -> Option<usize> {
    let mut at = 0;
    // A quotation mark of ASCII closes what one before it has opened.
    let mut quoted = false;
    loop {
        let rest = line.get(at..)?;
        let next = rest.find(|c| c == '"' || is_stop(c))?;
        let (at_stop, rest) = (at + next, rest.get(next..)?);
        if rest.starts_with('"') {
            quoted = !quoted;
            at = at_stop + 1;
            continue;
        }
        let after = rest.trim_start_matches(|c| is_stop(c) || is_closing(c) || (quoted && c == '"'));
        let stops = rest.strip_suffix(after)?;
        // `3.5` and `example.com` go on.
        let ends = after.is_empty() || after.starts_with(char::is_whitespace) || stops.contains(is_chinese);
        if ends {
            return Some(line.len() - after.len());
        }
        quoted = quoted && !stops.contains('"');
        at = line.len() - after.len();
    }
}

fn is_chinese(stop: char) -> bool {
    matches!(stop, '。' | '｡' | '！' | '？' | '；' | '…')
}

fn is_stop(c: char) -> bool {
    is_chinese(c) || matches!(c, '.' | '!' | '?')
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '」' | '』' | '）' | '》' | '〉' | '】' | '〕' | ')' | ']' | '\''
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<&str> {
        from(text, 0).map(|sentence| &text[sentence]).collect()
    }

    #[test]
    fn stops_end_a_sentence_with_the_marks_they_close() {
        let text = "央行降准。“真的？！”他问……涨 3.5%；\n标题\n\n（完。）后 Hello there. \"Yes.\" No";
        let sentences = [
            "央行降准。",
            "“真的？！”",
            "他问……",
            "涨 3.5%；",
            "标题",
            "（完。）",
            "后 Hello there.",
            "\"Yes.\"",
            "No",
        ];
        assert_eq!(all(text), sentences);
        let mut back: Vec<&str> = back_from(text, text.len())
            .map(|sentence| &text[sentence])
            .collect();
        back.reverse();
        assert_eq!(back, sentences);
    }

    #[test]
    fn they_begin_with_the_line_asked_for() {
        let text = "一。二。\n三。四。";
        let from_third = from(text, text.find('四').unwrap()).map(|sentence| &text[sentence]);
        assert_eq!(from_third.collect::<Vec<_>>(), ["三。", "四。"]);
    }

    #[test]
    fn a_line_without_an_end_takes_no_longer_than_its_length() {
        for hostile in ["1.2\" ", "...a", "\".a"] {
            let text = hostile.repeat(100_000);
            assert!(from(&text, 0).count() > 0);
        }
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_stands_between_them(text in "[中a。！…\"”（）. \n]{0,40}", at in 0..60_usize) {
            let sentences: Vec<_> = from(&text, 0).collect();
            let mut end = 0;
            for sentence in &sentences {
                prop_assert!(text[end..sentence.start].trim().is_empty());
                let said = &text[sentence.clone()];
                prop_assert!(!said.is_empty() && said.trim() == said && !said.contains('\n'));
                end = sentence.end;
            }
            prop_assert!(text[end..].trim().is_empty());
            let back: Vec<_> = back_from(&text, text.len()).collect();
            prop_assert!(back.iter().eq(sentences.iter().rev()));
            // From anywhere on, and back.
            let some: Vec<_> = from(&text, at).collect();
            prop_assert!(sentences.ends_with(&some));
            prop_assert!(back_from(&text, at).all(|sentence| sentences.contains(&sentence)));
        }

        #[test]
        fn any_text_has_them_whole(text in "\\PC{0,30}", at in 0..90_usize) {
            prop_assert!(from(&text, at).chain(back_from(&text, at)).all(|sentence| text.get(sentence).is_some()));
        }
    }
}
