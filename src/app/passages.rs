//! The highlighted passages of the archive: what there is, how a change shows, and the list of the articles that have
//! some. Where they stand in the page is
//! the subject of `page_passages`.

use std::collections::HashSet;

use uuid::Uuid;

use crate::library::{ArticleFacts, Passage};
use crate::post::PostId;
use crate::search::Snippet;
use crate::store::List;
use crate::work::Change;

use super::{App, ListView, Source};

/// Every passage of the archive.
#[derive(Debug, Default)]
pub struct Passages {
    /// Newest first.
    kept: Vec<Passage>,
    /// Taken away in this run: the list they were opened from still has their articles.
    removed: Vec<Passage>,
}

impl Passages {
    /// These, newest first.
    pub(super) fn new(kept: Vec<Passage>) -> Self {
        let removed = Vec::new();
        Self { kept, removed }
    }

    /// Those in the article `id`, newest first.
    pub fn of(&self, id: &PostId) -> impl Iterator<Item = &Passage> {
        self.kept
            .iter()
            .filter(move |passage| passage.facts.article.id == *id)
    }

    /// The passage of this identity.
    pub fn get(&self, uuid: Uuid) -> Option<&Passage> {
        self.kept.iter().find(|passage| passage.uuid == uuid)
    }

    /// How many articles have some.
    pub fn articles(&self) -> usize {
        let articles: HashSet<&PostId> = self
            .kept
            .iter()
            .map(|passage| &passage.facts.article.id)
            .collect();
        articles.len()
    }

    /// The articles that have some, that of the newest passage first.
    pub(super) fn list(&self) -> List {
        let mut seen = HashSet::new();
        let articles = self.kept.iter().map(|passage| &passage.facts.article.id);
        List::Ids(articles.filter(|id| seen.insert(*id)).cloned().collect())
    }

    /// What they know of the article `id`.
    pub(super) fn facts(&self, id: &PostId) -> Option<&ArticleFacts> {
        let mut all = self.kept.iter().chain(self.removed.iter().rev());
        all.find(|passage| passage.facts.article.id == *id)
            .map(|passage| &passage.facts)
    }

    /// Makes `change`, if it is one of theirs.
    fn apply(&mut self, change: &Change) {
        match change {
            Change::AddPassage(passage) if self.get(passage.uuid).is_none() => {
                self.kept.insert(0, (**passage).clone());
            }
            Change::NotePassage(uuid, edit) => {
                let passage = self.kept.iter_mut().find(|passage| passage.uuid == *uuid);
                if let Some(passage) = passage {
                    passage.note.clone_from(&edit.after);
                }
            }
            Change::RemovePassage(uuid) => {
                let at = self.kept.iter().position(|passage| passage.uuid == *uuid);
                self.removed.extend(at.map(|at| self.kept.remove(at)));
            }
            _ => {}
        }
    }
}

impl App {
    /// Shows that `change`, of a passage, is made. An article whose last passage is taken away stays in its row until
    /// the list is opened again.
    pub(super) fn apply_passage(&mut self, change: &Change) {
        self.passages.apply(change);
        self.reader.passages.look_again();
        self.renew_categories();
    }

    /// The page, the list and the count beside its name follow what the library holds.
    pub(super) fn passages_changed(&mut self) {
        self.reader.passages.look_again();
        if self.base.source == Source::Passages {
            let list = self.passages.list();
            self.base.renew(&self.store, &self.store, list);
        }
    }

    /// Whether the list of passages is shown, and no search in it.
    pub(super) fn lists_passages(&self) -> bool {
        let view = self.list();
        view.source == Source::Passages && view.search.is_none()
    }

    /// What stands under row `index` of `view`, in `width` cells: the newest passage, its note and how many more there are,
    /// the tags and the note of a bookmark, or the sentence that matched.
    pub fn snippet(&self, view: &ListView, index: usize, width: usize) -> Option<Snippet> {
        let id = view.list.id(&self.store, index)?;
        if let Some(search) = &view.search {
            return search.snippet(&id).cloned();
        }
        if view.source == Source::Bookmarks {
            return self.remark(&id, width);
        }
        let mut passages = self.passages.of(&id);
        let newest = passages.next()?;
        let mut text = said(newest);
        if let Some(note) = &newest.note {
            text = format!("{text} · {}", note.replace('\n', " "));
        }
        let more = match passages.count() {
            0 => String::new(),
            more => format!(" +{more}"),
        };
        let cells = self.settings.cells;
        text = cells.truncate(&text, width.saturating_sub(cells.width(&more)));
        Some(Snippet {
            text: text + &more,
            hits: Vec::new(),
        })
    }

    /// An article that is opened from the list of passages begins at its newest.
    pub(super) fn aim_at_passage(&mut self) {
        let shown = self.reader.shown_id().filter(|_| self.lists_passages());
        let newest = shown.and_then(|id| self.passages.of(id).next());
        if let Some(uuid) = newest.map(|passage| passage.uuid) {
            self.reader.passages.aim_at(uuid);
        }
    }
}

/// What `passage` says, on one line.
pub(super) fn said(passage: &Passage) -> String {
    passage.place.quote.replace('\n', " ")
}
