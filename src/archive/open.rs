//! Is this folder an archive? And if it is not, what is close by that is one.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::OpenError;
use super::walk::{Found, not_a_post, walk};
use crate::post::ProblemKind;

/// The folders that make an archive.
const POST_FOLDERS: [&str; 2] = ["_posts", "old_post"];
/// Entries of a folder among which archives are looked for, one level down.
const LOOKED_AT: usize = 2_000;
/// Archives named in an error, at most.
const NAMED: usize = 5;

/// Checks that there is at least one post under `root`. Stops at the first, so it costs next to nothing
/// where there are many.
pub(super) fn check(root: &Path) -> Result<(), OpenError> {
    let metadata = fs::metadata(root).map_err(|error| OpenError::from_io(root, error))?;
    if !metadata.is_dir() {
        return Err(OpenError::NotAFolder {
            path: root.to_owned(),
            nearby: around_file(root),
        });
    }
    fs::read_dir(root).map_err(|error| OpenError::from_io(root, error))?;
    let (mut odd, mut skipped) = (None, 0);
    // Nested `_posts` count only where something says that this is a site: any other folder (a home, a
    // whole disk) is not searched through.
    if is_archive(root)
        || root.join("_config.yml").is_file()
        || POST_FOLDERS.iter().any(|name| root.join(name).is_symlink())
    {
        let mut found_post = false;
        walk(root, |found| match found {
            Found::File(file) if not_a_post(&file).is_none() => {
                found_post = true;
                ControlFlow::Break(())
            }
            Found::File(_) => {
                skipped += 1;
                ControlFlow::Continue(())
            }
            Found::Folder(_) => ControlFlow::Continue(()),
            Found::Problem(problem) => {
                if problem.kind == ProblemKind::NotAPost {
                    skipped += 1;
                } else if odd.is_none() {
                    odd = Some(Box::new(problem));
                }
                ControlFlow::Continue(())
            }
        });
        if found_post {
            return Ok(());
        }
        for name in POST_FOLDERS {
            let path = root.join(name);
            if fs::read_dir(&path).is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
                return Err(OpenError::Denied { path });
            }
        }
    }
    Err(OpenError::NoPosts {
        path: root.to_owned(),
        odd,
        skipped,
        nearby: around(root),
    })
}

/// Whether a folder holds `_posts` or `old_post` itself.
pub(super) fn is_archive(path: &Path) -> bool {
    POST_FOLDERS
        .iter()
        .any(|name| fs::symlink_metadata(path.join(name)).is_ok_and(|found| found.is_dir()))
}

/// Archives one level up or down from a folder. Hidden ones below it are no guess of what was meant.
fn around(root: &Path) -> Vec<PathBuf> {
    let up = root
        .canonicalize()
        .ok()
        .and_then(|path| path.parent().map(Path::to_owned));
    let mut nearby: Vec<PathBuf> = up.into_iter().filter(|path| is_archive(path)).collect();
    let entries = fs::read_dir(root).into_iter().flatten().take(LOOKED_AT).flatten();
    let mut down: Vec<PathBuf> = entries
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .filter(|path| is_archive(path))
        .collect();
    down.sort();
    nearby.append(&mut down);
    nearby.truncate(NAMED);
    nearby
}

/// The archive that a file stands in: its own folder, or the one above that.
fn around_file(file: &Path) -> Vec<PathBuf> {
    let Ok(path) = file.canonicalize() else {
        return Vec::new();
    };
    path.ancestors()
        .skip(1)
        .take(2)
        .filter(|path| is_archive(path))
        .map(Path::to_owned)
        .collect()
}
