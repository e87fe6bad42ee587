//! The category pane: its entries, those of them that are shown, and the cursor; narrowed while a category is being looked
//! for, by its names or by how it is read.

use std::collections::HashSet;

use crate::text::fold::fold;
use crate::text::pinyin::Spelling;
use crate::work::Count;

use super::arrangement::{Entry, Part};
use super::list::Source;

/// A line of the category pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CategoryLine {
    /// The entry in this row.
    Entry(usize),
    /// A thin rule.
    Rule,
}

/// The pane's state.
#[derive(Debug, Default)]
pub struct Categories {
    /// Every entry, in order.
    entries: Vec<Entry>,
    /// Indices of the entries that are shown.
    rows: Vec<usize>,
    /// The rows below which a rule stands: few.
    rules: Vec<usize>,
    /// What is being looked for.
    wanted: Option<String>,
    /// Whether what is hidden is shown too.
    shows_hidden: bool,
    /// The row the cursor stands on, among the entries shown.
    pub cursor: usize,
    /// The first row in view.
    pub top: usize,
}

impl Categories {
    /// Takes these entries, in order; the cursor stays on its own or, where that is gone, in its row.
    pub(super) fn renew(&mut self, entries: Vec<Entry>) {
        let selected = self.selected().cloned();
        self.entries = entries;
        self.choose_rows();
        if let Some(selected) = selected {
            let same = |entry: &Entry| {
                (&entry.source, entry.part, &entry.group)
                    == (&selected.source, selected.part, &selected.group)
            };
            let row = self.row_where(same);
            let row = row.or_else(|| self.row_where(|entry| entry.source == selected.source));
            self.cursor = row.unwrap_or(self.cursor);
        }
        self.cursor = self.cursor.min(self.len().saturating_sub(1));
    }

    /// The number of bookmarks has changed.
    pub fn count_bookmarks(&mut self, bookmarks: usize) {
        self.count(&Source::Bookmarks, bookmarks);
    }

    /// So many articles have been read.
    pub fn count_history(&mut self, articles: usize) {
        self.count(&Source::History, articles);
    }

    fn count(&mut self, source: &Source, articles: usize) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.source == *source) {
            entry.count = Some(Count::exact(articles));
        }
    }

    /// Entries shown.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no entry is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether what is hidden is shown too.
    pub fn shows_hidden(&self) -> bool {
        self.shows_hidden
    }

    /// Entries that are hidden, whether they are shown or not.
    pub(super) fn hidden(&self) -> usize {
        self.entries.iter().filter(|entry| entry.hidden).count()
    }

    /// Shows what is hidden too, or no longer.
    pub(super) fn show_hidden(&mut self, show: bool) {
        self.shows_hidden = show;
        self.renew(self.entries.clone());
    }

    /// The lines of the pane in `height` rows: a rule stands between its parts.
    pub fn lines(&self, height: usize) -> Vec<CategoryLine> {
        let mut lines = Vec::with_capacity(height + 1);
        for row in self.top..self.len() {
            if lines.len() >= height {
                break;
            }
            lines.push(CategoryLine::Entry(row));
            if self.rules.contains(&row) {
                lines.push(CategoryLine::Rule);
            }
        }
        lines.truncate(height);
        lines
    }

    /// The entry in row `row`.
    pub fn entry(&self, row: usize) -> Option<&Entry> {
        self.entries.get(*self.rows.get(row)?)
    }

    /// The entry under the cursor.
    pub fn selected(&self) -> Option<&Entry> {
        self.entry(self.cursor)
    }

    /// Puts the cursor on the entry of `source`, if it is shown and the cursor is on none of it yet; on that of its group,
    /// where it is folded away.
    pub fn select(&mut self, source: &Source) {
        if self.selected().is_some_and(|entry| entry.source == *source) {
            return;
        }
        let row = self.row_where(|entry| entry.source == *source).or_else(|| {
            let folded = self
                .entries
                .iter()
                .find(|entry| entry.source == *source && entry.folded);
            let group = Source::Group(folded?.group.clone()?);
            self.row_where(|entry| entry.source == group)
        });
        self.cursor = row.unwrap_or(self.cursor);
    }

    fn row_where(&self, is_it: impl Fn(&Entry) -> bool) -> Option<usize> {
        (0..self.len()).find(|&row| self.entry(row).is_some_and(&is_it))
    }

    /// Shows only the entries whose label or folder name holds `query`, hidden ones too, those that begin with it first, and
    /// after them those whose label is read so in pinyin; every entry again where it is `None`. The cursor goes
    /// to the first.
    pub fn narrow(&mut self, query: Option<&str>) {
        let selected = self.selected().map(|entry| entry.source.clone());
        self.wanted = query.map(ToOwned::to_owned);
        self.choose_rows();
        self.cursor = 0;
        self.top = 0;
        if query.is_none()
            && let Some(source) = selected
        {
            self.select(&source);
        }
    }

    /// Finds out which entries are shown, and where the rules stand between them.
    fn choose_rows(&mut self) {
        self.rows = if let Some(query) = &self.wanted {
            self.found(&Wanted::new(query))
        } else {
            let all = self.entries.iter().enumerate();
            let shown = all.filter(|(_, entry)| entry.is_in_sight(self.shows_hidden));
            shown.map(|(index, _)| index).collect()
        };
        let parts = |row: usize| Some((self.entry(row)?.part, self.entry(row + 1)?.part));
        let has_recent = self.entries.iter().any(|entry| entry.part == Part::Recent);
        let is_parted = |above: Part, below: Part| match above {
            Part::Fixed | Part::Pinned if !has_recent => below > Part::Searches,
            Part::Fixed | Part::Pinned => below > Part::Pinned,
            Part::Groups => false,
            _ => below > above,
        };
        self.rules = (0..self.len())
            .filter(|row| parts(*row).is_some_and(|(above, below)| is_parted(above, below)))
            .collect();
    }

    /// The entries that meet what is `wanted`, the best first, each once.
    fn found(&self, wanted: &Wanted) -> Vec<usize> {
        let entries = self.entries.iter().enumerate();
        let mut seen = HashSet::new();
        let mut hits: Vec<(Hit, usize)> = entries
            .filter(|(_, entry)| entry.part != Part::Recent)
            .filter_map(|(index, entry)| {
                let name = match &entry.source {
                    Source::Category(name) => name,
                    _ => "",
                };
                Some((wanted.hit(&entry.label, name)?, index))
            })
            .filter(|(_, index)| {
                self.entries
                    .get(*index)
                    .is_some_and(|entry| seen.insert(&entry.source))
            })
            .collect();
        hits.sort_unstable();
        hits.into_iter().map(|(_, index)| index).collect()
    }

    /// Moves the top so that the cursor is in view in a body of `height` rows.
    pub fn reveal(&mut self, height: usize) {
        let height = height.max(1);
        let margin = (height.saturating_sub(1) / 4).min(3);
        let last = self.len().saturating_sub(1);
        self.top = self.top.min(self.cursor.saturating_sub(margin));
        let lowest = (self.cursor + margin).min(last);
        self.top = self.top.max((lowest + 1).saturating_sub(height));
        // Rules take lines too.
        let rules_from = |top: usize| {
            self.rules
                .iter()
                .filter(|row| (top..lowest).contains(*row))
                .count()
        };
        while lowest - self.top + rules_from(self.top) >= height && self.top < self.cursor {
            self.top += 1;
        }
        self.top = self.top.min(self.cursor);
    }
}

/// How an entry meets what is looked for, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hit {
    /// Its label or name begins with it.
    Begins,
    /// One of them holds it.
    Holds,
    /// Its label begins with what is read so.
    BeginsSpelt,
    /// Its label holds what is read so.
    HoldsSpelt,
}

/// What is looked for among the entries.
struct Wanted {
    folded: String,
    spelling: Option<Spelling>,
}

impl Wanted {
    fn new(query: &str) -> Self {
        Self {
            folded: fold(query),
            spelling: Spelling::new(query.trim()),
        }
    }

    fn hit(&self, label: &str, name: &str) -> Option<Hit> {
        let (folded, name) = (fold(label), fold(name));
        if folded.starts_with(&self.folded) || name.starts_with(&self.folded) {
            return Some(Hit::Begins);
        }
        if folded.contains(&self.folded) || name.contains(&self.folded) {
            return Some(Hit::Holds);
        }
        let run = self.spelling.as_ref()?.find(label)?;
        Some(if run.start == 0 {
            Hit::BeginsSpelt
        } else {
            Hit::HoldsSpelt
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// A pane of the fixed entries and categories with these folder names and labels.
    fn pane(categories: &[(&str, &str)]) -> Categories {
        let fixed = [
            (Source::All, "全部"),
            (Source::Bookmarks, "收藏"),
            (Source::History, "历史"),
        ];
        let fixed = fixed.map(|(source, label)| (source, label, Part::Fixed));
        let named = categories.iter();
        let named = named.map(|(name, label)| (Source::Category((*name).into()), *label, Part::Categories));
        let entry = |(source, label, part): (Source, &str, Part)| Entry {
            source,
            label: label.into(),
            count: Some(Count::exact(1)),
            part,
            group: None,
            hidden: false,
            folded: false,
        };
        let mut pane = Categories::default();
        pane.renew(fixed.into_iter().chain(named).map(entry).collect());
        pane
    }

    fn labels(pane: &Categories) -> Vec<Arc<str>> {
        let entries = (0..pane.len()).filter_map(|row| pane.entry(row));
        entries.map(|entry| Arc::clone(&entry.label)).collect()
    }

    /// The labels shown for `query` of categories with these folder names and labels.
    fn shown(query: &str, categories: &[(&str, &str)]) -> Vec<String> {
        let mut pane = pane(categories);
        pane.narrow(Some(query));
        labels(&pane).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn labels_are_found_by_how_they_are_read() {
        let categories = [("a", "重庆日报"), ("b", "經濟參考網"), ("c", "新华社")];
        assert_eq!(shown("cqrb", &categories), ["重庆日报"]);
        assert_eq!(shown("jjckw", &categories), ["經濟參考網"]);
        assert_eq!(shown(" canKao ", &categories), ["經濟參考網"]);
        assert_eq!(shown("sc", &categories), ["收藏"]);
        assert_eq!(shown("经济", &categories), ["經濟參考網"]);
        assert_eq!(shown("cqw", &categories), [""; 0]);
    }

    #[test]
    fn names_and_words_come_before_what_is_read_so() {
        let categories = [
            ("a", "中国证券网"),
            ("b", "证券时报"),
            ("xzq", "期货"),
            ("zqsbw", "报"),
            ("c", "ZQ 周刊"),
        ];
        let hits = ["报", "ZQ 周刊", "期货", "证券时报", "中国证券网"];
        assert_eq!(shown("zq", &categories), hits);
    }

    #[test]
    fn the_cursor_is_always_in_view() {
        let categories: Vec<(String, String)> =
            (0..60).map(|n| (format!("c{n}"), format!("分类{n}"))).collect();
        let categories: Vec<(&str, &str)> = categories
            .iter()
            .map(|(name, label)| (&**name, &**label))
            .collect();
        let mut pane = pane(&categories);
        let mut entries = pane.entries.clone();
        for part in [Part::Searches, Part::Recent] {
            let again = entries
                .iter()
                .filter(|entry| entry.part == Part::Categories)
                .take(3)
                .cloned();
            let again: Vec<Entry> = again.map(|entry| Entry { part, ..entry }).collect();
            entries.splice(3..3, again);
        }
        pane.renew(entries);
        let len = pane.len();
        for height in 1..20 {
            let down = (0..len).chain((0..len).rev()).chain([40, 0, 13, len - 1, 5]);
            for row in down {
                pane.cursor = row;
                pane.reveal(height);
                let lines = pane.lines(height);
                assert!(
                    lines.contains(&CategoryLine::Entry(row)),
                    "{row} in {height}: {lines:?}"
                );
                // Nothing is wasted at the end.
                let below = lines.iter().filter(|line| **line != CategoryLine::Rule).count();
                assert!(pane.top == 0 || pane.top + below == len || lines.len() == height);
            }
        }
    }
}
