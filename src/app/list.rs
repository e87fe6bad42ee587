//! The article list: what it lists, where its cursor and its top stand, and which lines that makes.
//! A place in it is an article's id; indices hold only until the store changes.

use std::ops::Range;
use std::sync::Arc;

use crate::post::PostId;
use crate::store::{List, Row, Store};
use crate::work::Order;

use super::marking::Marked;
use super::search::Search;

/// What a list lists.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// Every article.
    All,
    /// The bookmarked articles.
    Bookmarks,
    /// The articles in which passages are highlighted, that of the newest passage first.
    Passages,
    /// The articles that were read, the last first.
    History,
    /// The articles that are hidden.
    Hidden,
    /// What the search finds that is saved under this name.
    Search(Arc<str>),
    /// The articles of the category of this folder name.
    Category(Arc<str>),
    /// The articles of the categories of this group of the settings.
    Group(Arc<str>),
}

/// One list, with its cursor.
#[derive(Clone, Debug)]
pub struct ListView {
    /// What it lists.
    pub source: Source,
    /// The search that it holds the results of.
    pub search: Option<Box<Search>>,
    /// Its articles, newest first unless a search has them otherwise.
    pub list: List,
    /// Which rows are marked.
    pub(super) marked: Marked,
    /// Whether its articles stand in the order of time.
    pub(super) by_date: bool,
    /// The row the cursor stands on.
    pub cursor: usize,
    /// The first row in view.
    pub top: usize,
    /// Where the cursor stood when it was last brought into view.
    revealed: usize,
    /// The article under the cursor, by which the cursor is found again when the store changes.
    anchor: Option<PostId>,
}

/// One line of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListLine {
    /// The heading of the day on which the article of this index was written.
    Day(usize),
    /// A row, and which line of it (only the selected row of a narrow list takes several).
    Row {
        /// The article's index in the list.
        index: usize,
        /// From 0.
        part: usize,
    },
    /// The sentence that matched in the article of this index.
    Snippet(usize),
    /// How the results lie in time.
    Months,
}

/// What a list's lines depend on beside the list itself.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Rows of the pane's body.
    pub height: usize,
    /// Lines that the row under the cursor takes, at least 1.
    pub selected_lines: usize,
    /// Whether a sentence stands below each row.
    pub snippets: bool,
    /// Offset from UTC in which days are counted, in minutes.
    pub zone: i16,
}

impl Frame {
    /// About how many rows are in view.
    pub(super) fn rows(&self) -> usize {
        self.height / if self.snippets { 2 } else { 1 }
    }
}

impl ListView {
    /// A list of `source`, its cursor on the first row.
    pub fn new(source: Source, list: List) -> Self {
        Self {
            by_date: !matches!(source, Source::History | Source::Passages),
            source,
            search: None,
            list,
            marked: Marked::default(),
            cursor: 0,
            top: 0,
            revealed: 0,
            anchor: None,
        }
    }

    /// The article under the cursor.
    pub fn selected<'a>(&self, store: &'a Store) -> Option<Row<'a>> {
        self.list.row(store, self.cursor)
    }

    /// The id under the cursor, also where the store does not have it (a bookmark whose article is gone).
    pub fn selected_id(&self, store: &Store) -> Option<PostId> {
        self.list.id(store, self.cursor)
    }

    /// Whether its articles stand in the order of time.
    pub fn is_by_date(&self) -> bool {
        match &self.search {
            Some(search) => search.order == Order::Newest,
            None => self.by_date,
        }
    }

    /// Puts the cursor on row `index`, or on the last row, and remembers the article there.
    pub fn move_to(&mut self, store: &Store, index: usize) {
        self.cursor = index.min(self.list.len(store).saturating_sub(1));
        self.anchor = self.selected_id(store);
    }

    /// Takes `list` as what is listed, and finds the article under the cursor again at its distance
    /// from the top of the pane; where it is gone the cursor stays beside its place.
    pub fn renew(&mut self, before: &Store, store: &Store, list: List) {
        let drawn = self.cursor.saturating_sub(self.top);
        let cursor = self.anchor.as_ref().and_then(|id| {
            list.position(store, id).or_else(|| {
                let gone = self.list.row(before, self.cursor)?;
                Some(list.nearest(store, &gone.key()))
            })
        });
        self.list = list;
        self.cursor = cursor
            .unwrap_or(self.cursor)
            .min(self.list.len(store).saturating_sub(1));
        self.top = self.cursor.saturating_sub(drawn);
        self.revealed = self.cursor;
        self.anchor = self.selected_id(store);
    }

    /// Puts the cursor on the first row of whatever comes next.
    pub(super) fn start_over(&mut self) {
        (self.cursor, self.top, self.revealed) = (0, 0, 0);
        self.anchor = None;
    }

    /// The cursor's row may be far from where it was: as little as need be is scrolled from the top of the list.
    pub(super) fn reveal_from_top(&mut self) {
        (self.top, self.revealed) = (0, 0);
    }

    /// The rows in view.
    pub(super) fn in_view(&self, store: &Store, frame: Frame) -> impl Iterator<Item = usize> + use<> {
        let lines = self.lines(store, frame);
        lines.into_iter().filter_map(|line| match line {
            ListLine::Row { index, part: 0 } => Some(index),
            _ => None,
        })
    }

    /// Puts the cursor on row `index`, and that row at the top of the pane.
    pub fn show_at_top(&mut self, store: &Store, index: usize) {
        self.move_to(store, index);
        self.top = self.cursor;
        self.revealed = self.cursor;
    }

    /// Moves the top so that the cursor is in view, with a margin of rows in the direction it moved.
    pub fn reveal(&mut self, store: &Store, frame: Frame) {
        let margin = (frame.height.saturating_sub(1) / 4).min(3);
        let above = if self.cursor < self.revealed { margin } else { 0 };
        let below = if self.cursor > self.revealed { margin } else { 0 };
        self.revealed = self.cursor;
        self.top = self.top.min(self.cursor.saturating_sub(above));
        self.top = self
            .top
            .max((self.cursor + 1).saturating_sub(frame.rows().max(1)));
        let last = self.list.len(store).saturating_sub(1);
        let wanted = (self.cursor + below).min(last);
        while self.top < self.cursor && !self.shows(store, frame, wanted) {
            self.top += 1;
        }
    }

    /// Whether row `index` is in view, whole.
    fn shows(&self, store: &Store, frame: Frame, index: usize) -> bool {
        let part = if index == self.cursor {
            frame.selected_lines - 1
        } else {
            0
        };
        let last = if frame.snippets {
            ListLine::Snippet(index)
        } else {
            ListLine::Row { index, part }
        };
        self.lines(store, frame).contains(&last)
    }

    /// The lines of the pane: the day of the first row always stands on top, so that a heading stays
    /// while its day scrolls.
    pub fn lines(&self, store: &Store, frame: Frame) -> Vec<ListLine> {
        let len = self.list.len(store);
        let mut lines = Vec::with_capacity(frame.height);
        // Days head nothing where the articles do not stand in the order of time.
        let with_days = frame.height >= 4 && self.is_by_date();
        let months = self.search.as_ref().is_some_and(|search| search.months.len() > 1);
        lines.extend((months && frame.height >= 6).then_some(ListLine::Months));
        let mut day: Range<usize> = 0..0;
        let mut index = self.top;
        while index < len && lines.len() < frame.height {
            if with_days && !day.contains(&index) {
                // A heading on the last line would head nothing.
                if lines.len() + 1 == frame.height {
                    break;
                }
                day = self.list.day_bounds(store, index, frame.zone);
                lines.push(ListLine::Day(index));
            }
            let parts = if index == self.cursor {
                frame.selected_lines
            } else {
                1
            };
            lines.extend((0..parts).map(|part| ListLine::Row { index, part }));
            lines.extend(frame.snippets.then_some(ListLine::Snippet(index)));
            index += 1;
        }
        lines.truncate(frame.height);
        lines
    }
}
