//! The catalogue: building it, opening it with all that a first screen needs, reading it whole, writing 300 articles.
//! At 10,000 and 100,000 articles; with `FINEWS_BENCH_MILLION=1` at a million too.

mod support;

use std::hint::black_box;
use std::path::Path;

use divan::Bencher;
use finews::catalogue::{Catalogue, Key, Known, Progress, Stamp, Subject};
use finews::store::Article;
use support::articles;
use support::facts::Plan;
use tempfile::TempDir;

const BATCH: usize = 2_048;
const FIRST: usize = 128;

fn main() {
    divan::main();
}

fn sizes() -> Vec<usize> {
    let million = std::env::var_os("FINEWS_BENCH_MILLION").map(|_| 1_000_000);
    [10_000, 100_000].into_iter().chain(million).collect()
}

fn open(folder: &Path) -> Catalogue {
    let subject = Subject {
        identity: "site-bench".to_owned(),
        root: "/archive".into(),
        parser: 1,
        zone: 480,
    };
    let (catalogue, notice) = Catalogue::open(folder, subject).unwrap();
    assert_eq!(notice, None);
    catalogue
}

fn known(article: Article) -> Known {
    let paths = std::iter::once(&article.path).chain(&article.copies);
    let stamp = Stamp {
        size: 5_000,
        modified: 1_641_520_800_123_456_789,
        changed: 1_641_520_800_123_456_789,
        inode: 1_234_567,
    };
    Known {
        files: paths.map(|path| (path.clone(), stamp)).collect(),
        problems: Vec::new(),
        article,
    }
}

fn batches(posts: usize) -> Vec<Vec<Known>> {
    let plan = Plan { posts, seed: 1 };
    articles::batches(&plan, BATCH)
        .map(|batch| batch.into_iter().map(known).collect())
        .collect()
}

fn build(folder: &Path, batches: &[Vec<Known>]) {
    let mut catalogue = open(folder);
    for batch in batches {
        catalogue.write(batch, &[], Progress::Unfinished).unwrap();
    }
    catalogue.write(&[], &[], Progress::Whole(1)).unwrap();
}

fn built(posts: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    build(folder.path(), &batches(posts));
    folder
}

#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn build_all(bencher: Bencher, posts: usize) {
    let batches = batches(posts);
    bencher
        .with_inputs(|| TempDir::new().unwrap())
        .bench_refs(|folder| build(folder.path(), &batches));
}

#[divan::bench(args = sizes(), sample_count = 50)]
fn open_and_read_the_first(bencher: Bencher, posts: usize) {
    let folder = built(posts);
    bencher.bench_local(|| {
        let catalogue = open(folder.path());
        black_box(catalogue.header().unwrap());
        black_box(catalogue.articles(None, FIRST).unwrap())
    });
}

#[divan::bench(args = sizes(), sample_count = 5)]
fn read_all(bencher: Bencher, posts: usize) {
    let folder = built(posts);
    let catalogue = open(folder.path());
    bencher.bench_local(|| {
        let mut after: Option<Key> = None;
        loop {
            let articles = catalogue.articles(after.as_ref(), 8_192).unwrap();
            let Some(last) = articles.last() else { break };
            after = Some(Key::of(last));
            black_box(articles);
        }
    });
}

#[divan::bench(args = sizes(), sample_count = 5)]
fn read_all_files(bencher: Bencher, posts: usize) {
    let folder = built(posts);
    let catalogue = open(folder.path());
    bencher.bench_local(|| {
        catalogue
            .files(|path, stamp, id| drop(black_box((path, stamp, id))))
            .unwrap();
    });
}

#[divan::bench(args = sizes(), sample_count = 20)]
fn write_300(bencher: Bencher, posts: usize) {
    let folder = built(posts);
    let mut catalogue = open(folder.path());
    let batch: Vec<Known> = batches(300).into_iter().flatten().collect();
    bencher.bench_local(|| catalogue.write(&batch, &[], Progress::Unfinished).unwrap());
}
