//! The bytes of one post on disk, which may have become anything since it was listed.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;

use super::content::LIMIT;
use crate::post::ProblemKind;

/// Why a file of an archive gave no bytes.
pub(super) enum Failure {
    Io(io::Error),
    NotAFile,
}

impl Failure {
    /// The kind of problem it is, and what is the matter.
    pub(super) fn describe(&self) -> (ProblemKind, String) {
        let Self::Io(error) = self else {
            return (
                ProblemKind::NotAFile,
                "neither a file nor a folder; it is not opened".to_owned(),
            );
        };
        match error.kind() {
            io::ErrorKind::NotFound => (ProblemKind::Unreadable, "the file is gone".to_owned()),
            io::ErrorKind::PermissionDenied => (
                ProblemKind::Unreadable,
                "no permission to read this file".to_owned(),
            ),
            _ if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => (
                ProblemKind::Symlink,
                "a symlink, which is not followed, as in Jekyll".to_owned(),
            ),
            _ => (
                ProblemKind::Unreadable,
                format!("the file cannot be read: {error}"),
            ),
        }
    }
}

/// The first bytes of a file, one more than a post may have, and what the file system said of it before they were read. What has become a FIFO or a symlink since it was
/// listed is neither waited on nor followed.
pub(super) fn read(path: &Path) -> Result<(Vec<u8>, Metadata), Failure> {
    let flags = (OFlags::NONBLOCK | OFlags::NOFOLLOW).bits();
    let file: File = OpenOptions::new()
        .read(true)
        .custom_flags(flags as i32)
        .open(path)
        .map_err(Failure::Io)?;
    let metadata = file.metadata().map_err(Failure::Io)?;
    if !metadata.is_file() {
        return Err(Failure::NotAFile);
    }
    // Room for one byte more, so that the end shows without another allocation.
    let mut bytes = Vec::with_capacity(metadata.len().min(LIMIT as u64) as usize + 1);
    file.take(LIMIT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(Failure::Io)?;
    Ok((bytes, metadata))
}
