//! The units that a text is searched by (`design.md`, 6): one Han character (or kana, bopomofo), or one word of
//! other letters and digits. Units *touch* where nothing stands between them; what stands between, punctuation or
//! space, parts *runs* of touching units.

use std::ops::Range;

use crate::text::fold::is_cjk;

/// Characters of the longest word that is one unit. What is longer, a key or a picture written as text, is cut into
/// several that touch: a term of an index has its limits.
const LONGEST: usize = 64;

/// One unit of a folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its bytes in the folded text.
    pub bytes: Range<usize>,
    /// Where it stands among the units, counted from 0; one number is left out between two runs, so that units touch
    /// just where their numbers follow each other.
    pub position: u32,
    /// Whether it is a word, not a character that stands for itself.
    pub word: bool,
}

/// The units of `folded`, a text as [`crate::text::fold::fold`] gives it, in order.
pub fn units(folded: &str) -> impl Iterator<Item = Unit> + '_ {
    let mut chars = folded.char_indices().peekable();
    let mut position = 0;
    let mut parted = false;
    std::iter::from_fn(move || {
        let (start, first) = loop {
            let (at, c) = chars.next()?;
            if c.is_alphanumeric() {
                break (at, c);
            }
            parted = true;
        };
        // Nothing is parted in front of the first.
        if std::mem::take(&mut parted) && position > 0 {
            position += 1;
        }
        let word = !is_cjk(first);
        let mut end = start + first.len_utf8();
        if word {
            let mut length = 1;
            while length < LONGEST
                && let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphanumeric() && !is_cjk(*c))
            {
                end = at + c.len_utf8();
                length += 1;
            }
        }
        let unit = Unit {
            bytes: start..end,
            position,
            word,
        };
        position += 1;
        Some(unit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<(String, u32)> {
        let folded = fold(text);
        let units = units(&folded);
        units
            .map(|unit| (folded[unit.bytes].to_owned(), unit.position))
            .collect()
    }

    fn expected(units: &[(&str, u32)]) -> Vec<(String, u32)> {
        units
            .iter()
            .map(|(unit, position)| ((*unit).to_owned(), *position))
            .collect()
    }

    #[test]
    fn a_han_character_or_a_word_is_a_unit() {
        assert_eq!(
            shown("《A股》涨3.5%，HFO-1234"),
            expected(&[
                ("a", 0),
                ("股", 1),
                ("涨", 3),
                ("3", 4),
                ("5", 6),
                ("hfo", 8),
                ("1234", 10)
            ])
        );
        assert_eq!(shown(" 。"), []);
        assert_eq!(shown("カナ"), expected(&[("カ", 0), ("ナ", 1)]));
    }

    #[test]
    fn an_endless_word_is_cut() {
        let lengths: Vec<usize> = units(&"x".repeat(150)).map(|unit| unit.bytes.len()).collect();
        assert_eq!(lengths, [64, 64, 22]);
    }

    proptest! {
        #[test]
        fn units_stand_in_order_and_touch_where_their_numbers_say(text in "[中文ａB1é ，.\n]{0,20}") {
            let folded = fold(&text);
            let units: Vec<Unit> = units(&folded).collect();
            for pair in units.windows(2) {
                prop_assert!(pair[0].bytes.end <= pair[1].bytes.start);
                let touch = pair[0].bytes.end == pair[1].bytes.start;
                prop_assert_eq!(pair[1].position - pair[0].position, if touch { 1 } else { 2 });
            }
            let kept: String = units.iter().map(|unit| &folded[unit.bytes.clone()]).collect();
            prop_assert_eq!(kept, folded.chars().filter(|c| c.is_alphanumeric()).collect::<String>());
        }
    }
}
