//! The spaces that fill a line: where they may stand, and which of them to open. A Latin word or a number within
//! Chinese is set off on both of its sides or on neither, as print does it (a quarter of an em between Han and Western
//! text, and up to half an em, which is one cell, to justify a line: CLREQ 3.2.2, "Mixed Text Composition").

use super::marks::is_ideograph;
use super::segment::Segment;
use crate::text::fold::is_cjk;

/// What a gap costs: more than a cell that is lacking, less than a ragged edge.
const GAP: u64 = 5;
/// What it costs to set a word or a number off on one side alone.
const UNEVEN: u64 = 20;
/// What a gap after a stop costs beyond others.
const STOP: u64 = 15;
/// Gaps in one line: more of them make it a row of holes.
const MOST: usize = 6;

const STOPS: [char; 7] = ['，', '。', '；', '：', '！', '？', '、'];

/// Where a gap stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Before Western text.
    Before,
    /// After Western text.
    After,
    /// Between two Western words, where a space is already: the first that print widens (CLREQ 3.2.4).
    Word,
    /// On the open side of a mark of full width, where white is already (CLREQ 3.2.4).
    Stop,
}

/// The gap that may be opened between two characters, with a space between them or not: between Han and Western
/// letters, numbers and brackets, between Western words, after stops.
pub(super) fn gap(before: char, after: char, spaced: bool) -> Option<Gap> {
    let han = |c: char| is_ideograph(c) || is_cjk(c) && c.is_alphabetic();
    let western = |c: char| c.is_ascii_digit() || c == '%' || (c < '\u{530}' && c.is_alphabetic());
    let opens = |c: char| matches!(c, '（' | '《' | '「' | '『' | '【');
    let closes = |c: char| matches!(c, '）' | '》' | '」' | '』' | '】');
    if is_ideograph(before) && is_ideograph(after) {
        None
    } else if spaced {
        // Two spaces beside Han would be a hole; Western words are what print parts first.
        let western = before < '\u{2000}' && after < '\u{2000}';
        western.then_some(Gap::Word)
    } else if STOPS.contains(&before) && (han(after) || western(after))
        || opens(after) && han(before)
        || closes(before) && han(after)
    {
        Some(Gap::Stop)
    } else if (western(after) || matches!(after, '(' | '+' | '-' | '$')) && han(before) {
        Some(Gap::Before)
    } else if (western(before) || before == ')') && han(after) {
        Some(Gap::After)
    } else {
        None
    }
}

/// Where a gap may be opened.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The segment it stands before or in.
    segment: usize,
    /// Where, in bytes.
    at: usize,
}

/// The gaps around one word or number.
#[derive(Clone, Copy, Debug)]
struct Unit {
    first: Place,
    /// That on its other side, if there is one too.
    second: Option<Place>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A word or a number with all gaps that it needs.
    Even,
    /// One with Han on its other side and no gap between: set off on one side alone it looks uneven.
    Uneven,
    /// A stop.
    Stop,
}

/// Gives `sink` the units of `segments`. One whose other side is the end of a line, or a mark, which brings white of
/// its own, needs a single gap.
fn units(segments: &[Segment], mut sink: impl FnMut(Unit)) {
    let mut open: Option<Place> = None;
    let mut spaced = false;
    let mut unit = |first, second, kind| {
        sink(Unit { first, second, kind });
    };
    for (index, segment) in segments.iter().enumerate() {
        let before = Place {
            segment: index,
            at: segment.start,
        };
        match segment.gap {
            Some(Gap::After) => match open.take() {
                Some(first) => unit(first, Some(before), Kind::Even),
                None => unit(before, None, Kind::Even),
            },
            Some(Gap::Before) => {
                if let Some(first) = open.replace(before) {
                    unit(first, None, Kind::Even);
                }
            }
            // The next of several words.
            Some(Gap::Word) => unit(before, None, Kind::Even),
            None if spaced => {}
            None | Some(Gap::Stop) => {
                if let Some(first) = open.take() {
                    unit(first, None, Kind::Even);
                }
                if segment.gap.is_some() {
                    unit(before, None, Kind::Stop);
                }
            }
        }
        spaced = segment.full > segment.content;
        if let Some(at) = segment.inner {
            let within = Place { segment: index, at };
            match open.take() {
                Some(first) => unit(first, Some(within), Kind::Even),
                None => unit(within, None, Kind::Even),
            }
        } else if segment.han
            && let Some(first) = open.take()
        {
            unit(first, None, Kind::Uneven);
        }
    }
    if let Some(first) = open {
        unit(first, None, Kind::Even);
    }
}

/// What stands before a segment: sums, so that a line's own are a difference.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// Places for a gap.
    places: usize,
    /// Units of two gaps that begin before it.
    begun: usize,
    /// Those that end before it.
    ended: usize,
    /// Places that look uneven.
    uneven: usize,
    /// Places after stops.
    stops: usize,
}

/// The tallies of `segments`: one for each, and one of all.
pub(super) fn tallies(segments: &[Segment]) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); segments.len() + 1];
    let mut count = |segment: usize, add: fn(&mut Tally)| {
        if let Some(tally) = tallies.get_mut(segment + 1) {
            add(tally);
        }
    };
    units(segments, |unit| {
        count(unit.first.segment, |tally| tally.places += 1);
        match unit.kind {
            Kind::Even => {}
            Kind::Uneven => count(unit.first.segment, |tally| tally.uneven += 1),
            Kind::Stop => count(unit.first.segment, |tally| tally.stops += 1),
        }
        if let Some(second) = unit.second {
            count(unit.first.segment, |tally| tally.begun += 1);
            count(second.segment, |tally| tally.places += 1);
            count(second.segment, |tally| tally.ended += 1);
        }
    });
    let mut sum = Tally::default();
    for tally in &mut tallies {
        sum.places += tally.places;
        sum.begun += tally.begun;
        sum.ended += tally.ended;
        sum.uneven += tally.uneven;
        sum.stops += tally.stops;
        *tally = sum;
    }
    tallies
}

/// The gaps that may be opened in a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gaps {
    /// Words and numbers with one on each side.
    pairs: usize,
    /// Single ones.
    singles: usize,
    /// Single ones that look uneven.
    uneven: usize,
    /// Those after stops.
    stops: usize,
}

impl Gaps {
    /// Those of the line of the segments `from..to`, before the first of which stands `gap`.
    pub(super) fn of(tallies: &[Tally], from: usize, to: usize, gap: bool) -> Self {
        let (Some(first), Some(second), Some(end)) =
            (tallies.get(from), tallies.get(from + 1), tallies.get(to))
        else {
            return Self::default();
        };
        let pairs = end.ended.saturating_sub(second.begun);
        let uneven = end.uneven.saturating_sub(second.uneven);
        let stops = end.stops.saturating_sub(second.stops);
        let places = end.places - first.places - usize::from(gap);
        Self {
            pairs,
            singles: places.saturating_sub(2 * pairs + uneven + stops),
            uneven,
            stops,
        }
    }

    /// What of them to open in a line that lacks so many cells, and what the line then costs, where `badness` weighs
    /// what it lacks still. A line that would lack more than two all the same is left alone.
    pub(super) fn open(self, lacks: usize, badness: fn(usize) -> u64) -> (Self, u64) {
        let none = (Self::default(), badness(lacks));
        let least = lacks.saturating_sub(2).max(1);
        let choices = (least..=lacks.min(MOST)).filter_map(|count| {
            let opened = self.choose(count)?;
            let poor = opened.uneven as u64 * UNEVEN + opened.stops as u64 * STOP;
            Some((opened, badness(lacks - count) + count as u64 * GAP + poor))
        });
        choices
            .chain(std::iter::once(none))
            .min_by_key(|(_, cost)| *cost)
            .unwrap_or(none)
    }

    /// So many of them, as even as can be.
    fn choose(self, count: usize) -> Option<Self> {
        let pairs = self.pairs.min(count / 2);
        let singles = count.saturating_sub(2 * pairs).min(self.singles);
        let left = count - 2 * pairs - singles;
        // More than two in one line would make rivers.
        let stops = left.min(self.stops).min(2);
        let uneven = left - stops;
        (uneven <= self.uneven).then_some(Self {
            pairs,
            singles,
            uneven,
            stops,
        })
    }

    /// Where those are in a line of `segments`, in order, each kind spread evenly.
    pub(super) fn places(self, segments: &[Segment]) -> Vec<usize> {
        if self.pairs + self.singles + self.uneven + self.stops == 0 {
            return Vec::new();
        }
        let mut line = segments.to_vec();
        if let Some(first) = line.first_mut() {
            first.gap = None;
        }
        let mut pairs = Vec::new();
        let [mut singles, mut uneven, mut stops] = [const { Vec::new() }; 3];
        units(&line, |unit| match (unit.second, unit.kind) {
            (Some(second), _) => pairs.push([unit.first.at, second.at]),
            (None, Kind::Even) => singles.push(unit.first.at),
            (None, Kind::Uneven) => uneven.push(unit.first.at),
            (None, Kind::Stop) => stops.push(unit.first.at),
        });
        let mut places = spread(&pairs, self.pairs).concat();
        places.extend(spread(&singles, self.singles));
        places.extend(spread(&uneven, self.uneven));
        places.extend(spread(&stops, self.stops));
        places.sort_unstable();
        places
    }
}

/// As many of `places` as are `wanted`, evenly.
fn spread<T: Copy>(places: &[T], wanted: usize) -> Vec<T> {
    let count = places.len();
    let wanted = wanted.min(count);
    let chosen = places.iter().enumerate();
    let chosen = chosen.filter(|(n, _)| (n + 1) * wanted / count > n * wanted / count);
    chosen.map(|(_, place)| *place).collect()
}
