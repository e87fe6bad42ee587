//! Moving: the cursors of the two lists, and the page.

use super::list::Frame;
use super::search::Search;
use super::{Action, App, Pane, Shape};

/// Rows that stay in view when a pane is paged.
const OVERLAP: usize = 2;

/// Where `action` leads from `at`, in something of `len` rows shown `height` at a time.
pub(super) fn target(action: Action, count: Option<usize>, at: usize, len: usize, height: usize) -> usize {
    let times = count.unwrap_or(1);
    let page = height.saturating_sub(OVERLAP).max(1);
    let half = (height / 2).max(1);
    let last = len.saturating_sub(1);
    let down = |rows: usize| at.saturating_add(rows.saturating_mul(times)).min(last);
    let up = |rows: usize| at.saturating_sub(rows.saturating_mul(times));
    match action {
        Action::Down => down(1),
        Action::Up => up(1),
        Action::HalfPageDown => down(half),
        Action::HalfPageUp => up(half),
        Action::PageDown => down(page),
        Action::PageUp => up(page),
        Action::First => count.map_or(0, |row| row.saturating_sub(1).min(last)),
        Action::Last => count.map_or(last, |row| row.saturating_sub(1).min(last)),
        _ => at,
    }
}

impl App {
    /// Moves the cursor of the focused list, or the page.
    pub(super) fn move_cursor(&mut self, action: Action, count: Option<usize>) {
        match self.focus {
            Pane::Categories => {
                let height = self.areas().categories.map_or(1, |pane| pane.body.height.into());
                let at = target(
                    action,
                    count,
                    self.categories.cursor,
                    self.categories.len(),
                    height,
                );
                self.move_category(at);
            }
            Pane::List => {
                let height = self.list_frame().rows().max(1);
                let store = self.store.clone();
                let view = self.list_mut();
                let at = target(action, count, view.cursor, view.list.len(&store), height);
                view.move_to(&store, at);
                if action == Action::Last && count.is_none() {
                    self.stay_at_end();
                }
            }
            Pane::Reader => {
                let height = self.reader_height();
                let rows = self.reader.scroll_len(height);
                self.reader.top = target(action, count, self.reader.top, rows, height);
            }
        }
    }

    /// Puts the cursor of the category pane on row `at`; the list beside it follows at once.
    pub(super) fn move_category(&mut self, at: usize) {
        self.categories.cursor = at.min(self.categories.len().saturating_sub(1));
        if self.areas().shape != Shape::Narrow
            && let Some(entry) = self.categories.selected()
        {
            let source = entry.source.clone();
            self.show_source(source);
        }
    }

    /// Rows of the list pane's body; of the body it would have, where it is not on the screen.
    pub(super) fn list_height(&self) -> usize {
        let areas = self.areas();
        areas
            .list
            .or(areas.reader)
            .map_or(1, |pane| pane.body.height.into())
    }

    /// Rows of the page's pane.
    pub(super) fn reader_height(&self) -> usize {
        let areas = self.areas();
        areas
            .reader
            .or(areas.list)
            .map_or(1, |pane| pane.body.height.into())
    }

    /// What the lines of the list depend on, for a pane of `height` rows.
    pub fn list_frame(&self) -> Frame {
        Frame {
            height: self.list_height(),
            selected_lines: self.selected_title().len().max(1),
            // A low pane shows rows only.
            snippets: self.list_height() >= 6
                && (self.lists_passages()
                    || self.lists_remarks()
                    || self.search().is_some_and(Search::has_words)),
            zone: self.settings.zone,
        }
    }

    /// Brings every cursor into view.
    pub(super) fn reveal(&mut self) {
        if let Some(pane) = self.areas().categories {
            self.categories.reveal(pane.body.height.into());
        }
        let (store, frame) = (self.store.clone(), self.list_frame());
        self.list_mut().reveal(&store, frame);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_repeat_motions_and_name_rows() {
        assert_eq!(target(Action::Down, Some(10), 5, 100, 20), 15);
        assert_eq!(target(Action::Down, Some(usize::MAX), 5, 100, 20), 99);
        assert_eq!(target(Action::Up, Some(10), 5, 100, 20), 0);
        assert_eq!(target(Action::PageDown, None, 0, 100, 20), 18);
        assert_eq!(target(Action::First, Some(10), 50, 100, 20), 9);
        assert_eq!(target(Action::Last, None, 50, 100, 20), 99);
        assert_eq!(target(Action::Last, Some(500), 50, 100, 20), 99);
        assert_eq!(target(Action::Last, None, 0, 0, 20), 0);
    }
}
