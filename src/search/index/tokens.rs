//! The terms of the index: each pair of touching units at the place of its first, each word on its own too, and the last
//! unit of a run, which begins no pair; and a term of its own for what parts two runs. So any run of two units or more is
//! found by pairs, and one character or the beginning of a word by the stretch of the dictionary that begins with it: no
//! second index of single units is needed.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::super::pattern::Pattern;
use super::super::units::{Unit, units};

/// What parts two runs. No unit begins like that.
const BREAK: &str = "\u{1}";

/// Cuts folded text into the terms of the index.
#[derive(Clone, Debug, Default)]
pub(super) struct UnitTokenizer {
    units: Vec<Unit>,
}

impl Tokenizer for UnitTokenizer {
    type TokenStream<'a> = UnitStream<'a>;

    fn token_stream<'a>(&'a mut self, folded: &'a str) -> UnitStream<'a> {
        self.units.clear();
        self.units.extend(units(folded));
        UnitStream {
            folded,
            units: &self.units,
            next: 0,
            paired: false,
            ended: false,
            token: Token::default(),
        }
    }
}

/// The terms of one text.
pub(super) struct UnitStream<'a> {
    folded: &'a str,
    units: &'a [Unit],
    /// The unit whose terms come next.
    next: usize,
    /// Whether its pair has been given and it comes on its own now.
    paired: bool,
    /// Whether the run before it has ended, which is said first.
    ended: bool,
    token: Token,
}

impl TokenStream for UnitStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(unit) = self.units.get(self.next) else {
            return false;
        };
        if std::mem::take(&mut self.ended) {
            self.token.text.clear();
            self.token.text.push_str(BREAK);
            self.token.position = (unit.position as usize).saturating_sub(1);
            return true;
        }
        let next = self.units.get(self.next + 1);
        let touching = next.filter(|next| next.position == unit.position + 1);
        let pair = touching.filter(|_| !self.paired);
        let end = pair.unwrap_or(unit).bytes.end;
        self.token.text.clear();
        self.token
            .text
            .push_str(self.folded.get(unit.bytes.start..end).unwrap_or_default());
        self.token.offset_from = unit.bytes.start;
        self.token.offset_to = end;
        self.token.position = unit.position as usize;
        // A word that begins a pair comes on its own next.
        self.paired = pair.is_some() && unit.word;
        if !self.paired {
            self.next += 1;
            self.ended = touching.is_none();
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// What of the index a pattern needs: terms at places relative to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sought {
    /// Terms, with their places.
    pub(super) terms: Vec<(usize, String)>,
    /// What a term at this place begins with.
    pub(super) beginning: Option<(usize, String)>,
}

impl Sought {
    /// That of `pattern`.
    pub(super) fn of(pattern: &Pattern) -> Self {
        let mut sought = Self {
            terms: Vec::new(),
            beginning: None,
        };
        let units = pattern.units();
        let mut start = 0;
        while start < units.len() {
            let touch = |pair: &&[_]| matches!(pair, [a, b] if follows(a, b));
            let rest = units.get(start..).unwrap_or_default();
            let length = 1 + rest.windows(2).take_while(touch).count();
            let run = rest.get(..length).unwrap_or_default();
            if start > 0
                && let Some(first) = run.first()
            {
                sought.terms.push((first.position as usize - 1, BREAK.to_owned()));
            }
            start += length;
            let last_run = start >= units.len();
            if let [unit] = run {
                let place = unit.position as usize;
                if last_run && (!unit.word || pattern.is_open()) {
                    sought.beginning = Some((place, unit.text.clone()));
                } else {
                    sought.terms.push((place, unit.text.clone()));
                }
                continue;
            }
            let pairs: Vec<(usize, String)> = run
                .windows(2)
                .filter_map(|pair| match pair {
                    [a, b] => Some((a.position as usize, format!("{}{}", a.text, b.text))),
                    _ => None,
                })
                .collect();
            let open = last_run && pattern.is_open();
            let last = pairs.len() - 1;
            for (at, pair) in pairs.into_iter().enumerate() {
                if at == last && open {
                    sought.beginning = Some(pair);
                } else if at % 2 == 0 || at == last || (open && at + 1 == last) {
                    // Every second pair and the last one: no unit is left out.
                    sought.terms.push(pair);
                }
            }
        }
        sought
    }
}

fn follows(a: &super::super::pattern::PatternUnit, b: &super::super::pattern::PatternUnit) -> bool {
    b.position == a.position + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    fn terms(text: &str) -> Vec<(usize, String)> {
        let folded = fold(text);
        let mut tokenizer = UnitTokenizer::default();
        let mut stream = tokenizer.token_stream(&folded);
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push((stream.token().position, stream.token().text.clone()));
        }
        terms
    }

    fn owned(terms: &[(usize, &str)]) -> Vec<(usize, String)> {
        terms
            .iter()
            .map(|(place, term)| (*place, (*term).to_owned()))
            .collect()
    }

    #[test]
    fn pairs_and_words_and_what_ends_a_run() {
        assert_eq!(terms("国产芯"), owned(&[(0, "国产"), (1, "产芯"), (2, "芯")]));
        assert_eq!(
            terms("AI芯，5G"),
            owned(&[(0, "ai芯"), (0, "ai"), (1, "芯"), (2, BREAK), (3, "5g")])
        );
    }

    #[test]
    fn a_pattern_needs_every_second_pair() {
        let sought = |words: &str, open| Sought::of(&Pattern::new(words, open).unwrap());
        assert_eq!(
            sought("中国银行业", false).terms,
            owned(&[(0, "中国"), (2, "银行"), (3, "行业")])
        );
        assert_eq!(sought("芯", false).beginning, Some((0, "芯".to_owned())));
        assert_eq!(sought("app", true).beginning, Some((0, "app".to_owned())));
        assert_eq!(sought("app", false).terms, owned(&[(0, "app")]));
        let open = sought("国产芯片ai", true);
        assert_eq!(open.terms, owned(&[(0, "国产"), (2, "芯片")]));
        assert_eq!(open.beginning, Some((3, "片ai".to_owned())));
        let parted = sought("3.5亿", false);
        assert_eq!(parted.terms, owned(&[(0, "3"), (1, BREAK), (2, "5亿")]));
    }
}
