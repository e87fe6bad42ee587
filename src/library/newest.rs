//! Which backup is the newest. Its name has the time of a clock that may have been wrong; the logical clock in it counts the
//! changes that had been made, and never goes back.

use std::cmp::Reverse;
use std::path::Path;

use super::backup::{Backup, Reason, backups};
use super::open;

/// The newest backup of the library at `library` that was not made because of a restore.
pub fn newest_backup(library: &Path) -> Option<Backup> {
    let mut newest = newest_first(library).into_iter();
    newest.find(|backup| backup.reason != Reason::Restore)
}

/// The backups of the library at `library`, the one with the newest contents first. Of equal ones, and of those that cannot
/// be read, which come last, the one with the later name is the first.
pub(super) fn newest_first(library: &Path) -> Vec<Backup> {
    let mut found = backups(library);
    // It keeps the order of equal ones, which is that of the names.
    found.sort_by_cached_key(|backup| Reverse(clock_of(&backup.path)));
    found
}

/// The logical time of the library or backup at `path`, where it can be read.
fn clock_of(path: &Path) -> Option<i64> {
    let (connection, _) = open::look_at_copy(path).ok()?;
    let time = connection.query_row("SELECT time FROM clock", [], |row| row.get(0));
    time.ok()
}
