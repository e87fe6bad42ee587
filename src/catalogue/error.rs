//! What can go wrong with a catalogue. It can always be made again, so callers ask two things only: whether to
//! begin anew, and what to say.

use rusqlite::{ErrorCode, ffi};

/// Why a catalogue could not be read or written. A write that fails has left no trace.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// What it holds is not what was written: it has to be made anew.
    #[error("the catalogue is damaged")]
    Damaged,
    /// The disk, or the user's share of it, is full.
    #[error("no room to write the catalogue")]
    Full,
    /// Anything else: it cannot be used for now.
    #[error("the catalogue cannot be used: {0}")]
    Unusable(String),
}

impl From<rusqlite::Error> for CatalogueError {
    fn from(error: rusqlite::Error) -> Self {
        if let rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::QueryReturnedNoRows = error
        {
            return Self::Damaged;
        }
        let Some(code) = error.sqlite_error() else {
            return Self::Unusable(error.to_string());
        };
        match (code.code, code.extended_code) {
            // A page that the header promises and the file has not; a missing table or column: somebody else's hand.
            (ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::SchemaChanged, _)
            | (_, ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_ERROR) => Self::Damaged,
            // SQLite says "full" for ENOSPC alone; quotas and limits come as failed writes.
            (ErrorCode::DiskFull, _)
            | (_, ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_TRUNCATE) => {
                Self::Full
            }
            _ => Self::Unusable(error.to_string()),
        }
    }
}

/// Why the catalogue does not speed up the next start, or was made anew: one line for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It was damaged, or no catalogue at all, and is made anew.
    Damaged,
    /// Another version of finews, or other settings, wrote it: it is made anew.
    Outdated,
    /// The cache folder cannot be written; what the system said.
    Unwritable(String),
    /// Another version of finews, or one with other settings, has it open.
    Held,
    /// The cache folder lies on a network file system, where SQLite's log is not safe.
    Network,
    /// There was no room to write it.
    Full,
    /// So many catalogues of archives that were not opened for half a year were removed.
    Tidied(usize),
}

impl From<CatalogueError> for Notice {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::Damaged => Self::Damaged,
            CatalogueError::Full => Self::Full,
            CatalogueError::Unusable(why) => Self::Unwritable(why),
        }
    }
}
