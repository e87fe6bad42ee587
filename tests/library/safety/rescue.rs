//! A damaged library is set aside unchanged, and what can be saved of it is in the new one.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::thread;

use finews::library::{Library, LibraryError, LibraryOp, Place};
use rusqlite::Connection;

use super::{NOW, article, bookmark, library_of, names, titles};

const PAGE: usize = 4096;

/// A library with many pages: bookmarks 0 to 299, marks of 0 to 299, a place, a search.
fn large() -> (tempfile::TempDir, PathBuf) {
    let (folder, path) = library_of(0);
    // Quick: what is written here need not outlast a loss of power.
    let mut library = Library::open(&path).unwrap();
    for number in 0..300 {
        library
            .apply(&bookmark(number, &format!("{number} {}", "标题".repeat(30))), 1)
            .unwrap();
        library
            .apply(&LibraryOp::MarkRead(article(number), true), 1)
            .unwrap();
    }
    let quote = "字".to_owned();
    library
        .apply(&LibraryOp::SetPlace(article(3), Place { offset: 9, quote }), 1)
        .unwrap();
    let (name, query) = ("名字".to_owned(), "查询".to_owned());
    library.apply(&LibraryOp::SaveSearch { name, query }, 1).unwrap();
    (folder, path)
}

/// The leaf pages of a table, without its first one, in order.
fn leaves(path: &Path, table: &str) -> Vec<usize> {
    Connection::open(path)
        .unwrap()
        .prepare("SELECT pageno FROM dbstat WHERE name = ?1 AND pagetype = 'leaf' ORDER BY path")
        .unwrap()
        .query_map([table], |row| row.get::<_, usize>(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn spoil(path: &Path, pages: &[usize]) {
    let mut bytes = fs::read(path).unwrap();
    for page in pages {
        bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5);
    }
    fs::write(path, bytes).unwrap();
}

/// The damaged libraries beside `path`.
fn aside(path: &Path) -> Vec<String> {
    let mut names = names(path.parent().unwrap());
    names.retain(|name| name.starts_with("library-damaged-"));
    names
}

#[test]
fn noise_is_set_aside_unchanged_and_a_new_library_takes_its_place() {
    let log = vec![1_u8; 4096];
    let header = [b"SQLite format 3\0".as_slice(), &[0x5A; 8000]].concat();
    for (noise, log) in [
        (vec![0xA5; 5000], None),
        (b"SQL".to_vec(), None),
        (header, None),
        (vec![7; 5000], Some(log)),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        fs::write(&path, &noise).unwrap();
        if let Some(log) = &log {
            fs::write(folder.path().join("library.db-wal"), log).unwrap();
        }
        let mut library = Library::open(&path).unwrap();
        let rescued = library.take_rescued().unwrap();
        assert_eq!(
            (rescued.bookmarks, rescued.others, &rescued.backup),
            (0, 0, &None)
        );
        assert!(noise == fs::read(rescued.aside().unwrap()).unwrap());
        if let Some(log) = log {
            let beside = format!("{}-wal", rescued.aside().unwrap().display());
            assert!(log == fs::read(beside).unwrap());
        }
        library.apply(&bookmark(1, "甲"), 1).unwrap();
        assert_eq!(library.take_rescued(), None, "told once");
        drop(library);
        let mut library = Library::open(&path).unwrap();
        assert_eq!((titles(&library).len(), library.take_rescued()), (1, None));
        let rest = names(folder.path());
        assert!(!rest.iter().any(|name| name.contains("rescue")), "{rest:?}");
    }
}

#[test]
fn a_cut_library_gives_what_is_left_of_it() {
    let (_folder, path) = large();
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() * 2 / 3]).unwrap();
    let mut library = Library::open(&path).unwrap();
    let rescued = library.take_rescued().unwrap();
    assert!(bytes[..bytes.len() * 2 / 3] == fs::read(rescued.aside().unwrap()).unwrap());
    assert!(rescued.bookmarks > 150 && rescued.bookmarks < 300, "{rescued:?}");
    assert_eq!(titles(&library).len(), rescued.bookmarks);
}

#[test]
fn of_a_damaged_page_only_its_rows_are_lost_and_none_with_a_backup() {
    for with_backup in [false, true] {
        let (_folder, path) = large();
        let mut library = Library::open(&path).unwrap();
        if with_backup {
            library.back_up_daily(NOW).unwrap().unwrap();
        }
        // Newer than the backup, on pages that stay whole.
        library.apply(&LibraryOp::MarkRead(article(0), false), 2).unwrap();
        library
            .apply(&LibraryOp::RemoveBookmark(article(299)), 2)
            .unwrap();
        library.apply(&bookmark(500, "新"), 2).unwrap();
        drop(library);
        let pages = leaves(&path, "bookmark");
        assert!(pages.len() > 8);
        spoil(&path, &[pages[pages.len() / 2]]);

        // It is found when it is read, not before.
        let library = Library::open(&path).unwrap();
        let error = library.bookmarks().unwrap_err();
        assert!(error.is_damage(), "{error}");
        let mut library = library.mend().unwrap();
        let rescued = library.take_rescued().unwrap();
        assert_eq!(rescued.backup.is_some(), with_backup);
        let found = titles(&library);
        if with_backup {
            assert_eq!(found.len(), 300);
        } else {
            assert!(found.len() >= 300 - 40 && found.len() < 300, "{}", found.len());
        }
        assert!(found.contains(&"新".to_owned()));
        assert!(
            !found.iter().any(|title| title.starts_with("299 ")),
            "the newer value holds"
        );
        let marks = library.marks("a").unwrap();
        assert_eq!((marks.read.len(), marks.unread.len()), (299, 1));
        assert_eq!(library.place(&article(3)).unwrap().unwrap().offset, 9);
        assert_eq!(library.searches().unwrap()[0].name, "名字");
        // What comes next is newer than all there was.
        library
            .apply(&LibraryOp::RemoveBookmark(article(500)), 3)
            .unwrap();
        let connection = Connection::open(&path).unwrap();
        let (time, last): (i64, i64) = connection
            .query_row(
                "SELECT (SELECT time FROM clock), (SELECT max(time) FROM bookmark)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        assert!(time == last && time >= 606, "{time} {last}");
        let machines: i64 = connection
            .query_row("SELECT count(*) FROM machine", [], |row| row.get(0))
            .unwrap();
        assert_eq!(machines, if with_backup { 1 } else { 2 });
    }
}

#[test]
fn rows_are_found_without_the_pages_above_them_and_without_the_first() {
    let (_folder, path) = large();
    let inner: Vec<usize> = Connection::open(&path)
        .unwrap()
        .prepare("SELECT pageno FROM dbstat WHERE pagetype = 'internal'")
        .unwrap()
        .query_map([], |row| row.get::<_, usize>(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(inner.len() > 3);
    spoil(&path, &inner);
    spoil(&path, &[1]);
    let mut library = Library::open(&path).unwrap();
    let rescued = library.take_rescued().unwrap();
    // What lay in the inner pages themselves is gone.
    assert!(rescued.bookmarks >= 270 && rescued.others >= 290, "{rescued:?}");
    let first = library
        .bookmarks()
        .unwrap()
        .into_iter()
        .find(|it| it.id == article(0).id)
        .unwrap();
    assert_eq!(first.title, format!("0 {}", "标题".repeat(30)));
    assert_eq!(library.searches().unwrap()[0].query, "查询");
}

#[test]
fn a_long_row_is_found_with_the_pages_it_goes_on_in() {
    let (_folder, path) = library_of(3);
    let title = "长".repeat(9_000);
    let mut library = Library::open(&path).unwrap();
    library.apply(&bookmark(9, &title), 1).unwrap();
    drop(library);
    spoil(&path, &[1]);
    assert!(titles(&Library::open(&path).unwrap()).contains(&title));
}

#[test]
fn a_change_meets_damage_and_is_made_after_it() {
    let (_folder, path) = large();
    let pages = leaves(&path, "mark");
    spoil(&path, &pages);
    let mut library = Library::open(&path).unwrap();
    let op = LibraryOp::MarkRead(article(1), false);
    let error = library.apply(&op, 2).unwrap_err();
    assert!(error.is_damage(), "{error}");
    let mut library = library.mend().unwrap();
    library.apply(&op, 2).unwrap();
    assert_eq!(titles(&library).len(), 300);
    assert!(library.marks("a").unwrap().unread.contains(&article(1).id));
}

#[test]
fn a_backup_finds_damage_that_nobody_has_read_yet() {
    let (_folder, path) = large();
    let pages = leaves(&path, "bookmark");
    spoil(&path, &pages[3..4]);
    let mut library = Library::open(&path).unwrap();
    let error = library.back_up_daily(NOW).unwrap_err();
    assert!(error.is_damage(), "{error}");
    assert!(library.mend().unwrap().take_rescued().is_some());
}

#[test]
fn two_programs_that_find_it_at_once_set_it_aside_once() {
    let (_folder, path) = large();
    spoil(&path, &[1]);
    let open = || {
        let path = path.clone();
        thread::spawn(move || {
            let mut library = Library::open(&path).unwrap();
            library.take_rescued().is_some()
        })
    };
    let threads: Vec<_> = (0..4).map(|_| open()).collect();
    let told: Vec<bool> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(told.iter().filter(|told| **told).count(), 1, "{told:?}");
    let mut databases = aside(&path);
    databases.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    assert_eq!(databases.len(), 1, "{databases:?}");
}

#[test]
fn another_program_goes_on_with_the_new_library() {
    let (_folder, path) = large();
    let pages = leaves(&path, "bookmark");
    spoil(&path, &pages[3..4]);
    // It has not met the damage, and never will.
    let mut other = Library::open(&path).unwrap();
    let library = Library::open(&path).unwrap();
    assert!(library.bookmarks().unwrap_err().is_damage());
    let mut library = library.mend().unwrap();
    other.apply(&LibraryOp::MarkRead(article(7), false), 5).unwrap();
    assert!(library.changed_elsewhere().unwrap());
    assert!(library.marks("a").unwrap().unread.contains(&article(7).id));
    // And one that only looks sees it too.
    let mut library = library;
    library.apply(&bookmark(900, "新"), 6).unwrap();
    assert!(other.changed_elsewhere().unwrap());
    assert!(titles(&other).contains(&"新".to_owned()));
}

#[test]
fn what_is_not_ours_or_newer_stays_where_it_is() {
    let (folder, path) = large();
    let other = folder.path().join("other.db");
    Connection::open(&other)
        .unwrap()
        .execute_batch(
            "CREATE TABLE theirs (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
             INSERT INTO theirs SELECT hex(randomblob(90)) FROM n",
        )
        .unwrap();
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    drop(connection);
    for path in [&other, &path] {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        let error = Library::open(path).unwrap_err();
        assert!(error.is_damage(), "{error}");
        assert!(bytes[..bytes.len() / 2] == fs::read(path).unwrap());
        assert_eq!(aside(path), Vec::<String>::new());
    }
}

#[test]
fn one_that_was_ready_takes_its_place_after_a_kill() {
    let (folder, path) = library_of(2);
    // Killed between two steps: the log has gone aside, the new library has not come.
    fs::rename(&path, folder.path().join("library-rescued.db")).unwrap();
    fs::write(&path, [0xA5; 5000]).unwrap();
    let mut library = Library::open(&path).unwrap();
    assert_eq!(library.take_rescued().unwrap().bookmarks, 2);
    assert_eq!(titles(&library).len(), 2);
    assert!(!folder.path().join("library-rescued.db").exists());
}

#[test]
fn where_nothing_can_be_written_it_stays() {
    if rustix::process::geteuid().is_root() {
        // Rights mean nothing to root; a folder in the way does.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        fs::write(&path, [0xA5; 5000]).unwrap();
        fs::create_dir(folder.path().join("library.lock")).unwrap();
        let error = Library::open(&path).unwrap_err();
        assert!(matches!(error, LibraryError::Damaged { .. }), "{error}");
        assert!(fs::read(&path).unwrap() == [0xA5; 5000]);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    fs::write(&path, [0xA5; 5000]).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let error = Library::open(&path).unwrap_err();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(error, LibraryError::Damaged { .. }), "{error}");
    assert_eq!(names(folder.path()), ["library.db"]);
}
