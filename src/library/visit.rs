//! The history of reading: when each article was last read, and where the program was left.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::article::PostColumn;
use super::facts::{self, ArticleFacts};
use super::schema;

/// An article that was read. Its texts can be shown on a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// What is known of the article.
    pub facts: ArticleFacts,
    /// When it was last read, in seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
}

impl Visit {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            facts: ArticleFacts::from_row(row)?,
            at: row.get("at")?,
        })
    }
}

/// What was read, the last first; of one second the one with the larger id.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Visit>> {
    if schema::version(connection)? < schema::SINCE_TEXTS {
        return Ok(Vec::new());
    }
    connection
        .prepare_cached(
            "SELECT a.*, s.name AS scope_name, v.at FROM visit v JOIN scope s ON s.id = v.scope
             JOIN article a ON a.scope = v.scope AND a.post = v.post ORDER BY v.at DESC, v.post DESC",
        )?
        .query_map([], Visit::from_row)?
        .collect()
}

/// The article was read at `now`.
pub(super) fn set(transaction: &Transaction<'_>, article: &ArticleFacts, now: i64) -> rusqlite::Result<()> {
    facts::set(transaction, article)?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO visit (scope, post, at) VALUES (?1, ?2, ?3)")?
        .execute(params![
            article.article.scope.row_or_new(transaction)?,
            PostColumn(article.article.id.clone()),
            now
        ])
        .map(drop)
}

/// Forgets what was read before `since`; how many articles that were.
pub(super) fn forget(transaction: &Transaction<'_>, since: i64) -> rusqlite::Result<usize> {
    transaction.execute("DELETE FROM visit WHERE at < ?1", [since])
}

/// How the program was left in the archive of this identity, as [`set_session`] was told.
pub(super) fn session(connection: &Connection, identity: &str) -> rusqlite::Result<Option<String>> {
    if schema::version(connection)? < schema::SINCE_TEXTS {
        return Ok(None);
    }
    connection
        .prepare_cached("SELECT state FROM session WHERE archive = ?1")?
        .query_row([identity], |row| row.get(0))
        .optional()
}

/// Keeps how the program was left in the archive of this identity; how many that changed.
pub(super) fn set_session(
    transaction: &Transaction<'_>,
    identity: &str,
    state: &str,
    now: i64,
) -> rusqlite::Result<usize> {
    if session(transaction, identity)?.as_deref() == Some(state) {
        return Ok(0);
    }
    transaction
        .prepare_cached("INSERT OR REPLACE INTO session (archive, at, state) VALUES (?1, ?2, ?3)")?
        .execute(params![identity, now, state])
}
