//! What came of putting records in, told so that the user sees what it was: how many of each kind, and what gave way.

use super::record::RecordKind;

/// Things that are listed one by one; of more only the number is kept.
const LISTED: usize = 20;

/// How many items of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([usize; RecordKind::ALL.len()]);

impl Tally {
    /// One more of this kind.
    pub(super) fn add(&mut self, kind: RecordKind) {
        if let Some(count) = self.0.get_mut(kind as usize) {
            *count += 1;
        }
    }

    /// All of them together.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// Those kinds of which there are any, with their numbers.
    pub fn kinds(&self) -> impl Iterator<Item = (RecordKind, usize)> {
        let kinds = RecordKind::ALL.into_iter().zip(self.0);
        kinds.filter(|(_, count)| *count > 0)
    }
}

/// The first of things that may be very many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Few<T> {
    /// At most twenty.
    pub first: Vec<T>,
    /// How many there are besides.
    pub more: usize,
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            more: 0,
        }
    }
}

impl<T> Few<T> {
    /// One more, which is made only where it is kept.
    pub(super) fn add<E>(&mut self, one: impl FnOnce() -> Result<T, E>) -> Result<(), E> {
        if self.first.len() < LISTED {
            self.first.push(one()?);
        } else {
            self.more += 1;
        }
        Ok(())
    }
}

/// A note whose text gave way to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The title of its article, one clean line; its id where there is no title.
    pub title: String,
    /// The text that was here, as it was.
    pub text: String,
}

/// An item that was taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// What it was.
    pub kind: RecordKind,
    /// What it was called, one clean line: the title of its article, with a tag the tag too, the name of a search.
    pub title: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_place() {
        for (at, kind) in RecordKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, at);
        }
        let mut tally = Tally::default();
        tally.add(RecordKind::Place);
        tally.add(RecordKind::Bookmark);
        tally.add(RecordKind::Place);
        let kinds: Vec<_> = tally.kinds().collect();
        assert_eq!(kinds, [(RecordKind::Bookmark, 1), (RecordKind::Place, 2)]);
        assert_eq!(tally.total(), 3);
    }

    #[test]
    fn of_many_only_the_first_are_made() {
        let mut few = Few::default();
        for n in 0..25 {
            let made = few.add(|| if n < 20 { Ok(n) } else { Err(n) });
            assert_eq!(made, Ok(()));
        }
        assert_eq!((few.first.len(), few.more), (20, 5));
    }
}
