//! Reading an archive for the first time, against `cat` of the same files in the same run; and
//! `finews show` as a whole process, against a bare `true`.

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use divan::Bencher;
use finews::archive::Archive;
use finews::work::load;
use support::disk;

const SIZES: [usize; 2] = [10_000, 100_000];

fn main() {
    for posts in SIZES {
        disk::archive_of(posts);
    }
    divan::main();
}

/// All articles listed.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn all_listed(bencher: Bencher, posts: usize) {
    let folder = disk::archive_of(posts);
    bencher.bench(|| {
        let archive = Archive::open(&folder).expect("an archive");
        let mut articles = 0;
        load(&archive, 0, &AtomicBool::new(false), |batch| {
            articles = batch.store.len();
        });
        articles
    });
}

/// The newest articles, as the first screen shows them.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn first_batch(bencher: Bencher, posts: usize) {
    let folder = disk::archive_of(posts);
    bencher.bench(|| {
        let archive = Archive::open(&folder).expect("an archive");
        let cancelled = AtomicBool::new(false);
        let mut articles = 0;
        load(&archive, 0, &cancelled, |batch| {
            articles = batch.store.len();
            cancelled.store(true, Ordering::Relaxed);
        });
        articles
    });
}

/// The yardstick: `cat` of every post.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn cat(bencher: Bencher, posts: usize) {
    let folder = disk::archive_of(posts);
    bencher.bench(|| {
        let status = Command::new("sh")
            .arg("-c")
            .arg("find \"$0\" -name '*.md' -print0 | xargs -0 cat >/dev/null")
            .arg(&folder)
            .status();
        assert!(status.expect("cat").success());
    });
}

fn run(program: &str, args: &[&Path]) {
    let status = Command::new(program).args(args).stdout(Stdio::null()).status();
    assert!(status.expect("a process").success());
}

/// `finews show --plain FILE`.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn show_process(bencher: Bencher) {
    let post = disk::long_post(&disk::archive_of(10_000));
    let program = Path::new(env!("CARGO_BIN_EXE_finews"));
    let program = program.to_str().expect("a path of plain characters");
    bencher.bench(|| run(program, &[Path::new("show"), Path::new("--plain"), &post]));
}

/// The least that any process takes.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn true_process(bencher: Bencher) {
    bencher.bench(|| run("true", &[]));
}
