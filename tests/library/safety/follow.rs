//! A library whose file goes while it is open: nothing is lost, neither what was there nor the change being made.

use std::fs;
use std::path::Path;

use finews::library::{Library, LibraryError, Loss, Reason, backups, check};

use super::{NOW, bookmark, library_of, names, titles};

/// Takes the library's own file away, or all files of it.
fn remove(path: &Path, all: bool) {
    fs::remove_file(path).unwrap();
    if all {
        for ending in ["-wal", "-shm"] {
            fs::remove_file(format!("{}{ending}", path.display())).unwrap();
        }
        fs::remove_file(path.with_extension("lock")).unwrap();
    }
}

#[test]
fn a_file_that_is_gone_is_written_again_before_the_next_change() {
    for all in [false, true] {
        let (folder, path) = library_of(3);
        let mut library = Library::open(&path).unwrap();
        // Its last change lies in the log alone.
        library.apply(&bookmark(7, "丙"), 2).unwrap();
        remove(&path, all);
        library.apply(&bookmark(8, "丁"), 2).unwrap();
        let rescued = library.take_rescued().unwrap();
        assert_eq!(
            (&rescued.loss, rescued.bookmarks),
            (&Loss::Vanished(path.clone()), 4)
        );
        assert!(library.changed_elsewhere().unwrap());
        assert!(!library.changed_elsewhere().unwrap());
        assert_eq!(titles(&Library::open(&path).unwrap()).len(), 5);
        library.apply(&bookmark(9, "戊"), 2).unwrap();
        assert_eq!(library.take_rescued(), None);
        drop(library);
        assert_eq!(titles(&Library::open(&path).unwrap()).len(), 6);
        let rest = names(folder.path());
        assert_eq!(rest, ["library.db", "library.lock"], "{rest:?}");
    }
}

#[test]
fn a_glance_is_enough() {
    let (_folder, path) = library_of(3);
    let mut library = Library::open(&path).unwrap();
    fs::remove_dir_all(path.parent().unwrap()).unwrap();
    assert!(library.changed_elsewhere().unwrap());
    assert!(path.exists());
    assert!(matches!(library.take_rescued().unwrap().loss, Loss::Vanished(_)));
    drop(library);
    assert_eq!(titles(&Library::open(&path).unwrap()).len(), 3);
}

#[test]
fn an_empty_file_in_its_place_is_as_good_as_none() {
    let (_folder, path) = library_of(3);
    let mut library = Library::open(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, "").unwrap();
    library.apply(&bookmark(8, "丁"), 2).unwrap();
    drop(library);
    assert_eq!(titles(&Library::open(&path).unwrap()).len(), 4);
}

#[test]
fn noise_in_its_place_is_set_aside() {
    let (_folder, path) = library_of(3);
    let mut library = Library::open(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, [0xA5; 5000]).unwrap();
    library.apply(&bookmark(8, "丁"), 2).unwrap();
    let rescued = library.take_rescued().unwrap();
    assert!(fs::read(rescued.aside().unwrap()).unwrap() == [0xA5; 5000]);
    drop(library);
    assert_eq!(titles(&Library::open(&path).unwrap()).len(), 4);
}

#[test]
fn another_library_in_its_place_takes_the_change_and_this_one_is_backed_up() {
    let (_folder, path) = library_of(3);
    let (_other_folder, other) = library_of(1);
    let mut library = Library::open(&path).unwrap();
    library.apply(&bookmark(7, "丙"), 2).unwrap();
    fs::rename(&other, &path).unwrap();
    library.apply(&bookmark(8, "丁"), 2).unwrap();
    let rescued = library.take_rescued().unwrap();
    let before = backups(&path).remove(0);
    assert_eq!(before.reason, Reason::Restore);
    assert_eq!(
        (rescued.loss, rescued.bookmarks),
        (Loss::Replaced(before.path.clone()), 1)
    );
    assert_eq!(check(&path).unwrap().damage, []);
    assert_eq!(titles(&library), ["丁", "标题"]);
    assert_eq!(titles(&Library::open(&path).unwrap()), ["丁", "标题"]);
    library.restore(&before.path, NOW).unwrap();
    assert_eq!(titles(&library).len(), 4);
}

#[test]
fn two_that_have_it_open_both_go_on() {
    let (_folder, path) = library_of(3);
    let mut one = Library::open(&path).unwrap();
    let mut two = Library::open(&path).unwrap();
    two.apply(&bookmark(6, "乙"), 2).unwrap();
    remove(&path, true);
    one.apply(&bookmark(7, "丙"), 2).unwrap();
    two.apply(&bookmark(8, "丁"), 2).unwrap();
    one.apply(&bookmark(9, "戊"), 2).unwrap();
    assert_eq!((titles(&one).len(), titles(&two).len()), (7, 7));
    assert!(one.take_rescued().is_some());
    assert_eq!(two.take_rescued(), None, "it lost nothing");
    assert_eq!(backups(&path), []);
}

#[test]
fn what_another_program_brought_back_from_a_backup_takes_nothing_away() {
    let (_folder, path) = library_of(3);
    let mut library = Library::open(&path).unwrap();
    library.back_up_daily(NOW).unwrap().unwrap();
    library.apply(&bookmark(7, "丙"), 2).unwrap();
    remove(&path, true);
    // It knows of the backup alone, and goes further than this one was.
    let mut other = Library::open(&path).unwrap();
    for number in 20..25 {
        other.apply(&bookmark(number, "他"), 2).unwrap();
    }
    library.apply(&bookmark(8, "丁"), 2).unwrap();
    let Loss::Replaced(before) = library.take_rescued().unwrap().loss else {
        panic!("not backed up");
    };
    assert_eq!(titles(&Library::open(&before).unwrap()).len(), 4);
    assert_eq!(titles(&other).len(), 3 + 5 + 1);
}

#[test]
fn where_it_cannot_be_written_again_the_change_is_refused() {
    let (folder, path) = library_of(3);
    let mut library = Library::open(&path).unwrap();
    // The database of another program is not touched.
    fs::remove_file(&path).unwrap();
    let theirs = rusqlite::Connection::open(&path).unwrap();
    theirs.execute_batch("CREATE TABLE theirs (x)").unwrap();
    drop(theirs);
    let bytes = fs::read(&path).unwrap();
    let error = library.apply(&bookmark(8, "丁"), 2).unwrap_err();
    assert!(matches!(error, LibraryError::NotADatabase { .. }), "{error}");
    assert!(bytes == fs::read(&path).unwrap());
    assert_eq!(titles(&library).len(), 3);
    // And when it is moved away, all goes on.
    fs::rename(&path, folder.path().join("theirs.db")).unwrap();
    library.apply(&bookmark(8, "丁"), 2).unwrap();
    drop(library);
    assert_eq!(titles(&Library::open(&path).unwrap()).len(), 4);
}
