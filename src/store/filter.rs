//! The articles whose titles hold a text, or of whose titles a predicate holds, found by all processors at once.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use crate::text::needle::Needle;

use super::segment::Segment;
use super::snapshot::{Scope, Spot, Store};

/// Titles looked at between two questions whether to go on.
const STEP: usize = 4_096;

/// The articles, by their index among all, whose titles hold `needle` and of whose titles `pred` holds then. None once
/// `cancelled` is set: the caller has a newer question. `pred` is called from several threads.
pub fn find_titles(
    store: &Store,
    needle: &Needle,
    pred: &(dyn Fn(&str) -> bool + Sync),
    cancelled: &AtomicBool,
) -> FixedBitSet {
    by_steps(store, cancelled, &|segment, rows| {
        // Titles that lie side by side are searched as one.
        let mut rows = segment.titles().holding(needle, rows);
        rows.retain(|row| pred(segment.title(*row)));
        rows
    })
}

/// The articles, by their index among all, of whose titles `pred` holds. None once `cancelled` is set. `pred` is called
/// from several threads.
pub fn filter_titles(
    store: &Store,
    pred: &(dyn Fn(&str) -> bool + Sync),
    cancelled: &AtomicBool,
) -> FixedBitSet {
    by_steps(store, cancelled, &|segment, rows| {
        rows.filter(|row| pred(segment.title(*row))).collect()
    })
}

/// The articles of the rows, by segment, that `look` finds, step by step.
fn by_steps(
    store: &Store,
    cancelled: &AtomicBool,
    look: &(dyn Fn(&Segment, Range<usize>) -> Vec<usize> + Sync),
) -> FixedBitSet {
    let segments = store.segments().iter().enumerate();
    let steps: Vec<(usize, &Segment, Range<usize>)> = segments
        .flat_map(|(number, segment)| {
            let starts = (0..segment.len()).step_by(STEP);
            starts.map(move |start| (number, &**segment, start..segment.len().min(start + STEP)))
        })
        .collect();
    let found: Vec<Vec<usize>> = steps
        .into_par_iter()
        .map(|(segment, titles, rows)| {
            if cancelled.load(Ordering::Relaxed) {
                return Vec::new();
            }
            let rows = look(titles, rows).into_iter();
            rows.map(|row| store.index_of(Scope::All, Spot { segment, row }))
                .collect()
        })
        .collect();
    if cancelled.load(Ordering::Relaxed) {
        return store.nothing();
    }
    store.those(found.into_iter().flatten())
}
