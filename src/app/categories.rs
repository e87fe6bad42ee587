//! The category pane: everything, the bookmarks, the passages, what was read, what is hidden, the saved searches, and the categories of the archive, narrowed while a
//! category is being looked for, by its names or by how it is read.

use std::sync::Arc;

use crate::store::Store;
use crate::text::fold::fold;
use crate::text::pinyin::Spelling;
use crate::work::Count;

use super::list::Source;
use super::saved::Saved;

/// One entry of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What its list lists.
    pub source: Source,
    /// Its name as shown; empty for the fixed entries, which are named by the language.
    pub label: Arc<str>,
    /// Articles in it, once they have been counted.
    pub count: Option<Count>,
}

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
    /// Indices of the entries shown while a category is being looked for.
    narrowed: Option<Vec<usize>>,
    /// The row the cursor stands on, among the entries shown.
    pub cursor: usize,
    /// The first row in view.
    pub top: usize,
}

impl Categories {
    /// The entries of `store`, with so many bookmarks, articles with passages if there are any, articles that were read, and
    /// hidden ones if there are any, and with these saved searches; the cursor stays on its entry.
    pub fn renew(
        &mut self,
        store: &Store,
        [bookmarks, passages, history, hidden]: [usize; 4],
        searches: &[Saved],
    ) {
        let selected = self.selected().map(|entry| entry.source.clone());
        let fixed = [
            (Source::All, store.announced()),
            (Source::Bookmarks, bookmarks),
            (Source::Passages, passages),
            (Source::History, history),
            (Source::Hidden, hidden),
        ];
        self.entries = fixed
            .into_iter()
            .filter(|(source, articles)| {
                *articles > 0 || !matches!(source, Source::Passages | Source::Hidden)
            })
            .map(|(source, articles)| Entry {
                source,
                label: "".into(),
                count: Some(Count::exact(articles)),
            })
            .chain(searches.iter().map(|saved| Entry {
                source: Source::Search(saved.name.clone()),
                label: saved.name.clone(),
                count: saved.count,
            }))
            .chain(store.categories().iter().map(|category| Entry {
                source: Source::Category(category.name.clone()),
                label: category.label.clone(),
                count: Some(Count::exact(category.articles)),
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
        self.narrowed.as_ref().map_or(self.entries.len(), Vec::len)
    }

    /// Whether no entry is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lines of the pane in `height` rows: a rule stands above the categories of the archive.
    pub fn lines(&self, height: usize) -> Vec<CategoryLine> {
        let is_category = |index| {
            let entry = self.entry(index);
            entry.is_some_and(|entry| matches!(entry.source, Source::Category(_)))
        };
        let mut lines = Vec::with_capacity(height);
        for index in self.top..self.len() {
            if lines.len() >= height {
                break;
            }
            lines.push(CategoryLine::Entry(index));
            if !is_category(index) && is_category(index + 1) {
                lines.push(CategoryLine::Rule);
            }
        }
        lines.truncate(height);
        lines
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

    /// Shows only the entries whose label or folder name holds `query`, those that begin with it first, and
    /// after them those whose label is read so in pinyin; every entry again where it is `None`. The cursor goes
    /// to the first. `own`: what the fixed entries are called.
    pub fn narrow(&mut self, query: Option<&str>, own: [&str; 5]) {
        let [all, bookmarks, passages, history, hidden] = own;
        let selected = self.selected().map(|entry| entry.source.clone());
        self.narrowed = query.map(|query| {
            let wanted = Wanted::new(query);
            let entries = self.entries.iter().enumerate();
            let mut hits: Vec<(Hit, usize)> = entries
                .filter_map(|(index, entry)| {
                    let (label, name): (&str, &str) = match &entry.source {
                        Source::All => (all, ""),
                        Source::Bookmarks => (bookmarks, ""),
                        Source::Passages => (passages, ""),
                        Source::History => (history, ""),
                        Source::Hidden => (hidden, ""),
                        Source::Search(_) => (&entry.label, ""),
                        Source::Category(name) => (&entry.label, name),
                    };
                    Some((wanted.hit(label, name)?, index))
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
    use super::*;

    /// The labels shown for `query` of categories with these folder names and labels.
    fn shown(query: &str, categories: &[(&str, &str)]) -> Vec<String> {
        let fixed = [(Source::All, ""), (Source::Bookmarks, ""), (Source::History, "")];
        let named = categories.iter();
        let named = named.map(|(name, label)| (Source::Category((*name).into()), *label));
        let entry = |(source, label): (Source, &str)| Entry {
            source,
            label: label.into(),
            count: Some(Count::exact(1)),
        };
        let mut pane = Categories {
            entries: fixed.into_iter().chain(named).map(entry).collect(),
            ..Categories::default()
        };
        let words = ["全部", "收藏", "摘录", "历史", "隐藏"];
        pane.narrow(Some(query), words);
        let entries = (0..pane.len()).filter_map(|row| pane.entry(row));
        let label = |entry: &Entry| match entry.source {
            Source::All => words[0].to_owned(),
            Source::Bookmarks => words[1].to_owned(),
            _ => entry.label.to_string(),
        };
        entries.map(label).collect()
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
}
