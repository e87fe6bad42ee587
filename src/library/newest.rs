//! Which backup is the newest. Its name has the time of a clock that may have been wrong; the logical clock in it counts the
//! changes that had been made, and never goes back. Each library has a clock of its own, and where one was put in the place
//! of another, backups of both lie in one folder: those of the library as it is now come first.

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
    let mut stamped: Vec<(Option<Stamp>, Backup)> = backups(library)
        .into_iter()
        .map(|backup| (Stamp::of(&backup.path), backup))
        .collect();
    // Where the library itself cannot be read, the last backup is one of it.
    let last = || stamped.iter().find_map(|(stamp, _)| stamp.clone());
    let own = Stamp::of(library).or_else(last).map(|stamp| stamp.machine);
    // It keeps the order of equal ones, which is that of the names.
    stamped.sort_by_key(|(stamp, _)| {
        let stamp = stamp.as_ref();
        Reverse(stamp.map(|stamp| (Some(&stamp.machine) == own.as_ref(), stamp.time)))
    });
    stamped.into_iter().map(|(_, backup)| backup).collect()
}

/// Whose a library is, and its logical time.
#[derive(Clone, Debug)]
struct Stamp {
    machine: Vec<u8>,
    time: i64,
}

impl Stamp {
    /// That of the library or backup at `path`, where it can be read.
    fn of(path: &Path) -> Option<Self> {
        let (connection, _) = open::look_at_copy(path).ok()?;
        let stamp = "SELECT (SELECT uuid FROM machine WHERE id = 1), time FROM clock";
        let stamp = connection.query_row(stamp, [], |row| {
            Ok(Self {
                machine: row.get(0)?,
                time: row.get(1)?,
            })
        });
        stamp.ok()
    }
}
