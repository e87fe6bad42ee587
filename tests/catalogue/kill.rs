//! `kill -9` at any moment of building or refreshing, two hundred times and more: every batch is there whole or not at all,
//! counters and rows agree, and what was committed stays.

mod common;

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use common::{assert_holds, known, open};
use finews::catalogue::{Known, Progress};
use finews::post::PostId;

const FOLDER: &str = "FINEWS_TEST_CATALOGUE";
/// The revision before the first batch.
const FIRST: &str = "FINEWS_TEST_FIRST";
/// Articles of a batch.
const BATCH: u64 = 5;
/// Batches after which all is replaced from the beginning, in the next version.
const ROUND: u64 = 60;

fn batch(number: u64) -> Vec<Known> {
    let first = number % ROUND * BATCH + 1;
    (first..first + BATCH)
        .map(|article| known(article, number / ROUND))
        .collect()
}

/// What is there after so many batches: those of the last round, which have replaced all earlier ones.
fn after(batches: u64) -> BTreeMap<PostId, Known> {
    let last = (batches.saturating_sub(ROUND)..batches).flat_map(batch);
    last.map(|known| (known.article.id.clone(), known)).collect()
}

/// The child: goes on where the catalogue ends, and says the number of batches after each.
#[test]
fn child() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let first: i64 = env::var(FIRST).unwrap().parse().unwrap();
    let mut catalogue = loop {
        let (catalogue, notice) = open(Path::new(&folder));
        assert_eq!(notice, None);
        // The other program may look just before this one.
        if catalogue.writes() && catalogue.lasts() {
            break catalogue;
        }
    };
    let mut number = (catalogue.header().unwrap().revision - first).cast_unsigned();
    loop {
        let progress = if number < 30 {
            Progress::Unfinished
        } else {
            Progress::Whole(9)
        };
        catalogue.write(&batch(number), &[], progress).unwrap();
        number += 1;
        println!("\nbatches {number}");
    }
}

#[test]
fn nothing_is_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path()).0.header().unwrap().revision;
    let (mut committed, mut taken_over) = (0, 0);
    for kill in 0..200_u64 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["child", "--exact", "--nocapture"])
            .env(FOLDER, folder.path())
            .env(FIRST, first.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reader = thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            lines
                .filter_map(|line| line.strip_prefix("batches ")?.parse::<u64>().ok())
                .last()
        });
        thread::sleep(Duration::from_micros(2_000 + kill * 7_919 % 23_000));
        // Another program reads meanwhile, if there is something whole to read, and the child writes.
        let reader_of = || Some(open(folder.path()).0).filter(|it| it.lasts() && !it.writes());
        let follower = (kill % 4 == 3).then(reader_of).flatten();
        child.kill().unwrap();
        child.wait().unwrap();
        committed = committed.max(reader.join().unwrap().unwrap_or_default());
        if let Some(mut follower) = follower {
            assert!(follower.take_over(), "kill {kill}");
            let batches = (follower.header().unwrap().revision - first).cast_unsigned();
            assert_holds(&follower, &after(batches));
            follower.write(&batch(batches), &[], Progress::Whole(9)).unwrap();
            committed = committed.max(batches + 1);
            taken_over += 1;
        }

        let (catalogue, notice) = open(folder.path());
        assert_eq!(notice, None, "kill {kill}");
        let header = catalogue.header().unwrap();
        let batches = (header.revision - first).cast_unsigned();
        assert!(batches >= committed, "{batches} of {committed} after kill {kill}");
        assert_eq!(header.complete, batches > 30);
        assert_holds(&catalogue, &after(batches));
        let path = catalogue.path().unwrap();
        let check: String = rusqlite::Connection::open(path)
            .unwrap()
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(check, "ok", "kill {kill}");
    }
    assert!(committed > 100 && taken_over > 5, "{committed}, {taken_over}");
}

/// The child: makes a catalogue with one batch.
#[test]
fn child_makes() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let (mut catalogue, notice) = open(Path::new(&folder));
    assert_eq!(notice, None);
    catalogue.write(&batch(0), &[], Progress::Unfinished).unwrap();
    println!("\nmade");
    thread::sleep(Duration::from_secs(60));
}

#[test]
fn what_was_killed_while_it_was_made_is_made_again() {
    let mut made = 0;
    for kill in 0..60_u64 {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["child_makes", "--exact", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Once it has begun, at any moment of what follows, be the machine quick or slow.
        let began = folder.path().join("site-0000");
        for _ in 0..20_000 {
            if began.exists() {
                break;
            }
            thread::sleep(Duration::from_micros(100));
        }
        thread::sleep(Duration::from_micros(kill * kill * 25));
        child.kill().unwrap();
        child.wait().unwrap();
        let (mut catalogue, notice) = open(folder.path());
        assert_eq!(notice, None, "kill {kill}");
        assert!(catalogue.lasts() && catalogue.writes());
        let is_made = catalogue.header().unwrap().articles > 0;
        made += u64::from(is_made);
        assert_holds(&catalogue, &after(u64::from(is_made)));
        catalogue.write(&batch(0), &[], Progress::Whole(1)).unwrap();
        assert_holds(&catalogue, &after(1));
    }
    assert!((1..60).contains(&made), "{made}");
}
