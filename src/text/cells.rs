//! How many cells a grapheme cluster takes on the terminal. Every other module asks here; nobody
//! counts `chars()`.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widths of one terminal. Characters of East Asian width "ambiguous" (`“”…—·①`) take one cell
/// on most terminals and two on some CJK set-ups (UAX #11); the terminal is asked once at start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cells {
    /// Whether ambiguous characters take two cells.
    pub ambiguous_wide: bool,
}

impl Cells {
    /// Cells that the grapheme cluster `g` takes: 0, 1 or 2. Control characters take none.
    ///
    /// Never more than two, whatever the cluster holds: no terminal gives a cluster more.
    pub fn grapheme(self, g: &str) -> usize {
        let width = if self.ambiguous_wide {
            g.width_cjk()
        } else {
            g.width()
        };
        if g.chars().any(char::is_control) {
            0
        } else {
            width.min(2)
        }
    }

    /// Cells that `c` takes on its own.
    pub fn char(self, c: char) -> usize {
        let width = if self.ambiguous_wide {
            c.width_cjk()
        } else {
            c.width()
        };
        width.unwrap_or(0)
    }

    /// Cells that `text` takes, the sum over its grapheme clusters.
    pub fn width(self, text: &str) -> usize {
        // Most of a page takes the same on every terminal and joins with nothing.
        let mut sum = 0;
        for c in text.chars() {
            sum += match c {
                ' '..='~' => 1,
                '\u{4E00}'..='\u{9FFF}' | '\u{3001}'..='\u{3029}' | '\u{FF01}'..='\u{FF5E}' => 2,
                _ => return text.graphemes(true).map(|g| self.grapheme(g)).sum(),
            };
        }
        sum
    }

    /// The longest prefix of whole grapheme clusters that takes at most `max` cells, and its width.
    pub fn prefix(self, text: &str, max: usize) -> (&str, usize) {
        let mut width = 0;
        for (at, g) in text.grapheme_indices(true) {
            let cells = self.grapheme(g);
            if width + cells > max {
                return (text.get(..at).unwrap_or_default(), width);
            }
            width += cells;
        }
        (text, width)
    }

    /// The longest end of `text` that takes at most `max` cells, whole grapheme clusters.
    pub fn suffix(self, text: &str, max: usize) -> &str {
        let mut width = 0;
        let mut start = text.len();
        for (at, g) in text.grapheme_indices(true).rev() {
            width += self.grapheme(g);
            if width > max {
                break;
            }
            start = at;
        }
        text.get(start..).unwrap_or_default()
    }

    /// `text` if it fits in `max` cells, else a prefix of it and `…`, together at most `max` cells.
    pub fn truncate(self, text: &str, max: usize) -> String {
        let (prefix, _) = self.prefix(text, max);
        if prefix.len() == text.len() {
            return text.to_owned();
        }
        let mark = self.grapheme("…");
        if max < mark {
            return String::new();
        }
        let (prefix, _) = self.prefix(text, max - mark);
        format!("{}…", prefix.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Cells = Cells {
        ambiguous_wide: false,
    };
    const WIDE: Cells = Cells { ambiguous_wide: true };

    #[test]
    fn ambiguous_characters_follow_the_terminal() {
        for c in ["“", "…", "—", "·", "①", "℃", "─"] {
            assert_eq!((NARROW.width(c), WIDE.width(c)), (1, 2), "{c}");
        }
        assert_eq!(NARROW.width("央行，A股3%"), 4 + 2 + 1 + 2 + 2);
    }

    #[test]
    fn truncation_is_by_cells() {
        assert_eq!(NARROW.truncate("离岸人民币", 10), "离岸人民币");
        assert_eq!(NARROW.truncate("离岸人民币", 9), "离岸人民…");
        assert_eq!(NARROW.truncate("离岸人民币", 8), "离岸人…");
        assert_eq!(WIDE.truncate("离岸人民币", 1), "");
        assert_eq!(NARROW.truncate("离岸", 1), "…");
    }

    #[test]
    fn clusters_are_whole() {
        assert_eq!(NARROW.prefix("e\u{301}a", 1), ("e\u{301}", 1));
        assert_eq!(NARROW.grapheme("\u{1b}"), 0);
    }
}
