//! Notes and tags on an article, its kept text, and undoing whatever was changed.

use std::collections::{HashMap, HashSet};

use crate::library::{Bookmark, NoteEdit, Undone};
use crate::post::PostId;
use crate::search::Snippet;
use crate::text::clean::clean;
use crate::work::{Change, Request};

use super::own_words::{OwnWords, own_words, undone};
use super::{App, Ask, Source};

impl App {
    /// What is said of the user's own data.
    pub fn own_words(&self) -> &'static OwnWords {
        own_words(self.lang)
    }

    /// Asks for the note on the article that is meant; what it is now stands in the prompt.
    pub(super) fn ask_note(&mut self) {
        let Some(id) = self.meant() else {
            self.say(self.own_words().no_article);
            return;
        };
        let note = self.bookmark_kept(&id).and_then(|bookmark| bookmark.note.clone());
        self.ask(Ask::Note);
        if let Some(open) = &mut self.prompt {
            open.prompt.set_lines(&clean(note.as_deref().unwrap_or_default()));
            open.about = Some(id);
            open.note = note;
        }
    }

    /// The bookmark of `id`, if it has one.
    pub(super) fn bookmark_kept(&self, id: &PostId) -> Option<&Bookmark> {
        self.bookmarks.iter().find(|bookmark| bookmark.id == *id)
    }

    /// Sets the note on an article, which is bookmarked with it; takes it away where `text` is empty. `before` is the note
    /// that stood in the prompt.
    pub(super) fn note(&mut self, id: &PostId, before: Option<String>, text: &str) {
        if before.as_deref().unwrap_or_default().trim() == text {
            return;
        }
        let now = self.bookmark_kept(id).and_then(|bookmark| bookmark.note.clone());
        let after = Some(text.to_owned()).filter(|text| !text.is_empty());
        let words = self.own_words();
        self.say_kept(match (now == before, &after) {
            (false, _) => words.note_of_two,
            (true, Some(_)) => words.noted,
            (true, None) => words.note_removed,
        });
        self.change_bookmark(id, Change::EditNote(id.clone(), NoteEdit { before, after }));
    }

    /// Gives the articles that are meant these tags too or, where each begins with `-`, takes them away.
    pub(super) fn tag(&mut self, typed: &str) {
        let ids = self.meant_all();
        let words = self.own_words();
        if ids.is_empty() {
            self.say(words.no_article);
            return;
        }
        let kept: HashMap<&PostId, &[String]> = (self.bookmarks.iter())
            .map(|bookmark| (&bookmark.id, &bookmark.tags[..]))
            .collect();
        let (mut changes, mut tagged, mut last) = (Vec::new(), 0, Vec::new());
        for id in &ids {
            let before = kept.get(id).copied();
            let mut tags = before.unwrap_or_default().to_vec();
            for tag in typed.split([' ', '\u{3000}', ',', '，', '、']) {
                let tag = tag.trim_start_matches('#');
                match tag.strip_prefix('-') {
                    Some(gone) => tags.retain(|tag| tag != gone),
                    None if tag.is_empty() || tags.iter().any(|own| own == tag) => {}
                    None => tags.push(tag.to_owned()),
                }
            }
            tags.sort();
            if before.unwrap_or_default() != tags {
                changes.extend(self.bookmarking_first(id));
                changes.push(Change::SetTags(id.clone(), tags.clone()));
                tagged += 1;
            }
            last = tags;
        }
        self.say_kept(&match (tagged, ids.len(), last.is_empty()) {
            (0, ..) => words.tags_as_they_are.to_owned(),
            (_, 1, true) => words.untagged.to_owned(),
            (_, 1, false) => (words.tagged)(&last.join(" ")),
            _ => (words.tagged_all)(tagged),
        });
        self.change_together(changes);
    }

    /// Every tag there is, each once.
    pub(super) fn tags(&self) -> Vec<String> {
        let tags = self.bookmarks.iter().flat_map(|bookmark| &bookmark.tags);
        let mut tags: Vec<String> = tags.cloned().collect();
        tags.sort();
        tags.dedup();
        tags
    }

    /// Keeps the texts of the articles that are meant with their bookmarks or, where all are kept, no longer.
    pub(super) fn keep_text(&mut self) {
        let words = self.own_words();
        let ids = self.meant_all();
        let Some(first) = ids.first() else {
            self.say(words.no_article);
            return;
        };
        let kept: HashSet<&PostId> = (self.bookmarks.iter())
            .filter(|bookmark| bookmark.has_text)
            .map(|bookmark| &bookmark.id)
            .collect();
        let new: Vec<&PostId> = ids.iter().filter(|id| !kept.contains(id)).collect();
        if new.is_empty() {
            let is_gone = self.store.locate(first).is_none();
            self.say_kept(&match (ids.len(), is_gone) {
                (1, false) => words.text_let_go.to_owned(),
                (1, true) => words.text_let_go_for_good.to_owned(),
                (many, _) => (words.texts_let_go)(many),
            });
            let changes = ids.into_iter().map(|id| Change::KeepText(id, None));
            self.change_together(changes.collect());
            return;
        }
        let mut changes = Vec::new();
        let mut texts = 0;
        for id in new {
            if let Some(row) = self.store.locate(id) {
                changes.extend(self.bookmarking_first(id));
                changes.push(Change::KeepText(id.clone(), Some(row.path().as_ref().into())));
                texts += 1;
            }
        }
        match texts {
            0 => self.say_problem(words.text_unreadable),
            1 => self.say_kept(words.text_kept),
            many => self.say_kept(&(words.texts_kept)(many)),
        }
        self.change_together(changes);
    }

    /// Makes a change to what hangs on a bookmark, which is added where there is none.
    fn change_bookmark(&mut self, id: &PostId, change: Change) {
        match self.bookmarking_first(id) {
            Some(first) => self.change(Change::Together(vec![first, change])),
            None => self.change(change),
        }
    }

    /// What bookmarks `id`, where it is not bookmarked yet.
    fn bookmarking_first(&self, id: &PostId) -> Option<Change> {
        if self.is_bookmarked(id) {
            return None;
        }
        self.bookmarking(id)
    }

    /// Whether the list of bookmarks is shown, and any of them has tags or a note.
    pub(super) fn lists_remarks(&self) -> bool {
        let view = self.list();
        let has = |bookmark: &Bookmark| bookmark.note.is_some() || !bookmark.tags.is_empty();
        view.source == Source::Bookmarks && view.search.is_none() && self.bookmarks.iter().any(has)
    }

    /// The tags and the note of the bookmark of `id`, on one line of `width` cells.
    pub(super) fn remark(&self, id: &PostId, width: usize) -> Option<Snippet> {
        let bookmark = self.bookmark_kept(id)?;
        let tags = bookmark.tags.iter().map(|tag| format!("#{tag}"));
        let note = bookmark.note.as_ref().map(|note| note.replace('\n', " "));
        let parts: Vec<String> = tags.chain(note).collect();
        Some(Snippet {
            text: self.settings.cells.truncate(&parts.join(" "), width),
            hits: Vec::new(),
        })
    }

    /// Undoes the newest change that has not been undone.
    pub(super) fn undo(&mut self) {
        self.say(self.own_words().undoing);
        self.ask_work(Request::Undo);
    }

    /// Something was undone, or there was nothing to undo. What the library holds then comes by itself.
    pub(super) fn undone(&mut self, what: Option<&Undone>) {
        match what {
            Some(what) => self.say(undone(self.lang, what)),
            None => self.say(self.own_words().nothing_to_undo),
        }
    }
}
