//! A library that is open while its file goes: it was deleted, or another file has its name. SQLite would go on writing to
//! the one that nobody finds any more. Where nothing is left in its place, all of it is written there again; another library
//! that was put there is the one to go on with, and what was open is backed up, so that nothing is lost.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::backup::Reason;
use super::copy::{self, Folder, NO_ROOM};
use super::error::LibraryError;
use super::lock::{Held, LockFile, number_of};
use super::open::{self, PATIENCE, ReadOnly, beside, cannot_open};
use super::rescue::{self, Loss, Rescued};
use super::{CACHED, Library, data_version};
use crate::post::unix_time;

/// The library in the making that is written again. One that lies there was never finished.
const AGAIN: &str = "library-again.db";
/// So often others may put one library after another in its place before we give up.
const TURNS: usize = 3;

/// What SQLite keeps beside a library with a write-ahead log, for as long as anybody has it open.
const SHARED: [&str; 2] = ["-wal", "-shm"];

/// The files of [`SHARED`] that lie beside the library at `path`.
pub(super) fn shared_of(path: &Path) -> [Option<(u64, u64)>; 2] {
    SHARED.map(|ending| number_of(&beside(path, ending)))
}

/// What stands at the path of a library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// The file that is open.
    Same,
    /// None.
    Nothing,
    /// Another file, or what cannot be told.
    Another,
}

impl Library {
    /// Keeps the library in its place until this is dropped, after its file was written again where it was gone; where
    /// another library was put there, that one is opened first.
    ///
    /// # Errors
    /// Where that cannot be done: then the library is open as it was, and a change must not be made.
    pub(super) fn follow(&mut self) -> Result<Option<Held>, LibraryError> {
        if self.is_read_only() || self.file.is_none() {
            return Ok(None);
        }
        for _ in 0..TURNS {
            let held = self.share()?;
            if self.stands() == Stands::Same {
                return Ok(held);
            }
            drop(held);
            self.go_on()?;
            if self.is_read_only() {
                return Ok(None);
            }
        }
        Err(self.busy())
    }

    /// Whether the file at the path is no longer the one that is open. Cheap: the file is not read.
    pub(super) fn is_elsewhere(&self) -> bool {
        !self.is_read_only() && self.stands() != Stands::Same
    }

    fn stands(&self) -> Stands {
        let Some(file) = self.file else {
            return Stands::Same;
        };
        match fs::metadata(&self.path) {
            Ok(metadata) if (metadata.dev(), metadata.ino()) == file => Stands::Same,
            // A link that leads nowhere is something: the disk to which it leads may come back.
            Err(_) if is_nothing(&self.path) => Stands::Nothing,
            _ => Stands::Another,
        }
    }

    fn share(&mut self) -> Result<Option<Held>, LibraryError> {
        let lock = rescue::lock_path(&self.path);
        if !self.lock.as_ref().is_some_and(|own| own.is_at(&lock)) {
            // Gone with the library, perhaps; where none can be had, nobody is kept away.
            self.lock = rescue::lock_of(&self.path).ok();
        }
        let held = self.lock.as_ref().map(LockFile::share);
        held.map(|held| held.ok_or_else(|| self.busy())).transpose()
    }

    fn busy(&self) -> LibraryError {
        LibraryError::Busy {
            path: self.path.clone(),
        }
    }

    /// Goes on with what stands there now, alone.
    fn go_on(&mut self) -> Result<(), LibraryError> {
        let cannot = |error: io::Error| cannot_open(&self.path, &error);
        if let Some(folder) = self.path.parent() {
            let mut made = DirBuilder::new();
            made.recursive(true).mode(0o700).create(folder).map_err(cannot)?;
        }
        let lock = rescue::lock_of(&self.path).map_err(cannot)?;
        let _alone = lock.alone(PATIENCE).ok_or_else(|| self.busy())?;
        // Another program may have been here first.
        match self.stands() {
            Stands::Same => Ok(()),
            Stands::Nothing => self.write_again(Loss::Vanished(self.path.clone())),
            Stands::Another => self.go_over(),
        }
    }

    /// Goes on with another file.
    fn go_over(&mut self) -> Result<(), LibraryError> {
        let metadata = fs::metadata(&self.path).map_err(|error| cannot_open(&self.path, &error))?;
        if metadata.is_file() && metadata.len() == 0 {
            // Nobody puts nothing there to have it.
            return self.write_again(Loss::Vanished(self.path.clone()));
        }
        self.take_away_own();
        let opened = match open::open(&self.path, self.journal) {
            Err(error) if error.is_damage() && rescue::may_be_ours(&self.path) => {
                // Ours is whole, and holds more than can be saved of that one.
                let aside = rescue::set_aside(&self.path).map_err(|error| self.not_written(&error))?;
                return self.write_again(Loss::Damaged(aside));
            }
            opened => opened?,
        };
        let before = if holds_all_of(&opened.0, &self.connection) {
            None
        } else {
            match Folder::wait_for(&self.path)
                .and_then(|folder| folder.make(&self.connection, &self.path, Reason::Restore, unix_time()))
            {
                Ok(before) => Some(before),
                // It was damaged, and the other is what could be saved of it.
                Err(error) if error.is_damage() => None,
                Err(error) => return Err(error),
            }
        };
        self.take_over(opened)?;
        if let Some(before) = before {
            self.tell(Loss::Replaced(before.path));
        }
        Ok(())
    }

    /// Takes away what lies beside the file that is open, where it is still there: it would be taken for that of the other.
    fn take_away_own(&self) {
        // Into the file, which has no name any more; where somebody reads it just now, it stays in the log that we have open.
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let _ = self.connection.query_row(checkpoint, [], |_| Ok(()));
        for (ending, own) in SHARED.iter().zip(self.shared) {
            let path = beside(&self.path, ending);
            if own.is_some() && number_of(&path) == own {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// Writes everything to the path again, in the place of what is there, and opens that.
    fn write_again(&mut self, loss: Loss) -> Result<(), LibraryError> {
        let again = self.path.with_file_name(AGAIN);
        let remove = |error: LibraryError| {
            // Ours, and of no use.
            let _ = fs::remove_file(&again);
            error
        };
        match fs::remove_file(&again) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(self.not_written(&error)),
            _ => {}
        }
        copy::write(&self.connection, &self.path, &again).map_err(|error| remove(self.refused(error)))?;
        rescue::replace(&self.path, &again).map_err(|error| remove(self.not_written(&error)))?;
        let opened = open::open(&self.path, self.journal)?;
        self.take_over(opened)?;
        self.tell(loss);
        Ok(())
    }

    /// Has what was opened at the path open from here on.
    fn take_over(
        &mut self,
        (connection, read_only): (Connection, Option<ReadOnly>),
    ) -> Result<(), LibraryError> {
        connection.set_prepared_statement_cache_capacity(CACHED);
        self.data_version = data_version(&connection).map_err(|error| self.error(error))?;
        self.connection = connection;
        self.read_only = read_only;
        self.file = number_of(&self.path);
        self.shared = shared_of(&self.path);
        self.is_another = true;
        Ok(())
    }

    fn tell(&mut self, loss: Loss) {
        // What is in it is told where it can be counted.
        let (bookmarks, others) = rescue::count(&self.connection).unwrap_or_default();
        self.rescued = Some(Rescued {
            loss,
            backup: None,
            bookmarks,
            others,
        });
    }

    fn refused(&self, error: LibraryError) -> LibraryError {
        let path = self.path.clone();
        match error {
            LibraryError::NotBackedUp { why, .. } if why == NO_ROOM => LibraryError::Full { path },
            LibraryError::NotBackedUp { why: reason, .. } => LibraryError::CannotOpen { path, reason },
            error => error,
        }
    }

    fn not_written(&self, error: &io::Error) -> LibraryError {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                LibraryError::Full {
                    path: self.path.clone(),
                }
            }
            _ => cannot_open(&self.path, error),
        }
    }
}

/// Whether there is nothing at `path`, not even a link that leads nowhere.
pub(super) fn is_nothing(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Whether `library` is `other`, or a later state of it: the newest change of that one stands in its log too.
fn holds_all_of(library: &Connection, other: &Connection) -> bool {
    let holds = || -> rusqlite::Result<bool> {
        let machine = "SELECT uuid FROM machine WHERE id = 1";
        let of = |connection: &Connection| connection.query_row(machine, [], |row| row.get::<_, Vec<u8>>(0));
        if of(library)? != of(other)? {
            return Ok(false);
        }
        let Some(id): Option<i64> = other.query_row("SELECT max(id) FROM operation", [], |row| row.get(0))?
        else {
            return Ok(true);
        };
        Ok(change(library, id)? == change(other, id)?)
    };
    holds().unwrap_or(false)
}

/// The operation of this number in the log of a library, with all that it changed.
fn change(library: &Connection, id: i64) -> rusqlite::Result<Vec<Vec<Value>>> {
    let mut statement = library.prepare(
        "SELECT o.time, o.at, o.name, c.ordinal, c.item, c.post, c.after
         FROM operation o LEFT JOIN change c ON c.operation = o.id WHERE o.id = ?1 ORDER BY c.ordinal",
    )?;
    let width = statement.column_count();
    let rows = statement.query_map([id], |row| (0..width).map(|at| row.get(at)).collect())?;
    rows.collect()
}
