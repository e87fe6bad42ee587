//! Backups: once a day, before a migration, by hand; checked, private, and never in the way.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use finews::library::{Library, LibraryError, Reason, backups, folder_of};

use super::{DAY, NOW, bookmark, library_of, names, titles, version_1};

#[test]
fn the_first_opening_of_a_day_makes_a_backup_for_the_owner_alone() {
    let (_folder, path) = library_of(3);
    let mut library = Library::open(&path).unwrap();
    let made = library.back_up_daily(NOW).unwrap().unwrap();
    assert_eq!(made.reason, Reason::Daily);
    assert!(made.version > 2, "{made:?}");
    assert_eq!(backups(&path), std::slice::from_ref(&made));
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
    assert_eq!(mode(&folder_of(&path)), 0o700);
    assert_eq!(mode(&made.path), 0o600);
    assert_eq!(names(&folder_of(&path)).len(), 2, "the backup and the lock");
    assert_eq!(titles(&Library::open(&made.path).unwrap()).len(), 3);

    // Nothing more on the same day, by this program or another one.
    assert_eq!(library.back_up_daily(NOW + 60).unwrap(), None);
    assert_eq!(
        Library::open(&path).unwrap().back_up_daily(NOW + 60).unwrap(),
        None
    );
    library.apply(&bookmark(9, "乙"), 1).unwrap();
    let next = library.back_up_daily(NOW + DAY).unwrap().unwrap();
    assert_eq!(backups(&path), [next, made]);
}

#[test]
fn an_empty_library_needs_no_backup() {
    let (_folder, path) = library_of(0);
    let mut library = Library::open(&path).unwrap();
    assert_eq!(library.back_up_daily(NOW).unwrap(), None);
    assert!(!folder_of(&path).exists());
    library.apply(&bookmark(1, "甲"), 1).unwrap();
    assert!(library.back_up_daily(NOW).unwrap().is_some());
}

#[test]
fn a_clock_that_was_wrong_costs_no_backup() {
    let (_folder, path) = library_of(1);
    // Years ahead for ten days, then right again.
    for day in 0..10 {
        Library::open(&path)
            .unwrap()
            .back_up_daily(NOW + (4_000 + day) * DAY)
            .unwrap();
    }
    for day in 0..10 {
        let mut library = Library::open(&path).unwrap();
        let made = library.back_up_daily(NOW + day * DAY).unwrap().unwrap();
        assert!(made.path.exists(), "day {day}");
    }
    let all = backups(&path);
    let present = all.iter().filter(|backup| backup.taken.year() < 2030).count();
    assert!(present >= 7, "{all:?}");
}

#[test]
fn a_backup_that_was_cut_short_is_replaced_and_never_taken_for_one() {
    let (_folder, path) = library_of(1);
    let folder = folder_of(&path);
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("unfinished.db"), "half").unwrap();
    fs::write(folder.join("unfinished.db-journal"), "half").unwrap();
    assert_eq!(backups(&path), []);
    assert!(
        Library::open(&path)
            .unwrap()
            .back_up_daily(NOW)
            .unwrap()
            .is_some()
    );
    assert_eq!(names(&folder).len(), 2, "{:?}", names(&folder));
}

#[test]
fn where_no_backup_can_be_made_that_is_said_and_nothing_else_breaks() {
    let (_folder, path) = library_of(1);
    // A file where the folder should be: nobody can write there, not even root.
    fs::write(folder_of(&path), "").unwrap();
    let mut library = Library::open(&path).unwrap();
    let error = library.back_up_daily(NOW).unwrap_err();
    assert!(matches!(error, LibraryError::NotBackedUp { .. }), "{error}");
    assert_eq!(library.back_up_daily(NOW + 1).unwrap(), None, "said once a day");
    library.apply(&bookmark(2, "乙"), 1).unwrap();
    assert_eq!(titles(&library).len(), 2);
}

#[test]
fn a_migration_begins_with_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    version_1(&path);
    drop(Library::open(&path).unwrap());
    let made = backups(&path).remove(0);
    assert_eq!((made.reason, made.version), (Reason::Migration, 1));
    // It is as it was, of the version it had.
    let version: i64 = rusqlite::Connection::open(&made.path)
        .unwrap()
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
    drop(Library::open(&path).unwrap());
    assert_eq!(backups(&path).len(), 1, "one migration, one backup");
}

#[test]
fn a_library_that_cannot_be_backed_up_is_not_migrated_but_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    version_1(&path);
    fs::write(folder_of(&path), "").unwrap();
    let mut library = Library::open(&path).unwrap();
    assert!(matches!(
        library.why_read_only(),
        Some(LibraryError::NotMigrated { .. })
    ));
    assert_eq!(titles(&library), ["甲"]);
    assert_eq!(library.searches().unwrap(), []);
    let error = library.apply(&bookmark(2, "乙"), 1).unwrap_err();
    assert!(matches!(error, LibraryError::NotMigrated { .. }), "{error}");
    drop(library);
    // With room again, it is.
    fs::remove_file(folder_of(&path)).unwrap();
    let mut library = Library::open(&path).unwrap();
    library.apply(&bookmark(2, "乙"), 1).unwrap();
    assert_eq!(backups(&path).len(), 1);
}

#[test]
fn by_hand_to_any_file_that_is_not_there() {
    let (folder, path) = library_of(2);
    let library = Library::open(&path).unwrap();
    let made = library.back_up(NOW).unwrap();
    assert_eq!(made.reason, Reason::Asked);
    assert!(
        library.back_up(NOW).unwrap().taken > made.taken,
        "each has a name of its own"
    );
    let copy = folder.path().join("copy.db");
    library.back_up_to(&copy).unwrap();
    assert_eq!(fs::metadata(&copy).unwrap().mode() & 0o777, 0o600);
    let before = fs::read(&copy).unwrap();
    assert!(library.back_up_to(&copy).is_err());
    assert!(before == fs::read(&copy).unwrap());
    assert!(
        !names(folder.path())
            .iter()
            .any(|name| name.contains("unfinished"))
    );
    fs::set_permissions(&copy, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(titles(&Library::open(&copy).unwrap()).len(), 2);
}
