//! Texts of articles that are kept because the user asked for it: the body as it stood in the archive.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::article::{ArticleKey, PostColumn};
use super::schema;

/// A text that is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Value {
    /// Since when, in seconds since 1970-01-01T00:00:00Z.
    pub(super) at: i64,
    /// Markdown and HTML, as the post had it.
    pub(super) body: String,
}

/// What is kept of an article.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<Value>> {
    if schema::version(connection)? < schema::SINCE_TEXTS {
        return Ok(None);
    }
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    connection
        .prepare_cached("SELECT at, body FROM kept_text WHERE scope = ?1 AND post = ?2")?
        .query_row(params![scope, PostColumn(article.id.clone())], |row| {
            Ok(Value {
                at: row.get(0)?,
                body: row.get(1)?,
            })
        })
        .optional()
}

/// Keeps this text of an article, or none.
pub(super) fn set(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    value: Option<&Value>,
) -> rusqlite::Result<()> {
    let scope = article.scope.row_or_new(transaction)?;
    let post = PostColumn(article.id.clone());
    match value {
        Some(Value { at, body }) => transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO kept_text (scope, post, at, body) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![scope, post, at, body])
            .map(drop),
        None => transaction
            .prepare_cached("DELETE FROM kept_text WHERE scope = ?1 AND post = ?2")?
            .execute(params![scope, post])
            .map(drop),
    }
}
