//! Notes and tags on an article, its kept text, and undoing whatever was changed.

use crate::library::{Bookmark, Undone};
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
            open.prompt.set_lines(&clean(&note.unwrap_or_default()));
            open.about = Some(id);
        }
    }

    /// The bookmark of `id`, if it has one.
    pub(super) fn bookmark_kept(&self, id: &PostId) -> Option<&Bookmark> {
        self.bookmarks.iter().find(|bookmark| bookmark.id == *id)
    }

    /// Sets the note on an article, which is bookmarked with it; takes it away where `text` is empty.
    pub(super) fn note(&mut self, id: &PostId, text: &str) {
        let before = self
            .bookmark_kept(id)
            .and_then(|bookmark| bookmark.note.as_deref());
        if before.unwrap_or_default().trim() == text {
            return;
        }
        let note = Some(text.to_owned()).filter(|text| !text.is_empty());
        let words = self.own_words();
        self.say(if note.is_some() {
            words.noted
        } else {
            words.note_removed
        });
        self.change_bookmark(id, Change::SetNote(id.clone(), note));
    }

    /// Gives the articles that are meant these tags too or, where each begins with `-`, takes them away.
    pub(super) fn tag(&mut self, typed: &str) {
        let ids = self.meant_all();
        let words = self.own_words();
        if ids.is_empty() {
            self.say(words.no_article);
            return;
        }
        let mut changes = Vec::new();
        let mut last = Vec::new();
        for id in &ids {
            let before = self.bookmark_kept(id).map(|bookmark| bookmark.tags.clone());
            let mut tags = before.clone().unwrap_or_default();
            for tag in typed.split([' ', '\u{3000}', ',', '，', '、']) {
                let tag = tag.trim_start_matches('#');
                match tag.strip_prefix('-') {
                    Some(gone) => tags.retain(|tag| tag != gone),
                    None if tag.is_empty() || tags.iter().any(|own| own == tag) => {}
                    None => tags.push(tag.to_owned()),
                }
            }
            tags.sort();
            if before.as_ref() != Some(&tags) {
                changes.extend(self.bookmarking_first(id));
                changes.push(Change::SetTags(id.clone(), tags.clone()));
            }
            last = tags;
        }
        self.say(if last.is_empty() {
            words.untagged.to_owned()
        } else {
            (words.tagged)(&last.join(" "))
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

    /// Keeps the text of the article that is meant with its bookmark or, where it is kept, no longer.
    pub(super) fn keep_text(&mut self) {
        let words = self.own_words();
        let Some(id) = self.meant() else {
            self.say(words.no_article);
            return;
        };
        if self.bookmark_kept(&id).is_some_and(|bookmark| bookmark.has_text) {
            self.say(words.text_let_go);
            self.change(Change::KeepText(id, None));
            return;
        }
        let Some(path) = self.store.locate(&id).map(|row| row.path().as_ref().into()) else {
            self.say_problem(words.text_unreadable);
            return;
        };
        self.say(words.text_kept);
        self.change_bookmark(&id, Change::KeepText(id.clone(), Some(path)));
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
