//! What kramdown writes in braces within a line: its extensions, and attribute lists.

use super::super::blocks;
use super::super::kept::For;
use super::super::lines::RUNNING;
use super::{LONGEST_ATTRIBUTES, Shield};

/// Bytes of the longest marker of an item, with the white space around it.
const LONGEST_MARKER: usize = 16;

impl Shield<'_, '_> {
    /// kramdown's `{::comment}…{:/}`, and `{: .class}` behind a stretch of marked text.
    pub(super) fn brace(&mut self) {
        let rest = self.rest();
        if let Some((html, length)) = blocks::extension(rest, &mut self.budget) {
            let comment = if html.is_empty() {
                String::new()
            } else {
                self.kept.html(html.to_owned())
            };
            self.replace(length, &comment);
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
        if self.follows_box() {
            // It is for the box to tick.
            let length = end.map_or(1, |end| end + 3);
            self.replace(length, if length == 1 { "{" } else { "" });
            return;
        }
        let marker = self.follows_marker();
        let list = end.filter(|_| marker || before.is_some_and(|b| b"*_`)]>~}".contains(b)));
        let list = list.and_then(|end| Some((end, self.kept.list(rest.get(..end + 3)?, For::Span)?)));
        match list {
            Some((end, comment)) => {
                // Not an HTML block, as a comment that begins a line or an item is.
                let running = if marker {
                    RUNNING.to_string()
                } else {
                    String::new()
                };
                self.replace(end + 3, &(running + &comment));
            }
            None => self.at += 1,
        }
    }

    /// Whether a box to tick stands before here: `- [ ] {: .x}`.
    fn follows_box(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default().trim_end_matches(' ');
        ["- [ ]", "* [ ]", "+ [ ]", "- [x]", "* [x]", "+ [x]"]
            .iter()
            .any(|marked| before.ends_with(marked))
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
            && (matches!(marker, "-" | "*" | "+" | ":")
                || number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())))
    }
}
