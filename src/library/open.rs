//! Opening `library.db` without harm to what lies there: folder and file are made private, a newer,
//! damaged or foreign file is told apart before anything could be written to it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use rustix::fs::{Access, access};

use super::backup::Reason;
use super::copy::Folder;
use super::error::LibraryError;
use super::journal::Journal;
use super::rescue;
use super::schema;
use crate::post::unix_time;

/// How long we wait for another program that holds the library. Its transactions take milliseconds.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// The first bytes of every SQLite file (SQLite file format, 1.3).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Why an open library is only read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ReadOnly {
    /// Its version, newer than ours.
    Newer(i64),
    /// It lies where we may not write.
    Unwritable,
    /// Its version is older, and it could not be backed up before it became ours: why.
    NotBackedUp(String),
}

/// Opens the library at `path`, makes it where there is none, and brings it to our version.
pub(super) fn open(path: &Path, journal: Journal) -> Result<(Connection, Option<ReadOnly>), LibraryError> {
    let fail = |error| LibraryError::from_sqlite(path, error);
    if !path.try_exists().map_err(|error| cannot_open(path, &error))? {
        if rescue::is_missing(path) {
            return Err(LibraryError::Missing {
                path: path.to_owned(),
            });
        }
        create(path).map_err(|error| cannot_open(path, &error))?;
    }
    // Of a write-ahead log that is not safe here we take hold alone, which needs no shared memory.
    let alone = journal == Journal::Rollback && Start::of(path)?.write_ahead;
    let (connection, header) = look(path, alone)?;
    let read_only = if header.version > schema::VERSION {
        Some(ReadOnly::Newer(header.version))
    } else if connection.is_readonly("main").map_err(fail)? {
        if header.version == 0 {
            return Err(LibraryError::ReadOnly {
                path: path.to_owned(),
            });
        }
        Some(ReadOnly::Unwritable)
    } else {
        None
    };
    if let Some(why) = read_only {
        let connection = if alone {
            drop(connection);
            look(path, false)?.0
        } else {
            connection
        };
        connection.pragma_update(None, "query_only", true).map_err(fail)?;
        return Ok((connection, Some(why)));
    }
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
        .map_err(fail)?;
    journal.set(&connection).map_err(fail)?;
    if alone {
        connection
            .pragma_update_and_check(None, "locking_mode", "NORMAL", |_| Ok(()))
            .map_err(fail)?;
        // The lock is let go of after the next reading.
        schema::version(&connection).map_err(fail)?;
    }
    if header.version < schema::VERSION {
        match migrate(&connection, path) {
            Err(LibraryError::NotBackedUp { why, .. }) => {
                connection.pragma_update(None, "query_only", true).map_err(fail)?;
                return Ok((connection, Some(ReadOnly::NotBackedUp(why))));
            }
            migrated => migrated?,
        }
    }
    Ok((connection, None))
}

/// Brings a library to our version, after a backup: one that cannot be backed up is not migrated.
fn migrate(connection: &Connection, path: &Path) -> Result<(), LibraryError> {
    let fail = |error| LibraryError::from_sqlite(path, error);
    let version = || schema::version(connection).map_err(fail);
    if version()? > 0 {
        let folder = Folder::wait_for(path)?;
        // Another program may have done both while we waited.
        if version()? < schema::VERSION {
            folder.make(connection, path, Reason::Migration, unix_time())?;
        }
        schema::migrate(connection).map_err(fail)?;
        folder.rotate(unix_time());
        return Ok(());
    }
    schema::migrate(connection).map_err(fail)
}

/// A connection to the library at `path` that has written nothing and will write nothing when it closes, and what the
/// library says of itself. `alone` takes hold of it so that nobody else can.
///
/// # Errors
/// Where it cannot be read, is damaged, or belongs to another program.
pub(super) fn look(path: &Path, alone: bool) -> Result<(Connection, Header), LibraryError> {
    let fail = |error| LibraryError::from_sqlite(path, error);
    Start::of(path)?;
    let connection = match connect(path, alone) {
        Err(error) if is_denied(&error) && is_still(path) => {
            connect_unchanging(path).ok_or_else(|| fail(error))?
        }
        result => result.map_err(fail)?,
    };
    let header = Header::read(&connection).map_err(fail)?;
    if header.is_foreign() {
        return Err(LibraryError::foreign(path));
    }
    Ok((connection, header))
}

/// A connection to a backup or another copy of a library, for reading. Where no log lies beside it, which is so of every
/// backup of ours, nothing is made beside it either.
///
/// # Errors
/// As for [`look`]; a database in which there is nothing is no copy of a library.
pub(super) fn look_at_copy(path: &Path) -> Result<(Connection, Header), LibraryError> {
    let fail = |error| LibraryError::from_sqlite(path, error);
    Start::of(path)?;
    let is_whole = ["-wal", "-journal"]
        .iter()
        .all(|ending| size(&beside(path, ending)) == 0);
    let (connection, header) = match is_whole.then(|| connect_unchanging(path)).flatten() {
        Some(connection) => {
            let header = Header::read(&connection).map_err(fail)?;
            (connection, header)
        }
        None => look(path, false)?,
    };
    if header.is_foreign() || header.version == 0 {
        return Err(LibraryError::foreign(path));
    }
    Ok((connection, header))
}

/// What tells whose database it is.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) version: i64,
    application: i64,
    tables: i64,
}

impl Header {
    /// Whether it is neither ours nor empty.
    fn is_foreign(&self) -> bool {
        self.application != schema::APPLICATION_ID && (self.version, self.tables) != (0, 0)
    }

    /// All as of one moment: another program may be making the library just now.
    fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let moment = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?;
        Ok(Self {
            version: schema::version(&moment)?,
            application: moment.pragma_query_value(None, "application_id", |row| row.get(0))?,
            tables: moment.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?,
        })
    }
}

/// An empty file for the owner alone, in a folder for the owner alone. What exists keeps its mode; the
/// files that SQLite puts beside it take the mode of this one.
pub(super) fn create(path: &Path) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
    }
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map(drop)
}

/// What the beginning of the file says, which can be read of a damaged one too (SQLite file format, 1.3).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Start {
    /// Whether its journal is a write-ahead log.
    pub(super) write_ahead: bool,
    /// `user_version` and `application_id`, where the header is SQLite's.
    pub(super) ids: Option<(u32, u32)>,
}

impl Start {
    /// Refuses what SQLite would harm by opening it. Beside a file that is not its own it takes the log of the last
    /// changes (`-wal`) for a leftover: it would delete it, or write it into the noise.
    pub(super) fn of(path: &Path) -> Result<Self, LibraryError> {
        // Looked at before the file itself: a program that makes a new library fills the file first.
        let log = size(&beside(path, "-wal"));
        let metadata = fs::metadata(path).map_err(|error| cannot_open(path, &error))?;
        if !metadata.is_file() {
            return Err(cannot_open(path, &io::Error::other("not a file")));
        }
        let mut start = Vec::new();
        File::open(path)
            .and_then(|file| file.take(100).read_to_end(&mut start))
            .map_err(|error| cannot_open(path, &error))?;
        match start.as_slice() {
            // It was not empty when they were made.
            [] if rescue::has_backups(path) => Err(LibraryError::Damaged {
                path: path.to_owned(),
            }),
            [] if log > 0 => Err(LibraryError::NotADatabase {
                path: path.to_owned(),
                what: "is empty, but its last changes lie beside it (-wal)",
            }),
            [] => Ok(Self::default()),
            start if start.starts_with(MAGIC) => Ok(Self::read(start)),
            _ => Err(LibraryError::Damaged {
                path: path.to_owned(),
            }),
        }
    }

    fn read(start: &[u8]) -> Self {
        let number = |at: usize| {
            let bytes = start.get(at..at + 4)?;
            Some(u32::from_be_bytes(bytes.try_into().ok()?))
        };
        // Three bytes that never differ.
        let is_header = start.get(21..24) == Some(&[64, 32, 32]);
        Self {
            write_ahead: start.get(18) == Some(&2),
            ids: number(60).zip(number(68)).filter(|_| is_header),
        }
    }
}

/// A connection that writes nothing by itself, not even when it closes; opened for reading where the
/// file allows no more.
pub(super) fn connect(path: &Path, alone: bool) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if alone {
        connection.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
    }
    // The first reading: it finds out whether the files beside the database can be had.
    schema::version(&connection)?;
    Ok(connection)
}

/// A connection to a file of which SQLite is told that nobody changes it, so that it makes no file beside it: in a folder
/// where nothing can be made ([`is_still`]), or for a copy that has no log.
pub(super) fn connect_unchanging(path: &Path) -> Option<Connection> {
    let mut url = url::Url::from_file_path(std::path::absolute(path).ok()?).ok()?;
    url.set_query(Some("immutable=1"));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(url.as_str(), flags).ok()
}

/// Whether the library lies in a folder where nothing can be made, with no change left in its log.
fn is_still(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    size(&beside(path, "-wal")) == 0 && access(folder.unwrap_or(Path::new(".")), Access::WRITE_OK).is_err()
}

fn is_denied(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
    )
}

pub(super) fn cannot_open(path: &Path, error: &io::Error) -> LibraryError {
    LibraryError::CannotOpen {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// The file that SQLite keeps beside `path` under this ending: `-wal`, `-shm`, `-journal`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Bytes of a file, 0 where there is none.
pub(super) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}
