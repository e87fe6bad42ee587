//! A damaged library is set aside, under a name with its date, and another takes its place with all that could be saved:
//! the newest good backup, and over it what can still be read of the damaged one. Nothing is deleted. One that is empty or
//! not there while backups of it are is no new library: it was lost, and the newest good backup comes back.
//!
//! Two programs may find the damage at once: one does it, alone, and the other opens what it finds then. It may be killed
//! at any moment: the new library is complete before the old one is touched, and takes its place in one step.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use rusqlite::Connection;

use super::backup::{Backup, Reason, backups, folder_of, local, stamp};
use super::copy::is_sound;
use super::error::LibraryError;
use super::follow::is_nothing;
use super::lock::LockFile;
use super::newest::newest_first;
use super::open::{self, PATIENCE, Start, beside, size};
use super::salvage::salvage;
use super::schema;
use super::tables::{living, tables};
use crate::disk::sync_folder;
use crate::post::unix_time;

/// The folder in which a new library is made; what lies in it while nobody holds the library's lock is of no use.
const WORKSHOP: &str = "library-rescue";
/// The new library, complete. It lies there only between two steps.
const READY: &str = "library-rescued.db";
/// What SQLite keeps beside a database. The database itself comes last.
const ENDINGS: [&str; 4] = ["-wal", "-journal", "-shm", ""];

/// What was the matter with a library in whose place another one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It was damaged, or empty; it lies here now, unchanged.
    Damaged(PathBuf),
    /// It was not there, though backups of it were, in this folder.
    Missing(PathBuf),
    /// Its file was gone while it was open: all of it was written again, here.
    Vanished(PathBuf),
    /// Another library was put in its place while it was open; all that was in it is in this backup.
    Replaced(PathBuf),
}

/// What became of a library that was damaged or lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    /// What was the matter with it.
    pub loss: Loss,
    /// The backup from which the new one began, if there was a good one.
    pub backup: Option<Backup>,
    /// Bookmarks in the new library.
    pub bookmarks: usize,
    /// Marks, places, searches and whatever else is in it.
    pub others: usize,
}

impl Rescued {
    /// Where the damaged one lies now, unchanged; `None` where there was none to set aside.
    pub fn aside(&self) -> Option<&Path> {
        match &self.loss {
            Loss::Damaged(aside) => Some(aside),
            Loss::Missing(_) | Loss::Vanished(_) | Loss::Replaced(_) => None,
        }
    }
}

/// Whether there is no file at `path`, not even a link that leads nowhere, though backups of a library that was there are.
pub(super) fn is_missing(path: &Path) -> bool {
    is_nothing(path) && has_backups(path)
}

/// Whether there are backups of a library at `path`: then it was not empty.
pub(super) fn has_backups(path: &Path) -> bool {
    !backups(path).is_empty()
}

/// The file that whoever puts another library in the place of `path` holds locked.
pub(super) fn lock_of(path: &Path) -> io::Result<LockFile> {
    LockFile::open(&lock_path(path))
}

/// Where that file lies.
pub(super) fn lock_path(path: &Path) -> PathBuf {
    path.with_extension("lock")
}

/// Sets the library at `path` aside, where it is damaged, and puts a new one in its place, or in that of a missing one.
/// `None` where another program has just done so. No connection of this process may have it open.
///
/// # Errors
/// [`LibraryError::Damaged`] where it must stay as it is: it belongs to another program or a newer version, or its folder
/// allows no writing; or what stood in the way. Then it lies where it lay.
pub(super) fn rescue(path: &Path) -> Result<Option<Rescued>, LibraryError> {
    let stays = || not_saved(path);
    let lock = lock_of(path).map_err(|_| stays())?;
    let _alone = lock.alone(PATIENCE).ok_or_else(|| LibraryError::Busy {
        path: path.to_owned(),
    })?;
    match examine(path) {
        Ok(()) => return Ok(None),
        Err(error) if error.is_damage() => {}
        Err(error) => return Err(error),
    }
    if !may_be_ours(path) {
        return Err(stays());
    }
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            LibraryError::Full {
                path: path.to_owned(),
            }
        }
        _ => stays(),
    };
    let is_missing = is_missing(path);
    let ready = path.with_file_name(READY);
    let mut backup = None;
    let workshop = path.with_file_name(WORKSHOP);
    let mut made = Ok(());
    // One that is ready was about to take its place when its program was killed; the log may have gone aside already.
    if is_missing || size(&beside(path, "-wal")) > 0 || !is_sound(&ready) {
        made = make(path, &workshop).and_then(|(new, begun)| {
            backup = begun;
            fs::rename(new, &ready).map_err(failed)
        });
    }
    // Copies alone; where they cannot be removed they are the next time.
    let _ = fs::remove_dir_all(&workshop);
    made?;
    let counted = Connection::open(&ready).and_then(|ready| count(&ready));
    let (bookmarks, others) = counted.map_err(|error| LibraryError::from_sqlite(path, error))?;
    let aside = set_aside(path).map_err(failed)?;
    replace(path, &ready).map_err(failed)?;
    Ok(Some(Rescued {
        loss: if is_missing {
            Loss::Missing(folder_of(path))
        } else {
            Loss::Damaged(aside)
        },
        backup,
        bookmarks,
        others,
    }))
}

/// That the library at `path` could not be saved and is as it was.
fn not_saved(path: &Path) -> LibraryError {
    let path = path.to_owned();
    if is_missing(&path) {
        LibraryError::Missing { path }
    } else {
        LibraryError::Damaged { path }
    }
}

/// Looks for damage everywhere in the library at `path`.
///
/// # Errors
/// [`LibraryError::Damaged`] or [`LibraryError::Missing`], or why it cannot be looked at.
fn examine(path: &Path) -> Result<(), LibraryError> {
    if is_missing(path) {
        return Err(not_saved(path));
    }
    let (connection, _) = open::look(path, false)?;
    let said = connection.pragma_query_value(None, "integrity_check", |row| row.get::<_, String>(0));
    match said {
        Ok(said) if said == "ok" => Ok(()),
        Ok(_) => Err(LibraryError::Damaged {
            path: path.to_owned(),
        }),
        Err(error) => Err(LibraryError::from_sqlite(path, error)),
    }
}

/// Whether what lies at `path` may be a library of a version that we know: noise may be, another program's database is
/// not. Of a library that was never copied out of its log, the header knows nothing yet.
pub(super) fn may_be_ours(path: &Path) -> bool {
    let ids = Start::of(path).ok().and_then(|start| start.ids);
    ids.is_none_or(|(version, application)| {
        let is_unwritten = application == 0 && size(&beside(path, "-wal")) > 0;
        let is_known = i64::from(version) <= schema::VERSION;
        is_known && (i64::from(application) == schema::APPLICATION_ID || is_unwritten)
    })
}

/// A new library in `workshop`, with all that can be saved of the one at `path`, and the backup that it began from.
fn make(path: &Path, workshop: &Path) -> Result<(PathBuf, Option<Backup>), LibraryError> {
    let unable = |error: &io::Error| match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => not_saved(path),
        _ => LibraryError::Full {
            path: path.to_owned(),
        },
    };
    let _ = fs::remove_dir_all(workshop);
    DirBuilder::new()
        .mode(0o700)
        .create(workshop)
        .map_err(|error| unable(&error))?;
    // The damaged one is read from a copy: to read it, SQLite may write to it.
    let copy = workshop.join("damaged.db");
    for ending in ENDINGS.iter().filter(|ending| **ending != "-shm") {
        match fs::copy(beside(path, ending), beside(&copy, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unable(&error)),
            _ => {}
        }
    }
    let new = workshop.join("new.db");
    let fail = |error| LibraryError::from_sqlite(path, error);
    // Where nothing is left to be read, any state is better than none.
    let is_empty = size(&copy) == 0;
    let backup = begin(path, &new, is_empty).map_err(|error| unable(&error))?;
    let mut library = Connection::open(&new).map_err(fail)?;
    schema::migrate(&library).map_err(fail)?;
    if !is_empty {
        salvage(&copy, &mut library).map_err(fail)?;
    }
    drop(library);
    if !is_sound(&new) {
        return Err(not_saved(path));
    }
    File::open(&new)
        .and_then(|file| file.sync_all())
        .map_err(|error| unable(&error))?;
    Ok((new, backup))
}

/// Begins the new library from the newest good backup, or empty. The state from before a restore is none that the user
/// wants to have back, unless there is no other (`or_any`).
fn begin(path: &Path, new: &Path, or_any: bool) -> io::Result<Option<Backup>> {
    open::create(new)?;
    let (from_before, wanted): (Vec<Backup>, Vec<Backup>) = newest_first(path)
        .into_iter()
        .partition(|backup| backup.reason == Reason::Restore);
    let last = if or_any { from_before } else { Vec::new() };
    for backup in wanted.into_iter().chain(last) {
        let is_ours =
            || open::look_at_copy(&backup.path).is_ok_and(|(_, header)| header.version <= schema::VERSION);
        if is_ours() && is_sound(&backup.path) {
            fs::copy(&backup.path, new)?;
            return Ok(Some(backup));
        }
    }
    Ok(None)
}

/// How many bookmarks, and how many other items, are in a library.
pub(super) fn count(connection: &Connection) -> rusqlite::Result<(usize, usize)> {
    let (mut bookmarks, mut others) = (0, 0);
    for table in tables(connection)? {
        if table.holds_items() && table.has("deleted") {
            let count = living(connection, &table)?;
            if table.name == "bookmark" {
                bookmarks = count;
            } else {
                others += count;
            }
        }
    }
    Ok((bookmarks, others))
}

/// Gives the damaged library, and what lies beside it, a second name with the date; the name of the library.
pub(super) fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let mut moment = local(unix_time());
    let aside = loop {
        let aside = path.with_file_name(format!("library-damaged-{}.db", stamp(moment)));
        if ENDINGS.iter().all(|ending| !beside(&aside, ending).exists()) {
            break aside;
        }
        moment = moment.saturating_add(SignedDuration::from_secs(1));
    };
    for ending in ENDINGS {
        let (from, to) = (beside(path, ending), beside(&aside, ending));
        match fs::hard_link(&from, &to) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // Not every file system gives a file two names.
            Err(_) => {
                fs::copy(&from, &to)?;
                File::open(&to)?.sync_all()?;
            }
        }
    }
    sync(path)?;
    Ok(aside)
}

/// Puts `ready` in the place of the library at `path`, which has a second name or is gone. What lies beside it goes first: a log
/// would be taken for one of the new library.
pub(super) fn replace(path: &Path, ready: &Path) -> io::Result<()> {
    for ending in ENDINGS.iter().filter(|ending| !ending.is_empty()) {
        match fs::remove_file(beside(path, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    sync(path)?;
    fs::rename(ready, path)?;
    sync(path)
}

fn sync(path: &Path) -> io::Result<()> {
    sync_folder(path.parent().unwrap_or(path))
}
