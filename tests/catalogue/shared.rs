//! Several programs with one catalogue: one writes, whatever they do at the same time, and the others follow it.

mod common;

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use common::{all, known, open, subject};
use finews::catalogue::{Catalogue, Changes, Notice, Progress, Subject, status, tidy};

#[test]
fn one_of_many_writes() {
    let folder = tempfile::tempdir().unwrap();
    let together = Barrier::new(8);
    let writers: usize = thread::scope(|scope| {
        let open_one = || {
            together.wait();
            let (catalogue, notice) = open(folder.path());
            assert_eq!(notice, None);
            let writes = catalogue.writes() && catalogue.lasts();
            together.wait();
            usize::from(writes)
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open_one)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(writers, 1);
}

#[test]
fn tidying_up_never_makes_two_writers() {
    let folder = tempfile::tempdir().unwrap();
    let much_later = SystemTime::now() + Duration::from_secs(400 * 86_400);
    let until = Instant::now() + Duration::from_millis(800);
    let (writing, opened, removed) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while Instant::now() < until {
                    let (catalogue, _) = open(folder.path());
                    if catalogue.writes() && catalogue.lasts() {
                        assert_eq!(writing.fetch_add(1, Ordering::SeqCst), 0, "two writers");
                        opened.fetch_add(1, Ordering::SeqCst);
                        thread::sleep(Duration::from_micros(100));
                        writing.fetch_sub(1, Ordering::SeqCst);
                    }
                    drop(catalogue);
                    thread::sleep(Duration::from_micros(300));
                }
            });
        }
        scope.spawn(|| {
            while Instant::now() < until {
                removed.fetch_add(tidy(folder.path(), much_later).len(), Ordering::SeqCst);
            }
        });
    });
    let counts = (opened.into_inner(), removed.into_inner());
    assert!(counts.0 > 5 && counts.1 > 5, "{counts:?}");
}

/// A writer and one that follows it.
fn pair(folder: &Path) -> (Catalogue, Catalogue) {
    let (mut first, _) = open(folder);
    first
        .write(&[known(1, 0), known(2, 0)], &[], Progress::Whole(1))
        .unwrap();
    let (second, notice) = open(folder);
    assert_eq!(notice, None);
    assert!(second.lasts() && !second.writes());
    (first, second)
}

#[test]
fn who_follows_meets_a_catalogue_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (first, mut second) = pair(folder.path());
    let seen = second.header().unwrap().revision;
    let mut first = first.begin_anew().unwrap();
    assert!(first.lasts() && first.writes());
    for number in 3..6 {
        first.write(&[known(number, 0)], &[], Progress::Whole(1)).unwrap();
    }
    // It does not become the writer, but it follows the new one.
    assert!(!second.take_over());
    assert_eq!(second.changes(seen).unwrap(), Changes::TooMany);
    assert_eq!(all(&second, 9).len(), 3);
    drop(first);
    assert!(second.take_over());
    second.write(&[known(6, 0)], &[], Progress::Unfinished).unwrap();
    drop(second);
    assert_eq!(all(&open(folder.path()).0, 9).len(), 4);
}

#[test]
fn who_takes_over_what_was_removed_makes_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let (first, mut second) = pair(folder.path());
    let seen = second.header().unwrap().revision;
    drop(first);
    fs::remove_dir_all(folder.path().join("site-0000")).unwrap();
    assert!(second.take_over());
    assert_eq!(second.changes(seen).unwrap(), Changes::TooMany);
    assert!(!second.header().unwrap().complete);
    second.write(&[known(6, 0)], &[], Progress::Whole(2)).unwrap();
    drop(second);
    assert_eq!(all(&open(folder.path()).0, 9).len(), 1);
}

#[test]
fn what_another_version_holds_is_left_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let newer = Subject {
        parser: 2,
        ..subject("/archive")
    };
    let (mut held, _) = Catalogue::open(folder.path(), newer.clone()).unwrap();
    held.write(&[known(1, 0)], &[], Progress::Whole(1)).unwrap();
    let (ours, notice) = open(folder.path());
    assert_eq!(notice, Some(Notice::Held));
    assert!(!ours.lasts() && ours.writes());
    assert_eq!(all(&ours, 9), []);
    held.write(&[known(2, 0)], &[], Progress::Unfinished).unwrap();
    drop((held, ours));
    let (again, notice) = Catalogue::open(folder.path(), newer).unwrap();
    assert_eq!((all(&again, 9).len(), notice), (2, None));
    drop(again);
    let (_, notice) = open(folder.path());
    assert_eq!(notice, Some(Notice::Outdated));
}

#[test]
fn its_status_is_told_without_taking_part() {
    let folder = tempfile::tempdir().unwrap();
    let ask = || status(folder.path(), &subject("/archive"));
    assert_eq!(ask(), Ok(None));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made");
    let (mut catalogue, _) = open(folder.path());
    catalogue
        .write(&[known(1, 0)], &[], Progress::Unfinished)
        .unwrap();
    let building = ask().unwrap().unwrap();
    assert!(building.in_use && !building.header.complete);
    assert_eq!((building.header.articles, building.header.read_at), (1, None));
    catalogue.write(&[known(2, 0)], &[], Progress::Whole(77)).unwrap();
    drop(catalogue);
    let done = ask().unwrap().unwrap();
    assert!(!done.in_use && done.header.complete && done.bytes > 4_096);
    assert_eq!((done.header.articles, done.header.read_at), (2, Some(77)));
    assert!(open(folder.path()).0.writes(), "who asked holds nothing");
    let other = Subject {
        zone: 0,
        ..subject("/archive")
    };
    assert_eq!(status(folder.path(), &other), Err(Notice::Outdated));
    fs::write(&done.path, "noise").unwrap();
    assert_eq!(ask(), Err(Notice::Damaged));
}
