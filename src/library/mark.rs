//! Read and unread (`design.md`, decision 5). What was there more than three days before an archive was
//! first opened is neither: a *watermark* per archive says where unread begins, and marks are the
//! exceptions on both sides of it.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::article::{ArticleKey, PostColumn, Scope};
use super::bookmark;
use super::schema::THIS_MACHINE;
use crate::post::PostId;

/// How far before the first opening of an archive unread begins, in seconds.
const LOOK_BACK: i64 = 3 * 24 * 60 * 60;

/// What the library knows of the articles of one archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Articles dated later (seconds since 1970-01-01T00:00:00Z) and not in `read` are unread. `i64::MAX`
    /// where the archive was never opened.
    pub watermark: i64,
    /// Read, whatever the date.
    pub read: HashSet<PostId>,
    /// Marked unread, whatever the date.
    pub unread: HashSet<PostId>,
    /// Bookmarked.
    pub bookmarked: HashSet<PostId>,
}

impl Marks {
    /// Whether an article of this date (seconds since 1970-01-01T00:00:00Z) is unread.
    pub fn is_unread(&self, id: &PostId, date: Option<i64>) -> bool {
        self.unread.contains(id)
            || (date.is_some_and(|date| date > self.watermark) && !self.read.contains(id))
    }
}

/// The watermark of an archive first opened at `now`.
pub(super) fn watermark_at(now: i64) -> i64 {
    now.saturating_sub(LOOK_BACK)
}

/// The watermark of an archive, if it was ever opened.
pub(super) fn watermark(connection: &Connection, identity: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT watermark FROM archive WHERE identity = ?1")?
        .query_row([identity], |row| row.get(0))
        .optional()
}

/// Records the first opening of an archive, unless another program just did; its watermark.
pub(super) fn opened(transaction: &Transaction<'_>, identity: &str, now: i64) -> rusqlite::Result<i64> {
    if let Some(known) = watermark(transaction, identity)? {
        return Ok(known);
    }
    let watermark = watermark_at(now);
    transaction.execute(
        "INSERT INTO archive VALUES (?1, ?2, ?3)",
        params![identity, now, watermark],
    )?;
    Ok(watermark)
}

/// All that concerns the archive of this identity, as of one moment.
pub(super) fn all(transaction: &Transaction<'_>, identity: &str) -> rusqlite::Result<Marks> {
    let mut marks = Marks {
        watermark: watermark(transaction, identity)?.unwrap_or(i64::MAX),
        read: HashSet::new(),
        unread: HashSet::new(),
        bookmarked: HashSet::new(),
    };
    for scope in Scope::all_of(identity) {
        let Some(scope) = scope.row(transaction)? else {
            continue;
        };
        let mut statement =
            transaction.prepare_cached("SELECT post, read FROM mark WHERE scope = ?1 AND NOT deleted")?;
        let mut rows = statement.query([scope])?;
        while let Some(row) = rows.next()? {
            let PostColumn(id) = row.get(0)?;
            let set = if row.get(1)? {
                &mut marks.read
            } else {
                &mut marks.unread
            };
            set.insert(id);
        }
        marks.bookmarked.extend(bookmark::ids(transaction, scope)?);
    }
    Ok(marks)
}

/// The mark of one article: read, unread, or none.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<bool>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    connection
        .prepare_cached("SELECT read FROM mark WHERE scope = ?1 AND post = ?2 AND NOT deleted")?
        .query_row(params![scope, PostColumn(article.id.clone())], |row| row.get(0))
        .optional()
}

/// Sets the mark of one article at `now` (seconds since 1970-01-01T00:00:00Z); `None` takes it away.
pub(super) fn set(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    read: Option<bool>,
    time: i64,
    now: i64,
) -> rusqlite::Result<()> {
    let scope = article.scope.row_or_new(transaction)?;
    let post = PostColumn(article.id.clone());
    transaction
        .prepare_cached(
            "INSERT INTO mark (scope, post, time, machine, deleted, read, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (scope, post) DO UPDATE SET
                 time = excluded.time, machine = excluded.machine, deleted = excluded.deleted,
                 read = CASE WHEN excluded.deleted THEN read ELSE excluded.read END, at = excluded.at",
        )?
        .execute(params![
            scope,
            post,
            time,
            THIS_MACHINE,
            read.is_none(),
            read.unwrap_or_default(),
            now
        ])
        .map(drop)
}
