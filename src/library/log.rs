//! The logical clock and the operation log (`schema.rs`, "Undo").

use rusqlite::{Transaction, params};

use super::article::{ArticleKey, PostColumn};
use crate::post::PostId;

/// Operations that can be undone; older ones leave the log, their effects stay.
const KEPT: i64 = 10_000;

/// What an item is about.
pub(super) enum About<'a> {
    Article(&'a ArticleKey),
    /// A saved search, by its name.
    Search(&'a str),
}

impl About<'_> {
    /// Its columns `scope` and `post`.
    fn columns(&self, transaction: &Transaction<'_>) -> rusqlite::Result<(i64, PostColumn)> {
        match self {
            Self::Article(article) => Ok((
                article.scope.row_or_new(transaction)?,
                PostColumn(article.id.clone()),
            )),
            Self::Search(name) => {
                let scope = transaction
                    .prepare_cached("SELECT id FROM scope WHERE name = 'search'")?
                    .query_row([], |row| row.get(0))?;
                Ok((scope, PostColumn(PostId::Path((*name).into()))))
            }
        }
    }
}

/// One item that an operation changed, with its values as JSON.
pub(super) struct Change<'a> {
    /// The table of the item.
    pub(super) item: &'static str,
    pub(super) about: About<'a>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// Moves the logical clock (Lamport) on by one; the new time.
pub(super) fn tick(transaction: &Transaction<'_>) -> rusqlite::Result<i64> {
    transaction
        .prepare_cached("UPDATE clock SET time = time + 1 RETURNING time")?
        .query_row([], |row| row.get(0))
}

/// Logs what the user did at the logical time `time` and the wall-clock time `now`.
pub(super) fn record(
    transaction: &Transaction<'_>,
    name: &str,
    time: i64,
    now: i64,
    change: &Change<'_>,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT INTO operation (time, at, name) VALUES (?1, ?2, ?3)")?
        .execute(params![time, now, name])?;
    let operation = transaction.last_insert_rowid();
    let (scope, post) = change.about.columns(transaction)?;
    transaction
        .prepare_cached(
            "INSERT INTO change (operation, ordinal, item, scope, post, before, after)
             VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            operation,
            change.item,
            scope,
            post,
            change.before,
            change.after
        ])?;
    transaction
        .prepare_cached("DELETE FROM operation WHERE id <= ?1")?
        .execute([operation - KEPT])
        .map(drop)
}
