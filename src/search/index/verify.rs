//! Whether the files of an index hold what was written. Every file carries a checksum; reading all of a large index at
//! every start would take seconds, so that a file counts as checked as long as size, times and number are those that it had
//! when it was written or checked.
//!
//! A disk may change what it holds and none of these. What cannot be read then is known at once; but a bit that makes one
//! number another is read as if it had been written, and may lose a hit or add one. So whoever keeps the index reads all of it
//! once a day, before it writes: wrong answers end with that day, and none is joined into a new file with a checksum of its own.

use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::error::IndexError;

/// Which files were checked, a line for each.
const NOTES: &str = "checked";

/// The file whose time says when all of them were last read.
const READ: &str = "read";
/// For how long that counts.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Checks what is not noted as checked.
///
/// # Errors
/// [`IndexError::Damaged`] where a file is missing or is not what was written.
pub(super) fn verify(index: &tantivy::Index, folder: &Path) -> Result<(), IndexError> {
    let noted = notes(folder);
    let mut news = false;
    for (name, stamp) in files(index, folder)? {
        if noted.get(&name) == Some(&stamp) {
            continue;
        }
        news = true;
        check(index, folder, name)?;
    }
    if news {
        let _ = note(index, folder);
    }
    Ok(())
}

/// Checks all, whatever is noted, where that was not done for a day.
///
/// # Errors
/// As [`verify`].
pub(super) fn look_through(index: &tantivy::Index, folder: &Path) -> Result<(), IndexError> {
    let read = folder.join(READ);
    let last = fs::metadata(&read).and_then(|file| file.modified());
    // A time to come is that of another clock.
    let recent = |last: SystemTime| last.elapsed().is_ok_and(|age| age < DAY);
    if last.is_ok_and(recent) {
        return Ok(());
    }
    for (name, _) in files(index, folder)? {
        check(index, folder, name)?;
    }
    // Where it cannot be noted it is done again.
    let _ = fs::write(read, "");
    Ok(())
}

fn check(index: &tantivy::Index, folder: &Path, name: String) -> Result<(), IndexError> {
    let whole = index.directory().validate_checksum(Path::new(&name));
    // What was joined into another meanwhile is gone.
    if whole.is_ok_and(|whole| whole) || !folder.join(&name).exists() {
        Ok(())
    } else {
        Err(IndexError::Damaged(name))
    }
}

/// Notes all files as they are now as checked.
pub(super) fn note(index: &tantivy::Index, folder: &Path) -> Result<(), IndexError> {
    let mut lines = String::new();
    for (name, stamp) in files(index, folder)? {
        // Writing to a string does not fail.
        let _ = writeln!(lines, "{name} {stamp}");
    }
    let new = folder.join(format!("{NOTES}.new"));
    fs::write(&new, lines)?;
    fs::rename(new, folder.join(NOTES))?;
    Ok(())
}

/// Forgets what was checked. Where that fails the folder cannot be written, and nothing can be made anew either.
pub(super) fn forget(folder: &Path) {
    let _ = fs::remove_file(folder.join(NOTES));
}

fn notes(folder: &Path) -> HashMap<String, String> {
    let notes = fs::read_to_string(folder.join(NOTES)).unwrap_or_default();
    let lines = notes.lines().filter_map(|line| line.split_once(' '));
    lines
        .map(|(name, stamp)| (name.to_owned(), stamp.to_owned()))
        .collect()
}

/// The files in use, with what tells one that was touched.
fn files(index: &tantivy::Index, folder: &Path) -> Result<Vec<(String, String)>, IndexError> {
    let mut files = Vec::new();
    for path in index.load_metas()?.list_segment_files() {
        let metadata = match fs::metadata(folder.join(&path)) {
            Ok(metadata) => metadata,
            // Not every kind of file is there for every segment; one that is missed is so when it is opened.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        let stamp = format!(
            "{} {}.{:09} {}",
            metadata.len(),
            metadata.mtime(),
            metadata.mtime_nsec(),
            metadata.ino()
        );
        files.push((path.to_string_lossy().into_owned(), stamp));
    }
    Ok(files)
}
