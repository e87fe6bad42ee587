//! `kill -9` at any moment while the index of texts is made, continued or made anew: whatever is left of it, the next
//! search answers what one without an index answers, and neither it nor the next `finews index` speaks of damage.
//!
//! `FINEWS_TEST_KILLS=150 cargo test --test index_kill` kills more often.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::numbers::Numbers;
use crate::support::{Archive, Home};

/// Articles at the beginning, and those that each round writes anew.
const ARTICLES: u64 = 300;
const CHANGED: u64 = 7;

struct Desk {
    home: Home,
    archive: Archive,
    numbers: Numbers,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            home: Home::new(),
            archive: Archive::new(),
            numbers: Numbers(0x5EED),
        };
        fs::write(desk.home.path().join("read.toml"), "text_search = \"read\"\n").unwrap();
        for number in 0..ARTICLES {
            desk.write(number, 0);
        }
        desk
    }

    /// Writes article `number` as it is in `round`.
    fn write(&self, number: u64, round: u64) {
        let word = ["芯片", "光伏", "银行", "降准", "地产"][(number + round) as usize % 5];
        let mut body = format!("第 {round} 轮写的 {word}，成交{}手。", number * 37 % 101);
        body += &format!("{word}指数与 ETF{} 并进。", number % 13).repeat(1 + number as usize % 40);
        if (number + round).is_multiple_of(6) {
            body += "\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n";
        }
        let id = 202_201_050_000_000_001 + number;
        self.archive
            .post("2022-01-05", id, &format!("{word}第{round}稿"), &body);
    }

    /// Writes some articles anew, adds one and takes one away.
    fn change(&mut self, round: u64) {
        for _ in 0..CHANGED {
            let number = self.numbers.below(ARTICLES);
            self.write(number, round);
        }
        self.write(ARTICLES + round, round);
        if round > 2 {
            let id = 202_201_050_000_000_001 + ARTICLES + round - 2;
            fs::remove_file(format!("{}/_posts/2022-01-05-{id}.md", self.archive.path())).unwrap();
        }
    }

    fn args<'a>(&'a self, args: &[&'a str]) -> Vec<&'a str> {
        [&["--lang", "en", "--archive", self.archive.path()], args].concat()
    }

    fn run(&self, args: &[&str]) -> Output {
        let output = self.home.run(&self.args(args));
        assert!(output.status.success(), "{args:?}: {output:?}");
        output
    }

    fn start(&self, args: &[&str]) -> Child {
        let mut command = self.home.command(&self.args(args));
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// The index, with and without the endings that it has while it is made and removed, as it is now.
    fn state(&self) -> BTreeSet<(PathBuf, SystemTime)> {
        let entries = |folder: &Path| {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| entry.path()).collect::<Vec<_>>()
        };
        let archives = entries(&self.home.path().join("cache/finews"));
        let folders = archives.iter().flat_map(|archive| entries(archive));
        let folders = folders.filter(|folder| folder.file_stem().is_some_and(|stem| stem == "text"));
        let files = folders.flat_map(|folder| entries(&folder));
        files
            .filter_map(|file| Some((fs::metadata(&file).ok()?.modified().ok()?, file)))
            .map(|(time, file)| (file, time))
            .collect()
    }

    /// Holds what the index, such as it is, makes of queries against what reading all does.
    fn judge(&self, round: u64) {
        let this_round = format!("\"第 {round} 轮\" OR 芯片指数 OR etf7");
        for query in [this_round.as_str(), "has:table -光伏", "stock:1 OR 降准"] {
            let search = ["search", "--json", "--limit", "9999", query];
            let right = self.run(&[&["--config", "read.toml"], &search[..]].concat());
            let found = self.run(&search);
            assert!(found.stdout == right.stdout, "round {round}: {query}");
            let said = String::from_utf8_lossy(&found.stderr);
            assert!(!said.contains("index"), "round {round}: {said}");
        }
    }
}

/// Kills `child` at a moment that `numbers` choose: anywhere in `longest`, the time that one takes, or soon after the
/// files of the index begin to change. Gives whether it was at work on them.
fn kill(desk: &mut Desk, mut child: Child, longest: Duration, anywhere: bool) -> bool {
    let before = desk.state();
    if anywhere {
        let micros = longest.as_micros() as u64;
        thread::sleep(Duration::from_micros(desk.numbers.below(micros.max(1))));
    } else {
        while desk.state() == before && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_micros(100));
        }
        thread::sleep(Duration::from_micros(desk.numbers.below(20_000)));
    }
    let at_work = child.try_wait().unwrap().is_none() && desk.state() != before;
    child.kill().unwrap();
    child.wait().unwrap();
    at_work
}

#[test]
fn whenever_it_is_killed_the_next_answer_is_right() {
    let kills = env::var("FINEWS_TEST_KILLS").map_or(12, |kills| kills.parse().unwrap());
    let mut desk = Desk::new();
    let mut longest = Duration::from_millis(50);
    let mut at_work = 0;
    for round in 1..=kills {
        desk.change(round);
        // Now and then from nothing; now and then all of it anew.
        let args = if round.is_multiple_of(5) {
            &["index", "--text", "--rebuild"][..]
        } else {
            &["index", "--text"]
        };
        let child = desk.start(args);
        at_work += u64::from(kill(&mut desk, child, longest, round.is_multiple_of(3)));
        desk.judge(round);
        if round.is_multiple_of(2) {
            let begun = Instant::now();
            let output = desk.run(&["index", "--text"]);
            longest = longest.max(begun.elapsed());
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(!said.contains("damaged"), "round {round}: {said}");
            let told = String::from_utf8_lossy(&output.stdout);
            assert!(told.contains(" texts in the index, "), "round {round}: {told}");
            desk.judge(round);
        }
    }
    println!("{at_work} of {kills} kills while it was at work on the index");
    assert!(at_work > 0, "no kill came while it was at work");
}
