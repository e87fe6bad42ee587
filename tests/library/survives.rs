//! The library survives noise in its place, a newer version, no rights, a full disk.
#![cfg(unix)]

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use finews::library::{ArticleFacts, ArticleKey, EntryKey, Library, LibraryError, LibraryOp, Prominence};
use finews::post::{DatePrecision, PostId};

const LIBRARY: &str = "FINEWS_TEST_LIBRARY";

/// What one test does in a process of its own: this program again, with the named test alone.
fn child(program: &Path, test: &str, library: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(["--exact", &format!("survives::{test}"), "--nocapture"])
        .env(LIBRARY, library);
    command
}

/// The library's path, where this process is such a child.
fn child_library() -> Option<PathBuf> {
    env::var_os(LIBRARY).map(PathBuf::from)
}

fn article(number: u64) -> ArticleKey {
    ArticleKey::of(&PostId::Number(20_220_107_000_000_000 + number), "a")
}

fn bookmark(number: u64, title: String) -> LibraryOp {
    LibraryOp::AddBookmark(ArticleFacts {
        article: article(number),
        title,
        outlet: None,
        date: None,
        date_offset: 480,
        date_precision: DatePrecision::None,
        source_url: None,
    })
}

/// A library as version 1 left it, with bookmark 1, a mark of 2 and a place in 3.
fn version_1(path: &Path) {
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(include_str!("library_1.sql"))
        .unwrap();
}

/// A library as version 2 left it, with all that of version 1, a saved search and a history of searches.
fn version_2(path: &Path) {
    version_1(path);
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(include_str!("library_2.sql"))
        .unwrap();
}

/// A library as version 3 left it, with all that of version 2, a passage, a visit and where the program was left.
fn version_3(path: &Path) {
    version_2(path);
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(include_str!("library_3.sql"))
        .unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

#[test]
fn folder_and_files_are_the_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("share/finews/library.db");
    let mut library = Library::open(&path).unwrap();
    library.apply(&LibraryOp::MarkRead(article(1), true), 1).unwrap();
    assert_eq!(mode(&folder.path().join("share")), 0o700);
    assert_eq!(mode(&folder.path().join("share/finews")), 0o700);
    for name in ["library.db", "library.db-wal", "library.db-shm"] {
        assert_eq!(mode(&path.with_file_name(name)), 0o600, "{name}");
    }
}

#[test]
fn what_is_no_library_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    // Only the log of the last changes is left of a library.
    fs::write(at("gone.db"), "").unwrap();
    fs::write(at("gone.db-wal"), [1; 4096]).unwrap();
    rusqlite::Connection::open(at("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE theirs (x)")
        .unwrap();
    for name in ["gone.db", "other.db"] {
        let path = at(name);
        let log = at(&format!("{name}-wal"));
        let before = (fs::read(&path).unwrap(), fs::read(&log).ok());
        let error = Library::open(&path).unwrap_err();
        assert!(
            matches!(error, LibraryError::NotADatabase { .. }),
            "{name}: {error}"
        );
        assert!(error.to_string().contains(name), "{error}");
        assert!(before.0 == fs::read(&path).unwrap(), "{name} was changed");
        assert!(
            before.1.is_none() || before.1 == fs::read(&log).ok(),
            "the log of {name} was changed"
        );
    }
}

#[test]
fn what_cannot_be_a_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo.db");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    fs::write(folder.path().join("file"), "").unwrap();
    for path in [
        folder.path().to_owned(),
        fifo,
        folder.path().join("file/library.db"),
    ] {
        let error = Library::open(&path).unwrap_err();
        assert!(matches!(error, LibraryError::CannotOpen { .. }), "{error}");
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
}

#[test]
fn a_library_of_version_3_becomes_one_of_now_and_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    version_3(&path);
    let mut library = Library::open(&path).unwrap();
    let kept = |library: &Library| {
        assert_eq!(library.bookmarks().unwrap()[0].title, "甲");
        assert_eq!(library.searches().unwrap()[0].query, "芯片 -美国");
        assert_eq!(library.passages().unwrap()[0].note.as_deref(), Some("注"));
        assert_eq!(library.visits().unwrap()[0].facts.title, "乙");
        assert_eq!(
            library.session("a").unwrap().as_deref(),
            Some("{\"list\":\"all\"}")
        );
    };
    kept(&library);
    assert!(library.prominences("a").unwrap().is_empty() && library.used("a").unwrap().is_empty());
    let search = EntryKey::Search("芯片".to_owned());
    for op in [
        LibraryOp::SetProminence(search.clone(), Some(Prominence::Pinned)),
        LibraryOp::Use(search.clone()),
    ] {
        assert_eq!(library.apply(&op, 13).unwrap(), 1);
    }
    drop(library);
    let library = Library::open(&path).unwrap();
    kept(&library);
    assert_eq!(
        library.prominences("a").unwrap(),
        [(search.clone(), Prominence::Pinned)]
    );
    assert_eq!(library.used("b").unwrap(), [search]);
}

#[test]
fn a_library_of_version_2_becomes_one_of_now_and_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    version_2(&path);
    let mut library = Library::open(&path).unwrap();
    let kept = |library: &Library| {
        assert_eq!(library.bookmarks().unwrap()[0].title, "甲");
        assert_eq!(library.searches().unwrap()[0].query, "芯片 -美国");
        assert_eq!(library.searched().unwrap(), ["降准"]);
        assert!(library.marks("a").unwrap().read.contains(&article(2).id));
    };
    kept(&library);
    assert!(library.passages().unwrap().is_empty() && library.visits().unwrap().is_empty());
    // Its log is understood.
    let undone = library.undo(9).unwrap().unwrap();
    assert_eq!((undone.name.as_str(), undone.items), ("mark-read", 1));
    library.apply(&LibraryOp::MarkRead(article(2), true), 9).unwrap();
    drop(library);
    kept(&Library::open(&path).unwrap());
}

#[test]
fn a_library_of_version_1_becomes_one_of_now_and_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    version_1(&path);
    let mut library = Library::open(&path).unwrap();
    assert!(!library.is_read_only());
    let kept = |library: &Library| {
        let bookmark = library.bookmarks().unwrap().remove(0);
        assert_eq!((bookmark.article(), bookmark.title.as_str()), (article(1), "甲"));
        assert_eq!((bookmark.added, bookmark.date), (5, Some(1_640_000_000)));
        let marks = library.marks("a").unwrap();
        assert_eq!(marks.watermark, 740_800);
        assert!(marks.read.contains(&article(2).id) && marks.read.len() == 1);
        assert_eq!(library.place(&article(3)).unwrap().unwrap().offset, 9);
    };
    kept(&library);
    assert_eq!(
        (
            library.searches().unwrap().len(),
            library.searched().unwrap().len()
        ),
        (0, 0)
    );
    let save = LibraryOp::SaveSearch {
        name: "芯片".to_owned(),
        query: "芯片".to_owned(),
    };
    library.apply(&save, 9).unwrap();
    library
        .apply(&LibraryOp::RememberSearch("央行".to_owned()), 9)
        .unwrap();
    drop(library);
    let library = Library::open(&path).unwrap();
    kept(&library);
    assert_eq!(library.searches().unwrap()[0].name, "芯片");
    assert_eq!(library.searched().unwrap(), ["央行"]);
    let connection = rusqlite::Connection::open(&path).unwrap();
    let (version, time, operations): (i64, i64, i64) = connection
        .query_row(
            "SELECT user_version, time, (SELECT count(*) FROM operation) FROM pragma_user_version, clock",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    assert_eq!(
        (version, time, operations),
        (5, 4, 3),
        "the clock and the log go on"
    );
}

#[test]
fn a_newer_library_is_read_and_never_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = Library::open(&path).unwrap();
    library.opened("a", 1_000_000).unwrap();
    library.apply(&bookmark(1, "甲".to_owned()), 1).unwrap();
    // The newer program still runs, so its last changes lie in the log.
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer
        .execute_batch("PRAGMA user_version = 99; CREATE TABLE fresh (x)")
        .unwrap();
    let error = library.apply(&bookmark(2, "乙".to_owned()), 1).unwrap_err();
    assert!(
        matches!(error, LibraryError::NewerVersion { found: 99, .. }),
        "{error}"
    );
    drop(library);
    let files = ["library.db", "library.db-wal"].map(|name| folder.path().join(name));
    let before = files.each_ref().map(|file| fs::read(file).unwrap());

    let mut library = Library::open(&path).unwrap();
    assert!(library.is_read_only());
    assert!(matches!(
        library.why_read_only(),
        Some(LibraryError::NewerVersion { found: 99, .. })
    ));
    assert_eq!(library.bookmarks().unwrap().len(), 1);
    let error = library
        .apply(&LibraryOp::RemoveBookmark(article(1)), 1)
        .unwrap_err();
    assert!(matches!(error, LibraryError::NewerVersion { .. }), "{error}");
    // An archive that is new to it has a watermark for as long as the library is open.
    assert_eq!(library.opened("a", 9_000_000).unwrap(), 1_000_000 - 259_200);
    assert_eq!(library.opened("b", 9_000_000).unwrap(), 9_000_000 - 259_200);
    assert_eq!(library.opened("b", 9_500_000).unwrap(), 9_000_000 - 259_200);
    assert_eq!(library.marks("b").unwrap().watermark, 9_000_000 - 259_200);
    drop(library);
    assert!(before == files.each_ref().map(|file| fs::read(file).unwrap()));

    // As the newer program leaves it when it is killed: closing must not move its log into the file.
    let killed = folder.path().join("killed");
    fs::create_dir(&killed).unwrap();
    let files = files.map(|file| {
        let copy = killed.join(file.file_name().unwrap());
        fs::copy(&file, &copy).unwrap();
        copy
    });
    drop(newer);
    let library = Library::open(&files[0]).unwrap();
    assert!(library.is_read_only());
    assert_eq!(library.bookmarks().unwrap().len(), 1);
    drop(library);
    assert!(before == files.each_ref().map(|file| fs::read(file).unwrap()));

    // And with nobody else there, when closing would tidy up.
    let before = fs::read(&path).unwrap();
    let mut library = Library::open(&path).unwrap();
    assert!(library.apply(&bookmark(2, "乙".to_owned()), 1).is_err());
    drop(library);
    assert!(before == fs::read(&path).unwrap());
}

/// Runs as a user without rights: says what opening gives.
#[test]
fn child_without_rights() {
    let Some(path) = child_library() else { return };
    match Library::open(&path) {
        Ok(mut library) => {
            println!("bookmarks {}", library.bookmarks().unwrap().len());
            println!("read-only {}", library.is_read_only());
            if let Err(error) = library.apply(&bookmark(7, "乙".to_owned()), 1) {
                println!("change: {error}");
            }
            println!("bookmarks {}", library.bookmarks().unwrap().len());
            println!(
                "searches {}",
                library.searches().unwrap().len() + library.searched().unwrap().len()
            );
        }
        Err(error @ LibraryError::CannotOpen { .. }) => println!("cannot open: {error}"),
        Err(error) => println!("other: {error}"),
    }
}

/// What [`child_without_rights`] says of `library`.
fn without_rights(folder: &Path, library: &Path) -> Vec<String> {
    // The test program may stand where such a user cannot reach it.
    let program = folder.join("program");
    if !program.exists() {
        fs::copy(env::current_exe().unwrap(), &program).unwrap();
    }
    let mut command = child(&program, "child_without_rights", library);
    if rustix::process::geteuid().is_root() {
        command.uid(65_534).gid(65_534);
    }
    let output = command.current_dir("/").output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let ours = |line: &&str| {
        ["bookmarks", "searches", "read-only", "change", "cannot", "other"]
            .iter()
            .any(|it| line.starts_with(it))
    };
    text.lines().filter(ours).map(str::to_owned).collect()
}

#[test]
fn without_the_right_to_write_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let set = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    set(folder.path(), 0o755);
    let home = folder.path().join("home");
    fs::create_dir(&home).unwrap();

    // There is none, and none can be made.
    set(&home, 0o555);
    let said = without_rights(folder.path(), &home.join("finews/library.db"));
    assert!(said.len() == 1 && said[0].starts_with("cannot open:"), "{said:?}");
    assert!(said[0].contains("finews/library.db"), "{said:?}");

    // There is one: in a folder, then in a file, that allows no writing.
    set(&home, 0o755);
    let path = home.join("library.db");
    let mut library = Library::open(&path).unwrap();
    library.apply(&bookmark(1, "甲".to_owned()), 1).unwrap();
    drop(library);
    let old = home.join("old/library.db");
    fs::create_dir(old.parent().unwrap()).unwrap();
    version_1(&old);
    for (path, folder_mode, file_mode) in [
        (&path, 0o555, 0o666),
        (&path, 0o555, 0o444),
        (&path, 0o777, 0o444),
        (&old, 0o555, 0o444),
        (&old, 0o777, 0o444),
    ] {
        set(path, file_mode);
        set(path.parent().unwrap(), folder_mode);
        let before = fs::read(path).unwrap();
        let said = without_rights(folder.path(), path);
        assert_eq!(said.len(), 5, "{said:?}");
        assert_eq!(
            [&said[0], &said[1], &said[3], &said[4]],
            ["bookmarks 1", "read-only true", "bookmarks 1", "searches 0"]
        );
        assert!(
            said[2].contains("cannot be written") && said[2].contains("library.db"),
            "{said:?}"
        );
        assert!(before == fs::read(path).unwrap());
    }

    // There is one that cannot even be read.
    set(&home, 0o755);
    set(&path, 0o200);
    let said = without_rights(folder.path(), &path);
    assert!(said.len() == 1 && said[0].starts_with("cannot open:"), "{said:?}");
    set(&path, 0o600);
}

/// Runs in a process of its own, whose files may not grow beyond a limit.
#[test]
fn child_on_a_full_disk() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Some(path) = child_library() else { return };
    // Without a handler the system ends a program that meets the limit.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false))).unwrap();
    let unlimited = getrlimit(Resource::Fsize);
    let mut library = Library::open(&path).unwrap();
    for room in [40_000, 90_000, 200_000] {
        setrlimit(
            Resource::Fsize,
            Rlimit {
                current: Some(room),
                ..unlimited
            },
        )
        .unwrap();
        let before = library.bookmarks().unwrap().len();
        let mut number = before as u64;
        let error = loop {
            match library.apply(&bookmark(number, "标题".repeat(300)), 1) {
                Ok(_) => number += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(error, LibraryError::Full { .. }), "{error}");
        assert_eq!(
            library.bookmarks().unwrap().len() as u64,
            number,
            "nothing half done"
        );
        assert!(library.apply(&bookmark(number, "标题".repeat(300)), 1).is_err());
        setrlimit(Resource::Fsize, unlimited).unwrap();
        library.apply(&bookmark(number, "标题".repeat(300)), 1).unwrap();
        println!("kept {}", number + 1);
    }
    drop(library);
    // A new library where there is no room at all.
    setrlimit(
        Resource::Fsize,
        Rlimit {
            current: Some(0),
            ..unlimited
        },
    )
    .unwrap();
    let fresh = path.with_file_name("fresh.db");
    let error = Library::open(&fresh).unwrap_err();
    assert!(matches!(error, LibraryError::Full { .. }), "{error}");
    setrlimit(Resource::Fsize, unlimited).unwrap();
    Library::open(&fresh)
        .unwrap()
        .apply(&bookmark(1, "甲".to_owned()), 1)
        .unwrap();
    println!("done");
}

#[test]
fn a_full_disk_fails_cleanly_and_works_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let output = child(&env::current_exe().unwrap(), "child_on_a_full_disk", &path)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(text.contains("done"), "{text}");
    let kept: Vec<usize> = text
        .lines()
        .filter_map(|line| line.strip_prefix("kept ")?.parse().ok())
        .collect();
    assert_eq!(kept.len(), 3);
    let library = Library::open(&path).unwrap();
    assert_eq!(library.bookmarks().unwrap().len(), kept[2]);
}
