//! `kill -9` at any moment of building or refreshing, two hundred times and more: every batch is there whole or not at all,
//! counters and rows agree, and what was committed stays.

mod catalogue_common;

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use catalogue_common::{assert_holds, known, open};
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

/// What is there after so many batches.
fn after(batches: u64) -> BTreeMap<PostId, Known> {
    let all = (0..batches).flat_map(batch);
    all.map(|known| (known.article.id.clone(), known)).collect()
}

/// The child: goes on where the catalogue ends, and says the number of batches after each.
#[test]
fn child() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let first: i64 = env::var(FIRST).unwrap().parse().unwrap();
    let (mut catalogue, notice) = open(Path::new(&folder));
    assert_eq!(notice, None);
    assert!(catalogue.writes() && catalogue.lasts());
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
    let mut committed = 0;
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
        child.kill().unwrap();
        child.wait().unwrap();
        committed = committed.max(reader.join().unwrap().unwrap_or_default());

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
    assert!(committed > 100, "{committed}");
}
