//! What a word or phrase of a query matches: the plain matcher over units. It is what an index is held to in tests, scans
//! what is not indexed yet, and says where in a text the hits stand.

use std::ops::Range;

use memchr::memmem;

use super::units::{Unit, units};
use crate::text::fold::{Folded, fold};

/// Words or a phrase, as units: runs of Han characters match as a substring of touching units, a word matches a whole
/// word. What parts two runs of the phrase, punctuation or space, parts them in the text, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// In order, the first at position 0.
    units: Vec<PatternUnit>,
    /// Whether the last unit, a word, may go on.
    open: bool,
    /// The longest run, which no text without it can match.
    longest: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PatternUnit {
    pub(super) text: String,
    pub(super) position: u32,
    pub(super) word: bool,
}

/// A text made ready to be matched, with the way back to its bytes.
#[derive(Clone, Debug)]
pub struct Text {
    folded: Folded,
    units: Vec<Unit>,
}

impl Text {
    /// `text`, of which only the first 4 GiB can be found again.
    pub fn new(text: &str) -> Self {
        let folded = Folded::new(text);
        let units = units(&folded.text).collect();
        Self { folded, units }
    }

    /// How many units it has: its length where texts are weighed against each other.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there is nothing to be found in it.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Where the units of all `patterns` match, in bytes of the original: in order, those that overlap made one.
    pub fn hits<'a>(&self, patterns: impl IntoIterator<Item = &'a Pattern>) -> Vec<Range<usize>> {
        let hits = (patterns.into_iter())
            .flat_map(|pattern| pattern.find(&self.folded.text, &self.units))
            .filter_map(|hit| self.folded.original(hit));
        joined(hits.collect())
    }

    /// How often `pattern` matches.
    pub fn count(&self, pattern: &Pattern) -> usize {
        pattern.find(&self.folded.text, &self.units).len()
    }
}

/// `hits` in order, those that overlap made one.
pub fn joined(mut hits: Vec<Range<usize>>) -> Vec<Range<usize>> {
    hits.sort_unstable_by_key(|hit| (hit.start, hit.end));
    hits.dedup_by(|later, kept| {
        let overlap = later.start < kept.end;
        if overlap {
            kept.end = kept.end.max(later.end);
        }
        overlap
    });
    hits
}

impl Pattern {
    /// What `words` match; `open` where the last one may go on, as it is still being typed. `None` where there is
    /// nothing in them to be found: neither letter, digit nor Han character.
    pub fn new(words: &str, open: bool) -> Option<Self> {
        let folded = fold(words);
        let mut pattern = Self {
            units: Vec::new(),
            open: false,
            longest: String::new(),
        };
        let mut run = String::new();
        let mut end = 0;
        for unit in units(&folded) {
            let text = folded.get(unit.bytes.clone()).unwrap_or_default();
            if unit.bytes.start > end {
                run.clear();
            }
            end = unit.bytes.end;
            run.push_str(text);
            if run.len() > pattern.longest.len() {
                pattern.longest.clone_from(&run);
            }
            pattern.units.push(PatternUnit {
                text: text.to_owned(),
                position: unit.position,
                word: unit.word,
            });
        }
        let ends_in_word = pattern.units.last()?.word;
        pattern.open = open && ends_in_word;
        Some(pattern)
    }

    /// Its longest run, folded: no text without it can match.
    pub fn longest(&self) -> &str {
        &self.longest
    }

    /// Whether it is one run of Han characters, which matches wherever it stands in a folded text: what comes before and
    /// after does not matter, as it does with words.
    pub fn is_substring(&self) -> bool {
        self.characters().map(str::len).sum::<usize>() == self.longest.len() && self.words().next().is_none()
    }

    /// Its Han characters, folded, in order.
    pub fn characters(&self) -> impl Iterator<Item = &str> {
        let alone = self.units.iter().filter(|unit| !unit.word);
        alone.map(|unit| unit.text.as_str())
    }

    /// Its words, folded, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let words = self.units.iter().filter(|unit| unit.word);
        words.map(|unit| unit.text.as_str())
    }

    /// Whether it may be the code of a stock: one word.
    pub fn is_code(&self) -> bool {
        matches!(&self.units[..], [unit] if unit.word)
    }

    pub(super) fn units(&self) -> &[PatternUnit] {
        &self.units
    }

    /// Whether the last unit may go on.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Whether it occurs in `folded`, a folded text.
    pub fn is_in(&self, folded: &str) -> bool {
        if memmem::find(folded.as_bytes(), self.longest.as_bytes()).is_none() {
            return false;
        }
        let units: Vec<Unit> = units(folded).collect();
        self.first_in(folded, &units).is_some()
    }

    /// The bytes of `folded`, whose units are `units`, at which it occurs: in order, without overlap.
    fn find(&self, folded: &str, units: &[Unit]) -> Vec<Range<usize>> {
        let mut hits = Vec::new();
        let mut rest = units;
        if memmem::find(folded.as_bytes(), self.longest.as_bytes()).is_none() {
            return hits;
        }
        while let Some((at, hit)) = self.first_in(folded, rest) {
            hits.push(hit);
            rest = rest.get(at + self.units.len()..).unwrap_or_default();
        }
        hits
    }

    /// Among `units`, the first at which it occurs, and the bytes of the hit.
    fn first_in(&self, folded: &str, units: &[Unit]) -> Option<(usize, Range<usize>)> {
        let mut windows = units.windows(self.units.len()).enumerate();
        windows.find_map(|(at, window)| Some((at, self.match_at(folded, window)?)))
    }

    fn match_at(&self, folded: &str, window: &[Unit]) -> Option<Range<usize>> {
        let first = window.first()?;
        let mut end = first.bytes.end;
        let last = self.units.len() - 1;
        for (at, (mine, unit)) in self.units.iter().zip(window).enumerate() {
            let text = folded.get(unit.bytes.clone())?;
            let same = if self.open && at == last {
                unit.word && text.starts_with(&mine.text)
            } else {
                text == mine.text
            };
            if !same || unit.position - first.position != mine.position {
                return None;
            }
            end = unit.bytes.start + mine.text.len();
        }
        Some(first.bytes.start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hits<'a>(words: &str, open: bool, text: &'a str) -> Vec<&'a str> {
        let pattern = Pattern::new(words, open).unwrap();
        let hits = Text::new(text).hits([&pattern]);
        hits.into_iter().map(|hit| &text[hit]).collect()
    }

    #[test]
    fn han_matches_within_and_words_match_whole() {
        assert_eq!(hits("芯片", false, "国产芯片，芯\n片，芯 片"), ["芯片", "芯 片"]);
        assert_eq!(hits("app", false, "apple app App股"), ["app", "App"]);
        assert_eq!(hits("app", true, "apple app"), ["app", "app"]);
        assert_eq!(hits("22年", false, "2022年22年"), ["22年"]);
        assert_eq!(hits("股a", true, "A股Apple"), ["股A"]);
    }

    #[test]
    fn punctuation_parts_but_does_not_matter() {
        assert_eq!(hits("3.5亿", false, "3.5亿元、3，5亿，35亿"), ["3.5亿", "3，5亿"]);
        assert_eq!(hits("new york", false, "New\u{3000}York"), ["New\u{3000}York"]);
        assert_eq!(hits("甲 乙", false, "甲乙"), ["甲乙"]);
    }

    #[test]
    fn words_and_parted_runs_are_no_substrings() {
        for words in ["a", "中a", "中 国", "中，国", "中a国"] {
            let pattern = Pattern::new(words, false).unwrap();
            assert_eq!(pattern.is_substring(), words == "中 国", "{words}");
        }
    }

    #[test]
    fn there_is_nothing_to_find_in_punctuation() {
        assert_eq!(Pattern::new("，。 !", true), None);
        assert_eq!(Pattern::new("", true), None);
    }

    #[test]
    fn hits_of_several_patterns_are_joined() {
        let patterns = ["中国", "国银", "行"].map(|words| Pattern::new(words, false).unwrap());
        let text = "中国银行";
        let hits = Text::new(text).hits(&patterns);
        assert_eq!(hits, [0..9, 9..12]);
    }

    proptest! {
        #[test]
        fn han_alone_matches_as_a_substring(words in "[中国银行]{1,4}", text in "[中国银行a1，\n ]{0,24}") {
            let pattern = Pattern::new(&words, true).unwrap();
            let folded = fold(&text);
            prop_assert!(pattern.is_substring());
            prop_assert_eq!(pattern.is_in(&folded), folded.contains(&fold(&words)));
            prop_assert_eq!(Text::new(&text).count(&pattern) > 0, pattern.is_in(&folded));
        }

        #[test]
        fn hits_say_what_was_looked_for(words in "[中国aB1 ，]{1,4}", text in "[中国aAb1，\n ]{0,24}") {
            if let Some(pattern) = Pattern::new(&words, false) {
                for hit in Text::new(&text).hits([&pattern]) {
                    prop_assert!(pattern.is_in(&fold(&text[hit])));
                }
            }
        }
    }
}
