//! How the user has arranged the categories and saved searches: which are pinned, which hidden; and which were used last.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::article::{GUIDE_IDENTITY, Scope};
use super::schema::{self, THIS_MACHINE};

/// The scope of what holds in every archive: the saved searches.
pub(super) const SEARCHES: &str = "search";

/// Categories of one archive, and saved searches, that are remembered as used; the oldest are dropped.
const REMEMBERED: i64 = 200;

/// A category or a saved search, by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKey {
    /// The category of this folder name in the archive of this identity.
    Category {
        /// The archive.
        archive: String,
        /// The folder name, as it is.
        name: String,
    },
    /// The search that is saved under this name.
    Search(String),
}

impl EntryKey {
    /// The name alone.
    pub fn name(&self) -> &str {
        match self {
            Self::Category { name, .. } | Self::Search(name) => name,
        }
    }

    /// As the table `scope`, and a record, names what it belongs to.
    pub(super) fn scope_name(&self) -> String {
        match self {
            Self::Category { archive, .. } => scope_of(archive).name(),
            Self::Search(_) => SEARCHES.to_owned(),
        }
    }

    /// What has this name in the scope that is named so; `None` where no entry can.
    pub(super) fn named(scope: &str, name: &str) -> Option<Self> {
        let name = name.to_owned();
        let archive = match (scope, Scope::named(scope)) {
            (SEARCHES, _) => return Some(Self::Search(name)),
            (_, Some(Scope::Guide)) => GUIDE_IDENTITY.to_owned(),
            (_, Some(Scope::Archive(identity))) if !identity.is_empty() => identity,
            _ => return None,
        };
        let key = Self::Category { archive, name };
        (key.scope_name() == scope).then_some(key)
    }

    fn scope_row(&self, connection: &Connection) -> rusqlite::Result<i64> {
        Scope::row_named(connection, &self.scope_name())
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let (scope, name): (String, String) = (row.get("scope_name")?, row.get("name")?);
        Ok(Self::named(&scope, &name))
    }
}

/// The scope of an archive's own names.
fn scope_of(identity: &str) -> Scope {
    if identity == GUIDE_IDENTITY {
        Scope::Guide
    } else {
        Scope::Archive(identity.to_owned())
    }
}

/// Where an entry stands that does not stand among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prominence {
    /// Above them.
    Pinned,
    /// Nowhere, unless it is asked for.
    Hidden,
}

/// The value of an entry in the operation log. Its field names are part of the file's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Value {
    /// Since when it is pinned, later than whatever was pinned before it; hidden, where it is not.
    pinned: Option<i64>,
}

impl Value {
    pub(super) fn prominence(self) -> Prominence {
        match self.pinned {
            Some(_) => Prominence::Pinned,
            None => Prominence::Hidden,
        }
    }

    /// What an entry becomes that is to be of this prominence at `now` (seconds since 1970-01-01T00:00:00Z).
    pub(super) fn new(connection: &Connection, prominence: Prominence, now: i64) -> rusqlite::Result<Self> {
        let pinned = match prominence {
            Prominence::Hidden => None,
            Prominence::Pinned => {
                let last: Option<i64> = connection
                    .prepare_cached("SELECT max(pinned) FROM category")?
                    .query_row([], |row| row.get(0))?;
                Some(last.map_or(now, |last| now.max(last.saturating_add(1))))
            }
        };
        Ok(Self { pinned })
    }
}

/// The entries of the archive of this identity, and saved searches, that are pinned or hidden; the first pinned first.
pub(super) fn all(connection: &Connection, identity: &str) -> rusqlite::Result<Vec<(EntryKey, Prominence)>> {
    if schema::version(connection)? < schema::SINCE_ENTRIES {
        return Ok(Vec::new());
    }
    let rows = connection
        .prepare_cached(
            "SELECT s.name AS scope_name, c.name, c.pinned FROM category c JOIN scope s ON s.id = c.scope
             WHERE NOT c.deleted AND s.name IN (?1, ?2) ORDER BY c.pinned, s.name, c.name",
        )?
        .query_map([scope_of(identity).name().as_str(), SEARCHES], |row| {
            let pinned = row.get("pinned")?;
            Ok(EntryKey::from_row(row)?.map(|key| (key, Value { pinned }.prominence())))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(rows.into_iter().flatten().collect())
}

/// How an entry stands, as the log has it.
pub(super) fn get(connection: &Connection, key: &EntryKey) -> rusqlite::Result<Option<Value>> {
    connection
        .prepare_cached(
            "SELECT c.pinned FROM category c JOIN scope s ON s.id = c.scope
             WHERE s.name = ?1 AND c.name = ?2 AND NOT c.deleted",
        )?
        .query_row([key.scope_name().as_str(), key.name()], |row| {
            Ok(Value { pinned: row.get(0)? })
        })
        .optional()
}

/// Sets how an entry stands; `None` leaves a tombstone.
pub(super) fn set(
    transaction: &Transaction<'_>,
    key: &EntryKey,
    value: Option<&Value>,
    time: i64,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO category (scope, name, time, machine, deleted, pinned) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (scope, name) DO UPDATE SET
                 time = excluded.time, machine = excluded.machine, deleted = excluded.deleted,
                 pinned = CASE WHEN excluded.deleted THEN pinned ELSE excluded.pinned END",
        )?
        .execute(params![
            key.scope_row(transaction)?,
            key.name(),
            time,
            THIS_MACHINE,
            value.is_none(),
            value.and_then(|value| value.pinned)
        ])
        .map(drop)
}

/// What was used in the archive of this identity, saved searches too, the last first.
pub(super) fn used(connection: &Connection, identity: &str) -> rusqlite::Result<Vec<EntryKey>> {
    if schema::version(connection)? < schema::SINCE_ENTRIES {
        return Ok(Vec::new());
    }
    let rows = connection
        .prepare_cached(
            "SELECT s.name AS scope_name, u.name FROM used u JOIN scope s ON s.id = u.scope
             WHERE s.name IN (?1, ?2) ORDER BY u.at DESC, s.name, u.name",
        )?
        .query_map([scope_of(identity).name().as_str(), SEARCHES], EntryKey::from_row)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(rows.into_iter().flatten().collect())
}

/// Whether nothing was used after this entry.
pub(super) fn used_last(connection: &Connection, key: &EntryKey) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT s.name, u.name FROM used u JOIN scope s ON s.id = u.scope ORDER BY u.at DESC LIMIT 1",
        )?
        .query_row([], |row| {
            Ok(row.get_ref(0)?.as_str()? == key.scope_name() && row.get_ref(1)?.as_str()? == key.name())
        })
        .optional()
        .map(|is_last| is_last.unwrap_or(false))
}

/// An entry was used at `now`, after all that was used before.
pub(super) fn set_used(transaction: &Transaction<'_>, key: &EntryKey, now: i64) -> rusqlite::Result<()> {
    let scope = key.scope_row(transaction)?;
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO used (scope, name, at)
             VALUES (?1, ?2, max(?3, ifnull((SELECT max(at) + 1 FROM used), ?3)))",
        )?
        .execute(params![scope, key.name(), now])?;
    transaction
        .prepare_cached(
            "DELETE FROM used WHERE scope = ?1 AND at < (
                 SELECT min(at) FROM (SELECT at FROM used WHERE scope = ?1 ORDER BY at DESC LIMIT ?2))",
        )?
        .execute(params![scope, REMEMBERED])
        .map(drop)
}
