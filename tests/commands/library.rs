//! `finews library`: check, backup, restore; and what every command says of a damaged library.

use std::fs;
use std::path::PathBuf;

use finews::library::{ArticleFacts, ArticleKey, Library, LibraryOp, backups};
use finews::post::{DatePrecision, PostId};
use serde_json::Value;

use super::support::Home;
use super::{error, text};

fn bookmark(number: u64, title: &str) -> LibraryOp {
    LibraryOp::AddBookmark(ArticleFacts {
        article: ArticleKey::of(&PostId::Number(20_220_107_000_000_000 + number), "a"),
        title: title.to_owned(),
        outlet: None,
        date: None,
        date_offset: 480,
        date_precision: DatePrecision::None,
        source_url: None,
    })
}

/// A home whose library holds these bookmarks.
fn home_with(titles: &[&str]) -> Home {
    let home = Home::new();
    let mut library = Library::open(&home.library()).unwrap();
    for (number, title) in (1..).zip(titles) {
        library.apply(&bookmark(number, title), 1).unwrap();
    }
    home
}

fn run(home: &Home, args: &[&str]) -> String {
    let output = home.run(&[&["library"], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn titles(home: &Home) -> Vec<String> {
    let listed = home.run(&["bookmark", "list"]);
    let listed = text(&listed.stdout);
    listed
        .lines()
        .map(|line| line.rsplit("  ").next().unwrap().to_owned())
        .collect()
}

#[test]
fn check_tells_what_is_there() {
    let home = home_with(&["甲", "乙"]);
    run(&home, &["backup"]);
    let checked = run(&home, &["check"]);
    for part in ["library.db", "日志 wal", "收藏 2", "备份", "手动"] {
        assert!(checked.contains(part), "{part}: {checked}");
    }
    let english = run(&home, &["check", "--lang", "en"]);
    assert!(
        english.contains("journal wal") && english.contains("asked, version"),
        "{english}"
    );
    let object: Value = serde_json::from_str(&run(&home, &["check", "--json"])).unwrap();
    assert_eq!(
        (&object["sound"], &object["exists"], &object["network"]),
        (&true.into(), &true.into(), &false.into())
    );
    assert_eq!(object["rows"]["bookmark"], 2);
    assert_eq!(object["backups"][0]["reason"], "asked");
    assert_eq!(object["damage"], serde_json::json!([]));
}

#[test]
fn check_of_none_makes_none() {
    let home = Home::new();
    assert!(run(&home, &["check"]).contains("还没有"));
    let object: Value = serde_json::from_str(&run(&home, &["check", "--json"])).unwrap();
    assert_eq!(
        (&object["exists"], &object["sound"]),
        (&false.into(), &true.into())
    );
    assert!(!home.library().exists());
    assert!(error(&home.run(&["library", "backup"]), 1).contains("还没有资料库"));
}

#[test]
fn check_of_a_damaged_one_fails_and_leaves_it() {
    let home = home_with(&["甲"]);
    fs::write(home.library(), [0xA5; 5000]).unwrap();
    let output = home.run(&["library", "check", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).starts_with("finews: the library"),
        "{}",
        text(&output.stderr)
    );
    assert!(
        text(&output.stdout).contains("damage"),
        "{}",
        text(&output.stdout)
    );
    assert!(fs::read(home.library()).unwrap() == [0xA5; 5000]);
}

#[test]
fn the_log_of_changes_is_checked_too() {
    let home = home_with(&["甲"]);
    rusqlite::Connection::open(home.library())
        .unwrap()
        .execute("UPDATE change SET after = '{half'", [])
        .unwrap();
    let output = home.run(&["library", "check", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stdout).contains("log of changes"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn a_backup_goes_where_it_is_told_and_over_nothing() {
    let home = home_with(&["甲"]);
    let written = PathBuf::from(run(&home, &["backup"]).trim());
    assert!(written.is_file() && written.starts_with(home.path().join("data/finews/backups")));
    run(&home, &["backup", "copy.db"]);
    let copy = home.path().join("copy.db");
    let bytes = fs::read(&copy).unwrap();
    assert!(error(&home.run(&["library", "backup", "copy.db"]), 1).contains("已经存在"));
    assert!(bytes == fs::read(&copy).unwrap());
    assert!(error(&home.run(&["library", "backup", "no/copy.db"]), 1).contains("备份"));
}

#[test]
fn a_backup_is_looked_into_and_taken_back() {
    let home = home_with(&["甲", "乙"]);
    run(&home, &["backup"]);
    let day = backups(&home.library())[0].taken.date().to_string();
    let mut library = Library::open(&home.library()).unwrap();
    library.apply(&bookmark(3, "丙"), 2).unwrap();
    drop(library);
    let looked = run(&home, &["restore", "latest", "--dry-run"]);
    assert!(looked.contains("收藏 2"), "{looked}");
    assert_eq!(titles(&home).len(), 3);

    let restored = run(&home, &["restore", &day]);
    assert!(
        restored.contains("收藏 2") && restored.contains("before-restore"),
        "{restored}"
    );
    assert_eq!(titles(&home).len(), 2);
    // Back again, by the file that was named.
    let before = restored.trim().rsplit(' ').next().unwrap();
    run(&home, &["restore", before]);
    assert_eq!(titles(&home).len(), 3);
    // The newest is not what a restore left behind.
    run(&home, &["restore", "latest"]);
    assert_eq!(titles(&home).len(), 2);

    let said = error(&home.run(&["library", "restore", "1999"]), 1);
    assert!(said.contains("1999") && said.contains("library check"), "{said}");
}

#[test]
fn a_command_that_meets_damage_says_where_all_of_it_is() {
    for (lang, says) in [("zh", "资料库已损坏"), ("en", "The library was damaged")] {
        let home = home_with(&["甲", "乙"]);
        run(&home, &["backup"]);
        fs::write(home.library(), [0xA5; 5000]).unwrap();
        let output = home.run(&["bookmark", "list", "--lang", lang]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains(says) && said.contains("library-damaged-"), "{said}");
        assert_eq!(text(&output.stdout).lines().count(), 2);
        assert_eq!(text(&home.run(&["bookmark", "list"]).stderr), "");
        let object: Value = serde_json::from_str(&run(&home, &["check", "--json"])).unwrap();
        assert_eq!(object["set_aside"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_library_that_is_gone_comes_back_and_that_is_told() {
    for (lang, says) in [("zh", "资料库不在了"), ("en", "The library was not there")] {
        let home = home_with(&["甲", "乙"]);
        run(&home, &["backup"]);
        fs::remove_file(home.library()).unwrap();
        let checked = home.run(&["library", "check", "--lang", lang]);
        assert_eq!(checked.status.code(), Some(1), "{}", text(&checked.stdout));
        assert!(!home.library().exists());
        let output = home.run(&["bookmark", "list", "--lang", lang]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains(says) && said.contains("backups"), "{said}");
        assert_eq!(text(&output.stdout).lines().count(), 2);
        assert_eq!(text(&home.run(&["bookmark", "list"]).stderr), "");
    }
}

#[test]
fn the_latest_is_the_one_with_the_newest_contents() {
    let home = home_with(&["甲"]);
    let ahead = PathBuf::from(run(&home, &["backup"]).trim());
    fs::rename(
        &ahead,
        ahead.with_file_name("library-2999-01-01T000000-v3-asked.db"),
    )
    .unwrap();
    Library::open(&home.library())
        .unwrap()
        .apply(&bookmark(2, "乙"), 1)
        .unwrap();
    run(&home, &["backup"]);
    let looked = run(&home, &["restore", "latest", "--dry-run"]);
    assert!(looked.contains("收藏 2"), "{looked}");
}

#[test]
fn a_newer_library_is_checked_and_backed_up_and_never_changed() {
    let home = home_with(&["甲", "乙"]);
    rusqlite::Connection::open(home.library())
        .unwrap()
        .execute_batch("PRAGMA user_version = 99; CREATE TABLE fresh (x); INSERT INTO fresh VALUES ('新')")
        .unwrap();
    let before = fs::read(home.library()).unwrap();
    assert!(run(&home, &["check"]).contains("从不改动"));
    assert!(run(&home, &["check", "--lang", "en"]).contains("read, never changed"));
    let object: Value = serde_json::from_str(&run(&home, &["check", "--json"])).unwrap();
    assert_eq!(
        (&object["read_only"], &object["version"]),
        (&"newer".into(), &99.into())
    );
    let made = PathBuf::from(run(&home, &["backup"]).trim());
    run(&home, &["backup", "copy.db"]);
    for copy in [made, home.path().join("copy.db")] {
        let copy = rusqlite::Connection::open(copy).unwrap();
        let count = |query| copy.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count("SELECT count(*) FROM bookmark"), 2);
        assert_eq!(count("SELECT count(*) FROM fresh"), 1);
        assert_eq!(count("PRAGMA user_version"), 99);
    }
    assert!(before == fs::read(home.library()).unwrap());
}

#[test]
fn what_is_no_backup_is_called_none() {
    let home = home_with(&["甲"]);
    let before = fs::read(home.library()).unwrap();
    for (name, content) in [
        ("text", &b"not a library"[..]),
        ("noise", &[0xA5; 5000]),
        ("empty", b""),
    ] {
        let path = home.path().join(name);
        fs::write(&path, content).unwrap();
        for (lang, says) in [("zh", "不是资料库的备份"), ("en", "is no backup of a library")] {
            let said = error(&home.run(&["library", "restore", name, "--lang", lang]), 1);
            assert!(said.contains(name) && said.contains(says), "{said}");
        }
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    assert_eq!(fs::read(home.library()).unwrap(), before);
    assert_eq!(titles(&home), ["甲"]);
}
