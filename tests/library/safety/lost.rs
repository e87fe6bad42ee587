//! A library that is empty or not there, though backups of it are, was lost: the newest of them comes back.

use std::fs;
use std::os::unix::fs::symlink;
use std::thread;

use finews::library::{
    Damage, Library, LibraryError, LibraryOp, Loss, backups, check, folder_of, newest_backup,
};

use super::{DAY, NOW, article, bookmark, library_of, names, titles};

#[test]
fn an_empty_library_with_backups_is_rescued_from_the_newest() {
    let (folder, path) = library_of(3);
    Library::open(&path).unwrap().back_up_daily(NOW).unwrap().unwrap();
    fs::write(&path, "").unwrap();
    assert_eq!(check(&path).unwrap().damage, [Damage::NoDatabase]);
    let mut library = Library::open(&path).unwrap();
    let rescued = library.take_rescued().unwrap();
    assert!(matches!(rescued.loss, Loss::Damaged(_)), "{rescued:?}");
    assert_eq!(fs::read(rescued.aside().unwrap()).unwrap(), b"");
    assert_eq!((rescued.bookmarks, rescued.backup), (3, newest_backup(&path)));
    library.apply(&bookmark(9, "乙"), 2).unwrap();
    drop(library);
    assert_eq!(titles(&Library::open(&path).unwrap()).len(), 4);
    assert!(!names(folder.path()).iter().any(|name| name.contains("rescue")));
}

#[test]
fn an_empty_library_whose_last_changes_lie_beside_it_goes_aside_with_them() {
    let (folder, path) = library_of(3);
    Library::open(&path).unwrap().back_up_daily(NOW).unwrap().unwrap();
    fs::write(&path, "").unwrap();
    fs::write(folder.path().join("library.db-wal"), [1; 4096]).unwrap();
    let mut library = Library::open(&path).unwrap();
    let rescued = library.take_rescued().unwrap();
    assert_eq!((rescued.bookmarks, titles(&library).len()), (3, 3));
    let log = format!("{}-wal", rescued.aside().unwrap().display());
    assert!(fs::read(log).unwrap() == [1; 4096]);
}

#[test]
fn an_empty_library_without_a_backup_is_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    fs::write(&path, "").unwrap();
    let mut library = Library::open(&path).unwrap();
    assert_eq!((library.take_rescued(), titles(&library).len()), (None, 0));
    assert!(!names(folder.path()).iter().any(|name| name.contains("damaged")));
}

#[test]
fn of_a_missing_library_the_newest_good_backup_comes_back() {
    let (folder, path) = library_of(2);
    let mut library = Library::open(&path).unwrap();
    library.back_up_daily(NOW).unwrap().unwrap();
    library.apply(&bookmark(7, "丙"), 2).unwrap();
    let newest = library.back_up_daily(NOW + DAY).unwrap().unwrap();
    library.apply(&bookmark(8, "丁"), 2).unwrap();
    let damaged = library.back_up_daily(NOW + 2 * DAY).unwrap().unwrap();
    drop(library);
    fs::write(&damaged.path, [0xA5; 5000]).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(check(&path).unwrap().damage, [Damage::Missing]);
    assert!(!path.exists());

    let open = || {
        let path = path.clone();
        thread::spawn(move || Library::open(&path).unwrap().take_rescued())
    };
    let threads: Vec<_> = (0..3).map(|_| open()).collect();
    let mut told: Vec<_> = threads
        .into_iter()
        .filter_map(|thread| thread.join().unwrap())
        .collect();
    let rescued = told.pop().unwrap();
    assert_eq!(told, [], "told once");
    assert_eq!(rescued.loss, Loss::Missing(folder_of(&path)));
    assert_eq!((rescued.bookmarks, rescued.backup), (3, Some(newest)));
    assert_eq!(titles(&Library::open(&path).unwrap()).len(), 3);
    assert_eq!(
        names(folder.path()),
        ["backups", "library.db", "library.lock"],
        "nothing was set aside"
    );
    assert_eq!(backups(&path).len(), 3);
}

#[test]
fn what_was_there_before_a_restore_comes_back_where_there_is_nothing_else() {
    let (folder, path) = library_of(2);
    let copy = folder.path().join("copy.db");
    let mut library = Library::open(&path).unwrap();
    library.back_up_to(&copy).unwrap();
    library.restore(&copy, NOW).unwrap();
    drop(library);
    fs::remove_file(&path).unwrap();
    let mut library = Library::open(&path).unwrap();
    assert_eq!(library.take_rescued().unwrap().bookmarks, 2);
}

#[test]
fn a_missing_library_without_a_good_backup_is_told_too() {
    let (_folder, path) = library_of(2);
    let backup = Library::open(&path).unwrap().back_up(NOW).unwrap();
    fs::write(&backup.path, "").unwrap();
    fs::remove_file(&path).unwrap();
    let rescued = Library::open(&path).unwrap().take_rescued().unwrap();
    assert_eq!((rescued.bookmarks, rescued.backup), (0, None));
    assert_eq!(rescued.loss, Loss::Missing(folder_of(&path)));
}

#[test]
fn a_missing_library_stays_missing_where_nothing_can_be_written() {
    let (folder, path) = library_of(2);
    Library::open(&path).unwrap().back_up(NOW).unwrap();
    fs::remove_file(&path).unwrap();
    fs::remove_file(folder.path().join("library.lock")).unwrap();
    // A folder in the way: nobody can write there, not even root.
    fs::create_dir(folder.path().join("library.lock")).unwrap();
    let error = Library::open(&path).unwrap_err();
    assert!(matches!(error, LibraryError::Missing { .. }), "{error}");
    assert!(!path.exists());
}

#[test]
fn a_link_to_a_disk_that_is_away_stays() {
    let (folder, path) = library_of(2);
    Library::open(&path).unwrap().back_up(NOW).unwrap();
    fs::remove_file(&path).unwrap();
    symlink(folder.path().join("away/library.db"), &path).unwrap();
    let error = Library::open(&path).unwrap_err();
    assert!(matches!(error, LibraryError::CannotOpen { .. }), "{error}");
    assert!(path.symlink_metadata().unwrap().is_symlink());
}

#[test]
fn the_newest_backup_is_the_one_with_the_newest_contents() {
    let (_folder, path) = library_of(2);
    let mut library = Library::open(&path).unwrap();
    // By a clock that is two years ahead.
    let ahead = library.back_up(NOW + 730 * DAY).unwrap();
    assert_eq!(newest_backup(&path).as_ref(), Some(&ahead));
    library.apply(&LibraryOp::MarkRead(article(1), true), 1).unwrap();
    let newest = library.back_up(NOW).unwrap();
    assert_eq!(newest_backup(&path).as_ref(), Some(&newest));
    // Of equal ones the later, and one that cannot be read never.
    let later = library.back_up(NOW + 60).unwrap();
    fs::write(&ahead.path, "noise").unwrap();
    assert_eq!(newest_backup(&path), Some(later));
}

#[test]
fn the_backups_of_a_library_that_was_there_before_come_last() {
    let (_folder, path) = library_of(9);
    Library::open(&path).unwrap().back_up(NOW).unwrap();
    // Another one takes its place, in which less was ever changed.
    let (_other_folder, other) = library_of(2);
    fs::rename(&other, &path).unwrap();
    let mut library = Library::open(&path).unwrap();
    let own = library.back_up(NOW + DAY).unwrap();
    assert_eq!(newest_backup(&path).as_ref(), Some(&own));
    library.apply(&bookmark(20, "新"), 2).unwrap();
    drop(library);
    fs::write(&path, [0xA5; 5000]).unwrap();
    let rescued = Library::open(&path).unwrap().take_rescued().unwrap();
    assert_eq!((rescued.bookmarks, rescued.backup), (2, Some(own)));
}
