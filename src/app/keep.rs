//! The user's own data as the program shows it: bookmarks, passages, read marks, places, searches. A change shows at once
//! and is handed to the library; where that fails it is taken back.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::layout::Anchor;
use crate::library::{ArticleFacts, Bookmark, LibraryError, Place, Rescued};
use crate::post::PostId;
use crate::store::List;
use crate::work::{Change, LinkUse, Request, Shelf, article_of, hidden_now};

use super::rescued::{rescued_in_short, rescued_library};
use super::trouble::library_trouble;
use super::{App, Effect, Pane, Passages, Source};

impl App {
    /// The article that an action means: in the page the one shown, in the list the one under the cursor.
    pub(super) fn meant(&self) -> Option<PostId> {
        match self.focus {
            Pane::Reader => self.reader.id().cloned(),
            Pane::List => self.list().selected_id(&self.store),
            Pane::Categories => None,
        }
    }

    /// Bookmarks the article that is meant, or takes its bookmark away.
    pub(super) fn toggle_bookmark(&mut self) {
        let ids = self.meant_all();
        let [id] = &ids[..] else {
            self.bookmark_all(&ids);
            return;
        };
        let id = id.clone();
        self.unmark();
        let words = self.words();
        if self.bookmarked.contains(&id) {
            self.say(words.unbookmarked);
            self.change(Change::RemoveBookmark(id));
        } else if let Some(change) = self.bookmarking(&id) {
            self.say_kept(words.bookmarked);
            self.change(change);
        } else {
            self.say_problem(words.article_removed);
        }
    }

    /// Bookmarks those that are not or, where all are, takes their bookmarks away.
    fn bookmark_all(&mut self, ids: &[PostId]) {
        let words = self.own_words();
        let new: Vec<&PostId> = ids.iter().filter(|id| !self.bookmarked.contains(*id)).collect();
        let changes: Vec<Change> = if new.is_empty() {
            ids.iter().cloned().map(Change::RemoveBookmark).collect()
        } else {
            new.iter().filter_map(|id| self.bookmarking(id)).collect()
        };
        let said = if new.is_empty() {
            words.unbookmarked
        } else {
            words.bookmarked
        };
        if !changes.is_empty() {
            self.say_kept(&said(changes.len()));
        }
        self.change_together(changes);
    }

    /// The change that bookmarks `id`: from what the list knows of it or, where the archive no longer
    /// has it, from the bookmark that was just taken away.
    pub(super) fn bookmarking(&self, id: &PostId) -> Option<Change> {
        let Some(row) = self.store.locate(id) else {
            let article = Box::new(self.known(id)?);
            return Some(Change::AddBookmark { article, path: None });
        };
        let shown = self.reader.article().filter(|shown| shown.post.id == *id);
        let source_url = shown.and_then(|shown| shown.post.source_url.clone());
        Some(Change::AddBookmark {
            article: Box::new(article_of(&row, source_url, &self.archive_identity)),
            path: Some(row.path().as_ref().into()),
        })
    }

    /// Marks the article that is meant read, or unread.
    pub(super) fn toggle_read(&mut self) {
        let ids = self.meant_all();
        let is_unread = |id: &&PostId| {
            let row = self.store.locate(id);
            row.is_some_and(|row| self.unread.is_unread(&row))
        };
        let unread: Vec<&PostId> = ids.iter().filter(is_unread).collect();
        let read = !unread.is_empty();
        let changed: Vec<PostId> = if read {
            unread.into_iter().cloned().collect()
        } else {
            let there = ids.iter().filter(|id| self.store.locate(id).is_some());
            there.cloned().collect()
        };
        if self.focus == Pane::Reader {
            self.reader.marked_by_hand = true;
        }
        let (words, own) = (self.words(), self.own_words());
        match (changed.len(), read) {
            (0, _) => return,
            (1, true) => self.say(words.marked_read),
            (1, false) => self.say(words.marked_unread),
            (many, true) => self.say((own.marked_read)(many)),
            (many, false) => self.say((own.marked_unread)(many)),
        }
        let changes = changed.into_iter().map(|id| Change::MarkRead(id, read));
        self.change_together(changes.collect());
    }

    /// Marks `id` read, since it was gone into, if it is not.
    pub(super) fn mark_left(&mut self, id: &PostId) {
        if self.store.locate(id).is_some() && !self.unread.is_read(id) {
            self.change(Change::MarkLeft(id.clone()));
        }
    }

    /// Keeps the place in the article shown, if it has moved.
    pub(super) fn keep_place(&mut self) {
        let Some(id) = self.reader.shown_id().cloned() else {
            return;
        };
        // One that was read to its end begins at its beginning the next time.
        let finished = self.reader.at_end(self.reader_height());
        let anchor = if finished {
            Anchor::default()
        } else {
            self.reader.anchor()
        };
        // The top of the page is where every article begins: it is kept only over another place.
        let moved = match self.places.get(&id) {
            Some(kept) => (kept.offset, &kept.quote) != (anchor.offset, &anchor.quote),
            None => self.reader.top > 0 && !finished,
        };
        if moved && self.reader.entered && self.reader.page().is_some() {
            let change = Change::SetPlace(
                id,
                Place {
                    offset: anchor.offset,
                    quote: anchor.quote,
                },
            );
            self.change(change);
        }
    }

    /// Opens or copies the source link of the article that is meant; where the article has not been
    /// read yet, as soon as it has.
    pub(super) fn with_source(&mut self, then: LinkUse) {
        let Some(id) = self.meant() else { return };
        match self.reader.article().filter(|shown| shown.post.id == id) {
            Some(shown) => self.use_link(shown.post.source_url.clone(), then),
            None => {
                if let Some(row) = self.store.locate(&id) {
                    let path = row.path().as_ref().into();
                    self.ask_work(Request::Source { path, then });
                } else {
                    self.use_link(self.known(&id).and_then(|known| known.source_url), then);
                }
            }
        }
    }

    /// Opens or copies `url`.
    pub(super) fn use_link(&mut self, url: Option<String>, then: LinkUse) {
        match (url, then) {
            (Some(url), LinkUse::Open) => self.effects.push(Effect::Open(url)),
            (Some(url), LinkUse::Copy) => self.effects.push(Effect::Copy(url)),
            (Some(url), LinkUse::Show) => self.show_code(&url),
            (None, _) => self.say(self.words().no_source),
        }
    }

    /// Makes `change`: on the screen at once, in the library when it gets to it.
    pub(super) fn change(&mut self, change: Change) {
        self.apply(&change);
        self.unsettled.push_back(change.clone());
        self.ask_work(Request::Keep(change));
    }

    /// Changes what is shown.
    fn apply(&mut self, change: &Change) {
        let changes = match change {
            Change::Together(changes) => changes.as_slice(),
            single => std::slice::from_ref(single),
        };
        self.apply_bookmarks(changes);
        self.apply_remarks(changes);
        self.apply_hidden(changes);
        let mut own = false;
        for change in changes {
            match change {
                Change::AddBookmark { .. } | Change::RemoveBookmark(_) => own = true,
                Change::MarkRead(id, read) => {
                    self.unread.set(id, *read);
                    own = true;
                }
                Change::MarkLeft(id) => {
                    self.unread.set(id, true);
                    own = true;
                }
                Change::SetTags(..) | Change::EditNote(..) => {
                    self.reader.passages.look_again();
                    own = true;
                }
                Change::SetPlace(id, place) => {
                    self.places.insert(id.clone(), place.clone());
                }
                Change::SaveSearch { name, query } => self.apply_saved(name, query),
                Change::ForgetSearch(name) => self.apply_forgotten(name),
                Change::SetProminence(key, prominence) => self.apply_prominence(key, *prominence),
                Change::Use(key) => self.apply_used(key),
                Change::RememberSearch(query) => self.apply_searched(query),
                Change::Visit(facts) => self.apply_visit(facts),
                Change::AddPassage(_) | Change::NotePassage(..) | Change::RemovePassage(_) => {
                    self.apply_passage(change);
                }
                Change::KeepText(..) | Change::SetSession(_) | Change::Hide(_) | Change::Show(_) => {}
                Change::Together(changes) => changes.iter().for_each(|change| self.apply(change)),
            }
        }
        if own {
            self.own_changed();
        }
    }

    /// Shows the bookmarks that are added and taken away. Thousands are no more work than one each.
    fn apply_bookmarks(&mut self, changes: &[Change]) {
        let mut added = Vec::new();
        let mut removed = HashSet::new();
        for change in changes {
            match change {
                Change::AddBookmark { article, .. } if self.bookmarked.insert(article.article.id.clone()) => {
                    added.push(bookmark_of(article, self.now));
                }
                Change::RemoveBookmark(id) => {
                    self.bookmarked.remove(id);
                    removed.insert(id);
                }
                _ => {}
            }
        }
        if !removed.is_empty() {
            let gone = self
                .bookmarks
                .extract_if(.., |bookmark| removed.contains(&bookmark.id));
            self.unbookmarked.extend(gone);
        }
        self.bookmarks.splice(0..0, added.into_iter().rev());
        self.categories.count_bookmarks(self.bookmarks.len());
    }

    /// Shows what hangs on bookmarks as it is now; of thousands too in one go.
    fn apply_remarks(&mut self, changes: &[Change]) {
        let mut about: HashMap<&PostId, Vec<&Change>> = HashMap::new();
        for change in changes {
            if let Change::SetTags(id, _) | Change::EditNote(id, _) | Change::KeepText(id, _) = change {
                about.entry(id).or_default().push(change);
            }
        }
        if about.is_empty() {
            return;
        }
        for bookmark in &mut self.bookmarks {
            for change in about.get(&bookmark.id).into_iter().flatten() {
                match change {
                    Change::SetTags(_, tags) => bookmark.tags.clone_from(tags),
                    Change::EditNote(_, edit) => bookmark.note.clone_from(&edit.after),
                    Change::KeepText(_, path) => bookmark.has_text = path.is_some(),
                    _ => {}
                }
            }
        }
    }

    /// Whether all changes are on disk.
    pub fn is_settled(&self) -> bool {
        self.unsettled.is_empty()
    }

    /// Whether a change about `id` is not on disk yet.
    pub fn is_settling(&self, id: &PostId) -> bool {
        fn is_about(change: &Change, id: &PostId) -> bool {
            match change {
                Change::AddBookmark { article, .. } => article.article.id == *id,
                Change::RemoveBookmark(own)
                | Change::MarkRead(own, _)
                | Change::MarkLeft(own)
                | Change::SetTags(own, _)
                | Change::EditNote(own, _)
                | Change::KeepText(own, _)
                | Change::Hide(own)
                | Change::Show(own) => own == id,
                Change::Together(changes) => changes.iter().any(|change| is_about(change, id)),
                _ => false,
            }
        }
        self.unsettled.iter().any(|change| is_about(change, id))
    }

    /// Says what was changed, and where nothing is kept, that it is not kept.
    pub(super) fn say_kept(&mut self, text: &str) {
        if self.keeps_nothing.is_some() {
            self.say(format!("{text} · {}", self.own_words().only_for_now));
        } else {
            self.say(text);
        }
    }

    /// A change could not be kept; the library's report of what it holds takes it back.
    pub(super) fn not_kept(&mut self, error: &LibraryError) {
        let (words, own) = (self.words(), self.own_words());
        let why = library_trouble(self.lang, error);
        let said = (words.not_kept)(&why);
        // The reason stands at the end, behind a long path.
        let fits = self.settings.cells.width(&said) + 2 <= self.size.width.into();
        self.say_problem(if fits {
            said
        } else {
            format!("{} · {}", own.not_kept, words.press_for_why)
        });
        let told = (own.not_kept.to_owned(), why);
        if self.library_odd.last() != Some(&told) {
            self.library_odd.push(told);
        }
    }

    /// Nothing can be kept from here on.
    pub(super) fn keeps_nothing(&mut self, error: &LibraryError) {
        let words = self.words();
        self.say_problem(format!("{} · {}", words.keeps_nothing, words.press_for_why));
        self.keeps_nothing = Some(library_trouble(self.lang, error));
    }

    /// All is kept again, what was changed meanwhile too.
    pub(super) fn keeps_again(&mut self) {
        self.keeps_nothing = None;
        let waiting = self.own_words().not_ruled;
        self.library_odd.retain(|(what, _)| what != waiting);
        self.say(self.words().keeps_again);
        self.ask_rules();
    }

    /// The library was damaged or lost; where it lies and what was saved stays in the list of problems.
    pub(super) fn rescued(&mut self, rescued: &Rescued) {
        let short = rescued_in_short(self.lang, rescued);
        self.say_problem(format!("{short} · {}", self.words().press_for_why));
        let what = rescued_library(self.lang, rescued);
        self.library_odd.push((short.to_owned(), what));
    }

    /// There is no backup of today. That harms nothing now, and nobody is disturbed by it.
    pub(super) fn not_backed_up(&mut self, error: &LibraryError) {
        let why = library_trouble(self.lang, error);
        self.library_odd
            .push((self.words().not_backed_up.to_owned(), why));
    }

    /// The library as it stands on disk.
    pub(super) fn take_shelf(&mut self, shelf: Shelf) {
        self.bookmarked = shelf
            .bookmarks
            .iter()
            .map(|bookmark| bookmark.id.clone())
            .collect();
        self.bookmarks = shelf.bookmarks;
        self.passages = Passages::new(shelf.passages);
        self.places = shelf.places.into_iter().collect();
        self.hidden = shelf.hidden;
        self.rules.records = shelf.rules;
        let hides_others = self.hiding.renew(hidden_now(&self.hidden, &self.rules.standing));
        let marks = shelf.marks;
        self.unread =
            crate::store::Unread::new(marks.watermark, marks.read, marks.unread).hiding(self.hiding.ids());
        if hides_others {
            let loaded = Arc::clone(&self.loaded);
            self.take_store(loaded);
        } else {
            self.unread.sync(&self.store);
        }
        self.searched = shelf.searched;
        self.visits = shelf.visits;
        self.categories.count_history(self.visits.len());
        self.take_searches(shelf.searches);
        self.take_arrangement(&shelf.prominences, &shelf.used);
        // The library has not got to these yet.
        for change in self.unsettled.clone() {
            self.apply(&change);
        }
        self.bookmarks_changed();
        self.passages_changed();
        self.searches_changed();
        if !std::mem::replace(&mut self.journey.shelved, true)
            && let Some(session) = shelf.session
        {
            self.begin_at(&session);
        }
        if !self.rules.asked {
            self.ask_rules();
        }
    }

    /// The bookmark list, and the count beside its name, follow what the library holds. A bookmark that
    /// the reader takes away stays in its row until the list is opened again.
    fn bookmarks_changed(&mut self) {
        self.categories.count_bookmarks(self.bookmarks.len());
        if self.base.source == Source::Bookmarks {
            let list = self.bookmark_list();
            self.base.renew(&self.store, &self.store, list);
        }
    }

    /// The bookmarked articles, newest article first as in every list or, where that is asked for, in the order in which they
    /// were bookmarked.
    pub(super) fn bookmark_list(&self) -> List {
        let mut bookmarks: Vec<&Bookmark> = self.bookmarks.iter().collect();
        if !self.bookmarks_by_adding {
            bookmarks.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| b.id.cmp(&a.id)));
        }
        List::Ids(
            bookmarks
                .into_iter()
                .map(|bookmark| bookmark.id.clone())
                .collect(),
        )
    }

    /// The list of bookmarks in the order of bookmarking, or by date again.
    pub(super) fn change_bookmark_order(&mut self) {
        self.bookmarks_by_adding = !self.bookmarks_by_adding;
        let list = self.bookmark_list();
        let store = self.store.clone();
        self.base.by_date = !self.bookmarks_by_adding;
        self.base.renew(&store, &store, list);
        self.base.reveal_from_top();
        self.say(if self.bookmarks_by_adding {
            self.own_words().by_adding
        } else {
            self.words().by_date
        });
    }

    /// The bookmark of `id`, or the one that it just had.
    pub fn bookmark(&self, id: &PostId) -> Option<&Bookmark> {
        let all = self.bookmarks.iter().chain(self.unbookmarked.iter().rev());
        all.into_iter().find(|bookmark| bookmark.id == *id)
    }
}

/// The bookmark that `article` becomes, until the library says what it made of it.
fn bookmark_of(article: &ArticleFacts, added: i64) -> Bookmark {
    Bookmark {
        id: article.article.id.clone(),
        scope: article.article.scope.clone(),
        title: article.title.clone(),
        outlet: article.outlet.clone(),
        date: article.date,
        date_offset: article.date_offset,
        date_precision: article.date_precision,
        source_url: article.source_url.clone(),
        added,
        tags: Vec::new(),
        note: None,
        has_text: false,
    }
}
