//! What is read as a word of letters is written, in pinyin or by initials: titles, which come below those that say the
//! word itself, and names of outlets and categories.

use std::sync::atomic::AtomicBool;

use fixedbitset::FixedBitSet;

use crate::search::query::Term;
use crate::store::{Store, filter_titles};
use crate::text::needle::Needle;
use crate::text::pinyin::Spelling;

/// The words of a query, and the articles whose titles are read so, once they have been looked for.
#[derive(Debug, Default)]
pub(super) struct Readings {
    words: Vec<Term>,
    rows: Option<Vec<FixedBitSet>>,
}

impl Readings {
    /// Takes in a word. Gives its number.
    pub(super) fn add(&mut self, word: Term) -> usize {
        self.words.push(word);
        self.words.len() - 1
    }

    /// Looks for all of them, if that was not done yet: for each that may be read it goes through all titles, which takes as
    /// long as all else. Gives whether any was found only now.
    pub(super) fn look(&mut self, store: &Store, cancelled: &AtomicBool) -> bool {
        if self.rows.is_some() {
            return false;
        }
        let read = |word: &Term| match word.spelling() {
            Some(spelling) => filter_titles(store, &|title| spelling.is_in(title), cancelled),
            None => store.nothing(),
        };
        let rows = self.rows.insert(self.words.iter().map(read).collect());
        rows.iter().any(|rows| !rows.is_clear())
    }

    /// The articles whose titles are read as word `number`, as far as they are known.
    pub(super) fn of(&self, number: usize) -> Option<&FixedBitSet> {
        self.rows.as_ref()?.get(number)
    }
}

/// What `of` gives for names that hold `name` or, where none does, are read so.
pub(super) fn named(name: &str, of: impl Fn(&dyn Fn(&str) -> bool) -> FixedBitSet) -> FixedBitSet {
    let needle = Needle::new(name);
    let rows = of(&|own| needle.is_in(own));
    if !rows.is_clear() {
        return rows;
    }
    // Taken apart only now: that takes longer than all else.
    Spelling::new(name).map_or(rows, |spelling| of(&|own| spelling.is_in(own)))
}
