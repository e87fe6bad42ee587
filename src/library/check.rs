//! Whether the library is sound, what is in it, where it lies and what lies beside it. Nothing is changed.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::backup::{Backup, backups};
use super::error::LibraryError;
use super::open::{self, size};
use super::restore::Contents;
use super::schema;
use crate::disk;

/// Something that is wrong with a library.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It is not there, though backups of it are.
    #[error("not there, though backups of it are; the next opening brings the newest one back")]
    Missing,
    /// It is none at all, or cut off.
    #[error("not a database, or cut off")]
    NoDatabase,
    /// What SQLite says of it.
    #[error("SQLite: {0}")]
    Said(String),
    /// A row of the first table refers to one of the second that is not there.
    #[error("a row of {0} refers to one of {1} that is not there")]
    Dangling(String, String),
    /// So many values of the log of changes cannot be read.
    #[error("{0} values of the log of changes cannot be read")]
    Unreadable(usize),
}

/// Why a library is read and not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnlyRead {
    /// It is of a newer version.
    Newer,
    /// Its file or folder allows no writing.
    Unwritable,
}

impl OnlyRead {
    /// Its stable name, in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Newer => "newer",
            Self::Unwritable => "unwritable",
        }
    }
}

/// What a look at the library found.
#[derive(Clone, Debug)]
pub struct Checkup {
    /// Its file.
    pub path: PathBuf,
    /// How large that is.
    pub bytes: u64,
    /// What it holds, where that can be read.
    pub contents: Option<Contents>,
    /// Its journal, as SQLite names it: `wal`, `delete`.
    pub journal: Option<String>,
    /// Why it is only read, where it is.
    pub only_read: Option<OnlyRead>,
    /// Whether it lies on a file system over a network.
    pub is_remote: bool,
    /// What is wrong with it; empty where it is sound.
    pub damage: Vec<Damage>,
    /// The backups, the newest first.
    pub backups: Vec<Backup>,
    /// Damaged libraries that were set aside.
    pub set_aside: Vec<PathBuf>,
}

/// Looks through the whole library at `path`. Where there is none yet, there is nothing wrong with it.
///
/// # Errors
/// Where it cannot be read at all, though it may be sound: it is held by another program, or of another one. Damage is no
/// error here.
pub fn check(path: &Path) -> Result<Checkup, LibraryError> {
    let mut checkup = Checkup {
        path: path.to_owned(),
        bytes: size(path),
        contents: None,
        journal: None,
        only_read: None,
        is_remote: path.parent().is_some_and(disk::is_remote),
        damage: Vec::new(),
        backups: backups(path),
        set_aside: set_aside(path),
    };
    if !path.try_exists().unwrap_or(true) {
        if !checkup.backups.is_empty() {
            checkup.damage.push(Damage::Missing);
        }
        return Ok(checkup);
    }
    let looked = open::look(path, false).and_then(|(connection, header)| {
        checkup.only_read = if header.version > schema::VERSION {
            Some(OnlyRead::Newer)
        } else {
            let is_unwritable = connection.is_readonly("main").unwrap_or_default();
            is_unwritable.then_some(OnlyRead::Unwritable)
        };
        checkup
            .examine(&connection)
            .map_err(|error| LibraryError::from_sqlite(path, error))
    });
    match looked {
        Err(error) if error.is_damage() => {
            if checkup.damage.is_empty() {
                checkup.damage.push(Damage::NoDatabase);
            }
            Ok(checkup)
        }
        looked => looked.map(|()| checkup),
    }
}

impl Checkup {
    fn examine(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.journal = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        let mut said = connection.prepare("PRAGMA integrity_check")?;
        let said = said.query_map([], |row| row.get::<_, String>(0))?;
        let said = said.collect::<rusqlite::Result<Vec<_>>>()?;
        let said = said.into_iter().filter(|said| said != "ok");
        self.damage.extend(said.map(Damage::Said));
        let mut broken = connection.prepare("SELECT \"table\", parent FROM pragma_foreign_key_check")?;
        let broken = broken.query_map([], |row| Ok(Damage::Dangling(row.get(0)?, row.get(1)?)))?;
        self.damage.extend(broken.collect::<rusqlite::Result<Vec<_>>>()?);
        let unreadable: usize = connection.query_row(
            "SELECT count(*) FROM change WHERE NOT json_valid(coalesce(before, 'null'))
             OR NOT json_valid(coalesce(after, 'null'))",
            [],
            |row| row.get(0),
        )?;
        if unreadable > 0 {
            self.damage.push(Damage::Unreadable(unreadable));
        }
        self.contents = Some(Contents::of(connection)?);
        Ok(())
    }
}

/// The damaged libraries that lie beside the one at `path`, the newest first.
fn set_aside(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().unwrap_or(path);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_aside = |path: &PathBuf| {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        name.starts_with("library-damaged-") && path.extension().is_some_and(|ending| ending == "db")
    };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_aside).collect();
    found.sort_by(|a, b| b.cmp(a));
    found
}
