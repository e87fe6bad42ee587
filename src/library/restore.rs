//! Taking a backup back: in one transaction of the library as it lies, so that other programs that have it open see all
//! of it or nothing, and a kill at any moment leaves the one state or the other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::Library;
use super::backup::{Backup, Reason};
use super::copy::{Folder, RESTORING, name_of_file};
use super::error::LibraryError;
use super::open;
use super::schema;
use super::tables::{Table, living, quoted, tables};

/// What a library or a backup holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// The version of its tables.
    pub version: i64,
    /// The rows of each table that were not taken away.
    pub rows: BTreeMap<String, usize>,
}

impl Contents {
    /// What the library that `connection` has open holds.
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let counted = tables(connection)?.into_iter().map(|table| {
            let count = living(connection, &table)?;
            Ok((table.name, count))
        });
        Ok(Self {
            version: schema::version(connection)?,
            rows: counted.collect::<rusqlite::Result<_>>()?,
        })
    }

    /// What the library or backup at `path` holds. Nothing is changed.
    ///
    /// # Errors
    /// Where it cannot be read, is damaged, or is none.
    pub fn read(path: &Path) -> Result<Self, LibraryError> {
        let (connection, _) = open::look_at_copy(path)?;
        Self::of(&connection).map_err(|error| LibraryError::from_sqlite(path, error))
    }
}

/// What was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The backup of the library as it was before.
    pub before: Backup,
    /// What the library holds now.
    pub contents: Contents,
}

impl Library {
    /// Makes the library what it was in the backup `from`, after a backup of what it is, at `now` (seconds since
    /// 1970-01-01T00:00:00Z). Its logical clock goes on from where it is.
    ///
    /// # Errors
    /// Where `from` is no sound library of a version that we know, or nothing can be written: then nothing has changed.
    pub fn restore(&mut self, from: &Path, now: i64) -> Result<Restored, LibraryError> {
        if let Some(why) = self.why_read_only() {
            return Err(why);
        }
        let path = self.path.clone();
        let folder = Folder::wait_for(&path)?;
        let restored = self.take_back(&folder, &path, from, now);
        folder.remove(RESTORING);
        if restored.is_ok() {
            folder.rotate(now);
        }
        restored
    }

    fn take_back(
        &mut self,
        folder: &Folder,
        path: &Path,
        from: &Path,
        now: i64,
    ) -> Result<Restored, LibraryError> {
        let fail = |error| LibraryError::from_sqlite(path, error);
        let copy = prepare(folder, from)?;
        let _held = self.follow()?;
        let attach = "ATTACH ?1 AS restored";
        self.connection
            .execute(attach, [name_of_file(&copy)])
            .map_err(fail)?;
        let restored = self.exchange(folder, path, now);
        let detached = self.connection.execute("DETACH restored", []);
        let before = restored?;
        detached.map_err(fail)?;
        let contents = Contents::of(&self.connection).map_err(fail)?;
        Ok(Restored { before, contents })
    }

    /// Puts what is attached in the place of what is there. Nobody changes the library between its backup and this.
    fn exchange(&mut self, folder: &Folder, path: &Path, now: i64) -> Result<Backup, LibraryError> {
        let fail = |error| LibraryError::from_sqlite(path, error);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail)?;
        let found = schema::version(&transaction).map_err(fail)?;
        if found > schema::VERSION {
            return Err(LibraryError::NewerVersion {
                path: path.to_owned(),
                found,
                known: schema::VERSION,
            });
        }
        // A second connection, for the first is in the middle of a change: it sees the library as it was before.
        let reader = open::connect(path, false).map_err(fail)?;
        let before = folder.make(&reader, path, Reason::Restore, now)?;
        drop(reader);
        replace_rows(&transaction).map_err(fail)?;
        transaction.commit().map_err(fail)?;
        Ok(before)
    }
}

/// A copy of the backup `from` in `folder`, with the tables of now.
fn prepare(folder: &Folder, from: &Path) -> Result<PathBuf, LibraryError> {
    let fail = |error| LibraryError::from_sqlite(from, error);
    let (source, header) = open::look_at_copy(from)?;
    if header.version > schema::VERSION {
        return Err(LibraryError::NewerVersion {
            path: from.to_owned(),
            found: header.version,
            known: schema::VERSION,
        });
    }
    let copy = folder.copy(&source, from, RESTORING)?;
    let connection = Connection::open(&copy).map_err(fail)?;
    schema::migrate(&connection).map_err(fail)?;
    Ok(copy)
}

/// Puts the rows of the attached `restored` in the place of all there are, but for the clock, which never goes back: what
/// was told to others under a time must not be told again of something else.
fn replace_rows(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.pragma_update(None, "defer_foreign_keys", true)?;
    let time: i64 = transaction.query_row("SELECT time FROM clock", [], |row| row.get(0))?;
    let tables = tables(transaction)?;
    for table in tables.iter().rev() {
        transaction.execute(&format!("DELETE FROM main.{}", quoted(&table.name)), [])?;
    }
    for Table { name, columns, .. } in &tables {
        let columns: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
        let (name, columns) = (quoted(name), columns.join(", "));
        transaction.execute(
            &format!("INSERT INTO main.{name} ({columns}) SELECT {columns} FROM restored.{name}"),
            [],
        )?;
    }
    transaction
        .execute("UPDATE clock SET time = max(time, ?1)", [time])
        .map(drop)
}
