//! A passage of a text by what it says and what stands around it, as the text quote selector of the Web Annotation Data
//! Model (W3C) has it: found again at its place, elsewhere, and where the text has changed a little within it.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::fold::{Folded, fold};

/// Characters that are kept of what stands before a passage, and as many of what stands after it.
const CONTEXT: usize = 32;
/// So many characters around a passage may agree by chance.
const CHANCE: usize = 4;
/// Characters at either end by which a changed passage is recognised; one shorter than both may be anything.
const END: usize = 4;
/// Characters next to it that do instead where an end itself has changed.
const BESIDE: usize = 8;
/// Places that are compared with a changed passage.
const COMPARED: usize = 32;
/// How much of a changed passage must still stand there, in percent.
const ALIKE: usize = 60;

/// Where a passage stands. The names of the fields are part of the format of the library's log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Bytes from the beginning of the text.
    pub offset: usize,
    /// The passage itself, as the text has it.
    pub quote: String,
    /// Some characters before it.
    pub before: String,
    /// Some characters after it.
    pub after: String,
}

impl Quote {
    /// The passage that stands in `text` at the bytes `range`; none of it where they are not whole characters.
    pub fn of(text: &str, range: &Range<usize>) -> Self {
        let before = text.get(..range.start).unwrap_or_default();
        let after = text.get(range.end..).unwrap_or_default();
        Self {
            offset: range.start,
            quote: text.get(range.clone()).unwrap_or_default().to_owned(),
            before: last(before, CONTEXT).to_owned(),
            after: first(after, CONTEXT).to_owned(),
        }
    }
}

/// A text in which passages are looked for. It is folded when the first of them no longer stands there word for word.
#[derive(Debug)]
pub struct Haystack<'a> {
    text: &'a str,
    folded: OnceCell<Folded>,
}

impl<'a> Haystack<'a> {
    /// Looks for passages in `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            folded: OnceCell::new(),
        }
    }

    /// The bytes, whole characters, at which `quote` stands now: word for word, or but for white space, width and form,
    /// or changed a little. Of several places it is the one with the same surroundings and, next to that, the nearest.
    pub fn find(&self, quote: &Quote) -> Option<Range<usize>> {
        let exact = self.exact(quote);
        exact
            .or_else(|| self.best(quote, self.folded().find_all(&squeezed(&quote.quote)).into_iter()))
            .or_else(|| self.changed(quote))
    }

    fn folded(&self) -> &Folded {
        self.folded
            .get_or_init(|| Folded::new(self.text).without_spaces())
    }

    fn exact(&self, quote: &Quote) -> Option<Range<usize>> {
        let len = quote.quote.len();
        let there = quote.offset..quote.offset.checked_add(len).filter(|_| len > 0)?;
        let there = Some(there).filter(|there| self.text.get(there.clone()) == Some(&quote.quote));
        let whole = significant(quote.before.chars()).count() + significant(quote.after.chars()).count();
        if let Some(there) = there.clone().filter(|there| self.agreeing(quote, there) == whole) {
            return Some(there);
        }
        let all = memmem::find_iter(self.text.as_bytes(), quote.quote.as_bytes()).map(|at| at..at + len);
        self.best(quote, all.chain(there))
    }

    /// The one of `places` that is most likely the passage.
    fn best(&self, quote: &Quote, places: impl Iterator<Item = Range<usize>>) -> Option<Range<usize>> {
        places.max_by_key(|place| self.likeliness(quote, place))
    }

    /// The more of its surroundings a place has, the likelier it is; then, the nearer it is.
    fn likeliness(&self, quote: &Quote, place: &Range<usize>) -> (usize, Reverse<usize>) {
        (
            self.agreeing(quote, place) / CHANCE,
            Reverse(place.start.abs_diff(quote.offset)),
        )
    }

    /// How many characters on both sides of `place` are those around the passage.
    fn agreeing(&self, quote: &Quote, place: &Range<usize>) -> usize {
        let before = self.text.get(..place.start).unwrap_or_default();
        let after = self.text.get(place.end..).unwrap_or_default();
        agreement(before.chars().rev(), quote.before.chars().rev())
            + agreement(after.chars(), quote.after.chars())
    }

    /// Where the passage stands changed: from what it began with, or what stood before it, to what it ended with, or what
    /// stood after it; most of it must still be there.
    fn changed(&self, quote: &Quote) -> Option<Range<usize>> {
        let folded = self.folded();
        let wanted = squeezed(&quote.quote);
        if wanted.chars().count() < 2 * END {
            return None;
        }
        let (before, after) = (squeezed(&quote.before), squeezed(&quote.after));
        let mut starts: Vec<usize> = occurrences(&folded.text, first(&wanted, END)).collect();
        starts.extend(match last(&before, BESIDE) {
            "" => vec![0],
            before => occurrences(&folded.text, before)
                .map(|at| at + before.len())
                .collect(),
        });
        let tail = last(&wanted, END);
        let mut ends: Vec<usize> = occurrences(&folded.text, tail)
            .map(|at| at + tail.len())
            .collect();
        ends.extend(match first(&after, BESIDE) {
            "" => vec![folded.text.len()],
            after => occurrences(&folded.text, after).collect(),
        });
        ends.sort_unstable();
        let lengths = wanted.len() / 2..=wanted.len() * 2;
        let mut places: Vec<Range<usize>> = (starts.into_iter())
            .flat_map(|start| {
                let nearest = ends.partition_point(|end| *end < start + wanted.len());
                let ends = ends.iter().take(nearest + 1).skip(nearest.saturating_sub(1));
                ends.map(move |end| start..*end)
            })
            .filter(|place| lengths.contains(&place.len()))
            .collect();
        places.sort_by_key(|place| place.len().abs_diff(wanted.len()));
        places.truncate(COMPARED);
        let pairs = Pairs::of(&wanted);
        let alike = places.into_iter().filter_map(|place| {
            let alike = pairs.alike(folded.text.get(place.clone())?);
            Some((alike, folded.original(place)?)).filter(|_| alike >= ALIKE)
        });
        alike
            .max_by_key(|(alike, place)| (*alike, self.likeliness(quote, place)))
            .map(|(_, place)| place)
    }
}

/// The pairs of neighbouring characters of a text, each with how often it stands there.
struct Pairs {
    counts: HashMap<(char, char), usize>,
    all: usize,
}

impl Pairs {
    fn of(text: &str) -> Self {
        let mut counts = HashMap::new();
        let mut all = 0;
        for pair in text.chars().zip(text.chars().skip(1)) {
            *counts.entry(pair).or_default() += 1;
            all += 1;
        }
        Self { counts, all }
    }

    /// How much of this text and of `other` is the same, in percent (Dice's coefficient).
    fn alike(&self, other: &str) -> usize {
        let other = Self::of(other);
        let shared =
            (other.counts.iter()).map(|(pair, count)| self.counts.get(pair).map_or(0, |own| *own.min(count)));
        (200 * shared.sum::<usize>())
            .checked_div(self.all + other.all)
            .unwrap_or(0)
    }
}

/// `text` folded, without white space.
fn squeezed(text: &str) -> String {
    fold(text).replace(' ', "")
}

fn occurrences<'a>(text: &'a str, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
    memmem::find_iter(text.as_bytes(), needle.as_bytes())
}

/// The first `count` characters of `text`.
fn first(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// The last `count` characters of `text`.
fn last(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .nth(count.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// How many characters two texts have in common from here on, whatever their white space and widths.
fn agreement(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    let pairs = significant(one).zip(significant(other));
    pairs.take_while(|(one, other)| one == other).count()
}

/// What is no white space, in half width.
fn significant(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.filter(|c| !c.is_whitespace()).map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    })
}
