//! A lock on a file that is let go when it is dropped.

use std::fs::{File, TryLockError};
use std::io;

/// A file that this program has locked.
#[derive(Debug)]
pub struct Held(File);

impl Held {
    /// Locks `file`; `None` while another program holds it. The system lets go when the program ends, however it ends.
    ///
    /// # Errors
    /// Where the file system knows no locks.
    pub fn take(file: File) -> io::Result<Option<Self>> {
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// The file.
    pub fn file(&self) -> &File {
        &self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Closing the file is not enough: a program that is just being started has it open too, until it has begun.
        let _ = self.0.unlock();
    }
}
