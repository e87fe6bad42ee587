//! One search under way: from what the titles tell to the whole answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fixedbitset::FixedBitSet;

use crate::archive::Archive;
use crate::search::query::{Node, Term};
use crate::search::{IndexError, Snapshot};
use crate::store::{Scope, Store};

use super::coverage::Covered;
use super::plan::{Bound, Plan};
use super::rank::Ranking;
use super::{Depth, Found, Order, Quest, Readers, TitleScope, months, nearest, scan};

/// How long articles are read between two reports.
const BETWEEN_REPORTS: Duration = Duration::from_millis(100);

/// A search and what it has learnt so far.
pub(super) struct Search<'a> {
    quest: &'a Quest,
    cancelled: &'a AtomicBool,
    plan: Plan,
    covered: Arc<Covered>,
    snapshot: Option<Snapshot>,
    ranking: Ranking,
    /// The articles that are looked through; `None` for all.
    scope: Option<FixedBitSet>,
    /// The hidden articles, where they are not asked for.
    left_out: Option<FixedBitSet>,
    read: usize,
}

impl<'a> Search<'a> {
    /// A search that knows what the store does; of no use once `cancelled`.
    pub(super) fn new(quest: &'a Quest, cancelled: &'a AtomicBool) -> Self {
        Self::with(quest, Arc::new(Covered::none(&quest.store)), cancelled)
    }

    /// A search that knows what `snapshot` of the index does too, which answers for what `covered` says.
    ///
    /// # Errors
    /// As [`IndexError`] has it.
    pub(super) fn asking(
        quest: &'a Quest,
        snapshot: Snapshot,
        covered: Arc<Covered>,
        cancelled: &'a AtomicBool,
    ) -> Result<Self, IndexError> {
        let mut search = Self::with(quest, covered, cancelled);
        search.plan.ask(&snapshot, &search.covered)?;
        search.snapshot = Some(snapshot);
        Ok(search)
    }

    fn with(quest: &'a Quest, covered: Arc<Covered>, cancelled: &'a AtomicBool) -> Self {
        Self {
            quest,
            cancelled,
            plan: Plan::new(quest, &covered, cancelled),
            covered,
            snapshot: None,
            ranking: Ranking::default(),
            scope: scope_rows(&quest.store, &quest.scope),
            left_out: left_out(quest, &quest.scope),
            read: 0,
        }
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// The articles whose texts are not known.
    fn unknown(&self) -> FixedBitSet {
        match self.quest.depth {
            // Stocks and tables, where they are asked for, stand in no title.
            Depth::Titles if self.plan.leaves().is_empty() => self.quest.store.nothing(),
            _ => self.covered.missing(&self.quest.store),
        }
    }

    /// Reports what the titles tell, where texts may tell more. How well they suit cannot be told by that.
    pub(super) fn report_titles(&self, report: &mut dyn FnMut(Found)) {
        if self.quest.order == Order::Best {
            return;
        }
        let unknown = self.unknown();
        let holds = self.plan.rows(Bound::Sure, &unknown, self.scope.as_ref());
        let possible = self.plan.rows(Bound::Possible, &unknown, self.scope.as_ref());
        let open = possible.count_ones(..) - holds.count_ones(..);
        if open > 0 && !self.is_cancelled() {
            report(self.found(&holds, &unknown, open, None));
        }
    }

    /// Looks for titles that only sound like words of the query, which come below the others and count for nothing where
    /// nothing is named. Gives whether there are any, when it is asked first.
    fn look_for_readings(&mut self) -> bool {
        self.quest.most > 0 && self.plan.look_for_readings(&self.quest.store, self.cancelled)
    }

    /// Reports, and reads what is still open, newest first, until nothing is.
    pub(super) fn read_on(&mut self, archive: &Archive, readers: &Readers, report: &mut dyn FnMut(Found)) {
        let mut unknown = self.unknown();
        loop {
            let holds = self.plan.rows(Bound::Sure, &unknown, self.scope.as_ref());
            let mut open = self.plan.rows(Bound::Possible, &unknown, self.scope.as_ref());
            match self.quest.order {
                Order::Newest => open.difference_with(&holds),
                // How well an article suits is known only when it has been read.
                Order::Best => open.intersect_with(&unknown),
            }
            let open: Vec<usize> = open.ones().collect();
            if self.is_cancelled() {
                return;
            }
            let ends = open.is_empty() || !self.quest.reading;
            // What says the words is shown at once, where there is any; that nothing was found, when that is sure.
            if ends && holds.is_clear() {
                self.look_for_readings();
            }
            let newest = open.first().copied();
            let mut found = self.found(&holds, &unknown, open.len(), newest);
            let nothing = found.total + found.spelled + found.hidden == 0;
            if self.quest.reading && open.is_empty() && nothing {
                found.nearest = nearest::nearest(
                    self.quest,
                    self.snapshot.as_ref().zip(Some(&*self.covered)),
                    self.cancelled,
                );
            }
            report(found);
            if self.look_for_readings() {
                let found = self.found(&holds, &unknown, open.len(), newest);
                if found.spelled > 0 && !self.is_cancelled() {
                    report(found);
                }
            }
            if ends {
                return;
            }
            let begun = Instant::now();
            for rows in open.chunks(scan::TOGETHER) {
                if self.is_cancelled() {
                    return;
                }
                let scanned = readers.run(|| scan::scan(archive, &self.quest.store, rows, &self.plan));
                self.read += rows.len();
                for scanned in scanned {
                    self.plan.note(&scanned);
                    self.ranking.note(scanned);
                }
                for row in rows {
                    unknown.set(*row, false);
                }
                if begun.elapsed() >= BETWEEN_REPORTS {
                    break;
                }
            }
        }
    }

    /// Those of `rows` that are named.
    fn shown(&self, mut rows: FixedBitSet) -> FixedBitSet {
        if let Some(left_out) = &self.left_out {
            rows.difference_with(left_out);
        }
        rows
    }

    /// The answer where `holds` hold, the texts of `unknown` are not known and `open` articles are still to be read, the newest
    /// of them at `newest`.
    fn found(&self, holds: &FixedBitSet, unknown: &FixedBitSet, open: usize, newest: Option<usize>) -> Found {
        let quest = self.quest;
        let store = &quest.store;
        let hidden = (self.left_out.as_ref()).map_or(0, |left_out| holds.intersection_count(left_out));
        let holds = &self.shown(holds.clone());
        let total = holds.count_ones(..);
        let id = |row: usize| store.row(Scope::All, row).map(|row| row.id());
        let ranked = match quest.order {
            Order::Newest => None,
            Order::Best => {
                let index = self.snapshot.as_ref().map(|snapshot| (snapshot, &*self.covered));
                self.ranking.best(store, &self.plan, index, holds, quest.most)
            }
        };
        let (mut ids, scores): (Vec<_>, _) = match ranked {
            Some(ranked) => ranked
                .into_iter()
                .filter_map(|(row, score)| Some((id(row)?, score)))
                .unzip(),
            None => (holds.ones().take(quest.most).filter_map(id).collect(), Vec::new()),
        };
        let all = self.shown(self.plan.rows_read(unknown, self.scope.as_ref()));
        let mut spelled = all.clone();
        spelled.difference_with(holds);
        let room = quest.most - ids.len().min(quest.most);
        ids.extend(spelled.ones().take(room).filter_map(id));
        Found {
            ids: ids.into(),
            scores,
            total,
            months: months::of(store, &all),
            indexed: self.covered.len(),
            read: self.read,
            open,
            settled: match (open, newest, quest.order) {
                (0, ..) => total,
                (_, Some(newest), Order::Newest) => holds.count_ones(..newest),
                _ => 0,
            },
            spelled: spelled.count_ones(..),
            hidden,
            nearest: None,
        }
    }
}

/// The hidden articles, where they are left out of the answer to `quest` within `scope`: they are named where the query
/// asks for them, and where a list has them that is looked through.
pub(super) fn left_out(quest: &Quest, scope: &TitleScope) -> Option<FixedBitSet> {
    let store = &quest.store;
    let asks = |root: &Node| root.holds(&|term| *term == Term::Hidden);
    let asked = quest.query.root.as_ref().is_some_and(asks) || matches!(scope, TitleScope::Ids(_));
    (store.hides_something() && !asked).then(|| store.those(store.hidden_rows()))
}

/// The articles of `scope`; `None` for all.
pub(super) fn scope_rows(store: &Store, scope: &TitleScope) -> Option<FixedBitSet> {
    match scope {
        TitleScope::Store(Scope::All | Scope::Shown) => None,
        TitleScope::Store(scope) => Some(store.of_scope(*scope)),
        TitleScope::Ids(ids) => Some(store.of_ids(ids.iter())),
    }
}
