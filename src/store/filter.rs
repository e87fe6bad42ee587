//! The articles of a list whose titles hold a text, or a predicate, by all processors at once.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::post::PostId;
use crate::text::needle::Needle;

use super::ids::IdRef;
use super::segment::Segment;
use super::snapshot::{Scope, Store};

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
    by_stretches(store, scope, cancelled, |segment, stretch| match stretch {
        // Titles that lie side by side are searched as one.
        Stretch::All(rows) => segment.titles().holding(needle, rows),
        rows @ Stretch::Some(_) => rows.filter(segment, |title| needle.is_in(title)),
    })
}

/// The ids, in list order, of a scope's articles whose titles `pred` holds of. Empty once `cancelled` is set.
/// `pred` is called from several threads.
pub fn filter_titles(
    store: &Store,
    scope: Scope,
    pred: &(dyn Fn(&str) -> bool + Sync),
    cancelled: &AtomicBool,
) -> Vec<PostId> {
    by_stretches(store, scope, cancelled, |segment, rows| {
        rows.filter(segment, pred)
    })
}

/// The ids of the rows that `look` finds among those of `scope`, stretch by stretch.
fn by_stretches(
    store: &Store,
    scope: Scope,
    cancelled: &AtomicBool,
    look: impl Fn(&Segment, Stretch<'_>) -> Vec<usize> + Sync,
) -> Vec<PostId> {
    let stretches: Vec<(&Segment, Stretch<'_>)> = store
        .segments()
        .iter()
        .flat_map(|segment| {
            let stretches = Stretch::all(segment, scope);
            stretches.into_iter().map(move |rows| (&**segment, rows))
        })
        .collect();
    let found: Vec<Vec<PostId>> = stretches
        .into_par_iter()
        .map(|(segment, rows)| {
            if cancelled.load(Ordering::Relaxed) {
                return Vec::new();
            }
            let rows = look(segment, rows).into_iter();
            rows.filter_map(|row| segment.ids().get(row).map(IdRef::to_id))
                .collect()
        })
        .collect();
    if cancelled.load(Ordering::Relaxed) {
        return Vec::new();
    }
    found.concat()
}
