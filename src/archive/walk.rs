//! Which files of a folder are posts (archive-format 10, 11), without opening any. Symlinks are not
//! followed, as in Jekyll, so the walk cannot go round in circles; what a reader might miss is reported.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::PostFile;
use super::file::{folder_named, shown};
use super::names::{skipped, why_not_a_post};
use crate::post::{Folder, Problem, ProblemKind};

/// Folders outside the post folders in which nested `_posts` are looked for; a site has some hundreds.
const FOLDERS: usize = 20_000;

/// Folders that Jekyll never looks into (its default `exclude`), beside those it skips by their first letter.
pub(super) const EXCLUDED: [&[u8]; 2] = [b"node_modules", b"vendor"];

/// What the walk comes upon.
pub(super) enum Found {
    /// A file of a post folder: a post, if [`not_a_post`] finds nothing against it. That is left to the caller, who may
    /// have more than one thread for a million names.
    File(PostFile),
    /// A folder in which posts may stand, relative to the archive.
    Folder(PathBuf),
    Problem(Problem),
}

/// A folder to look into: its path relative to the archive, and the post folder it belongs to.
struct Inside {
    path: Vec<u8>,
    folder: Option<Folder>,
}

impl Inside {
    fn entry(&self, name: &[u8]) -> Vec<u8> {
        let mut path = Vec::with_capacity(self.path.len() + 1 + name.len());
        path.extend_from_slice(&self.path);
        if !path.is_empty() {
            path.push(b'/');
        }
        path.extend_from_slice(name);
        path
    }
}

/// Hands over every post under `root` and every problem on the way, until `found` breaks off. Post folders
/// come first, in no order of names.
pub(super) fn walk(root: &Path, mut found: impl FnMut(Found) -> ControlFlow<()>) {
    // Breaking off is the caller's wish, not a failure.
    let _ = walk_until(root, &mut found);
}

fn walk_until(root: &Path, found: &mut impl FnMut(Found) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut waiting = VecDeque::from([Inside {
        path: Vec::new(),
        folder: None,
    }]);
    let mut others = 0;
    while let Some(inside) = waiting.pop_front() {
        if inside.folder.is_some() {
            found(Found::Folder(OsStr::from_bytes(&inside.path).into()))?;
        }
        let path = root.join(OsStr::from_bytes(&inside.path));
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) => {
                found(unreadable(&inside.path, &error))?;
                continue;
            }
        };
        for entry in entries {
            let entry = entry.and_then(|entry| Ok((entry.file_type()?, entry)));
            let (kind, entry) = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    found(unreadable(&inside.path, &error))?;
                    continue;
                }
            };
            let next = match inside.folder {
                Some(folder) => in_post_folder(&inside, folder, &entry, kind, found)?,
                None => elsewhere(&inside, &entry, kind, found)?,
            };
            match next {
                Some(next) if next.folder.is_some() => waiting.push_front(next),
                Some(next) if others < FOLDERS => {
                    others += 1;
                    waiting.push_back(next);
                }
                Some(next) if others == FOLDERS => {
                    others += 1;
                    let message =
                        format!("more than {FOLDERS} folders: the rest is not looked into for nested _posts");
                    found(problem(
                        &next.path,
                        ProblemKind::Unreadable,
                        &message,
                        "the posts found so far",
                    ))?;
                }
                _ => {}
            }
        }
    }
    ControlFlow::Continue(())
}

/// An entry of a post folder: a post, a problem, or a folder to look into.
fn in_post_folder(
    inside: &Inside,
    folder: Folder,
    entry: &DirEntry,
    kind: FileType,
    found: &mut impl FnMut(Found) -> ControlFlow<()>,
) -> ControlFlow<(), Option<Inside>> {
    let name = entry.file_name();
    let path = inside.entry(name.as_bytes());
    if kind.is_dir() {
        if skipped(&name.to_string_lossy()) {
            let message = "folders that begin with . _ # ~ or end in ~ are skipped, as in Jekyll";
            found(problem(&path, ProblemKind::NotAPost, message, "nothing"))?;
            return ControlFlow::Continue(None);
        }
        return ControlFlow::Continue(Some(Inside {
            path,
            folder: Some(folder),
        }));
    }
    if kind.is_symlink() {
        found(symlink(&path, &entry.path()))?;
    } else if !kind.is_file() {
        found(not_a_file(&path))?;
    } else {
        found(Found::File(PostFile::new(path, folder)))?;
    }
    ControlFlow::Continue(None)
}

/// What is to be said of a file of a post folder that is no post.
pub(super) fn not_a_post(file: &PostFile) -> Option<Problem> {
    let why = why_not_a_post(&file.file_name(), file.folder() == Folder::Posts)?;
    Some(about(file.raw(), ProblemKind::NotAPost, why, "nothing"))
}

/// An entry outside the post folders: only folders matter, and what bears a post folder's name.
fn elsewhere(
    inside: &Inside,
    entry: &DirEntry,
    kind: FileType,
    found: &mut impl FnMut(Found) -> ControlFlow<()>,
) -> ControlFlow<(), Option<Inside>> {
    let name = entry.file_name();
    let folder = folder_named(name.as_bytes());
    if kind.is_dir() {
        let dull = skipped(&name.to_string_lossy()) || EXCLUDED.contains(&name.as_bytes());
        let next = (folder.is_some() || !dull).then(|| Inside {
            path: inside.entry(name.as_bytes()),
            folder,
        });
        return ControlFlow::Continue(next);
    }
    if kind.is_symlink() {
        // A link to a mere file outside the post folders hides no post.
        if folder.is_some() || fs::metadata(entry.path()).map_or(true, |target| target.is_dir()) {
            found(symlink(&inside.entry(name.as_bytes()), &entry.path()))?;
        }
    } else if folder.is_some() {
        found(not_a_file_or_folder(&inside.entry(name.as_bytes()), kind))?;
    }
    ControlFlow::Continue(None)
}

fn not_a_file_or_folder(path: &[u8], kind: FileType) -> Found {
    if kind.is_file() {
        return problem(
            path,
            ProblemKind::NotAPost,
            "a file, where a folder of posts is looked for",
            "nothing",
        );
    }
    not_a_file(path)
}

fn not_a_file(path: &[u8]) -> Found {
    let message = "neither a file nor a folder; it is not opened";
    problem(path, ProblemKind::NotAFile, message, "nothing")
}

fn symlink(path: &[u8], target: &Path) -> Found {
    let message = match fs::metadata(target) {
        Ok(_) => "a symlink, which is not followed, as in Jekyll",
        Err(error) if error.kind() == io::ErrorKind::NotFound => "a symlink that leads nowhere",
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            "a symlink that leads in a circle"
        }
        Err(_) => "a symlink whose target cannot be looked at",
    };
    problem(path, ProblemKind::Symlink, message, "nothing")
}

fn unreadable(path: &[u8], error: &io::Error) -> Found {
    let message = match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission to read this folder".to_owned(),
        io::ErrorKind::NotFound => "the folder is gone".to_owned(),
        _ => format!("the folder cannot be read: {error}"),
    };
    problem(
        path,
        ProblemKind::Unreadable,
        &message,
        "nothing of what is in it",
    )
}

fn problem(path: &[u8], kind: ProblemKind, message: &str, shown_as: &str) -> Found {
    Found::Problem(about(path, kind, message, shown_as))
}

fn about(path: &[u8], kind: ProblemKind, message: &str, shown_as: &str) -> Problem {
    let path = if path.is_empty() {
        ".".to_owned()
    } else {
        shown(path)
    };
    Problem {
        path,
        line: None,
        kind,
        message: message.to_owned(),
        shown_as: shown_as.to_owned(),
    }
}
