//! Several queries over the same few articles: each article is read once for all of them.

use std::sync::atomic::{AtomicBool, Ordering};

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use crate::archive::Archive;
use crate::post::PostId;
use crate::store::Scope;

use super::coverage::Covered;
use super::plan::{Bound, Plan};
use super::scan::{Hints, Scanned, TOGETHER, scan_one};
use super::{Depth, Quest, Readers};

/// One of the queries, and what is still to be read for it.
struct Asked {
    plan: Plan,
    hints: Hints,
    open: FixedBitSet,
}

impl Asked {
    fn new(quest: &Quest, cancelled: &AtomicBool) -> Self {
        let store = &quest.store;
        let plan = Plan::new(quest, &Covered::none(store), cancelled);
        let unknown = match quest.depth {
            Depth::Titles if plan.leaves().is_empty() => store.nothing(),
            _ => store.everything(),
        };
        let mut open = plan.rows(Bound::Possible, &unknown, None);
        open.difference_with(&plan.rows(Bound::Sure, &unknown, None));
        Self {
            hints: Hints::of(&plan),
            plan,
            open,
        }
    }
}

/// The articles that each of `quests`, all over one store and all of it, holds of; `None` where it was `cancelled`. It is
/// what a search finds, but for titles that only sound like a word.
pub(in crate::work) fn holding(
    archive: &Archive,
    readers: &Readers,
    quests: &[Quest],
    cancelled: &AtomicBool,
) -> Option<Vec<Vec<PostId>>> {
    let Some(store) = quests.first().map(|quest| &quest.store) else {
        return Some(Vec::new());
    };
    let mut asked: Vec<Asked> = (quests.iter())
        .map(|quest| Asked::new(quest, cancelled))
        .collect();
    let mut open = store.nothing();
    for asked in &asked {
        open.union_with(&asked.open);
    }
    let rows: Vec<usize> = open.ones().collect();
    for rows in rows.chunks(TOGETHER) {
        if cancelled.load(Ordering::Relaxed) {
            return None;
        }
        let one = |row: &usize| -> Vec<Option<Scanned>> {
            let plans: Vec<_> = (asked.iter())
                .map(|asked| asked.open.contains(*row).then_some((&asked.plan, &asked.hints)))
                .collect();
            scan_one(archive, store, *row, &plans)
        };
        let scanned: Vec<Vec<Option<Scanned>>> = readers.run(|| rows.par_iter().map(one).collect());
        for scanned in &scanned {
            for (asked, scanned) in asked.iter_mut().zip(scanned) {
                if let Some(scanned) = scanned {
                    asked.plan.note(scanned);
                }
            }
        }
    }
    if cancelled.load(Ordering::Relaxed) {
        return None;
    }
    let nothing = store.nothing();
    let held = asked.iter().map(|asked| {
        let rows = asked.plan.rows(Bound::Sure, &nothing, None);
        rows.ones()
            .filter_map(|row| Some(store.row(Scope::All, row)?.id()))
            .collect()
    });
    Some(held.collect())
}
