//! Changes to the library, as plain values.

use rusqlite::Transaction;

use super::article::ArticleKey;
use super::bookmark::{self, Bookmark, BookmarkedArticle};
use super::log::{self, Change};
use super::mark;
use super::place::{self, Place};

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
        article,
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
        article,
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
        article,
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
