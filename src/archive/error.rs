//! Why a folder could not be opened as an archive.

use std::path::{Path, PathBuf};

use super::file::shown;
use crate::post::Problem;

/// Why [`super::Archive::open`] failed. Each message is one English line that names the folder and says
/// what to do; match on the variants to say it otherwise.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is nothing at this path.
    #[error("no such folder: {}; check the path", show(path))]
    NotFound {
        /// The path as it was given.
        path: PathBuf,
    },
    /// There is something, but no folder.
    #[error(
        "{} is not a folder; an archive is the folder that holds _posts or old_post{}",
        show(path),
        try_these(nearby)
    )]
    NotAFolder {
        /// The path as it was given.
        path: PathBuf,
        /// Archives close by.
        nearby: Vec<PathBuf>,
    },
    /// The folder, or all post folders in it, may not be read.
    #[error("no permission to read {}; ask its owner, or open another folder", show(path))]
    Denied {
        /// The folder that may not be read.
        path: PathBuf,
    },
    /// The folder holds no posts.
    #[error(
        "no posts in {}: looked for posts in _posts and old_post{}{}",
        show(path),
        because(odd.as_deref(), *skipped),
        try_these(nearby)
    )]
    NoPosts {
        /// The path as it was given.
        path: PathBuf,
        /// The first thing that is odd about the post folders, if any (`_posts` is a symlink).
        odd: Option<Box<Problem>>,
        /// Entries of the post folders that are not named like posts.
        skipped: usize,
        /// Archives one level up or down.
        nearby: Vec<PathBuf>,
    },
    /// The operating system says no for another reason.
    #[error("cannot read {}: {source}", show(path))]
    Io {
        /// The path as it was given.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl OpenError {
    /// The error for what the system said when `path` was looked at.
    pub(super) fn from_io(path: &Path, source: std::io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound { path },
            std::io::ErrorKind::NotADirectory => Self::NotAFolder {
                path,
                nearby: Vec::new(),
            },
            std::io::ErrorKind::PermissionDenied => Self::Denied { path },
            _ => Self::Io { path, source },
        }
    }
}

fn show(path: &Path) -> String {
    shown(path.as_os_str().as_encoded_bytes())
}

fn because(odd: Option<&Problem>, skipped: usize) -> String {
    match odd {
        Some(odd) => format!(" ({}: {})", odd.path, odd.message),
        None if skipped > 0 => format!(" ({skipped} entries there are not named like posts)"),
        None => String::new(),
    }
}

fn try_these(nearby: &[PathBuf]) -> String {
    if nearby.is_empty() {
        return String::new();
    }
    let paths: Vec<String> = nearby.iter().map(|path| show(path)).collect();
    format!("; did you mean {}?", paths.join(" or "))
}
