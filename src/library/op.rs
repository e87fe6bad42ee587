//! Changes to the library, as plain values.

use rusqlite::Transaction;

use super::article::ArticleKey;
use super::bookmark::{self, Bookmark, BookmarkedArticle};
use super::log::{self, About, Change};
use super::mark;
use super::place::{self, Place};
use super::search::{self, SavedSearch};

/// A change that the user asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryOp {
    /// Bookmarks an article. One that is bookmarked already keeps its time and facts.
    AddBookmark(BookmarkedArticle),
    /// Takes a bookmark away. Its tags and note are kept for the case that it comes back.
    RemoveBookmark(ArticleKey),
    /// Marks an article as read or unread, whatever its date.
    MarkRead(ArticleKey, bool),
    /// Keeps the place in an article.
    SetPlace(ArticleKey, Place),
    /// Saves a search, in place of the one that has the name.
    SaveSearch {
        /// The name, one line.
        name: String,
        /// The query as typed.
        query: String,
    },
    /// Forgets the search saved under this name.
    ForgetSearch(String),
    /// This query was searched for: the last of the history.
    RememberSearch(String),
}

/// What an operation changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was so already; nothing was written.
    Unchanged,
    /// This bookmark was added.
    BookmarkAdded(Bookmark),
    /// This bookmark was there and is no more.
    BookmarkRemoved(Bookmark),
    /// An article's mark was set.
    Marked {
        /// Which article.
        article: ArticleKey,
        /// Read, unread, or no mark.
        before: Option<bool>,
        /// Whether it is now read.
        read: bool,
    },
    /// A place was kept.
    PlaceSet(ArticleKey),
    /// This search was saved.
    SearchSaved(SavedSearch),
    /// This search was saved and is no more.
    SearchForgotten(SavedSearch),
    /// The history has a new last search.
    SearchRemembered,
}

/// Carries out `op` within a transaction.
pub(super) fn apply(transaction: &Transaction<'_>, op: &LibraryOp, now: i64) -> rusqlite::Result<Applied> {
    match op {
        LibraryOp::AddBookmark(facts) => add_bookmark(transaction, facts, now),
        LibraryOp::RemoveBookmark(article) => remove_bookmark(transaction, article, now),
        LibraryOp::MarkRead(article, read) => mark_read(transaction, article, *read, now),
        LibraryOp::SetPlace(article, place) => {
            if place::get(transaction, article)?.as_ref() == Some(place) {
                return Ok(Applied::Unchanged);
            }
            place::set(transaction, article, place, log::tick(transaction)?, now)?;
            Ok(Applied::PlaceSet(article.clone()))
        }
        LibraryOp::SaveSearch { name, query } => save_search(transaction, name, query, now),
        LibraryOp::ForgetSearch(name) => forget_search(transaction, name, now),
        LibraryOp::RememberSearch(query) => {
            if search::last(transaction)?.as_ref() == Some(query) {
                return Ok(Applied::Unchanged);
            }
            search::remember(transaction, query, now)?;
            Ok(Applied::SearchRemembered)
        }
    }
}

fn add_bookmark(
    transaction: &Transaction<'_>,
    facts: &BookmarkedArticle,
    now: i64,
) -> rusqlite::Result<Applied> {
    let article = &facts.article;
    if bookmark::get(transaction, article)?.is_some() {
        return Ok(Applied::Unchanged);
    }
    let time = log::tick(transaction)?;
    bookmark::add(transaction, facts, time, now)?;
    let added = bookmark::get(transaction, article)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let change = Change {
        item: "bookmark",
        about: About::Article(article),
        before: None,
        after: Some(added.to_json()?),
    };
    log::record(transaction, "add-bookmark", time, now, &change)?;
    Ok(Applied::BookmarkAdded(added))
}

fn remove_bookmark(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    now: i64,
) -> rusqlite::Result<Applied> {
    let Some(removed) = bookmark::get(transaction, article)? else {
        return Ok(Applied::Unchanged);
    };
    let time = log::tick(transaction)?;
    bookmark::remove(transaction, article, time)?;
    let change = Change {
        item: "bookmark",
        about: About::Article(article),
        before: Some(removed.to_json()?),
        after: None,
    };
    log::record(transaction, "remove-bookmark", time, now, &change)?;
    Ok(Applied::BookmarkRemoved(removed))
}

fn mark_read(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    read: bool,
    now: i64,
) -> rusqlite::Result<Applied> {
    let before = mark::get(transaction, article)?;
    if before == Some(read) {
        return Ok(Applied::Unchanged);
    }
    let time = log::tick(transaction)?;
    mark::set(transaction, article, read, time, now)?;
    let change = Change {
        item: "mark",
        about: About::Article(article),
        before: before.map(|before| before.to_string()),
        after: Some(read.to_string()),
    };
    log::record(
        transaction,
        if read { "mark-read" } else { "mark-unread" },
        time,
        now,
        &change,
    )?;
    Ok(Applied::Marked {
        article: article.clone(),
        before,
        read,
    })
}

fn save_search(
    transaction: &Transaction<'_>,
    name: &str,
    query: &str,
    now: i64,
) -> rusqlite::Result<Applied> {
    let before = search::get(transaction, name)?;
    if before.as_ref().is_some_and(|before| before.query == query) {
        return Ok(Applied::Unchanged);
    }
    let time = log::tick(transaction)?;
    search::save(transaction, name, query, time, now)?;
    let saved = search::get(transaction, name)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let change = Change {
        item: "search",
        about: About::Search(name),
        before: before.as_ref().map(SavedSearch::to_json).transpose()?,
        after: Some(saved.to_json()?),
    };
    log::record(transaction, "save-search", time, now, &change)?;
    Ok(Applied::SearchSaved(saved))
}

fn forget_search(transaction: &Transaction<'_>, name: &str, now: i64) -> rusqlite::Result<Applied> {
    let Some(forgotten) = search::get(transaction, name)? else {
        return Ok(Applied::Unchanged);
    };
    let time = log::tick(transaction)?;
    search::forget(transaction, name, time)?;
    let change = Change {
        item: "search",
        about: About::Search(name),
        before: Some(forgotten.to_json()?),
        after: None,
    };
    log::record(transaction, "forget-search", time, now, &change)?;
    Ok(Applied::SearchForgotten(forgotten))
}
