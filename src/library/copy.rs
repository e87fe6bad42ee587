//! How a copy of the library is made: a database of its own that was checked and is on disk before it gets its name, in a
//! folder where nobody else makes one meanwhile.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, backup as sqlite};

use super::backup::{Backup, Reason, backups_in, folder_of, local, stamp};
use super::error::LibraryError;
use super::lock::{Held, LockFile};
use super::open::{PATIENCE, beside, size};
use super::{rotation, schema};
use crate::disk::sync_folder;

/// A backup in the making. One that lies there while nobody holds the folder's lock was never finished.
const UNFINISHED: &str = "unfinished.db";
/// A copy of a backup that is being taken back; the same holds of it.
pub(super) const RESTORING: &str = "restoring.db";

/// `path` bound to a statement: SQLite takes the bytes of a name as they are.
pub(super) fn name_of_file(path: &Path) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(path.as_os_str().as_bytes()))
}

/// The folder of the backups, locked: nobody else makes or removes one meanwhile.
pub(super) struct Folder {
    path: PathBuf,
    _held: Held,
}

impl Folder {
    /// Waits for whoever is making a backup.
    pub(super) fn wait_for(library: &Path) -> Result<Self, LibraryError> {
        Self::within(PATIENCE, library)?.ok_or_else(|| LibraryError::Busy {
            path: library.to_owned(),
        })
    }

    /// `None` while another program makes a backup.
    pub(super) fn unless_held(library: &Path) -> Result<Option<Self>, LibraryError> {
        Self::within(Duration::ZERO, library)
    }

    fn within(patience: Duration, library: &Path) -> Result<Option<Self>, LibraryError> {
        let path = folder_of(library);
        let lock = DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)
            .and_then(|()| LockFile::open(&path.join("lock")))
            .map_err(|error| not_backed_up(&path, error.to_string()))?;
        Ok(lock.alone(patience).map(|held| Self { path, _held: held }))
    }

    /// Makes a backup of what `source` has open, the library at `library`, at `now`.
    ///
    /// # Errors
    /// [`LibraryError::Damaged`] where the library is; [`LibraryError::NotBackedUp`] where the folder does not take it.
    /// Then nothing is left in the folder.
    pub(super) fn make(
        &self,
        source: &Connection,
        library: &Path,
        reason: Reason,
        now: i64,
    ) -> Result<Backup, LibraryError> {
        let version = schema::version(source).map_err(|error| LibraryError::from_sqlite(library, error))?;
        let unfinished = self.copy(source, library, UNFINISHED)?;
        let mut taken = local(now);
        let path = loop {
            let path = self.path.join(format!(
                "library-{}-v{version}-{}.db",
                stamp(taken),
                reason.name()
            ));
            if !path.exists() {
                break path;
            }
            taken = taken.saturating_add(SignedDuration::from_secs(1));
        };
        let named = fs::rename(&unfinished, &path).and_then(|()| sync_folder(&self.path));
        named.map_err(|error| not_backed_up(&self.path, error.to_string()))?;
        Ok(Backup {
            bytes: size(&path),
            path,
            taken,
            version,
            reason,
        })
    }

    /// A copy of what `source` has open, the library at `library`, under this name, which is none of a backup.
    pub(super) fn copy(
        &self,
        source: &Connection,
        library: &Path,
        name: &str,
    ) -> Result<PathBuf, LibraryError> {
        self.remove(name);
        let copy = self.path.join(name);
        let written = write(source, library, &copy);
        if written.is_err() {
            self.remove(name);
        }
        written.map(|()| copy)
    }

    /// Removes such a copy. One that stays is in the way of the next, which then says so.
    pub(super) fn remove(&self, name: &str) {
        let copy = self.path.join(name);
        for path in [&beside(&copy, "-journal"), &copy] {
            let _ = fs::remove_file(path);
        }
    }

    /// Removes the backups that have had their time at `now`.
    pub(super) fn rotate(&self, now: i64) {
        let backups = backups_in(&self.path);
        for backup in rotation::surplus(&backups, local(now)) {
            // One that cannot be removed takes room, and is tried again tomorrow.
            let _ = fs::remove_file(&backup.path);
        }
    }
}

/// Writes a copy of what `source` has open, the library at `library`, to `path`, where nothing lies; checked, and on disk.
///
/// # Errors
/// As for [`Folder::make`]. The file may be there all the same, and is of no use.
pub(super) fn write(source: &Connection, library: &Path, path: &Path) -> Result<(), LibraryError> {
    let folder = path.parent().unwrap_or(path);
    let refused = |error: io::Error| not_backed_up(folder, error.to_string());
    // SQLite takes an empty file for none; made here, it is the owner's alone.
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(refused)?;
    copy_into(source, path).map_err(|error| match LibraryError::from_sqlite(library, error) {
        damaged @ (LibraryError::Damaged { .. } | LibraryError::Busy { .. }) => damaged,
        LibraryError::Full { .. } => not_backed_up(folder, NO_ROOM.to_owned()),
        LibraryError::Other { source, .. } => not_backed_up(folder, source.to_string()),
        error => not_backed_up(folder, error.to_string()),
    })?;
    if !is_sound(path) {
        return Err(not_backed_up(folder, "the copy is not sound".to_owned()));
    }
    File::open(path).and_then(|file| file.sync_all()).map_err(refused)
}

/// Copies one moment of what `source` has open into the empty file at `path`, which needs no log afterwards.
fn copy_into(source: &Connection, path: &Path) -> rusqlite::Result<()> {
    let is_read_only: bool = source.pragma_query_value(None, "query_only", |row| row.get(0))?;
    if !is_read_only {
        // Without what was deleted.
        return source.execute("VACUUM INTO ?1", [name_of_file(path)]).map(drop);
    }
    // Page by page, which needs no leave to write and no knowledge of what a newer program keeps.
    let mut copy = Connection::open(path)?;
    let step = sqlite::Backup::new(source, &mut copy)?.step(-1)?;
    if step != sqlite::StepResult::Done {
        let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        return Err(rusqlite::Error::SqliteFailure(busy, None));
    }
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
}

/// As [`write`], under another name until it is finished: what has the name `path` is whole.
pub(super) fn write_new(source: &Connection, library: &Path, path: &Path) -> Result<(), LibraryError> {
    let folder = path.parent().unwrap_or(path);
    let refused = |error: io::Error| not_backed_up(folder, error.to_string());
    // Takes the name, so that nothing else can lie there when the copy gets it.
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(refused)?;
    let unfinished = beside(path, ".unfinished");
    let written =
        write(source, library, &unfinished).and_then(|()| fs::rename(&unfinished, path).map_err(refused));
    if written.is_err() {
        // Both are ours, and of no use.
        let _ = fs::remove_file(&unfinished);
        let _ = fs::remove_file(path);
    }
    written
}

/// What is said where there is no room, whoever says it.
pub(super) const NO_ROOM: &str = "no space is left";

fn not_backed_up(folder: &Path, why: String) -> LibraryError {
    LibraryError::NotBackedUp {
        folder: folder.to_owned(),
        why,
    }
}

/// Whether the file is a database without fault, as far as can be told without comparing its indexes.
pub(super) fn is_sound(path: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let checked = Connection::open_with_flags(path, flags).and_then(|connection| {
        connection.pragma_query_value(None, "quick_check", |row| row.get::<_, String>(0))
    });
    checked.is_ok_and(|said| said == "ok")
}
