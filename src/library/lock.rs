//! Two programs and one library: who may put another file in its place, who makes its backups. The system lets go of
//! these locks when a program ends, however it ends; the files stay.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::open::PATIENCE;

/// A file that programs lock to be alone, or to keep others from it.
#[derive(Clone, Debug)]
pub(super) struct LockFile(Arc<File>);

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub(super) struct Held(Arc<File>);

impl Drop for Held {
    fn drop(&mut self) {
        // Where this fails, closing the file does it.
        let _ = self.0.unlock();
    }
}

impl LockFile {
    /// The file at `path`, for the owner alone; made where there is none.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
        Ok(Self(Arc::new(file)))
    }

    /// Whether it is the file at `path`.
    pub(super) fn is_at(&self, path: &Path) -> bool {
        let own = self.0.metadata().ok();
        own.is_some_and(|own| number_of(path) == Some((own.dev(), own.ino())))
    }

    /// Keeps everybody who wants to be alone away, and waits for whoever is; `None` after some seconds. Where the file
    /// system knows no locks, nobody is kept away.
    pub(super) fn share(&self) -> Option<Held> {
        self.held(PATIENCE, File::try_lock_shared)
    }

    /// Alone, after the others have let go; `None` where they do not within `patience`.
    pub(super) fn alone(&self, patience: Duration) -> Option<Held> {
        self.held(patience, File::try_lock)
    }

    fn held(&self, patience: Duration, lock: impl Fn(&File) -> Result<(), TryLockError>) -> Option<Held> {
        let started = Instant::now();
        loop {
            match lock(&self.0) {
                Err(TryLockError::WouldBlock) if started.elapsed() >= patience => return None,
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
                Ok(()) | Err(TryLockError::Error(_)) => return Some(Held(Arc::clone(&self.0))),
            }
        }
    }
}

/// Device and number of the file at `path`: a name may come to stand for another file.
pub(super) fn number_of(path: &Path) -> Option<(u64, u64)> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}
