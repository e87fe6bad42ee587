//! What can go wrong with the library, told so that the user knows which file and what to do.

use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

/// Why the library could not be opened, read or changed. A change that ends in an error has left no
/// trace; the same library may be asked again later.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The file or its folder cannot be opened or made.
    #[error(
        "cannot open the library {}: {reason}. See that its folder can be written, or choose another \
         with XDG_DATA_HOME", path.display()
    )]
    CannotOpen {
        /// The library's file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// What lies there is damaged. It was not touched: [`super::Library::mend`] sets it aside.
    #[error(
        "the library {} is damaged, and could not be set aside. It was left as it is: give its folder room and write \
         permission, and what can be read of it is saved", path.display()
    )]
    Damaged {
        /// The library's file.
        path: PathBuf,
    },
    /// Nothing lies there, though backups of it do, and none could be brought back.
    #[error(
        "the library {} is not there, and its newest backup could not be brought back: give its folder room and write \
         permission", path.display()
    )]
    Missing {
        /// The library's file.
        path: PathBuf,
    },
    /// What lies there is the file of another program, or half of a library. It was not touched.
    #[error("{} {what}. It was left as it is: move it elsewhere, and a new library is made", path.display())]
    NotADatabase {
        /// The library's file.
        path: PathBuf,
        /// What is the matter with it.
        what: &'static str,
    },
    /// A newer finews has written it: it can be read and is never changed.
    #[error(
        "the library {} is of version {found}, this finews knows {known}: it is read, not changed. \
         Use the newer finews", path.display()
    )]
    NewerVersion {
        /// The library's file.
        path: PathBuf,
        /// The version in the file.
        found: i64,
        /// The newest version that this program writes.
        known: i64,
    },
    /// The file, its folder or its disk allows no writing: it can be read.
    #[error("the library {} cannot be written: changes are not kept. Give it and its folder write permission", path.display())]
    ReadOnly {
        /// The library's file.
        path: PathBuf,
    },
    /// Its tables are of an older version, and it could not be backed up before they became those of now: it is read.
    #[error(
        "the library {} is of an older version and could not be backed up: {why}. It is read, not changed. Make room \
         beside it, or give its folder write permission", path.display()
    )]
    NotMigrated {
        /// The library's file.
        path: PathBuf,
        /// What stood in the way of the backup.
        why: String,
    },
    /// No backup could be made. The library itself is as it was.
    #[error("no backup of the library could be made in {}: {why}", folder.display())]
    NotBackedUp {
        /// Where it was to lie.
        folder: PathBuf,
        /// What stood in the way.
        why: String,
    },
    /// The disk, or the user's share of it, is full.
    #[error("no room to write the library {}: nothing was changed. Free some space and try again", path.display())]
    Full {
        /// The library's file.
        path: PathBuf,
    },
    /// Another program has held the library for longer than we wait.
    #[error("the library {} is held by another program: nothing was changed. Try again", path.display())]
    Busy {
        /// The library's file.
        path: PathBuf,
    },
    /// Anything else.
    #[error("the library {} failed: {source}", path.display())]
    Other {
        /// The library's file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl LibraryError {
    /// Whether the library is damaged or lost, so that [`super::Library::mend`] can help.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Missing { .. })
    }

    /// What lies at `path` is not ours.
    pub(super) fn foreign(path: &Path) -> Self {
        Self::NotADatabase {
            path: path.to_owned(),
            what: "is the database of another program",
        }
    }

    /// What an error of SQLite means for the library at `path`.
    pub(super) fn from_sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let Some(error) = source.sqlite_error() else {
            return Self::Other { path, source };
        };
        match (error.code, error.extended_code) {
            (ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt, _) => Self::Damaged { path },
            (ErrorCode::CannotOpen | ErrorCode::PermissionDenied, _) => Self::CannotOpen {
                path,
                reason: source.to_string(),
            },
            (ErrorCode::ReadOnly, _) => Self::ReadOnly { path },
            // SQLite says "full" for ENOSPC alone; a quota, a file size limit and a full disk met while the
            // shared memory grows come as failed writes.
            (ErrorCode::DiskFull, _)
            | (_, ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_TRUNCATE) => {
                Self::Full { path }
            }
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Busy { path },
            _ => Self::Other { path, source },
        }
    }
}
