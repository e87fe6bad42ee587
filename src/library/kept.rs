//! Texts of articles that are kept because the user asked for it: the body as it stood in the archive.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::article::{ArticleKey, PostColumn};
use super::schema;

/// The body that is kept of an article: Markdown and HTML, as its post had it.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<String>> {
    if schema::version(connection)? < schema::SINCE_TEXTS {
        return Ok(None);
    }
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    connection
        .prepare_cached("SELECT body FROM kept_text WHERE scope = ?1 AND post = ?2")?
        .query_row(params![scope, PostColumn(article.id.clone())], |row| row.get(0))
        .optional()
}

/// Keeps the body of an article at `now` (seconds since 1970-01-01T00:00:00Z), or keeps it no longer. Gives how many it
/// changed.
pub(super) fn set(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    body: Option<&str>,
    now: i64,
) -> rusqlite::Result<usize> {
    if get(transaction, article)?.as_deref() == body {
        return Ok(0);
    }
    let scope = article.scope.row_or_new(transaction)?;
    let post = PostColumn(article.id.clone());
    match body {
        Some(body) => transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO kept_text (scope, post, at, body) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![scope, post, now, body]),
        None => transaction
            .prepare_cached("DELETE FROM kept_text WHERE scope = ?1 AND post = ?2")?
            .execute(params![scope, post]),
    }
}
