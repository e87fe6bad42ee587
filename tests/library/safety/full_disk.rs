//! On a full disk no backup is made, nothing is migrated, no damaged library is moved; and with room again all is done.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use finews::library::{Library, LibraryError, backups, folder_of};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::{NOW, bookmark, library_of, names, titles, version_1};

const ALONE: &str = "FINEWS_TEST_ALONE";

/// Lets no file grow beyond this for as long as `work` runs.
fn with_room<T>(bytes: u64, work: impl FnOnce() -> T) -> T {
    let unlimited = getrlimit(Resource::Fsize);
    let current = Some(bytes);
    setrlimit(Resource::Fsize, Rlimit { current, ..unlimited }).unwrap();
    let done = work();
    setrlimit(Resource::Fsize, unlimited).unwrap();
    done
}

/// Runs in a process of its own, whose files may not grow beyond a limit.
#[test]
fn child_without_room() {
    if env::var_os(ALONE).is_none() {
        return;
    }
    // Without a handler the system ends a program that meets the limit.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false))).unwrap();

    let (folder, path) = library_of(20);
    let mut library = Library::open(&path).unwrap();
    for room in [0, 5_000, 20_000] {
        let error = with_room(room, || library.back_up(NOW)).unwrap_err();
        assert!(matches!(error, LibraryError::NotBackedUp { .. }), "{error}");
        assert_eq!(names(&folder_of(&path)), ["lock"]);
        let error = with_room(room, || library.back_up_to(&folder.path().join("copy.db"))).unwrap_err();
        assert!(matches!(error, LibraryError::NotBackedUp { .. }), "{error}");
        assert!(!names(folder.path()).iter().any(|name| name.starts_with("copy")));
    }
    library.apply(&bookmark(50, "新"), 1).unwrap();
    let backup = library.back_up(NOW).unwrap();
    let error = with_room(5_000, || library.restore(&backup.path, NOW)).unwrap_err();
    assert!(!error.is_damage(), "{error}");
    assert_eq!((titles(&library).len(), backups(&path).len()), (21, 1));
    library.restore(&backup.path, NOW).unwrap();

    let old: PathBuf = folder.path().join("old/library.db");
    fs::create_dir(old.parent().unwrap()).unwrap();
    version_1(&old);
    let bytes = fs::read(&old).unwrap();
    // Enough for the memory that programs share, not for a copy.
    with_room(40_000, || {
        let library = Library::open(&old).unwrap();
        assert!(matches!(
            library.why_read_only(),
            Some(LibraryError::NotMigrated { .. })
        ));
        assert_eq!(titles(&library), ["甲"]);
    });
    let version = |bytes: &[u8]| bytes[60..64].to_vec();
    assert_eq!(version(&fs::read(&old).unwrap()), version(&bytes));
    assert!(!Library::open(&old).unwrap().is_read_only());

    let damaged = folder.path().join("damaged/library.db");
    fs::create_dir(damaged.parent().unwrap()).unwrap();
    let noise = vec![0xA5; 50_000];
    fs::write(&damaged, &noise).unwrap();
    for room in [0, 5_000, 60_000] {
        let error = with_room(room, || Library::open(&damaged)).unwrap_err();
        assert!(
            matches!(error, LibraryError::Full { .. } | LibraryError::Damaged { .. }),
            "{error}"
        );
        assert_eq!(names(damaged.parent().unwrap()), ["library.db", "library.lock"]);
        assert!(fs::read(&damaged).unwrap() == noise);
    }
    assert!(Library::open(&damaged).unwrap().take_rescued().is_some());
    println!("done");
}

#[test]
fn nothing_is_half_done_on_a_full_disk() {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "safety::full_disk::child_without_room", "--nocapture"])
        .env(ALONE, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("done"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
