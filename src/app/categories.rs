//! The category pane: everything, the bookmarks, and the categories of the archive, narrowed while a
//! category is being looked for.

use std::sync::Arc;

use crate::store::Store;
use crate::text::fold::fold;

use super::list::Source;

/// One entry of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What its list lists.
    pub source: Source,
    /// Its name as shown; empty for the two fixed entries, which are named by the language.
    pub label: Arc<str>,
    /// Articles in it.
    pub articles: usize,
}

/// The pane's state.
#[derive(Debug, Default)]
pub struct Categories {
    /// Every entry, in order.
    entries: Vec<Entry>,
    /// Indices of the entries shown while a category is being looked for.
    narrowed: Option<Vec<usize>>,
    /// The row the cursor stands on, among the entries shown.
    pub cursor: usize,
    /// The first row in view.
    pub top: usize,
}

impl Categories {
    /// The entries of `store`, with so many `bookmarks`; the cursor stays on its entry.
    pub fn renew(&mut self, store: &Store, bookmarks: usize) {
        let selected = self.selected().map(|entry| entry.source.clone());
        let fixed = [(Source::All, store.announced()), (Source::Bookmarks, bookmarks)];
        self.entries = fixed
            .into_iter()
            .map(|(source, articles)| Entry {
                source,
                label: "".into(),
                articles,
            })
            .chain(store.categories().iter().map(|category| Entry {
                source: Source::Category(category.name.clone()),
                label: category.label.clone(),
                articles: category.articles,
            }))
            .collect();
        if self.narrowed.is_none()
            && let Some(source) = selected
        {
            self.select(&source);
        }
    }

    /// The number of bookmarks has changed.
    pub fn count_bookmarks(&mut self, bookmarks: usize) {
        if let Some(entry) = self
            .entries
            .iter_mut()
            .find(|entry| entry.source == Source::Bookmarks)
        {
            entry.articles = bookmarks;
        }
    }

    /// Entries shown.
    pub fn len(&self) -> usize {
        self.narrowed.as_ref().map_or(self.entries.len(), Vec::len)
    }

    /// Whether no entry is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry in row `index`.
    pub fn entry(&self, index: usize) -> Option<&Entry> {
        let index = match &self.narrowed {
            Some(narrowed) => *narrowed.get(index)?,
            None => index,
        };
        self.entries.get(index)
    }

    /// The entry under the cursor.
    pub fn selected(&self) -> Option<&Entry> {
        self.entry(self.cursor)
    }

    /// Puts the cursor on the entry of `source`, if it is shown.
    pub fn select(&mut self, source: &Source) {
        let row = (0..self.len()).find(|&row| self.entry(row).is_some_and(|entry| entry.source == *source));
        if let Some(row) = row {
            self.cursor = row;
        }
    }

    /// Shows only the entries whose label or folder name holds `query`, those that begin with it
    /// first; every entry again where it is `None`. The cursor goes to the first.
    pub fn narrow(&mut self, query: Option<&str>, fixed_labels: [&str; 2]) {
        let selected = self.selected().map(|entry| entry.source.clone());
        self.narrowed = query.map(|query| {
            let query = fold(query);
            let mut hits: Vec<(bool, usize)> = self
                .entries
                .iter()
                .enumerate()
                .filter_map(|(index, entry)| {
                    let label = fold(fixed_labels.get(index).copied().unwrap_or(&entry.label));
                    let name = match &entry.source {
                        Source::Category(name) => fold(name),
                        _ => String::new(),
                    };
                    let begins = label.starts_with(&query) || name.starts_with(&query);
                    (begins || label.contains(&query) || name.contains(&query)).then_some((!begins, index))
                })
                .collect();
            hits.sort_unstable();
            hits.into_iter().map(|(_, index)| index).collect()
        });
        self.cursor = 0;
        self.top = 0;
        if query.is_none()
            && let Some(source) = selected
        {
            self.select(&source);
        }
    }

    /// Moves the top so that the cursor is in view in a body of `height` rows.
    pub fn reveal(&mut self, height: usize) {
        let margin = (height.saturating_sub(1) / 4).min(3);
        let last = self.len().saturating_sub(1);
        self.top = self.top.min(self.cursor.saturating_sub(margin));
        let lowest = (self.cursor + margin).min(last);
        self.top = self
            .top
            .max((lowest + 1).saturating_sub(height.max(1)))
            .min(self.cursor);
    }
}
