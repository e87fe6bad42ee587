//! Fills lines: a text, the places where it may break, a width.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::breaks::{never_ends, never_starts};
use crate::text::cells::Cells;

/// Cells that `text` takes; quick for what most of a page is made of.
pub(super) fn width(cells: Cells, text: &str) -> usize {
    let mut sum = 0;
    for c in text.chars() {
        sum += match c {
            ' '..='~' => 1,
            '\u{4E00}'..='\u{9FFF}' | '\u{3001}'..='\u{3029}' | '\u{FF01}'..='\u{FF5E}' => 2,
            _ => return cells.width(text),
        };
    }
    sum
}

/// The lines of `text` at `max` cells (at least 2), as byte ranges without the white space at their ends.
///
/// A line ends at the last of `breaks` (in order, see [`super::breaks::opportunities`]) that it can, and at every
/// `\n`. What fits no line is cut at a grapheme boundary: after a mark that divides addresses if there is
/// one in the second half of the line, else where no forbidden mark starts or ends a line and no number is
/// split, else anywhere.
pub(super) fn fill(text: &str, breaks: &[usize], max: usize, cells: Cells) -> Vec<Range<usize>> {
    let mut filler = Filler {
        text,
        max: max.max(2),
        cells,
        lines: Vec::new(),
        line: None,
    };
    let mut from = 0;
    for &at in breaks.iter().chain(std::iter::once(&text.len())) {
        filler.segment(from..at);
        from = at;
    }
    filler.end_line();
    filler.lines
}

struct Filler<'a> {
    text: &'a str,
    max: usize,
    cells: Cells,
    lines: Vec<Range<usize>>,
    /// The line begun: its range without and its cells with the white space at its end.
    line: Option<(Range<usize>, usize)>,
}

impl Filler<'_> {
    /// Adds what stands between two opportunities; a `\n` ends it, and the line.
    fn segment(&mut self, range: Range<usize>) {
        let Some(text) = self.text.get(range.clone()).filter(|text| !text.is_empty()) else {
            return;
        };
        let content = text.trim_end_matches([' ', '\n', '\u{3000}']);
        let end = range.start + content.len();
        let content_width = width(self.cells, content);
        let space = text.get(content.len()..).unwrap_or_default();
        let full = content_width + width(self.cells, space.trim_end_matches('\n'));
        match &mut self.line {
            Some((line, used)) if *used + content_width <= self.max => {
                if !content.is_empty() {
                    line.end = end;
                }
                *used += full;
            }
            _ => {
                self.end_line();
                if content_width <= self.max {
                    self.line = Some((range.start..end, full));
                } else {
                    self.cut(range.start..end);
                    if let Some((_, used)) = &mut self.line {
                        *used += full - content_width;
                    }
                }
            }
        }
        if space.ends_with('\n') {
            if self.line.is_none() {
                self.line = Some((range.start..range.start, 0));
            }
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        if let Some((line, _)) = self.line.take() {
            self.lines.push(line);
        }
    }

    /// Cuts what fits no line; the rest stays in the line begun.
    fn cut(&mut self, range: Range<usize>) {
        let mut start = range.start;
        loop {
            let rest = self.text.get(start..range.end).unwrap_or_default();
            let mut choice = Choice::default();
            let mut used = 0;
            let mut before: Option<&str> = None;
            let mut end = None;
            for (at, cluster) in rest.grapheme_indices(true) {
                if let Some(before) = before {
                    choice.offer(before, cluster, at, used * 2 >= self.max);
                }
                used += self.cells.grapheme(cluster);
                if used > self.max && before.is_some() {
                    end = choice.best();
                    break;
                }
                before = Some(cluster);
            }
            let Some(end) = end.map(|end| start + end) else {
                self.line = Some((start..range.end, used));
                return;
            };
            self.lines.push(start..end);
            start = end;
        }
    }
}

/// The latest places to cut at of each quality, in bytes.
#[derive(Default)]
struct Choice {
    nice: Option<usize>,
    /// After a full stop within an address, which leaves `html` alone.
    dot: Option<usize>,
    clean: Option<usize>,
    any: Option<usize>,
}

impl Choice {
    /// Weighs the place `at` between two clusters; `far` where it is in the second half of the line.
    fn offer(&mut self, before: &str, after: &str, at: usize, far: bool) {
        let (Some(last), Some(first)) = (before.chars().next(), after.chars().next()) else {
            return;
        };
        self.any = Some(at);
        let number = first.is_ascii_digit() && (last.is_ascii_digit() || matches!(last, '.' | ','));
        let pair = last == first && matches!(first, '—' | '…');
        if never_starts(first) || never_ends(last) || number || pair {
            return;
        }
        self.clean = Some(at);
        if far
            && matches!(
                last,
                '/' | '?' | '&' | '=' | '-' | '_' | '.' | ',' | ':' | ';' | '@' | '+'
            )
        {
            self.nice = Some(at);
        }
    }

    fn best(&self) -> Option<usize> {
        self.nice.or(self.dot).or(self.clean).or(self.any)
    }
}

#[cfg(test)]
mod tests {
    use super::super::breaks::opportunities;
    use super::*;

    const CELLS: Cells = Cells {
        ambiguous_wide: false,
    };

    fn lines(text: &str, max: usize) -> Vec<&str> {
        let lines = fill(text, &opportunities(text), max, CELLS);
        lines.into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn as_much_as_fits() {
        assert_eq!(lines("人民银行公告。", 6), ["人民银", "行公", "告。"]);
        assert_eq!(lines("the quick fox", 9), ["the quick", "fox"]);
        assert_eq!(lines("甲\n\n乙 \n", 8), ["甲", "", "乙"]);
        assert_eq!(lines("", 8), [""; 0]);
    }

    #[test]
    fn addresses_break_after_their_marks() {
        assert_eq!(
            lines("http://finance.example.com/news/1350,2021.html", 20),
            ["http://finance.", "example.com/news/", "1350,2021.html"]
        );
    }

    #[test]
    fn cuts_keep_marks_and_numbers() {
        assert_eq!(lines("abcdefgh，", 8), ["abcdefg", "h，"]);
        assert_eq!(lines("1234567890", 4), ["1234", "5678", "90"]);
        assert_eq!(lines("中\u{4e00}", 2), ["中", "一"]);
        assert_eq!(
            lines("e\u{301}e\u{301}e\u{301}", 2),
            ["e\u{301}e\u{301}", "e\u{301}"]
        );
    }
}
