//! Opening a catalogue: whose it is, whether it can be trusted, who writes it. What is of no use is made anew; where
//! nothing can be kept, one in memory takes its place.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use super::error::{CatalogueError, Notice};
use super::{Catalogue, Subject, schema};
use crate::disk::{Held, is_remote};

/// How long we wait for another program that holds the file. Its transactions take milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// The file of a catalogue in its folder.
pub(super) const FILE: &str = "catalogue.db";
/// The file that the one who writes holds locked.
pub(super) const LOCK: &str = "lock";

/// Why what lies there is not used.
pub(super) enum Useless {
    /// Its making was cut short.
    Unborn,
    Damaged,
    Outdated,
    /// It is of the same site in another place, which is still there.
    Elsewhere,
    /// It may be whole, but cannot be had now: the disk is full, or the system out of something.
    Failed(CatalogueError),
}

impl From<rusqlite::Error> for Useless {
    fn from(error: rusqlite::Error) -> Self {
        let denied = matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
        );
        match CatalogueError::from(error) {
            CatalogueError::Damaged => Self::Damaged,
            // Somebody else's file; whether it can be made anew, its folder tells.
            _ if denied => Self::Damaged,
            error => Self::Failed(error),
        }
    }
}

pub(super) fn open(folder: &Path, subject: Subject) -> Result<(Catalogue, Option<Notice>), CatalogueError> {
    match open_file(folder, &subject) {
        Ok(opened) => Ok(opened),
        Err(notice) => Ok((Catalogue::in_memory(subject)?, Some(notice))),
    }
}

/// The catalogue on disk; an error says why there is none to be had.
fn open_file(folder: &Path, subject: &Subject) -> Result<(Catalogue, Option<Notice>), Notice> {
    let own = folder.join(&subject.identity);
    match open_in(&own, subject)? {
        Ok(opened) => Ok(opened),
        Err(Useless::Elsewhere) => {
            open_in(&elsewhere(folder, subject), subject)?.map_err(|_| Notice::Damaged)
        }
        Err(_) => Err(Notice::Damaged),
    }
}

/// The folder of a second archive of one identity, told by where it lies.
pub(super) fn elsewhere(folder: &Path, subject: &Subject) -> PathBuf {
    let root = crc32fast::hash(subject.root.as_os_str().as_bytes());
    folder.join(format!("{}-{root:08x}", subject.identity))
}

/// The catalogue in its own folder. The inner error is of a catalogue that is there and may not be made anew.
fn open_in(folder: &Path, subject: &Subject) -> Result<Result<(Catalogue, Option<Notice>), Useless>, Notice> {
    let unwritable = |error: &io::Error| Notice::Unwritable(error.to_string());
    make_folder(folder).map_err(|error| unwritable(&error))?;
    if is_remote(folder) {
        return Err(Notice::Network);
    }
    let lock = lock(folder).map_err(|error| unwritable(&error))?;
    let path = folder.join(FILE);
    let mut notice = None;
    let found = match existing(&path, subject) {
        Ok(found) => found,
        Err(Useless::Elsewhere) => return Ok(Err(Useless::Elsewhere)),
        Err(Useless::Failed(error)) => return Err(error.into()),
        // Another program is making it; this one does without.
        Err(Useless::Unborn) if lock.is_none() => None,
        Err(_) if lock.is_none() => return Err(Notice::Held),
        Err(why) => {
            notice = match why {
                Useless::Unborn => None,
                Useless::Outdated => Some(Notice::Outdated),
                _ => Some(Notice::Damaged),
            };
            remove(&path).map_err(|error| unwritable(&error))?;
            None
        }
    };
    let connection = match found {
        Some(connection) => connection,
        None if lock.is_none() => return Ok(Ok((in_memory(subject)?, None))),
        None => create(&path, subject)?,
    };
    let catalogue = Catalogue {
        connection,
        subject: subject.clone(),
        file: number_of(&path),
        path: Some(path),
        lock,
    };
    if catalogue.writes() {
        // It may have moved. Where this fails nothing else can be written either, and that is told then.
        let root = subject.root.as_os_str().as_bytes();
        let moved = "UPDATE state SET root = ?1 WHERE root <> ?1";
        let _ = catalogue.connection.execute(moved, [root]);
    } else if !catalogue.header().is_ok_and(|header| header.complete) {
        return Ok(Ok((in_memory(subject)?, None)));
    }
    Ok(Ok((catalogue, notice)))
}

fn in_memory(subject: &Subject) -> Result<Catalogue, Notice> {
    Catalogue::in_memory(subject.clone()).map_err(|error| Notice::Unwritable(error.to_string()))
}

impl Catalogue {
    /// Becomes the one that writes, if nobody else is. Gives whether it is now. Where another program has made the
    /// catalogue anew since, it is that one from now on, whoever writes.
    pub fn take_over(&mut self) -> bool {
        let Some(path) = self.path.clone().filter(|_| self.lock.is_none()) else {
            return true;
        };
        let Some(Ok(lock)) = path
            .parent()
            .map(|folder| make_folder(folder).and_then(|()| lock(folder)))
        else {
            return false;
        };
        if number_of(&path) == self.file {
            self.lock = lock;
            return self.writes();
        }
        let found = match existing(&path, &self.subject) {
            Ok(None) | Err(Useless::Unborn | Useless::Damaged | Useless::Outdated) if lock.is_some() => {
                remove(&path)
                    .ok()
                    .and_then(|()| create(&path, &self.subject).ok())
            }
            found => found.ok().flatten(),
        };
        if let Some(connection) = found {
            self.connection = connection;
            self.file = number_of(&path);
            self.lock = lock;
        }
        self.writes()
    }

    /// The disk is full: what was never completed makes room again. What is complete stays, and is brought up to date another
    /// time.
    pub fn make_room(self) {
        let complete = self.header().map_or(true, |header| header.complete);
        let Self {
            connection,
            path,
            lock,
            ..
        } = self;
        drop(connection);
        if let (false, Some(path), Some(_lock)) = (complete, path, lock) {
            // Where it cannot be removed it stays.
            let _ = remove(&path);
        }
    }

    /// Throws away what is there and begins anew, in memory where the disk does not let us.
    ///
    /// # Errors
    /// Where there is no memory.
    pub fn begin_anew(self) -> Result<Self, CatalogueError> {
        let Self {
            connection,
            subject,
            path,
            lock,
            file: _,
        } = self;
        drop(connection);
        let (Some(path), Some(lock)) = (path, lock) else {
            return Self::in_memory(subject);
        };
        let made = remove(&path).ok().and_then(|()| create(&path, &subject).ok());
        match made {
            Some(connection) => Ok(Self {
                connection,
                subject,
                file: number_of(&path),
                path: Some(path),
                lock: Some(lock),
            }),
            None => Self::in_memory(subject),
        }
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Locks the catalogue in `folder`; `None` while another program holds it. The system lets go when the program ends,
/// however it ends.
pub(super) fn lock(folder: &Path) -> io::Result<Option<Held>> {
    let path = folder.join(LOCK);
    loop {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)?;
        let Some(held) = Held::take(file)? else {
            return Ok(None);
        };
        let file = held.file();
        // Whoever removed the folder meanwhile ([`super::tidy`]) held this very file; others lock its successor.
        let metadata = file.metadata()?;
        if number_of(&path) == Some((metadata.dev(), metadata.ino())) {
            // Tells when it was used last; nothing depends on it.
            let _ = file.set_modified(SystemTime::now());
            return Ok(Some(held));
        }
    }
}

/// Device and number of a file: a name may come to stand for another.
fn number_of(path: &Path) -> Option<(u64, u64)> {
    let metadata = fs::symlink_metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// The catalogue at `path`, if it is one, ours, of this subject, and whole as far as can be told at once.
pub(super) fn existing(path: &Path, subject: &Subject) -> Result<Option<Connection>, Useless> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Ok(metadata) if metadata.is_file() && metadata.len() == 0 => return Err(Useless::Unborn),
        Ok(metadata) if metadata.is_file() => {}
        _ => return Err(Useless::Damaged),
    }
    let connection = connect(path)?;
    let number = |name: &str| -> Result<i64, Useless> {
        Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
    };
    if connection.is_readonly("main")? || is_cut(path, number("page_count")?, number("page_size")?) {
        return Err(Useless::Damaged);
    }
    if number("schema_version")? == 0 {
        return Err(Useless::Unborn);
    }
    if number("application_id")? != schema::APPLICATION_ID {
        return Err(Useless::Damaged);
    }
    if number("user_version")? != schema::VERSION {
        return Err(Useless::Outdated);
    }
    let state = connection
        .query_row("SELECT identity, root, parser, zone FROM state", [], |row| {
            let root: Vec<u8> = row.get(1)?;
            Ok(Subject {
                identity: row.get(0)?,
                root: PathBuf::from(std::ffi::OsString::from_vec(root)),
                parser: row.get(2)?,
                zone: row.get(3)?,
            })
        })
        .optional()?;
    let Some(state) = state else {
        return Err(Useless::Damaged);
    };
    if state.identity != subject.identity {
        return Err(Useless::Damaged);
    }
    if state.root != subject.root && is_another(&state.root, &subject.root) {
        return Err(Useless::Elsewhere);
    }
    if (state.parser, state.zone) != (subject.parser, subject.zone) {
        return Err(Useless::Outdated);
    }
    Ok(Some(connection))
}

/// Whether `old` is still there and is not `new` by another name.
fn is_another(old: &Path, new: &Path) -> bool {
    match (old.canonicalize(), new.canonicalize()) {
        (Ok(old), Ok(new)) => old != new,
        _ => false,
    }
}

/// Whether the file is shorter than its pages, with nothing in the log that would complete it. SQLite itself misses it
/// where only a part of the last page is lost. The file is not opened to see: closing it again would drop the locks that
/// SQLite holds on it in this process ("How To Corrupt", 2.2).
fn is_cut(path: &Path, pages: i64, size: i64) -> bool {
    let length = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.len());
    let file = length(path);
    // Looked at last: whoever writes at the same time begins the log before it adds pages.
    i64::try_from(file).is_ok_and(|file| file < pages.saturating_mul(size))
        && length(&beside(path, "-wal")) == 0
}

/// An empty catalogue at `path`.
fn create(path: &Path, subject: &Subject) -> Result<Connection, CatalogueError> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|error| CatalogueError::Unusable(error.to_string()))?;
    let connection = connect(path)?;
    let transaction = connection.unchecked_transaction()?;
    schema::create(&transaction, subject)?;
    transaction.commit()?;
    Ok(connection)
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    // A crash of the machine may lose the last changes, which are then read again; never the order of them.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// Removes a catalogue and what SQLite keeps beside it, the log first: without its file it would be taken for another's.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    for path in [&beside(path, "-wal"), &beside(path, "-shm"), path] {
        let removed = match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
            _ => fs::remove_file(path),
        };
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
