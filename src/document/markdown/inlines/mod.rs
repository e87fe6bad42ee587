//! One paragraph of Markdown, with escapes where CommonMark would see markup that the news does not mean, and without
//! the marks that only kramdown knows.

mod braces;

use memchr::{memchr, memchr2, memmem};

use super::blocks;
use super::emphasis::{self, Star};
use super::kept::Kept;
use super::lines::{self, RUNNING};
use crate::text::entities::decode;

/// Bytes of the longest attribute list that may follow a word.
const LONGEST_ATTRIBUTES: usize = 256;
/// Bytes of the longest address of a link.
const LONGEST_TARGET: usize = 2_048;
/// Bytes of the longest processing instruction.
const LONGEST_DECLARATION: usize = 4_096;
/// What Markdown makes something of within a line.
const MARKS: &[u8] = b"*_`~[]!\\";

/// Copies one paragraph to `out`: `*` before a stock's name or between digits and a single `~` are text
/// (archive-format 39), other stars are marked as kramdown has them; formulas, code and tags are not touched by
/// Markdown; attribute lists are kept. `table` says whether the paragraph is one.
pub(super) fn shield(text: &str, table: bool, out: &mut String, kept: &mut Kept) {
    let mut shield = Shield {
        text,
        out,
        kept,
        table,
        stars: Vec::new(),
        ends: Vec::new(),
        at: 0,
        copied: 0,
        barren: [usize::MAX; 33],
        formulas: true,
        comments: true,
        budget: 8 * text.len() + LONGEST_ATTRIBUTES,
    };
    shield.run();
}

struct Shield<'a, 'b> {
    text: &'a str,
    out: &'a mut String,
    kept: &'a mut Kept<'b>,
    table: bool,
    /// The stars in `out`, and the ends of the items and cells that they may stress.
    stars: Vec<Star>,
    ends: Vec<usize>,
    /// The next byte to read, and the first that is not yet copied.
    at: usize,
    copied: usize,
    /// For each length of a run of backticks: no closing run of that length after this byte.
    barren: [usize; 33],
    /// Whether a formula may still end, and a comment.
    formulas: bool,
    comments: bool,
    /// Bytes that may be read in vain, looking for the end of an extension.
    budget: usize,
}

impl<'a> Shield<'a, '_> {
    fn run(&mut self) {
        self.line();
        while let Some(next) = self.rest().bytes().position(is_mark) {
            self.at += next;
            match self.rest().as_bytes().first() {
                Some(b'\\') => self.backslash(),
                Some(b'`') => self.ticks(),
                Some(b'<') => self.tag(),
                Some(b'{') => self.brace(),
                Some(b'$') => self.formula(),
                Some(b'&') => self.reference(),
                Some(b'\n') => {
                    self.at += 1;
                    self.line();
                }
                Some(b']') => self.target(),
                Some(b'|') => {
                    if self.table {
                        self.ends.push(self.here());
                    }
                    self.at += 1;
                }
                Some(b'[') => self.note(),
                _ => self.star(),
            }
        }
        self.at = self.text.len();
        self.replace(0, "");
        emphasis::mark(self.out, &self.stars, &self.ends);
    }

    /// Where in `out` the next byte will stand.
    fn here(&self) -> usize {
        self.out.len() + self.at - self.copied
    }

    /// The beginning of a line: what is a marker of an item, or a rule, is not read.
    fn line(&mut self) {
        let rest = self.rest();
        let line = rest.split('\n').next().unwrap_or_default();
        let mut inner = line.trim_start_matches([' ', '\t', '>', RUNNING]);
        let rule = inner.bytes().filter(|b| *b == b'*').count() >= 3
            && inner.bytes().all(|b| matches!(b, b'*' | b' ' | b'\t' | b'\r'));
        while !rule && lines::starts_item(inner) {
            self.ends.push(self.here());
            let marker = inner.find([' ', '\t']).unwrap_or(inner.len());
            inner = inner
                .get(marker..)
                .unwrap_or_default()
                .trim_start_matches([' ', '\t']);
        }
        if rule {
            self.ends.push(self.here());
            inner = "";
        }
        if self.table {
            self.ends.push(self.here());
        }
        self.at += line.len() - inner.len();
        self.block();
    }

    /// A block of HTML in a quotation or an item, in which Markdown is none.
    fn block(&mut self) {
        let rest = self.rest();
        let Some((name, false)) = blocks::block_tag(rest) else {
            return;
        };
        if self.at == 0 || self.budget == 0 || blocks::is_raw(name) {
            return;
        }
        self.budget = self.budget.saturating_sub(rest.len());
        self.at += end_tag(rest, name).unwrap_or(0);
    }

    /// The address of a link, which is none of Markdown's.
    fn target(&mut self) {
        let rest = self.rest();
        let end = match rest.as_bytes().get(1) {
            Some(b'(') if self.budget > 0 => {
                let near = rest.as_bytes().get(..LONGEST_TARGET).unwrap_or(rest.as_bytes());
                let end = memchr2(b')', b'\n', near);
                let vain = end.map_or(near.len(), |_| 0);
                self.budget = self.budget.saturating_sub(vain);
                end
            }
            Some(b':') => {
                let from = self.at.saturating_sub(LONGEST_ATTRIBUTES);
                let before = (from..=self.at).find_map(|from| self.text.get(from..self.at));
                let line = before.and_then(|before| before.rsplit('\n').next());
                let defines =
                    line.is_some_and(|line| line.trim_start().starts_with('[') && !line.contains("[^"));
                let end = || rest.bytes().take(LONGEST_TARGET).position(|b| b == b'\n');
                defines.then(|| end().unwrap_or(rest.len().min(LONGEST_TARGET)))
            }
            _ => None,
        };
        let end = end.filter(|end| rest.is_char_boundary(*end));
        self.at += end.unwrap_or(0).max(1);
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
        let Some((name, closing)) = blocks::tag_name(rest) else {
            return;
        };
        if name.contains(':') && blocks::is_known(name) {
            // CommonMark knows no such name; any with a hyphen is as good.
            self.at -= end + 2;
            let known = rest.get(..end + 2).unwrap_or_default();
            self.replace(end + 2, &known.replacen(name, &name.replace(':', "-"), 1));
        }
        if closing || tag.ends_with('/') || !blocks::is_raw(name) || self.budget == 0 {
            return;
        }
        let content = self.rest();
        match end_tag(content, name) {
            Some(close) => self.raw(close, content.get(..close).unwrap_or_default()),
            None => self.budget = self.budget.saturating_sub(content.len()),
        }
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

    /// The next `length` bytes as `html` that no Markdown is read in.
    fn raw(&mut self, length: usize, html: &str) {
        self.replace(length, "");
        let mut rest = html;
        while let Some(open) = memchr(b'<', rest.as_bytes()) {
            let tag = rest.get(open..).unwrap_or_default();
            let end = blocks::tag_name(tag)
                .and_then(|_| memchr(b'>', tag.as_bytes()))
                .unwrap_or(0)
                + 1;
            self.literal(0, rest.get(..open).unwrap_or_default());
            self.out.push_str(tag.get(..end).unwrap_or_default());
            rest = tag.get(end..).unwrap_or_default();
        }
        self.literal(0, rest);
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

    /// Stars and tildes: an escape before one where it is meant as itself.
    fn star(&mut self) {
        let run = self.run_length();
        if self.rest().starts_with('~') {
            if run == 1 {
                self.replace(0, "\\");
            }
        } else {
            let here = self.here();
            let plain = run == 1 && is_plain_star(self.text, self.at);
            self.stars.extend((here..here + run).map(|at| Star { at, plain }));
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
    matches!(
        b,
        b'*' | b'~' | b'`' | b'\\' | b'<' | b'{' | b'$' | b'&' | b'\n' | b'[' | b']' | b'|'
    )
}

/// Where in `content` the end tag of `name` begins.
fn end_tag(content: &str, name: &str) -> Option<usize> {
    let mut ends = memmem::find_iter(content.as_bytes(), b"</");
    ends.find(|&at| {
        let after = content.get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name))
    })
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
    use super::super::PLACEHOLDER;
    use super::*;

    fn shielded(text: &str) -> String {
        let mut out = String::new();
        shield(text, false, &mut out, &mut Kept::default());
        out.replace(PLACEHOLDER, "@")
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
        assert_eq!(
            shielded("<code>*a*_</code>*b*"),
            "<code>\\*a\\*\\_</code><em>b</em>"
        );
    }

    #[test]
    fn marks_of_kramdown() {
        assert_eq!(
            shielded("*甲*{: .a}、`b`{:.c}、丙{:.d}"),
            "<em>甲</em><!--@l0-->、`b`<!--@l1-->、丙{:.d}"
        );
        assert_eq!(
            shielded("- {: .x} 项\n1. {:.y}乙\n丙 {:.z}"),
            format!("- {RUNNING}<!--@l0--> 项\n1. {RUNNING}<!--@l1-->乙\n丙 {{:.z}}")
        );
        assert_eq!(
            shielded("<font a=b_c>*甲*<i b=c_d></font>*乙*<o:p c=\"d\"/>丙</o:p>"),
            "<font a=b_c>\\*甲\\*<i b=c_d></font><em>乙</em><o-p c=\"d\"/>丙</o-p>"
        );
        assert_eq!(
            shielded("[甲](http://a.b/*c*)*乙*"),
            "[甲](http://a.b/*c*)<em>乙</em>"
        );
        assert_eq!(shielded("* 甲*乙\n* 丙*丁"), "* 甲\\*乙\n* 丙\\*丁");
        assert_eq!(
            shielded("甲{::comment}乙{:/comment}丙{::comment}"),
            "甲丙{::comment}"
        );
        assert_eq!(shielded("$$a*b_c$$、$5*x、$$"), "a\\*b\\_c、$5\\*x、$$");
        assert_eq!(shielded("甲\\\\\n乙\\\\丙"), "甲\\\n乙\\\\丙");
        assert_eq!(
            shielded("[^甲]、[^甲 乙]、[^\n[^a b]: c"),
            "[^甲]、\\[^甲 乙]、[^\n[^a b]: c"
        );
        assert_eq!(
            shielded("<?xml a?><!doctype\nb><!重要><![CDATA[*a*]]><mailto:a@b.c>"),
            "<!重要>\\<![CDATA[<em>a</em>]]><a@b.c>"
        );
        assert_eq!(shielded("&#150;&#x80;&#20013;&amp;"), "–€&#20013;&amp;");
    }
}
