//! The articles of a list whose titles a predicate holds of, by all processors at once.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::post::PostId;

use super::ids::IdRef;
use super::segment::Segment;
use super::snapshot::{Scope, Store};

/// Titles looked at between two questions whether to go on.
const STEP: usize = 4_096;

/// The ids, in list order, of a scope's articles whose titles `pred` holds of. Empty once `cancelled` is set: the
/// caller has a newer question. `pred` is called from several threads.
pub fn filter_titles(
    store: &Store,
    scope: Scope,
    pred: &(dyn Fn(&str) -> bool + Sync),
    cancelled: &AtomicBool,
) -> Vec<PostId> {
    let in_segment = |segment: &Segment| -> Vec<PostId> {
        let matches = |row: &usize| pred(segment.title(*row));
        let id = |row: usize| segment.ids().get(row).map(IdRef::to_id);
        let mut found = Vec::new();
        let mut look = |rows: &mut dyn Iterator<Item = usize>| {
            found.extend(rows.filter(matches).filter_map(id));
        };
        match scope {
            Scope::All => {
                for start in (0..segment.len()).step_by(STEP) {
                    if cancelled.load(Ordering::Relaxed) {
                        break;
                    }
                    look(&mut (start..segment.len().min(start + STEP)));
                }
            }
            Scope::Category(category) => {
                for rows in segment.posting(category).chunks(STEP) {
                    if cancelled.load(Ordering::Relaxed) {
                        break;
                    }
                    look(&mut rows.iter().map(|row| usize::from(*row)));
                }
            }
        }
        found
    };
    let found: Vec<Vec<PostId>> = store
        .segments()
        .par_iter()
        .map(|segment| in_segment(segment))
        .collect();
    if cancelled.load(Ordering::Relaxed) {
        return Vec::new();
    }
    found.concat()
}
