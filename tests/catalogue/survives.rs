//! What may lie in the place of a catalogue, and who else may use it: it is used, made anew or done without, and never
//! gives a wrong list.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use common::{all, assert_holds, known, open, subject};
use finews::catalogue::{Catalogue, CatalogueError, Changes, Known, Notice, Progress, Subject, tidy};
use finews::post::PostId;

const FOLDER: &str = "site-0000";

fn model(numbers: impl Iterator<Item = u64>) -> BTreeMap<PostId, Known> {
    numbers
        .map(|number| known(number, number % 3))
        .map(|known| (known.article.id.clone(), known))
        .collect()
}

/// A whole catalogue of `count` articles, closed.
fn filled(folder: &Path, count: u64) -> BTreeMap<PostId, Known> {
    let (mut catalogue, notice) = open(folder);
    assert_eq!(notice, None);
    let model = model(1..=count);
    let known: Vec<Known> = model.values().cloned().collect();
    catalogue.write(&known, &[], Progress::Whole(5)).unwrap();
    model
}

fn file(folder: &Path) -> PathBuf {
    folder.join(FOLDER).join("catalogue.db")
}

/// Opens what lies there: it is made anew, `notice` is told, empty, and can be written.
fn made_anew(folder: &Path, notice: Option<&Notice>) {
    let (mut catalogue, told) = open(folder);
    assert_eq!(told.as_ref(), notice);
    assert!(catalogue.lasts() && catalogue.writes());
    assert!(!catalogue.header().unwrap().complete);
    assert_holds(&catalogue, &BTreeMap::new());
    catalogue.write(&[known(1, 1)], &[], Progress::Whole(1)).unwrap();
    drop(catalogue);
    assert_holds(&open(folder).0, &model(1..=1));
}

#[test]
fn it_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let model = filled(folder.path(), 50);
    let (catalogue, notice) = open(folder.path());
    assert_eq!(notice, None);
    assert!(catalogue.header().unwrap().complete);
    assert_eq!(catalogue.header().unwrap().read_at, Some(5));
    assert_holds(&catalogue, &model);
    let one = &model.values().next().unwrap().article;
    assert_eq!(catalogue.article(&one.id).unwrap().as_ref(), Some(one));
    assert_eq!(catalogue.file(&one.path).unwrap().unwrap().1, one.id);
    assert_eq!(catalogue.file(b"nowhere").unwrap(), None);
}

#[test]
fn what_is_no_catalogue_is_made_anew() {
    let noise: Vec<u8> = (0..40_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let contents: [&[u8]; 3] = [b"SQLite format 3\0", b"hello", &noise];
    for content in contents {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path(), 5);
        fs::write(file(folder.path()), content).unwrap();
        made_anew(folder.path(), Some(&Notice::Damaged));
    }
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(file(folder.path()).join("x")).unwrap();
    made_anew(folder.path(), Some(&Notice::Damaged));
}

#[test]
fn one_whose_making_was_cut_short_is_made() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path(), 5);
    fs::write(file(folder.path()), "").unwrap();
    made_anew(folder.path(), None);
    fs::remove_file(file(folder.path())).unwrap();
    rusqlite::Connection::open(file(folder.path()))
        .unwrap()
        .execute_batch("PRAGMA journal_mode = WAL")
        .unwrap();
    made_anew(folder.path(), None);
}

#[test]
fn other_versions_and_settings_make_it_anew() {
    for (change, notice) in [
        ("PRAGMA user_version = 0", Notice::Outdated),
        ("PRAGMA user_version = 99", Notice::Outdated),
        ("UPDATE state SET parser = 9", Notice::Outdated),
        ("UPDATE state SET zone = 0", Notice::Outdated),
        ("PRAGMA application_id = 7", Notice::Damaged),
        ("DROP TABLE state", Notice::Damaged),
        ("DELETE FROM state", Notice::Damaged),
    ] {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path(), 5);
        rusqlite::Connection::open(file(folder.path()))
            .unwrap()
            .execute_batch(change)
            .unwrap();
        made_anew(folder.path(), Some(&notice));
    }
}

/// Either everything that was written is read, or the damage is told.
fn reads_right_or_tells(folder: &Path, model: &BTreeMap<PostId, Known>) -> bool {
    let (catalogue, notice) = open(folder);
    if notice.is_some() {
        return false;
    }
    let read = || -> Result<bool, CatalogueError> {
        let mut articles = Vec::new();
        loop {
            let after = articles.last().map(finews::catalogue::Key::of);
            let more = catalogue.articles(after.as_ref(), 64)?;
            if more.is_empty() {
                break;
            }
            articles.extend(more);
        }
        let right = articles.iter().all(|article| {
            model
                .get(&article.id)
                .is_some_and(|known| known.article == *article)
        });
        assert!(right, "a wrong article");
        Ok(articles.len() == model.len() && articles.len() == catalogue.header()?.articles)
    };
    match read() {
        Ok(whole) => whole,
        Err(CatalogueError::Damaged) => {
            let again = catalogue.begin_anew().unwrap();
            assert_holds(&again, &BTreeMap::new());
            false
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_cut_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let model = filled(folder.path(), 400);
    let whole = fs::read(file(folder.path())).unwrap();
    assert!(reads_right_or_tells(folder.path(), &model));
    let mut cut = 1;
    while cut < whole.len() {
        fs::write(file(folder.path()), &whole[..cut]).unwrap();
        assert!(!reads_right_or_tells(folder.path(), &model), "cut at {cut}");
        cut += whole.len() / 37 + 1;
    }
}

#[test]
fn noise_within_the_file_never_makes_a_wrong_list() {
    let folder = tempfile::tempdir().unwrap();
    let model = filled(folder.path(), 400);
    let whole = fs::read(file(folder.path())).unwrap();
    let mut seen = 0;
    for number in 0..60_usize {
        let mut bytes = whole.clone();
        let at = 100 + number.wrapping_mul(7_919) % (bytes.len() - 200);
        for (place, byte) in bytes[at..at + 1 + number % 40].iter_mut().enumerate() {
            *byte ^= (place * 31 + number + 1) as u8 | 1;
        }
        fs::write(file(folder.path()), bytes).unwrap();
        seen += usize::from(!reads_right_or_tells(folder.path(), &model));
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn a_folder_that_cannot_be_made_leaves_one_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache");
    fs::write(&path, "a file").unwrap();
    let (mut catalogue, notice) = open(&path);
    assert!(matches!(notice, Some(Notice::Unwritable(_))));
    assert!(!catalogue.lasts() && catalogue.writes());
    catalogue.write(&[known(1, 1)], &[], Progress::Whole(1)).unwrap();
    assert_holds(&catalogue, &model(1..=1));
}

#[test]
fn a_full_disk_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let model = filled(folder.path(), 50);
    let (mut catalogue, _) = open(folder.path());
    catalogue.limit_pages(20).unwrap();
    let many: Vec<Known> = (100..5_000).map(|number| known(number, 0)).collect();
    let error = catalogue.write(&many, &[], Progress::Unfinished).unwrap_err();
    assert!(matches!(error, CatalogueError::Full), "{error}");
    assert_holds(&catalogue, &model);
}

#[test]
fn one_writes_the_other_follows_and_takes_over() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, _) = open(folder.path());
    let (second, notice) = open(folder.path());
    assert_eq!(notice, None);
    assert!(!second.lasts(), "what is half built is of no use to others");
    first
        .write(&[known(1, 0), known(2, 0)], &[], Progress::Whole(1))
        .unwrap();
    let (mut second, notice) = open(folder.path());
    assert_eq!(notice, None);
    assert!(second.lasts() && !second.writes());
    let seen = second.header().unwrap().revision;
    assert!(matches!(
        second.write(&[known(3, 0)], &[], Progress::Unfinished),
        Err(CatalogueError::Unusable(_))
    ));

    first
        .write(&[known(3, 0)], &[known(1, 0).article.id], Progress::Unfinished)
        .unwrap();
    let Changes::Since {
        articles,
        removed,
        revision,
    } = second.changes(seen).unwrap()
    else {
        panic!("one change");
    };
    assert_eq!(articles, [known(3, 0).article]);
    assert_eq!(removed, [known(1, 0).article.id]);
    assert_eq!(second.changes(revision - 100).unwrap(), Changes::TooMany);
    assert_eq!(second.changes(revision + 1).unwrap(), Changes::TooMany);

    assert!(!second.take_over());
    drop(first);
    assert!(second.take_over() && second.writes());
    second.write(&[known(4, 0)], &[], Progress::Unfinished).unwrap();
    assert_eq!(all(&second, 10).len(), 3);
}

#[test]
fn a_moved_archive_keeps_it_and_a_second_copy_has_its_own() {
    let cache = tempfile::tempdir().unwrap();
    let archives = tempfile::tempdir().unwrap();
    let (one, two) = (archives.path().join("one"), archives.path().join("two"));
    fs::create_dir(&one).unwrap();
    let of = |root: &Path| Subject {
        root: root.to_owned(),
        ..subject("")
    };
    let at = |root: &Path| Catalogue::open(cache.path(), of(root)).unwrap();
    let (mut catalogue, _) = at(&one);
    catalogue.write(&[known(1, 0)], &[], Progress::Whole(1)).unwrap();
    drop(catalogue);
    fs::rename(&one, &two).unwrap();
    let (catalogue, notice) = at(&two);
    assert_eq!((all(&catalogue, 9).len(), notice), (1, None));
    drop(catalogue);
    fs::create_dir(&one).unwrap();
    let (catalogue, notice) = at(&one);
    assert_eq!((all(&catalogue, 9).len(), notice), (0, None));
    assert!(catalogue.lasts());
    assert_eq!(all(&at(&two).0, 9).len(), 1);
}

#[test]
fn catalogues_long_unused_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path(), 3);
    fs::create_dir(folder.path().join("mine")).unwrap();
    let now = SystemTime::now();
    assert_eq!(tidy(folder.path(), now), [] as [PathBuf; 0]);
    let later = now + Duration::from_secs(200 * 86_400);
    {
        let (_held, _) = open(folder.path());
        assert_eq!(tidy(folder.path(), later), [] as [PathBuf; 0]);
    }
    assert_eq!(tidy(folder.path(), later), [folder.path().join(FOLDER)]);
    assert!(folder.path().join("mine").exists());
    assert_eq!(tidy(folder.path(), later), [] as [PathBuf; 0]);
}

#[test]
fn files_that_are_missing_are_told() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path(), 9);
    let (catalogue, _) = open(folder.path());
    assert!(catalogue.files(|_, _, _| ControlFlow::Continue(())).is_ok());
    drop(catalogue);
    rusqlite::Connection::open(file(folder.path()))
        .unwrap()
        .execute_batch("DELETE FROM files WHERE size = 2")
        .unwrap();
    let (catalogue, notice) = open(folder.path());
    assert_eq!(notice, None);
    let error = catalogue.files(|_, _, _| ControlFlow::Continue(())).unwrap_err();
    assert!(matches!(error, CatalogueError::Damaged), "{error}");
}

/// What is there after so many batches of three.
fn batched(batches: u64) -> BTreeMap<PostId, Known> {
    let all = (1..=batches * 3).map(|number| known(number, 0));
    all.map(|known| (known.article.id.clone(), known)).collect()
}

#[test]
fn a_damaged_log_of_a_killed_program_loses_its_last_batches_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let (mut catalogue, _) = open(folder.path());
    let first = catalogue.header().unwrap().revision;
    let mut write = |batches: std::ops::Range<u64>| {
        for batch in batches {
            let known: Vec<Known> = (batch * 3 + 1..=batch * 3 + 3)
                .map(|number| known(number, 0))
                .collect();
            catalogue.write(&known, &[], Progress::Whole(1)).unwrap();
        }
    };
    write(0..20);
    // So much is in the file itself, and the log begins again over what it held.
    let log = |folder: &Path| folder.join(FOLDER).join("catalogue.db-wal");
    rusqlite::Connection::open(file(folder.path()))
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()))
        .unwrap();
    write(20..30);
    let (whole, whole_log) = (
        fs::read(file(folder.path())).unwrap(),
        fs::read(log(folder.path())).unwrap(),
    );
    let mut batches_seen = std::collections::BTreeSet::new();
    for number in 0..60_usize {
        let mut bytes = whole_log.clone();
        let at = number * bytes.len() / 60;
        if number % 2 == 0 {
            bytes.truncate(at);
        } else {
            let noise = 1 + number % 50;
            bytes
                .iter_mut()
                .skip(at)
                .take(noise)
                .for_each(|byte| *byte ^= 0x55);
        }
        let killed = tempfile::tempdir().unwrap();
        fs::create_dir(killed.path().join(FOLDER)).unwrap();
        fs::write(file(killed.path()), &whole).unwrap();
        fs::write(log(killed.path()), bytes).unwrap();
        let (catalogue, notice) = open(killed.path());
        assert_eq!(notice, None, "{number}");
        let batches = (catalogue.header().unwrap().revision - first).cast_unsigned();
        assert!((20..=30).contains(&batches), "{batches}");
        assert_holds(&catalogue, &batched(batches));
        batches_seen.insert(batches);
    }
    assert!(batches_seen.len() > 3, "{batches_seen:?}");
}
