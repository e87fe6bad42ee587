//! What is known of an archive, for who asks without wanting to read or write it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::error::Notice;
use super::open::{FILE, LOCK, Useless, elsewhere, existing};
use super::{Catalogue, Header, Subject};

/// The state of a catalogue on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Its file.
    pub path: PathBuf,
    /// Bytes on disk, the log of the last changes included.
    pub bytes: u64,
    /// Its counters, when the archive was read, and whether wholly.
    pub header: Header,
    /// How many problems of the archive it lists.
    pub problems: usize,
    /// Whether a program has it open that may write it.
    pub in_use: bool,
}

/// What the catalogue of `subject` in the cache folder `folder` knows; `None` where there is none. Makes nothing, and
/// keeps nobody from writing.
///
/// # Errors
/// Why what is there is of no use: the next opening says the same.
pub fn status(folder: &Path, subject: &Subject) -> Result<Option<Status>, Notice> {
    match status_in(&folder.join(&subject.identity), subject) {
        Err(Useless::Elsewhere) => status_in(&elsewhere(folder, subject), subject),
        found => found,
    }
    .or_else(|useless| match useless {
        Useless::Unborn | Useless::Elsewhere => Ok(None),
        Useless::Damaged => Err(Notice::Damaged),
        Useless::Outdated => Err(Notice::Outdated),
        Useless::Failed(error) => Err(error.into()),
    })
}

fn status_in(folder: &Path, subject: &Subject) -> Result<Option<Status>, Useless> {
    let path = folder.join(FILE);
    let Some(connection) = existing(&path, subject)? else {
        return Ok(None);
    };
    let length = |path: PathBuf| fs::metadata(path).map_or(0, |file| file.len());
    let bytes = length(path.clone()) + length(folder.join(format!("{FILE}-wal")));
    let catalogue = Catalogue {
        connection,
        subject: subject.clone(),
        file: None,
        path: Some(path.clone()),
        lock: None,
    };
    let problems = catalogue
        .connection
        .query_row("SELECT count(*) FROM problems", [], |row| row.get(0));
    Ok(Some(Status {
        problems: problems.map_err(|_| Useless::Damaged)?,
        header: catalogue.header().map_err(|_| Useless::Damaged)?,
        in_use: is_locked(&folder.join(LOCK)),
        path,
        bytes,
    }))
}

/// Whether a program holds the lock. Asking takes it for a moment, shared: who opens the catalogue in that moment becomes a
/// reader, and takes over at its next refresh.
fn is_locked(path: &Path) -> bool {
    let Ok(file) = File::open(path) else {
        return false;
    };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}
