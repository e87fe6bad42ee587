//! Where a write-ahead log is not safe, a rollback journal keeps the library, for several programs at once.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use finews::library::{Journal, Library};

use super::{bookmark, library_of, names, titles};

const LIBRARY: &str = "FINEWS_TEST_LIBRARY";
const FIRST: &str = "FINEWS_TEST_FIRST";

#[test]
fn the_file_system_decides() {
    assert_eq!(Journal::on(0xEF53), Journal::WriteAhead, "ext4");
    for (name, f_type) in [
        ("NFS", 0x6969),
        ("CIFS", 0xFF53_4D42),
        ("9P", 0x0102_1997),
        ("FUSE", 0x6573_5546),
    ] {
        assert_eq!(Journal::on(f_type), Journal::Rollback, "{name}");
    }
}

fn journal(path: &Path) -> String {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn a_library_with_a_log_is_converted_with_all_that_lies_in_the_log() {
    let (folder, path) = library_of(1);
    let away = folder.path().join("away");
    std::fs::create_dir(&away).unwrap();
    let copy = away.join("library.db");
    // As a program leaves it that is killed: its last changes lie in the log.
    let mut library = Library::open(&path).unwrap();
    library.apply(&bookmark(5, "在日志里"), 1).unwrap();
    for name in ["library.db", "library.db-wal"] {
        std::fs::copy(folder.path().join(name), away.join(name)).unwrap();
    }
    drop(library);
    let mut library = Library::open_with(&copy, Journal::Rollback).unwrap();
    assert_eq!(titles(&library), ["在日志里", "标题"]);
    library.apply(&bookmark(6, "之后"), 1).unwrap();
    // Not held: another program comes in.
    let mut other = Library::open_with(&copy, Journal::Rollback).unwrap();
    other.apply(&bookmark(7, "别处"), 1).unwrap();
    assert!(library.changed_elsewhere().unwrap());
    assert_eq!(titles(&library).len(), 4);
    assert_eq!(journal(&copy), "delete");
    drop((library, other));
    assert!(
        !names(&away)
            .iter()
            .any(|name| name.contains("-wal") || name.contains("-shm")),
        "{:?}",
        names(&away)
    );
    // And back, where it is carried to a disk of this machine.
    assert_eq!(
        titles(&Library::open_with(&copy, Journal::WriteAhead).unwrap()).len(),
        4
    );
    assert_eq!(journal(&copy), "wal");
}

/// Runs in a process of its own: adds forty bookmarks.
#[test]
fn child_adds_forty() {
    let Some(path) = env::var_os(LIBRARY) else { return };
    let first: u64 = env::var(FIRST).unwrap().parse().unwrap();
    let mut library = Library::open_with(Path::new(&path), Journal::Rollback).unwrap();
    for number in first..first + 40 {
        library.apply(&bookmark(number, "甲"), 1).unwrap();
    }
}

#[test]
fn two_programs_write_by_a_rollback_journal() {
    let (_folder, path) = library_of(0);
    let children: Vec<_> = [100_u64, 200]
        .iter()
        .map(|first| {
            Command::new(env::current_exe().unwrap())
                .args(["--exact", "safety::journal::child_adds_forty"])
                .env(LIBRARY, &path)
                .env(FIRST, first.to_string())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(
        titles(&Library::open_with(&path, Journal::Rollback).unwrap()).len(),
        80
    );
    assert_eq!(journal(&path), "delete");
}
