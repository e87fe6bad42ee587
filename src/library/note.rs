//! The note on an article.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::article::{ArticleKey, PostColumn};
use super::schema::THIS_MACHINE;

/// The note on one article.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<String>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    connection
        .prepare_cached("SELECT text FROM note WHERE scope = ?1 AND post = ?2 AND NOT deleted")?
        .query_row(params![scope, PostColumn(article.id.clone())], |row| row.get(0))
        .optional()
}

/// Sets the note on one article; `None` leaves a tombstone.
pub(super) fn set(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    text: Option<&str>,
    time: i64,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO note (scope, post, uuid, time, machine, deleted, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (scope, post) DO UPDATE SET
                 deleted = excluded.deleted, time = excluded.time, machine = excluded.machine, text = excluded.text",
        )?
        .execute(params![
            article.scope.row_or_new(transaction)?,
            PostColumn(article.id.clone()),
            Uuid::new_v4().as_bytes(),
            time,
            THIS_MACHINE,
            text.is_none(),
            text.unwrap_or_default()
        ])
        .map(drop)
}
