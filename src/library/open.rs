//! Opening `library.db` without harm to what lies there: folder and file are made private, a newer,
//! damaged or foreign file is told apart before anything could be written to it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use rustix::fs::{Access, access};

use super::error::LibraryError;
use super::schema;

/// How long we wait for another program that holds the library. Its transactions take milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// The first bytes of every SQLite file (SQLite file format, 1.3).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Why an open library is only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadOnly {
    /// Its version, newer than ours.
    Newer(i64),
    /// It lies where we may not write.
    Unwritable,
}

/// Opens the library at `path`, makes it where there is none, and brings it to our version.
pub(super) fn open(path: &Path) -> Result<(Connection, Option<ReadOnly>), LibraryError> {
    let cannot = |error: &io::Error| LibraryError::CannotOpen {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let fail = |error| LibraryError::from_sqlite(path, error);
    if !path.try_exists().map_err(|error| cannot(&error))? {
        create(path).map_err(|error| cannot(&error))?;
    }
    check_file(path)?;

    let connection = match connect(path) {
        Err(error) if is_denied(&error) && is_still(path) => {
            connect_unchanging(path).ok_or_else(|| fail(error))?
        }
        result => result.map_err(fail)?,
    };
    let Header {
        version: found,
        application,
        tables,
    } = Header::read(&connection).map_err(fail)?;
    let is_new = found == 0 && tables == 0;
    if application != schema::APPLICATION_ID && !is_new {
        return Err(LibraryError::NotADatabase {
            path: path.to_owned(),
            what: "is the database of another program",
        });
    }
    if found > schema::VERSION {
        connection.pragma_update(None, "query_only", true).map_err(fail)?;
        return Ok((connection, Some(ReadOnly::Newer(found))));
    }
    if connection.is_readonly("main").map_err(fail)? {
        if found == 0 {
            return Err(LibraryError::ReadOnly {
                path: path.to_owned(),
            });
        }
        return Ok((connection, Some(ReadOnly::Unwritable)));
    }
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
        .map_err(fail)?;
    write_ahead(&connection).map_err(fail)?;
    connection
        .pragma_update(None, "synchronous", "FULL")
        .map_err(fail)?;
    if found < schema::VERSION {
        schema::migrate(&connection).map_err(fail)?;
    }
    Ok((connection, None))
}

/// What tells whose database it is.
struct Header {
    version: i64,
    application: i64,
    tables: i64,
}

impl Header {
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
fn create(path: &Path) -> io::Result<()> {
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

/// Refuses what SQLite would harm by opening it. Beside a file that is not its own it takes the log of
/// the last changes (`-wal`) for a leftover: it would delete it, or write it into the noise.
fn check_file(path: &Path) -> Result<(), LibraryError> {
    let not = |what| LibraryError::NotADatabase {
        path: path.to_owned(),
        what,
    };
    let cannot = |reason: String| LibraryError::CannotOpen {
        path: path.to_owned(),
        reason,
    };
    // Looked at before the file itself: a program that makes a new library fills the file first.
    let log = size(&wal(path));
    let metadata = fs::metadata(path).map_err(|error| cannot(error.to_string()))?;
    if !metadata.is_file() {
        return Err(cannot("not a file".to_owned()));
    }
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut start))
        .map_err(|error| cannot(error.to_string()))?;
    match start.as_slice() {
        [] if log > 0 => Err(not("is empty, but its last changes lie beside it (-wal)")),
        [] => Ok(()),
        start if start == MAGIC => Ok(()),
        _ => Err(not("is no database")),
    }
}

/// A connection that writes nothing by itself, not even when it closes; opened for reading where the
/// file allows no more.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // The first reading: it finds out whether the files beside the database can be had.
    schema::version(&connection)?;
    Ok(connection)
}

/// A connection to a file in a folder where nothing can be made, not even the files that readers share.
/// SQLite must be told that nobody changes the file: see [`is_still`].
fn connect_unchanging(path: &Path) -> Option<Connection> {
    let mut url = url::Url::from_file_path(std::path::absolute(path).ok()?).ok()?;
    url.set_query(Some("immutable=1"));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(url.as_str(), flags).ok()
}

/// Sets the journal to a write-ahead log. SQLite does not wait for the lock that this needs, so we do.
/// Where the file system cannot do it the journal stays as it is, which is as safe.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    let started = Instant::now();
    loop {
        match connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())) {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && started.elapsed() < PATIENCE =>
            {
                thread::sleep(Duration::from_millis(5));
            }
            result => return result,
        }
    }
}

/// Whether the library lies in a folder where nothing can be made, with no change left in its log.
fn is_still(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    size(&wal(path)) == 0 && access(folder.unwrap_or(Path::new(".")), Access::WRITE_OK).is_err()
}

fn is_denied(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
    )
}

/// The log that SQLite keeps beside the file.
fn wal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// Bytes of a file, 0 where there is none.
fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}
