//! Searches: those that are saved under a name, and the history of what was looked for. Neither is of one archive: a
//! query holds in each.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use uuid::Uuid;

use super::schema::{self, THIS_MACHINE};
use crate::text::clean::clean_line;

/// Searches that the history keeps; the oldest are dropped.
const REMEMBERED: i64 = 100;

/// The version of the library that has these tables. An older one that cannot be written is read without them.
const SINCE: i64 = 2;

/// A search that is kept under a name. Its texts can be shown on a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// The name, one line, which no other has.
    pub name: String,
    /// The query as it was typed.
    pub query: String,
    /// When the name was first saved, in seconds since 1970-01-01T00:00:00Z.
    pub added: i64,
}

/// The value of a saved search in the operation log. Its field names are part of the file's format.
#[derive(Serialize)]
struct Value<'a> {
    added: i64,
    query: &'a str,
}

impl SavedSearch {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            name: clean_line(row.get_ref("name")?.as_str()?),
            query: clean_line(row.get_ref("query")?.as_str()?),
            added: row.get("added")?,
        })
    }

    /// What the operation log keeps of it.
    pub(super) fn to_json(&self) -> rusqlite::Result<String> {
        serde_json::to_string(&Value {
            added: self.added,
            query: &self.query,
        })
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
    }
}

/// All saved searches, in the order in which their names were first saved.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<SavedSearch>> {
    if schema::version(connection)? < SINCE {
        return Ok(Vec::new());
    }
    connection
        .prepare_cached("SELECT name, query, added FROM search WHERE NOT deleted ORDER BY added, name")?
        .query_map([], SavedSearch::from_row)?
        .collect()
}

/// The search that is saved as `name`.
pub(super) fn get(connection: &Connection, name: &str) -> rusqlite::Result<Option<SavedSearch>> {
    connection
        .prepare_cached("SELECT name, query, added FROM search WHERE name = ?1 AND NOT deleted")?
        .query_row([name], SavedSearch::from_row)
        .optional()
}

/// Saves `query` as `name`: in place of the query that has the name, or anew; one that was forgotten comes back under
/// its UUID.
pub(super) fn save(
    transaction: &Transaction<'_>,
    name: &str,
    query: &str,
    time: i64,
    now: i64,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO search (name, uuid, time, machine, added, query) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (name) DO UPDATE SET
                 added = CASE WHEN deleted THEN excluded.added ELSE added END,
                 deleted = 0, time = excluded.time, machine = excluded.machine, query = excluded.query",
        )?
        .execute(params![
            name,
            Uuid::new_v4().as_bytes(),
            time,
            THIS_MACHINE,
            now,
            query
        ])
        .map(drop)
}

/// Leaves a tombstone of the search saved as `name`.
pub(super) fn forget(transaction: &Transaction<'_>, name: &str, time: i64) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("UPDATE search SET deleted = 1, time = ?2, machine = ?3 WHERE name = ?1")?
        .execute(params![name, time, THIS_MACHINE])
        .map(drop)
}

/// What was searched for, the last at the end.
pub(super) fn history(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    if schema::version(connection)? < SINCE {
        return Ok(Vec::new());
    }
    connection
        .prepare_cached("SELECT query FROM searched ORDER BY id")?
        .query_map([], |row| Ok(clean_line(row.get_ref(0)?.as_str()?)))?
        .collect()
}

/// What was searched for last.
pub(super) fn last(connection: &Connection) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT query FROM searched ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()
}

/// `query` was searched for: it stands last in the history, and only there.
pub(super) fn remember(transaction: &Transaction<'_>, query: &str, now: i64) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM searched WHERE query = ?1")?
        .execute([query])?;
    transaction
        .prepare_cached("INSERT INTO searched (query, at) VALUES (?1, ?2)")?
        .execute(params![query, now])?;
    transaction
        .prepare_cached(
            "DELETE FROM searched WHERE id NOT IN (SELECT id FROM searched ORDER BY id DESC LIMIT ?1)",
        )?
        .execute([REMEMBERED])
        .map(drop)
}
