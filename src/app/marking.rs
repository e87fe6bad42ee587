//! Marking rows of a list, one by one, as a range that follows the cursor, or all of them; what is done next is done to the
//! marked ones together.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use crate::post::PostId;
use crate::store::{List, Scope, Store};
use crate::work::Change;

use super::{App, ListView, Pane};

/// Which rows of a list are marked. Rows are articles: they stay marked whatever comes above them.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// Whether all are, but for `others`.
    all: bool,
    /// Those that are marked, or not marked where all are.
    others: HashSet<PostId>,
    /// The article on which a range began that reaches to the cursor.
    from: Option<PostId>,
}

impl Marked {
    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        !self.all && self.others.is_empty() && self.from.is_none()
    }

    /// Whether `id` is, apart from the range that follows the cursor.
    fn holds(&self, id: &PostId) -> bool {
        self.all != self.others.contains(id)
    }

    fn set(&mut self, id: PostId, marked: bool) {
        if self.all == marked {
            self.others.remove(&id);
        } else {
            self.others.insert(id);
        }
    }
}

impl ListView {
    /// The rows between the one where a range began and the cursor.
    fn range(&self, store: &Store) -> Option<RangeInclusive<usize>> {
        let from = self.list.position(store, self.marked.from.as_ref()?)?;
        Some(from.min(self.cursor)..=from.max(self.cursor))
    }

    /// The indices of the marked rows, ascending.
    fn marked_rows(&self, store: &Store) -> Vec<usize> {
        let range = self.range(store);
        let in_range = |index: &usize| range.as_ref().is_some_and(|range| range.contains(index));
        let holds = |index: &usize| {
            self.list
                .id(store, *index)
                .is_some_and(|id| self.marked.holds(&id))
        };
        (0..self.list.len(store))
            .filter(|index| in_range(index) || holds(index))
            .collect()
    }

    /// How many rows are marked.
    pub fn marked_count(&self, store: &Store) -> usize {
        let range = self.range(store);
        let (all, others) = (self.list.len(store), self.marked.others.len());
        let known = if self.marked.all {
            all.saturating_sub(others)
        } else {
            others
        };
        let only_in_range = range.map_or(0, |range| {
            if self.marked.others.is_empty() {
                return if self.marked.all { 0 } else { range.count() };
            }
            let ids = range.filter_map(|index| self.list.id(store, index));
            ids.filter(|id| !self.marked.holds(id)).count()
        });
        known + only_in_range
    }

    /// Which of the rows in view are marked: tells it of an index.
    pub fn marks(&self, store: &Store) -> impl Fn(usize) -> bool {
        let range = self.range(store);
        move |index| {
            !self.marked.is_empty()
                && (range.as_ref().is_some_and(|range| range.contains(&index))
                    || (self.list.id(store, index)).is_some_and(|id| self.marked.holds(&id)))
        }
    }

    /// The range stays marked where it is, and follows the cursor no more.
    fn fix_range(&mut self, store: &Store) {
        let range = self.range(store);
        self.marked.from = None;
        for id in range
            .into_iter()
            .flatten()
            .filter_map(|index| self.list.id(store, index))
        {
            self.marked.set(id, true);
        }
    }
}

impl App {
    /// Begins a range at the cursor, or ends it there. On a row that is marked it takes the mark away.
    pub(super) fn mark_row(&mut self) {
        let store = self.store.clone();
        let view = self.list_mut();
        if view.marked.from.is_some() {
            view.fix_range(&store);
        } else if let Some(id) = view.selected_id(&store) {
            if view.marked.holds(&id) {
                view.marked.set(id, false);
            } else {
                view.marked.from = Some(id);
            }
        }
        self.say_marked();
    }

    /// Marks all rows or, where all are, none.
    pub(super) fn mark_all(&mut self) {
        let store = self.store.clone();
        let view = self.list_mut();
        let all = view.list.len(&store) > 0 && view.marked_count(&store) < view.list.len(&store);
        view.marked = Marked {
            all,
            ..Marked::default()
        };
        self.say_marked();
    }

    /// Marks nothing any longer; whether anything was.
    pub(super) fn unmark(&mut self) -> bool {
        let view = self.list_mut();
        !std::mem::take(&mut view.marked).is_empty()
    }

    /// How many rows are marked, and what can be done with them, for the status line; `None` where none is.
    pub fn marked_said(&self) -> Option<String> {
        let view = self.list();
        if self.focus != Pane::List || view.marked.is_empty() {
            return None;
        }
        Some((self.own_words().marked)(view.marked_count(&self.store)))
    }

    fn say_marked(&mut self) {
        let marked = self.list().marked_count(&self.store);
        self.say((self.own_words().marked)(marked));
    }

    /// The articles that an action is for: in the list the marked ones, if there are, else the one that is meant.
    pub(super) fn meant_all(&self) -> Vec<PostId> {
        let view = self.list();
        if self.focus == Pane::List && !view.marked.is_empty() {
            let rows = view.marked_rows(&self.store).into_iter();
            return rows
                .filter_map(|index| view.list.id(&self.store, index))
                .collect();
        }
        self.meant().into_iter().collect()
    }

    /// Makes these changes as one, which can be undone as one; the marks on the rows have served.
    pub(super) fn change_together(&mut self, mut changes: Vec<Change>) {
        self.unmark();
        match changes.len() {
            0 => {}
            1 => changes.into_iter().for_each(|change| self.change(change)),
            _ => {
                changes.shrink_to_fit();
                self.change(Change::Together(changes));
            }
        }
    }

    /// Marks the whole list read.
    pub(super) fn catch_up(&mut self) {
        let listed = match &self.list().list {
            List::Scope(scope) => self.store.of_scope(*scope),
            List::Ids(ids) => self.store.of_ids(ids.iter()),
        };
        let unread = self.unread.rows().filter(|row| listed.contains(*row));
        let unread: Vec<PostId> = unread
            .filter_map(|row| Some(self.store.row(Scope::All, row)?.id()))
            .collect();
        let words = self.own_words();
        self.say(match unread.len() {
            0 => words.nothing_unread.to_owned(),
            articles => (words.caught_up)(articles),
        });
        let changes = unread.into_iter().map(|id| Change::MarkRead(id, true)).collect();
        self.change_together(changes);
    }
}
