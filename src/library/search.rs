//! Searches: those that are saved under a name, and the history of what was looked for. Neither is of one archive: a
//! query holds in each.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::schema::{self, THIS_MACHINE};
use crate::text::clean::clean_line;

/// Searches that the history keeps; the oldest are dropped.
const REMEMBERED: i64 = 100;

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

impl SavedSearch {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            name: clean_line(row.get_ref("name")?.as_str()?),
            query: clean_line(row.get_ref("query")?.as_str()?),
            added: row.get("added")?,
        })
    }
}

/// The value of a saved search in the operation log. Its field names are part of the file's format.
#[derive(Serialize, Deserialize)]
pub(super) struct Value {
    added: i64,
    query: String,
}

impl Value {
    /// A search for `query`, whose name was first saved at `added` (seconds since 1970-01-01T00:00:00Z).
    pub(super) fn new(query: &str, added: i64) -> Self {
        Self {
            added,
            query: query.to_owned(),
        }
    }

    /// The same name for another `query`.
    pub(super) fn with_query(&self, query: &str) -> Self {
        Self::new(query, self.added)
    }
}

/// All saved searches, in the order in which their names were first saved.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<SavedSearch>> {
    if schema::version(connection)? < schema::SINCE_SEARCHES {
        return Ok(Vec::new());
    }
    connection
        .prepare_cached("SELECT name, query, added FROM search WHERE NOT deleted ORDER BY added, name")?
        .query_map([], SavedSearch::from_row)?
        .collect()
}

/// The search that is saved as `name`, as the log has it.
pub(super) fn get(connection: &Connection, name: &str) -> rusqlite::Result<Option<Value>> {
    connection
        .prepare_cached("SELECT added, query FROM search WHERE name = ?1 AND NOT deleted")?
        .query_row([name], |row| {
            Ok(Value {
                added: row.get(0)?,
                query: row.get(1)?,
            })
        })
        .optional()
}

/// Sets what is saved as `name`, under the UUID that it had if it was there before; `None` leaves a tombstone.
pub(super) fn set(
    transaction: &Transaction<'_>,
    name: &str,
    value: Option<&Value>,
    time: i64,
) -> rusqlite::Result<()> {
    let Some(value) = value else {
        return transaction
            .prepare_cached("UPDATE search SET deleted = 1, time = ?2, machine = ?3 WHERE name = ?1")?
            .execute(params![name, time, THIS_MACHINE])
            .map(drop);
    };
    transaction
        .prepare_cached(
            "INSERT INTO search (name, uuid, time, machine, added, query) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (name) DO UPDATE SET
                 deleted = 0, time = excluded.time, machine = excluded.machine, added = excluded.added,
                 query = excluded.query",
        )?
        .execute(params![
            name,
            Uuid::new_v4().as_bytes(),
            time,
            THIS_MACHINE,
            value.added,
            value.query
        ])
        .map(drop)
}

/// What was searched for, the last at the end.
pub(super) fn history(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    if schema::version(connection)? < schema::SINCE_SEARCHES {
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
