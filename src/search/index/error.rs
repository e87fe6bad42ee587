//! What can go wrong with an index, as far as its user decides by it.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

/// Why the index cannot be used or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another program writes it.
    #[error("another program writes the index")]
    Busy,
    /// It does not hold what was written.
    #[error("the index is damaged ({0})")]
    Damaged(String),
    /// The system refuses: a full disk, a folder without rights.
    #[error("{0}")]
    System(io::Error),
}

/// Does `work` with an index. What lies on a disk may be other than what was written, in ways that tantivy does not expect:
/// where it gives up, the index is damaged.
///
/// # Errors
/// Those of `work`, and [`IndexError::Damaged`].
pub fn guarded<T>(work: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(IndexError::Damaged("its content".to_owned())))
}

impl From<io::Error> for IndexError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => Self::Damaged(error.to_string()),
            _ => Self::System(error),
        }
    }
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        let shared = |error: &io::Error| Self::from(io::Error::new(kind(error), error.to_string()));
        match &error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy,
            TantivyError::LockFailure(LockError::IoError(io), _)
            | TantivyError::IoError(io)
            | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: io, .. })
            | TantivyError::OpenReadError(OpenReadError::IoError { io_error: io, .. })
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: io, .. }) => shared(io),
            // A thread of the writer's ended, by an error of the system that is not passed on.
            TantivyError::ErrorInThread(why) => Self::System(io::Error::other(why.clone())),
            _ => Self::Damaged(error.to_string()),
        }
    }
}

/// What kind of error it is. Those of a full disk come from some writers wrapped in another, by their words alone.
fn kind(error: &io::Error) -> io::ErrorKind {
    let full = io::Error::from(rustix::io::Errno::NOSPC);
    if error.to_string().contains(&full.to_string()) {
        full.kind()
    } else {
        error.kind()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_full_disk_is_known_however_it_is_wrapped() {
        let full = || io::Error::from(rustix::io::Errno::NOSPC);
        for error in [
            full(),
            io::Error::other(full()),
            io::Error::other(full().to_string()),
        ] {
            let told = IndexError::from(TantivyError::IoError(Arc::new(error)));
            assert!(
                matches!(&told, IndexError::System(error) if error.kind() == io::ErrorKind::StorageFull),
                "{told:?}"
            );
        }
        let other = IndexError::from(TantivyError::IoError(Arc::new(io::Error::other("x"))));
        assert!(matches!(&other, IndexError::System(error) if error.kind() == io::ErrorKind::Other));
    }
}
