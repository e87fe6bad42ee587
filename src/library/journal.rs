//! The journal by which SQLite keeps a change whole. On a disk of this machine it is a write-ahead log: others read
//! while one writes. That log needs memory which all programs share, so on a file system over a network, where they may
//! run on several machines, it is the older rollback journal ("Write-Ahead Logging", 2.2).

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode};

use super::open::PATIENCE;
use crate::disk;

/// How a library keeps its changes whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journal {
    /// A write-ahead log (`journal_mode=WAL`).
    WriteAhead,
    /// A rollback journal (`journal_mode=DELETE`).
    Rollback,
}

impl Journal {
    /// The one that is safe on a file system of this type (`f_type` of `statfs(2)`).
    pub fn on(f_type: u32) -> Self {
        Self::safe(disk::is_remote_type(f_type))
    }

    /// The one that is safe where the library at `path` lies, or will lie.
    pub fn at(path: &Path) -> Self {
        Self::safe(path.parent().is_some_and(disk::is_remote))
    }

    fn safe(remote: bool) -> Self {
        if remote { Self::Rollback } else { Self::WriteAhead }
    }

    /// Makes `connection` write by it, each change on disk before it is acknowledged. SQLite does not wait for the lock
    /// that a change of journals needs, so we do. Where the file system has no write-ahead log the journal stays as it
    /// is, which is as safe.
    pub(super) fn set(self, connection: &Connection) -> rusqlite::Result<()> {
        // What a rollback journal holds is undone until its removal is on disk too: only EXTRA waits for that.
        let (mode, synchronous) = match self {
            Self::WriteAhead => ("WAL", "FULL"),
            Self::Rollback => ("DELETE", "EXTRA"),
        };
        let started = Instant::now();
        loop {
            match connection.pragma_update_and_check(None, "journal_mode", mode, |_| Ok(())) {
                Err(error)
                    if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                        && started.elapsed() < PATIENCE =>
                {
                    thread::sleep(Duration::from_millis(5));
                }
                result => {
                    result?;
                    break;
                }
            }
        }
        connection.pragma_update(None, "synchronous", synchronous)
    }
}
