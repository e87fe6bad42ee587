//! Taking a backup back.

use std::fs;

use finews::library::{Contents, Library, LibraryError, LibraryOp, Reason, backups};

use super::{NOW, article, bookmark, library_of, names, titles, version_1};

#[test]
fn a_backup_comes_back_whole_and_the_present_is_backed_up_first() {
    let (folder, path) = library_of(2);
    let mut library = Library::open(&path).unwrap();
    library.apply(&LibraryOp::MarkRead(article(5), true), 1).unwrap();
    let backup = library.back_up(NOW).unwrap();
    let bytes = fs::read(&backup.path).unwrap();
    library.apply(&LibraryOp::RemoveBookmark(article(0)), 2).unwrap();
    library.apply(&bookmark(7, "后来"), 2).unwrap();
    library.apply(&LibraryOp::MarkRead(article(5), false), 2).unwrap();

    // Another program has it open, and sees the change.
    let mut other = Library::open(&path).unwrap();
    assert_eq!(titles(&other), ["后来", "标题"]);
    let restored = library.restore(&backup.path, NOW + 60).unwrap();
    assert_eq!(restored.contents.rows["bookmark"], 2);
    assert!(other.changed_elsewhere().unwrap());
    for library in [&library, &other] {
        assert_eq!(titles(library), ["标题", "标题"]);
        assert!(library.marks("a").unwrap().read.contains(&article(5).id));
    }
    // Logical time goes on, so that the change after is newer than all before.
    other.apply(&bookmark(8, "再后来"), 3).unwrap();
    let (time, log): (i64, i64) = rusqlite::Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT (SELECT time FROM clock), (SELECT count(*) FROM operation)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!((time, log), (7, 4));

    assert_eq!(restored.before.reason, Reason::Restore);
    assert_eq!(
        titles(&Library::open(&restored.before.path).unwrap()),
        ["后来", "标题"]
    );
    assert!(
        bytes == fs::read(&backup.path).unwrap(),
        "a backup is not changed"
    );
    assert!(
        !names(&folder.path().join("backups"))
            .iter()
            .any(|name| name == "restoring.db")
    );
}

#[test]
fn an_older_version_becomes_one_of_now_and_a_newer_is_refused() {
    let (folder, path) = library_of(1);
    let old = folder.path().join("old.db");
    version_1(&old);
    let bytes = fs::read(&old).unwrap();
    assert_eq!(Contents::read(&old).unwrap().version, 1);
    let mut library = Library::open(&path).unwrap();
    library.restore(&old, NOW).unwrap();
    assert_eq!(titles(&library), ["甲"]);
    assert_eq!(library.searches().unwrap(), []);
    assert!(bytes == fs::read(&old).unwrap());

    rusqlite::Connection::open(&old)
        .unwrap()
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let error = library.restore(&old, NOW).unwrap_err();
    assert!(
        matches!(error, LibraryError::NewerVersion { found: 99, .. }),
        "{error}"
    );
    assert_eq!(titles(&library), ["甲"]);
}

#[test]
fn what_is_no_library_is_refused_and_nothing_changes() {
    let (folder, path) = library_of(1);
    let mut library = Library::open(&path).unwrap();
    let good = library.back_up(NOW).unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("noise.db"), [0xA5; 5000]).unwrap();
    fs::write(at("empty.db"), "").unwrap();
    let bytes = fs::read(&good.path).unwrap();
    fs::write(at("cut.db"), &bytes[..bytes.len() / 2]).unwrap();
    let mut holed = bytes.clone();
    let end = holed.len() - 4096;
    holed[4096..end].fill(0x5A);
    fs::write(at("holed.db"), holed).unwrap();
    rusqlite::Connection::open(at("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE theirs (x)")
        .unwrap();
    for name in [
        "noise.db", "empty.db", "cut.db", "holed.db", "other.db", "none.db",
    ] {
        let error = library.restore(&at(name), NOW).unwrap_err();
        assert!(!error.to_string().is_empty(), "{name}");
        assert_eq!(titles(&library), ["标题"], "{name}: {error}");
        library
            .apply(&LibraryOp::MarkRead(article(9), name.len() % 2 == 0), 1)
            .unwrap();
    }
    let kept = backups(&path);
    assert!(
        kept.iter().all(|backup| backup.reason == Reason::Asked),
        "{kept:?}"
    );
}
