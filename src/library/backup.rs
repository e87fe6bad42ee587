//! Backups of the library: when they are made, what they are called. How they are made says `copy.rs`, which of them stay
//! `rotation.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rusqlite::Connection;

use super::Library;
use super::copy::{self, Folder};
use super::error::LibraryError;
use super::open::size;

/// The folder of the backups, beside the library.
const FOLDER: &str = "backups";
/// How a moment is written in names of files: local time, so that a day is the user's day.
const STAMP: &str = "%Y-%m-%dT%H%M%S";

/// Why a backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was the first of the day.
    Daily,
    /// The library was about to become one of a newer version.
    Migration,
    /// The library was about to be replaced by an older state.
    Restore,
    /// The user asked for it.
    Asked,
}

impl Reason {
    const ALL: [Self; 4] = [Self::Daily, Self::Migration, Self::Restore, Self::Asked];

    /// Its stable name, in names of files and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Migration => "before-migration",
            Self::Restore => "before-restore",
            Self::Asked => "asked",
        }
    }
}

/// A backup in the folder of backups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its file.
    pub path: PathBuf,
    /// When it was made, in local time, as its name has it.
    pub taken: DateTime,
    /// The version of its tables.
    pub version: i64,
    /// Why it was made.
    pub reason: Reason,
    /// How large it is.
    pub bytes: u64,
}

impl Backup {
    /// The backup of this file, if it is named like one.
    fn of(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        let parts = name.strip_prefix("library-")?.strip_suffix(".db")?;
        let (stamp, rest) = parts.split_once("-v")?;
        let (version, reason) = rest.split_once('-')?;
        let reason = Reason::ALL.into_iter().find(|it| it.name() == reason)?;
        Some(Self {
            taken: DateTime::strptime(STAMP, stamp).ok()?,
            version: version.parse().ok()?,
            reason,
            bytes: size(&path),
            path,
        })
    }

    /// When it was made, as its name has it: `2026-11-28T041200`.
    pub fn stamp(&self) -> String {
        stamp(self.taken)
    }
}

/// The backups of the library at `library`, the newest first. None where there are none, or the folder cannot be read.
pub fn backups(library: &Path) -> Vec<Backup> {
    backups_in(&folder_of(library))
}

/// The backups in `folder`, the newest first.
pub(super) fn backups_in(folder: &Path) -> Vec<Backup> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<Backup> = entries.filter_map(|entry| Backup::of(entry.path())).collect();
    found.sort_by(|a, b| (b.taken, &b.path).cmp(&(a.taken, &a.path)));
    found
}

/// Where the backups of the library at `library` lie.
pub fn folder_of(library: &Path) -> PathBuf {
    library.with_file_name(FOLDER)
}

/// `now` (seconds since 1970-01-01T00:00:00Z) as clocks here show it.
pub(super) fn local(now: i64) -> DateTime {
    let now = Timestamp::from_second(now).unwrap_or_default();
    now.to_zoned_datetime(TimeZone::system()).datetime()
}

/// `moment` as it stands in names of files.
pub(super) fn stamp(moment: DateTime) -> String {
    moment.strftime(STAMP).to_string()
}

impl Library {
    /// Makes the first backup of the day, at `now` (seconds since 1970-01-01T00:00:00Z), and removes those that have had
    /// their time. On any day it is tried once; a library in which nothing was ever set needs none.
    ///
    /// # Errors
    /// [`LibraryError::NotBackedUp`], which harms nothing; [`LibraryError::Damaged`] where damage was found.
    pub fn back_up_daily(&mut self, now: i64) -> Result<Option<Backup>, LibraryError> {
        let today = Some(local(now).date());
        if self.backed_up == today || self.is_read_only() || self.file.is_none() {
            return Ok(None);
        }
        let is_empty = "SELECT time = 0 FROM clock";
        let is_empty = self.connection.query_row(is_empty, [], |row| row.get(0));
        if is_empty.map_err(|error| self.error(error))? {
            return Ok(None);
        }
        self.backed_up = today;
        let _held = self.follow()?;
        daily(&self.connection, &self.path, now)
    }

    /// Makes a backup now, at `now`, among those of the library; it stays until the user removes it.
    ///
    /// # Errors
    /// As for [`Library::back_up_daily`].
    pub fn back_up(&self, now: i64) -> Result<Backup, LibraryError> {
        let folder = Folder::wait_for(&self.path)?;
        folder.make(&self.connection, &self.path, Reason::Asked, now)
    }

    /// Writes a copy of the library to `path`, where nothing lies.
    ///
    /// # Errors
    /// As for [`Library::back_up_daily`]; what is there is left as it is.
    pub fn back_up_to(&self, path: &Path) -> Result<(), LibraryError> {
        copy::write_new(&self.connection, &self.path, path)
    }
}

/// Makes the first backup of the day of what `source` has open, and removes those that have had their time. `None` where
/// there is one already, another program makes it, or there is nothing to keep.
pub(super) fn daily(source: &Connection, library: &Path, now: i64) -> Result<Option<Backup>, LibraryError> {
    let today = local(now).date();
    let is_made = || {
        let mut backups = backups(library).into_iter();
        backups.any(|backup| backup.reason == Reason::Daily && backup.taken.date() == today)
    };
    if is_made() {
        return Ok(None);
    }
    let Some(folder) = Folder::unless_held(library)? else {
        return Ok(None);
    };
    // By another program, since we looked.
    if is_made() {
        return Ok(None);
    }
    let backup = folder.make(source, library, Reason::Daily, now)?;
    folder.rotate(now);
    Ok(Some(backup))
}
