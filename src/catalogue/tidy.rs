//! Catalogues of archives that nobody opens any more are removed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::open::{FILE, LOCK, lock};

/// How long a catalogue lies unused before it is removed: half a year.
const UNUSED: Duration = Duration::from_secs(183 * 86_400);

/// Removes the catalogues in `folder` that were not opened for half a year at `now`, and gives their folders. What is not
/// a catalogue's folder, and what another program holds, stays.
pub fn tidy(folder: &Path, now: SystemTime) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut removed = Vec::new();
    for folder in folders.map(|entry| entry.path()) {
        // Whoever opens a catalogue touches its lock.
        let used = fs::metadata(folder.join(LOCK)).and_then(|metadata| metadata.modified());
        let unused = used.is_ok_and(|used| now.duration_since(used).is_ok_and(|age| age > UNUSED));
        if !unused || !folder.join(FILE).is_file() {
            continue;
        }
        if let Ok(Some(_held)) = lock(&folder)
            && fs::remove_dir_all(&folder).is_ok()
        {
            removed.push(folder);
        }
    }
    removed
}
