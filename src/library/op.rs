//! Changes to the library, as plain values.

use rusqlite::Transaction;
use uuid::Uuid;

use super::article::ArticleKey;
use super::entry::{self, EntryKey, Prominence};
use super::facts::{self, ArticleFacts};
use super::item::{Item, json};
use super::log::{self, Operation};
use super::note::{self, NoteEdit};
use super::passage;
use super::place::{self, Place};
use super::{bookmark, hidden, kept, search, tag, visit};
use crate::text::quote::Quote;

/// A change that the user asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryOp {
    /// Bookmarks an article. One that is bookmarked already keeps its time and facts.
    AddBookmark(ArticleFacts),
    /// Bookmarks an article as of an earlier time, in seconds since 1970-01-01T00:00:00Z.
    AddBookmarkAt(ArticleFacts, i64),
    /// Takes a bookmark away. Its tags and note are kept for the case that it comes back.
    RemoveBookmark(ArticleKey),
    /// Gives an article these tags and no others, each as [`tidy_tag`](super::tidy_tag) makes it.
    SetTags(ArticleKey, Vec<String>),
    /// Gives an article these tags beside those that it has.
    AddTags(ArticleKey, Vec<String>),
    /// Hides an article by the rule of this name ([`BY_HAND`](super::BY_HAND)), beside those that hide it already.
    Hide(ArticleKey, String),
    /// Shows an article again, whatever hid it.
    Show(ArticleKey),
    /// Sets the note on an article, or takes it away.
    SetNote(ArticleKey, Option<String>),
    /// Changes the note on an article; what somebody else has made of it meanwhile stays too.
    EditNote(ArticleKey, NoteEdit),
    /// Marks an article as read or unread, whatever its date.
    MarkRead(ArticleKey, bool),
    /// Marks an article as read because it was: what is undone is what the user asked for, and not this.
    MarkLeft(ArticleKey),
    /// Highlights a passage.
    AddPassage {
        /// Its identity from here on.
        uuid: Uuid,
        /// The article that it stands in.
        article: ArticleFacts,
        /// Where.
        place: Quote,
    },
    /// Changes the note on a passage; what somebody else has made of it meanwhile stays too.
    NotePassage(Uuid, NoteEdit),
    /// Takes a highlighted passage away.
    RemovePassage(Uuid),
    /// Saves a search, in place of the one that has the name.
    SaveSearch {
        /// The name, one line.
        name: String,
        /// The query as typed.
        query: String,
    },
    /// Forgets the search saved under this name.
    ForgetSearch(String),
    /// Pins or hides a category or a saved search, or lets it stand among the others again.
    SetProminence(EntryKey, Option<Prominence>),
    /// Several of the above in one go: undone together.
    Together(Vec<LibraryOp>),
    /// The same, from a file of another program.
    Import(Vec<LibraryOp>),
    /// Keeps the place in an article.
    SetPlace(ArticleKey, Place),
    /// Keeps the body of an article (Markdown and HTML), or keeps it no longer.
    KeepText(ArticleKey, Option<String>),
    /// This query was searched for: the last of the history.
    RememberSearch(String),
    /// This category or saved search was used: the last of all.
    Use(EntryKey),
    /// This article was read: the last of the history.
    Visit(ArticleFacts),
    /// Forgets what was read before this moment, in seconds since 1970-01-01T00:00:00Z.
    ForgetVisits(i64),
    /// How the program is left in the archive of this identity.
    SetSession {
        /// The archive.
        archive: String,
        /// Whatever the program needs to begin there again.
        state: String,
    },
}

impl LibraryOp {
    /// As the log calls it.
    fn name(&self) -> &'static str {
        match self {
            Self::AddBookmark(_) | Self::AddBookmarkAt(..) => "add-bookmark",
            Self::RemoveBookmark(_) => "remove-bookmark",
            Self::SetTags(..) | Self::AddTags(..) => "set-tags",
            Self::Hide(..) | Self::SetProminence(_, Some(Prominence::Hidden)) => "hide",
            Self::Show(_) => "show",
            Self::SetNote(..) | Self::EditNote(..) => "set-note",
            Self::MarkRead(_, true) => "mark-read",
            Self::MarkRead(_, false) => "mark-unread",
            Self::MarkLeft(_) => log::LEFT,
            Self::AddPassage { .. } => "add-passage",
            Self::NotePassage(..) => "note-passage",
            Self::RemovePassage(_) => "remove-passage",
            Self::SaveSearch { .. } => "save-search",
            Self::ForgetSearch(_) => "forget-search",
            Self::SetProminence(_, Some(Prominence::Pinned)) => "pin",
            Self::SetProminence(_, None) => "put-back",
            // What is done to several articles is one thing, and what it needs first, a bookmark, comes before it.
            Self::Together(ops) => ops.last().map_or("", Self::name),
            Self::Import(_) => "import",
            Self::KeepText(_, Some(_)) => "keep-text",
            Self::KeepText(_, None) => "let-text-go",
            Self::SetPlace(..)
            | Self::RememberSearch(_)
            | Self::Use(_)
            | Self::Visit(_)
            | Self::ForgetVisits(_)
            | Self::SetSession { .. } => "",
        }
    }
}

/// Carries out `op` within a transaction; how many items it changed.
pub(super) fn apply(transaction: &Transaction<'_>, op: &LibraryOp, now: i64) -> rusqlite::Result<usize> {
    let mut operation = Operation::new(transaction, op.name(), now);
    let unlogged = carry_out(transaction, op, now, &mut operation)?;
    Ok(operation.changed() + unlogged)
}

/// Carries out `op` as a part of `operation`; how many things that are not logged it changed.
pub(super) fn carry_out(
    transaction: &Transaction<'_>,
    op: &LibraryOp,
    now: i64,
    operation: &mut Operation<'_>,
) -> rusqlite::Result<usize> {
    match op {
        LibraryOp::AddBookmark(facts) => add_bookmark(transaction, facts, now, operation)?,
        LibraryOp::AddBookmarkAt(facts, added) => add_bookmark(transaction, facts, *added, operation)?,
        LibraryOp::RemoveBookmark(article) => operation.set(&Item::Bookmark(article.clone()), None)?,
        LibraryOp::SetTags(article, tags) => {
            set_tags(
                article,
                tags.iter().map(|tag| tag::tidy_tag(tag)).collect(),
                operation,
            )?;
        }
        LibraryOp::AddTags(article, tags) => {
            let mut all = tag::get(transaction, article)?.unwrap_or_default();
            all.extend(tags.iter().map(|tag| tag::tidy_tag(tag)));
            set_tags(article, all, operation)?;
        }
        LibraryOp::Hide(article, rule) => {
            let mut rules = hidden::get(transaction, article)?.unwrap_or_default();
            rules.push(rule.clone());
            rules.sort();
            rules.dedup();
            operation.set(&Item::Hidden(article.clone()), json(Some(rules))?.as_deref())?;
        }
        LibraryOp::Show(article) => operation.set(&Item::Hidden(article.clone()), None)?,
        LibraryOp::SetNote(article, note) => {
            operation.set(&Item::Note(article.clone()), json(note.as_ref())?.as_deref())?;
        }
        LibraryOp::MarkRead(article, read) => {
            operation.set(&Item::Mark(article.clone()), json(Some(read))?.as_deref())?;
        }
        LibraryOp::MarkLeft(article) => {
            operation.set(&Item::Mark(article.clone()), json(Some(true))?.as_deref())?;
        }
        LibraryOp::AddPassage { uuid, article, place } => {
            facts::set(transaction, article)?;
            let value = json(Some(passage::Value::new(&article.article, place, now)))?;
            operation.set(&Item::Passage(*uuid), value.as_deref())?;
        }
        LibraryOp::EditNote(article, edit) => {
            let note = edit.onto(note::get(transaction, article)?);
            operation.set(&Item::Note(article.clone()), json(note)?.as_deref())?;
        }
        LibraryOp::NotePassage(uuid, edit) => {
            if let Some(mut value) = passage::get(transaction, *uuid)? {
                value.note = edit.onto(value.note.take());
                operation.set(&Item::Passage(*uuid), json(Some(value))?.as_deref())?;
            }
        }
        LibraryOp::RemovePassage(uuid) => operation.set(&Item::Passage(*uuid), None)?,
        LibraryOp::SaveSearch { name, query } => {
            let value = match search::get(transaction, name)? {
                Some(before) => before.with_query(query),
                None => search::Value::new(query, now),
            };
            operation.set(&Item::Search(name.clone()), json(Some(value))?.as_deref())?;
        }
        LibraryOp::ForgetSearch(name) => operation.set(&Item::Search(name.clone()), None)?,
        LibraryOp::SetProminence(key, prominence) => {
            let before = entry::get(transaction, key)?;
            // What is pinned already stays in its place among those that are.
            if before.map(entry::Value::prominence) != *prominence {
                let value = prominence.map(|prominence| entry::Value::new(transaction, prominence, now));
                operation.set(&Item::Entry(key.clone()), json(value.transpose()?)?.as_deref())?;
            }
        }
        LibraryOp::Together(ops) | LibraryOp::Import(ops) => {
            let mut unlogged = 0;
            for op in ops {
                unlogged += carry_out(transaction, op, now, operation)?;
            }
            return Ok(unlogged);
        }
        LibraryOp::SetPlace(article, place) => {
            if place::get(transaction, article)?.as_ref() != Some(place) {
                place::set(transaction, article, place, log::tick(transaction)?, now)?;
                return Ok(1);
            }
        }
        LibraryOp::KeepText(article, body) => {
            let before = kept::get(transaction, article)?;
            // The same text again is no change.
            if before.map(|before| before.body) != *body {
                let value = body.clone().map(|body| kept::Value { at: now, body });
                operation.set(&Item::Text(article.clone()), json(value)?.as_deref())?;
            }
        }
        LibraryOp::RememberSearch(query) => {
            if search::last(transaction)?.as_ref() != Some(query) {
                search::remember(transaction, query, now)?;
                return Ok(1);
            }
        }
        LibraryOp::Use(key) => {
            if entry::used_last(transaction, key)? {
                return Ok(0);
            }
            entry::set_used(transaction, key, now)?;
            return Ok(1);
        }
        LibraryOp::Visit(facts) => {
            visit::set(transaction, facts, now)?;
            return Ok(1);
        }
        LibraryOp::ForgetVisits(since) => return visit::forget(transaction, *since),
        LibraryOp::SetSession { archive, state } => {
            return visit::set_session(transaction, archive, state, now);
        }
    }
    Ok(0)
}

fn set_tags(
    article: &ArticleKey,
    mut tags: Vec<String>,
    operation: &mut Operation<'_>,
) -> rusqlite::Result<()> {
    tags.retain(|tag| !tag.is_empty());
    tags.sort();
    tags.dedup();
    let value = json(Some(tags).filter(|tags| !tags.is_empty()))?;
    operation.set(&Item::Tags(article.clone()), value.as_deref())
}

fn add_bookmark(
    transaction: &Transaction<'_>,
    facts: &ArticleFacts,
    added: i64,
    operation: &mut Operation<'_>,
) -> rusqlite::Result<()> {
    if bookmark::get(transaction, &facts.article)?.is_some() {
        return Ok(());
    }
    let value = json(Some(bookmark::Value::new(facts, added)))?;
    operation.set(&Item::Bookmark(facts.article.clone()), value.as_deref())
}
