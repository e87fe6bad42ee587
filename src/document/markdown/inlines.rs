//! One paragraph of Markdown, with escapes where CommonMark would see markup that the news does not mean, and without
//! the marks that only kramdown knows.

use memchr::{memchr, memchr2, memmem};

use super::{blocks, lines};
use crate::text::entities::decode;

/// Elements in which kramdown reads no Markdown (its HTML parser, `HTML_CONTENT_MODEL_RAW`).
const RAW: [&str; 5] = ["code", "kbd", "samp", "var", "textarea"];
/// Bytes of the longest marker of an item, with the white space around it.
const LONGEST_MARKER: usize = 16;
/// Bytes of the longest attribute list that may follow a word.
const LONGEST_ATTRIBUTES: usize = 256;
/// Bytes of the longest processing instruction.
const LONGEST_DECLARATION: usize = 4_096;
/// What Markdown makes something of within a line.
const MARKS: &[u8] = b"*_`~[]!\\";

/// Copies one paragraph to `out`: `*` before a stock's name or between digits and a single `~` are text
/// (archive-format 39); formulas, code and tags are not touched by Markdown; attribute lists go.
pub(super) fn shield(text: &str, out: &mut String) {
    let mut shield = Shield {
        text,
        out,
        at: 0,
        copied: 0,
        barren: [usize::MAX; 33],
        never: [false; RAW.len()],
        formulas: true,
        comments: true,
        budget: text.len() + LONGEST_ATTRIBUTES,
    };
    shield.run();
}

struct Shield<'a> {
    text: &'a str,
    out: &'a mut String,
    /// The next byte to read, and the first that is not yet copied.
    at: usize,
    copied: usize,
    /// For each length of a run of backticks: no closing run of that length after this byte.
    barren: [usize; 33],
    /// The raw elements that end no more.
    never: [bool; RAW.len()],
    /// Whether a formula may still end, and a comment.
    formulas: bool,
    comments: bool,
    /// Bytes that may be read in vain, looking for the end of an extension.
    budget: usize,
}

impl<'a> Shield<'a> {
    fn run(&mut self) {
        while let Some(next) = self.rest().bytes().position(is_mark) {
            self.at += next;
            match self.rest().as_bytes().first() {
                Some(b'\\') => self.backslash(),
                Some(b'`') => self.ticks(),
                Some(b'<') => self.tag(),
                Some(b'{') => self.brace(),
                Some(b'$') => self.formula(),
                Some(b'&') => self.reference(),
                Some(b'[') => self.note(),
                _ => self.star(),
            }
        }
        self.at = self.text.len();
        self.replace(0, "");
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Copies what stands before, then `with` for the next `length` bytes.
    fn replace(&mut self, length: usize, with: &str) {
        let before = self.text.get(self.copied..self.at).unwrap_or_default();
        self.out.push_str(before);
        self.out.push_str(with);
        self.at += length;
        self.copied = self.at;
    }

    /// Bytes in the run of the mark that the rest begins with.
    fn run_length(&self) -> usize {
        let rest = self.rest().as_bytes();
        rest.iter().take_while(|b| Some(*b) == rest.first()).count()
    }

    /// An escape, or the line break `\\` (kramdown, "Paragraphs"), of which CommonMark has half.
    fn backslash(&mut self) {
        let rest = self.rest().as_bytes();
        if rest.starts_with(b"\\\\\n") {
            self.replace(1, "");
        }
        let escape = rest.get(1).is_some_and(u8::is_ascii_punctuation);
        self.at += 1 + usize::from(escape);
    }

    /// A code span, which stays as it is.
    fn ticks(&mut self) {
        let run = self.run_length();
        let may_close = self.barren.get(run).is_some_and(|&after| self.at < after);
        let after = self.at + run;
        let close = may_close.then(|| closing_run(self.text.as_bytes(), after, run));
        if let (None, Some(barren)) = (close.flatten(), self.barren.get_mut(run)) {
            *barren = self.at.min(*barren);
        }
        self.at = close.flatten().unwrap_or(after);
    }

    /// A tag or an address, which stay as they are, and an element in which there is no Markdown.
    fn tag(&mut self) {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            let close = self
                .comments
                .then(|| memmem::find(rest.as_bytes(), b"-->"))
                .flatten();
            self.comments = close.is_some();
            self.at += close.map_or(1, |close| close + 3);
            return;
        }
        let bytes = rest.as_bytes();
        if let Some(length) = declaration(bytes) {
            // Like a browser; CommonMark knows fewer of them.
            self.replace(length, "");
            return;
        }
        if rest.starts_with("<![CDATA[") {
            // Not markup in HTML, nor in kramdown.
            self.replace(1, "\\<");
            return;
        }
        if rest.starts_with("<mailto:") {
            self.replace("<mailto:".len(), "<");
            return;
        }
        let opens = bytes
            .get(1)
            .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/');
        let end = memchr2(b'<', b'>', bytes.get(1..).unwrap_or_default());
        let Some(end) = end.filter(|end| opens && bytes.get(end + 1) == Some(&b'>')) else {
            self.at += 1;
            return;
        };
        let tag = rest.get(1..=end).unwrap_or_default();
        self.at += end + 2;
        let name = tag.split_ascii_whitespace().next().unwrap_or_default();
        let Some(raw) = RAW.iter().position(|raw| raw.eq_ignore_ascii_case(name)) else {
            return;
        };
        let content = self.rest();
        let never = self.never.get(raw).copied().unwrap_or(true);
        let close = (!never).then(|| memmem::find(content.as_bytes(), format!("</{name}").as_bytes()));
        match close.flatten() {
            Some(close) => self.literal(close, content.get(..close).unwrap_or_default()),
            None => {
                if let Some(never) = self.never.get_mut(raw) {
                    *never = true;
                }
            }
        }
    }

    /// kramdown's `{::comment}…{:/}`, and `{: .class}` behind a stretch of marked text.
    fn brace(&mut self) {
        let rest = self.rest();
        if let Some((html, length)) = blocks::extension(rest, &mut self.budget) {
            self.replace(length, html);
            return;
        }
        let before = self.text.as_bytes().get(self.at.wrapping_sub(1));
        let list = rest
            .strip_prefix("{:")
            .filter(|list| !list.starts_with([':', '/', '}']));
        let end = list.and_then(|list| {
            list.bytes()
                .take(LONGEST_ATTRIBUTES)
                .position(|b| matches!(b, b'}' | b'\n' | b'{'))
                .filter(|&end| list.as_bytes().get(end) == Some(&b'}'))
        });
        match end {
            Some(end) if before.is_some_and(|b| b"*_`)]>~".contains(b)) || self.follows_marker() => {
                self.replace(end + 3, "");
            }
            _ => self.at += 1,
        }
    }

    /// Whether nothing but the marker of an item stands before here on the line.
    fn follows_marker(&self) -> bool {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let line = before
            .iter()
            .rev()
            .take(LONGEST_MARKER + 1)
            .take_while(|b| **b != b'\n');
        let length = line.count();
        let marker = self
            .text
            .get(self.at - length..self.at)
            .unwrap_or_default()
            .trim();
        let number = marker.strip_suffix('.');
        length <= LONGEST_MARKER
            && (matches!(marker, "-" | "*" | "+")
                || number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())))
    }

    /// `$$…$$` (kramdown, "Math Blocks"): the formula as it is written, for it is read so.
    fn formula(&mut self) {
        let run = self.run_length();
        let inside = self.rest().get(run..).unwrap_or_default();
        let close = (run == 2 && self.formulas).then(|| memmem::find(inside.as_bytes(), b"$$"));
        match close {
            Some(Some(close)) => {
                self.replace(2, "");
                self.literal(close, inside.get(..close).unwrap_or_default());
                self.replace(2, "");
            }
            Some(None) => {
                self.formulas = false;
                self.at += run;
            }
            None => self.at += run,
        }
    }

    /// A reference to a C1 control means a character of Windows-1252 (HTML, "Numeric character reference end state"),
    /// which CommonMark does not know.
    fn reference(&mut self) {
        let rest = self.rest();
        let length = rest
            .bytes()
            .take(8)
            .position(|b| b == b';')
            .map_or(1, |end| end + 1);
        let reference = rest.get(..length).unwrap_or_default();
        let number = reference.strip_prefix("&#").map(|n| n.trim_end_matches(';'));
        let number = number.and_then(|n| match n.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => n.parse().ok(),
        });
        if number.is_some_and(|n| (0x80..0xA0).contains(&n)) {
            self.replace(length, &decode(reference));
        } else {
            self.at += 1;
        }
    }

    /// The next `length` bytes as `text`, in which every mark is escaped.
    fn literal(&mut self, length: usize, text: &str) {
        self.replace(length, "");
        for c in text.chars() {
            if c.is_ascii() && MARKS.contains(&(c as u8)) {
                self.out.push('\\');
            }
            self.out.push(c);
        }
    }

    /// `[^…]` that cannot be the mark of a footnote; CommonMark may take it for a link.
    fn note(&mut self) {
        let inside = self.rest().strip_prefix("[^").unwrap_or_default();
        let end = inside
            .bytes()
            .take(LONGEST_ATTRIBUTES)
            .position(|b| matches!(b, b']' | b'[' | b'\n'))
            .filter(|&end| inside.as_bytes().get(end) == Some(&b']'));
        let name = end.and_then(|end| inside.get(..end));
        // What is defined here is not shown.
        let defines =
            self.begins_line() && end.is_some_and(|end| inside.as_bytes().get(end + 1) == Some(&b':'));
        if name.is_some_and(|name| !lines::is_name(name)) && !defines {
            self.replace(0, "\\");
        }
        self.at += 1;
    }

    fn begins_line(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.is_empty() || before.ends_with('\n')
    }

    /// A star or a tilde: an escape before it where it is meant as itself.
    fn star(&mut self) {
        let run = self.run_length();
        let plain = self.rest().starts_with('~') || is_plain_star(self.text, self.at);
        if run == 1 && plain {
            self.replace(0, "\\");
        }
        self.at += run;
    }
}

/// The length of the processing instruction or doctype that `bytes` begin with (HTML, "bogus comment", "DOCTYPE").
fn declaration(bytes: &[u8]) -> Option<usize> {
    let named = matches!(bytes, [b'<', b'?' | b'!', name, ..] if name.is_ascii_alphabetic());
    let inside = bytes.iter().take(LONGEST_DECLARATION).skip(1);
    let end = inside.take_while(|b| !matches!(b, b'<' | b'>')).count() + 1;
    (named && bytes.get(end) == Some(&b'>')).then_some(end + 1)
}

fn is_mark(b: u8) -> bool {
    matches!(b, b'*' | b'~' | b'`' | b'\\' | b'<' | b'{' | b'$' | b'&' | b'[')
}

/// The end of the run of exactly `length` backticks at or after `from`.
pub(super) fn closing_run(bytes: &[u8], mut from: usize, length: usize) -> Option<usize> {
    while let Some(next) = bytes.get(from..).and_then(|b| memchr(b'`', b)) {
        let start = from + next;
        let run = bytes.iter().skip(start).take_while(|&&b| b == b'`').count();
        if run == length {
            return Some(start + run);
        }
        from = start + run;
    }
    None
}

/// Whether the `*` at byte `at` is meant as itself: in `*ST康美` or between digits.
fn is_plain_star(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let after = text.get(at + 1..).unwrap_or_default();
    let stock = after
        .strip_prefix("ST")
        .is_some_and(|name| !name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '*'));
    let product =
        before.is_some_and(|c| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit());
    stock || product
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shielded(text: &str) -> String {
        let mut out = String::new();
        shield(text, &mut out);
        out
    }

    #[test]
    fn what_is_code_or_tag_is_left_alone() {
        for text in [
            "`3*4~5`",
            "<a href=\"/~u/3*4\">",
            "<http://a.b/~u>",
            "<!-- 3*4 ~ -->",
            "\\*ST",
        ] {
            assert_eq!(shielded(text), text);
        }
        assert_eq!(shielded("3*4`3*4"), "3\\*4`3\\*4");
        assert_eq!(shielded("<code>*a*_</code>*b*"), "<code>\\*a\\*\\_</code>*b*");
    }

    #[test]
    fn marks_of_kramdown() {
        assert_eq!(shielded("*甲*{: .a}、`b`{:.c}、丙{:.d}"), "*甲*、`b`、丙{:.d}");
        assert_eq!(
            shielded("- {: .x} 项\n1. {:.y}乙\n丙 {:.z}"),
            "-  项\n1. 乙\n丙 {:.z}"
        );
        assert_eq!(
            shielded("甲{::comment}乙{:/comment}丙{::comment}"),
            "甲丙{::comment}"
        );
        assert_eq!(shielded("$$a*b_c$$、$5*x、$$"), "a\\*b\\_c、$5*x、$$");
        assert_eq!(shielded("甲\\\\\n乙\\\\丙"), "甲\\\n乙\\\\丙");
        assert_eq!(
            shielded("[^甲]、[^甲 乙]、[^\n[^a b]: c"),
            "[^甲]、\\[^甲 乙]、[^\n[^a b]: c"
        );
        assert_eq!(
            shielded("<?xml a?><!doctype\nb><!重要><![CDATA[*a*]]><mailto:a@b.c>"),
            "<!重要>\\<![CDATA[*a*]]><a@b.c>"
        );
        assert_eq!(shielded("&#150;&#x80;&#20013;&amp;"), "–€&#20013;&amp;");
    }
}
