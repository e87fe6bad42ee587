//! The articles of a list whose titles hold a text, or a predicate, by all processors at once.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::post::PostId;
use crate::text::needle::Needle;

use super::ids::IdRef;
use super::segment::Segment;
use super::snapshot::{Scope, Spot, Store};

/// Titles looked at between two questions whether to go on.
const STEP: usize = 4_096;

/// Rows of a segment that are looked at together, ascending.
#[derive(Clone)]
enum Stretch<'a> {
    All(Range<usize>),
    Some(&'a [u16]),
}

impl<'a> Stretch<'a> {
    /// The rows of `scope` in `segment`.
    fn all(segment: &'a Segment, scope: Scope) -> Vec<Self> {
        match scope {
            Scope::All => (0..segment.len())
                .step_by(STEP)
                .map(|start| Self::All(start..segment.len().min(start + STEP)))
                .collect(),
            Scope::Category(category) => segment.posting(category).chunks(STEP).map(Self::Some).collect(),
        }
    }

    /// Those of them whose titles `pred` holds of.
    fn filter(self, segment: &Segment, pred: impl Fn(&str) -> bool) -> Vec<usize> {
        let holds = |row: &usize| pred(segment.title(*row));
        match self {
            Self::All(rows) => rows.filter(holds).collect(),
            Self::Some(rows) => rows.iter().map(|row| usize::from(*row)).filter(holds).collect(),
        }
    }
}

/// The ids, in list order, of a scope's articles whose titles hold `needle`. Empty once `cancelled` is set: the
/// caller has a newer question.
pub fn find_titles(store: &Store, scope: Scope, needle: &Needle, cancelled: &AtomicBool) -> Vec<PostId> {
    by_stretches(store, scope, cancelled, &titled(needle), &id_of)
}

/// The ids, in list order, of a scope's articles whose titles `pred` holds of. Empty once `cancelled` is set.
/// `pred` is called from several threads.
pub fn filter_titles(
    store: &Store,
    scope: Scope,
    pred: &(dyn Fn(&str) -> bool + Sync),
    cancelled: &AtomicBool,
) -> Vec<PostId> {
    by_stretches(
        store,
        scope,
        cancelled,
        &|segment, rows| rows.filter(segment, pred),
        &id_of,
    )
}

/// The articles, by their index among all, whose titles hold `needle` and of whose titles `pred` holds then. Empty once
/// `cancelled` is set. `pred` is called from several threads.
pub fn titled_rows(
    store: &Store,
    needle: &Needle,
    pred: &(dyn Fn(&str) -> bool + Sync),
    cancelled: &AtomicBool,
) -> Vec<usize> {
    let titled = titled(needle);
    let look = |segment: &Segment, rows: Stretch<'_>| {
        let mut rows = titled(segment, rows);
        rows.retain(|row| pred(segment.title(*row)));
        rows
    };
    by_stretches(store, Scope::All, cancelled, &look, &|number, _, row| {
        Some(store.index_of(Scope::All, Spot { segment: number, row }))
    })
}

/// The articles, by their index among all, of whose titles `pred` holds. Empty once `cancelled` is set. `pred` is called
/// from several threads.
pub fn rows_titled(
    store: &Store,
    pred: &(dyn Fn(&str) -> bool + Sync),
    cancelled: &AtomicBool,
) -> Vec<usize> {
    by_stretches(
        store,
        Scope::All,
        cancelled,
        &|segment, rows| rows.filter(segment, pred),
        &|number, _, row| Some(store.index_of(Scope::All, Spot { segment: number, row })),
    )
}

/// What gives the rows whose titles hold `needle`.
fn titled(needle: &Needle) -> impl Fn(&Segment, Stretch<'_>) -> Vec<usize> + Sync {
    |segment, stretch| match stretch {
        // Titles that lie side by side are searched as one.
        Stretch::All(rows) => segment.titles().holding(needle, rows),
        rows @ Stretch::Some(_) => rows.filter(segment, |title| needle.is_in(title)),
    }
}

fn id_of(_: usize, segment: &Segment, row: usize) -> Option<PostId> {
    segment.ids().get(row).map(IdRef::to_id)
}

/// What `give` makes of the rows, by segment, that `look` finds among those of `scope`, stretch by stretch.
fn by_stretches<T: Send + Clone>(
    store: &Store,
    scope: Scope,
    cancelled: &AtomicBool,
    look: &(dyn Fn(&Segment, Stretch<'_>) -> Vec<usize> + Sync),
    give: &(dyn Fn(usize, &Segment, usize) -> Option<T> + Sync),
) -> Vec<T> {
    let segments = store.segments().iter().enumerate();
    let stretches: Vec<(usize, &Segment, Stretch<'_>)> = segments
        .flat_map(|(number, segment)| {
            let stretches = Stretch::all(segment, scope);
            stretches.into_iter().map(move |rows| (number, &**segment, rows))
        })
        .collect();
    let found: Vec<Vec<T>> = stretches
        .into_par_iter()
        .map(|(number, segment, rows)| {
            if cancelled.load(Ordering::Relaxed) {
                return Vec::new();
            }
            let rows = look(segment, rows).into_iter();
            rows.filter_map(|row| give(number, segment, row)).collect()
        })
        .collect();
    if cancelled.load(Ordering::Relaxed) {
        return Vec::new();
    }
    found.concat()
}
