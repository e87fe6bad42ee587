//! Folders and disks that do not let a catalogue be kept: it is made elsewhere, in memory, or not changed, and said so.

mod common;

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use common::{all, assert_holds, known, open};
use finews::catalogue::{CatalogueError, Known, Notice, Progress};
use finews::post::PostId;

const FOLDER: &str = "FINEWS_TEST_CATALOGUE";

fn child_folder() -> Option<PathBuf> {
    env::var_os(FOLDER).map(PathBuf::from)
}

fn child(program: &Path, name: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args([name, "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .current_dir("/");
    command
}

fn file(folder: &Path) -> PathBuf {
    folder.join("site-0000/catalogue.db")
}

fn fill(folder: &Path, count: u64) -> BTreeMap<PostId, Known> {
    let batch: Vec<Known> = (1..=count).map(|number| known(number, 0)).collect();
    open(folder).0.write(&batch, &[], Progress::Whole(1)).unwrap();
    let pairs = batch.into_iter().map(|known| (known.article.id.clone(), known));
    pairs.collect()
}

/// Runs as a user without rights: says what opening gives.
#[test]
fn child_without_rights() {
    let Some(folder) = child_folder() else { return };
    let (mut catalogue, notice) = open(&folder);
    let kind = match notice {
        None => "none",
        Some(Notice::Unwritable(_)) => "unwritable",
        Some(_) => "other",
    };
    println!(
        "says notice {kind}, lasts {}, articles {}",
        catalogue.lasts(),
        all(&catalogue, 99).len()
    );
    catalogue.write(&[known(90, 0)], &[], Progress::Whole(1)).unwrap();
    println!("says articles {}", all(&catalogue, 99).len());
}

fn without_rights(folder: &Path, cache: &Path) -> Vec<String> {
    // The test program may stand where such a user cannot reach it.
    let program = folder.join("program");
    if !program.exists() {
        fs::copy(env::current_exe().unwrap(), &program).unwrap();
    }
    let mut command = child(&program, "child_without_rights", cache);
    if rustix::process::geteuid().is_root() {
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix("says "));
    lines.map(str::to_owned).collect()
}

#[test]
fn without_the_right_to_write_one_in_memory_does() {
    let folder = tempfile::tempdir().unwrap();
    let set = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    set(folder.path(), 0o755);
    let cache = folder.path().join("cache");
    fs::create_dir(&cache).unwrap();
    let nothing = ["notice unwritable, lasts false, articles 0", "articles 1"];

    set(&cache, 0o555);
    assert_eq!(without_rights(folder.path(), &cache), nothing);

    set(&cache, 0o755);
    let model = fill(&cache, 3);
    let own = cache.join("site-0000");
    // Its folder, then its folder and its lock, allow no writing; then not even looking.
    for (folder_mode, lock_mode) in [(0o555, 0o666), (0o555, 0o444), (0o000, 0o666)] {
        set(&file(&cache), 0o666);
        set(&own.join("lock"), lock_mode);
        set(&own, folder_mode);
        assert_eq!(without_rights(folder.path(), &cache), nothing);
    }
    set(&own, 0o755);
    let (catalogue, notice) = open(&cache);
    assert_eq!(notice, None, "nothing was lost");
    assert_holds(&catalogue, &model);
    drop(catalogue);

    // The file alone: where the folder allows it, it is made anew.
    set(&own, 0o777);
    set(&own.join("lock"), 0o666);
    for mode in [0o444, 0o000] {
        set(&file(&cache), mode);
        let said = without_rights(folder.path(), &cache);
        assert_eq!(said, ["notice other, lasts true, articles 0", "articles 1"]);
    }
}

/// Runs in a process of its own, whose files may not grow beyond a limit.
#[test]
fn child_on_a_full_disk() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Some(folder) = child_folder() else { return };
    // Without a handler the system ends a program that meets the limit.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false))).unwrap();
    let unlimited = getrlimit(Resource::Fsize);
    let room = |bytes: u64| {
        let current = Some(bytes);
        setrlimit(Resource::Fsize, Rlimit { current, ..unlimited }).unwrap();
    };
    // None at all: one in memory, which works.
    room(0);
    let (mut catalogue, notice) = open(&folder);
    assert_eq!(notice, Some(Notice::Full));
    assert!(!catalogue.lasts());
    catalogue.write(&[known(1, 0)], &[], Progress::Whole(1)).unwrap();
    assert_eq!(all(&catalogue, 9).len(), 1);
    drop(catalogue);
    setrlimit(Resource::Fsize, unlimited).unwrap();

    let mut model = fill(&folder, 30);
    let (mut catalogue, notice) = open(&folder);
    assert_eq!(notice, None);
    for bytes in [200_000, 500_000, 2_000_000] {
        room(bytes);
        let mut number = 100 + bytes;
        let error = loop {
            let batch: Vec<Known> = (number..number + 20).map(|number| known(number, 1)).collect();
            if let Err(error) = catalogue.write(&batch, &[], Progress::Unfinished) {
                break error;
            }
            number += 20;
            model.extend(batch.into_iter().map(|known| (known.article.id.clone(), known)));
        };
        assert!(matches!(error, CatalogueError::Full), "{error}");
        // Nothing is half done: not now, not for others, and not later.
        assert_holds(&catalogue, &model);
        setrlimit(Resource::Fsize, unlimited).unwrap();
        let (other, notice) = open(&folder);
        assert_eq!(notice, None);
        assert_holds(&other, &model);
    }
    // A disk that was full when the program started is no reason to throw away what is there.
    drop(catalogue);
    room(0);
    let (catalogue, notice) = open(&folder);
    assert!(
        matches!(notice, None | Some(Notice::Full | Notice::Unwritable(_))),
        "{notice:?}"
    );
    drop(catalogue);
    setrlimit(Resource::Fsize, unlimited).unwrap();
    let (catalogue, notice) = open(&folder);
    assert_eq!(notice, None);
    assert_holds(&catalogue, &model);
    println!("says done");
}

#[test]
fn a_full_disk_costs_nothing_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let program = env::current_exe().unwrap();
    let output = child(&program, "child_on_a_full_disk", folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(text.contains("says done"), "{text}");
}

#[test]
fn whatever_stands_in_its_place_goes() {
    let cache = tempfile::tempdir().unwrap();
    let mine = cache.path().join("mine");
    fs::write(&mine, "mine").unwrap();
    fs::create_dir(cache.path().join("site-0000")).unwrap();
    let path = file(cache.path());
    let put: [&dyn Fn(); 4] = [
        &|| symlink(&mine, &path).unwrap(),
        &|| symlink("nowhere", &path).unwrap(),
        &|| assert!(Command::new("mkfifo").arg(&path).status().unwrap().success()),
        &|| fs::create_dir(&path).unwrap(),
    ];
    for put in put {
        put();
        let (mut catalogue, notice) = open(cache.path());
        assert_eq!(notice, Some(Notice::Damaged));
        assert!(catalogue.lasts());
        catalogue.write(&[known(1, 0)], &[], Progress::Whole(1)).unwrap();
        drop(catalogue);
        assert_eq!(all(&open(cache.path()).0, 9).len(), 1);
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", path.display()));
        }
    }
    assert_eq!(
        fs::read(&mine).unwrap(),
        b"mine",
        "what a link led to is left alone"
    );
}

#[test]
fn folder_and_files_are_the_owners_alone() {
    let cache = tempfile::tempdir().unwrap();
    let cache = cache.path().join("cache/finews");
    let (mut catalogue, _) = open(&cache);
    catalogue.write(&[known(1, 0)], &[], Progress::Whole(1)).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&cache), 0o700);
    for name in ["catalogue.db", "catalogue.db-wal", "catalogue.db-shm", "lock"] {
        assert_eq!(mode(&cache.join("site-0000").join(name)), 0o600, "{name}");
    }
}
