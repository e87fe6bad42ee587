//! The catalogue: made, opened, read and kept up to date, at 10,000 and 100,000 posts; with `FINEWS_BENCH_MILLION=1` in the
//! environment at a million too. Prints its size on disk first. What must not grow with the archive: `first_screen`,
//! `deep_place` and the writes.

mod support;

use std::fs;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use divan::Bencher;
use finews::catalogue::{Catalogue, Key, Known, Progress, Stamp, Subject};
use finews::post::{Article, PostId};
use support::articles;
use support::facts::Plan;

/// Articles of the largest batch, as a load writes and reads them.
const BATCH: usize = 8_192;

fn sizes() -> Vec<usize> {
    let million = std::env::var_os("FINEWS_BENCH_MILLION").map(|_| 1_000_000);
    [10_000, 100_000].into_iter().chain(million).collect()
}

fn main() {
    // Held here, for what is static is never dropped.
    let all = tempfile::tempdir().expect("a folder");
    for posts in sizes() {
        let folder = all.path().join(posts.to_string());
        fill(&mut open(&folder), batches(posts));
        let mut folders = FOLDERS.lock().expect("no panic before");
        folders.push((posts, folder.clone()));
        let bytes = fs::metadata(folder.join("bench/catalogue.db")).map_or(0, |file| file.len());
        let articles = open(&folder).header().map_or(0, |header| header.articles);
        let each = bytes as f64 / articles as f64;
        println!(
            "{articles} articles: {} MB, {each:.0} bytes each",
            bytes / 1_000_000
        );
    }
    divan::main();
}

fn open(folder: &Path) -> Catalogue {
    let subject = Subject {
        identity: "bench".to_owned(),
        root: PathBuf::from("/archive"),
        parser: 1,
        zone: 480,
    };
    let (catalogue, notice) = Catalogue::open(folder, subject).expect("a catalogue");
    assert!(notice.is_none() && catalogue.lasts());
    catalogue
}

/// An article with stamps like those of a checkout: times close together, numbers one after the other.
fn known(article: Article) -> Known {
    let paths = std::iter::once(&article.path).chain(&article.copies);
    let seed = i64::from(crc32fast::hash(&article.path));
    let stamp = Stamp {
        size: 2_000 + seed % 4_000,
        modified: 1_700_000_000_000_000_000 + seed * 1_009,
        changed: 1_700_000_000_000_000_000 + seed * 1_009,
        inode: 10_000_000 + seed % 2_000_000,
    };
    Known {
        files: paths.map(|path| (path.clone(), stamp)).collect(),
        problems: Vec::new(),
        article,
    }
}

const fn plan(posts: usize) -> Plan {
    Plan { posts, seed: 1 }
}

fn batches(posts: usize) -> impl Iterator<Item = Vec<Known>> {
    static PLANS: [Plan; 3] = [plan(10_000), plan(100_000), plan(1_000_000)];
    let plan = PLANS.iter().find(|plan| plan.posts == posts);
    let batches = articles::batches(plan.expect("one of the sizes"), BATCH);
    batches.map(|batch| batch.into_iter().map(known).collect())
}

fn fill(catalogue: &mut Catalogue, batches: impl Iterator<Item = Vec<Known>>) {
    for batch in batches {
        catalogue
            .write(&batch, &[], Progress::Unfinished)
            .expect("written");
    }
    catalogue.write(&[], &[], Progress::Whole(1)).expect("written");
}

/// The cache folders that `main` has filled, by the number of posts.
static FOLDERS: Mutex<Vec<(usize, PathBuf)>> = Mutex::new(Vec::new());

/// The cache folder with the catalogue of so many posts, closed.
fn folder_of(posts: usize) -> PathBuf {
    let folders = FOLDERS.lock().expect("no panic before");
    let found = folders.iter().find(|(size, _)| *size == posts);
    found.expect("one of the sizes").1.clone()
}

/// All of an archive, for the first time.
#[divan::bench(args = sizes(), sample_count = 2, sample_size = 1)]
fn build(bencher: Bencher, posts: usize) {
    bencher
        .with_inputs(|| {
            let batches: Vec<Vec<Known>> = batches(posts).collect();
            (tempfile::tempdir().expect("a folder"), batches)
        })
        .bench_local_values(|(folder, batches)| {
            let mut catalogue = open(folder.path());
            fill(&mut catalogue, batches.into_iter());
            (catalogue, folder)
        });
}

/// Opened, the counters, and more rows than a screen shows.
#[divan::bench(args = sizes())]
fn first_screen(bencher: Bencher, posts: usize) {
    let folder = folder_of(posts);
    bencher.bench_local(|| {
        let catalogue = open(&folder);
        let header = catalogue.header().expect("its header");
        let newest = catalogue.articles(None, 128).expect("articles");
        assert!(header.complete && newest.len() == 128);
        catalogue
    });
}

/// A screen in the middle of the list, by its key.
#[divan::bench(args = sizes())]
fn deep_place(bencher: Bencher, posts: usize) {
    let catalogue = open(&folder_of(posts));
    let middle = batches(posts).flatten().nth(posts / 3).expect("an article");
    let key = Key::of(&middle.article);
    bencher.bench_local(|| catalogue.articles(Some(&key), 64));
}

/// Everything, as a load reads it.
#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn stream(bencher: Bencher, posts: usize) {
    let catalogue = open(&folder_of(posts));
    bencher.bench_local(|| {
        let (mut after, mut size, mut count) = (None, 128, 0);
        loop {
            let batch = catalogue.articles(after.as_ref(), size).expect("articles");
            let Some(last) = batch.last() else { return count };
            after = Some(Key::of(last));
            count += batch.len();
            size = (size * 2).min(BATCH);
        }
    });
}

/// Every file with its stamp, to be held against the disk.
#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn files(bencher: Bencher, posts: usize) {
    let catalogue = open(&folder_of(posts));
    bencher.bench_local(|| {
        let mut bytes = 0;
        catalogue
            .files(|path, stamp, _| {
                bytes += black_box(path.len() as i64 + stamp.size);
                ControlFlow::Continue(())
            })
            .expect("files");
        bytes
    });
}

/// 300 new posts.
#[divan::bench(args = sizes(), sample_count = 20, sample_size = 1)]
fn add_300(bencher: Bencher, posts: usize) {
    let mut catalogue = open(&folder_of(posts));
    let first: Vec<Known> = batches(posts).next().expect("a batch");
    let mut number = 400_000_000_000_000_000;
    let mut fresh = move || -> Vec<Known> {
        let renamed = first.iter().take(300).cloned().map(|mut known| {
            number += 1;
            known.article.id = PostId::Number(number);
            known.article.path = format!("_posts/{number}.md").into_bytes().into();
            known.article.copies = Vec::new();
            known
        });
        renamed.map(|it| self::known(it.article)).collect()
    };
    let mut added: Vec<PostId> = Vec::new();
    bencher.with_inputs(&mut fresh).bench_local_values(|batch| {
        added.extend(batch.iter().map(|known| known.article.id.clone()));
        catalogue.write(&batch, &[], Progress::Unfinished)
    });
    catalogue
        .write(&[], &added, Progress::Unfinished)
        .expect("taken out");
}

/// 300 posts that stand all over the archive have changed.
#[divan::bench(args = sizes(), sample_count = 20, sample_size = 1)]
fn change_300(bencher: Bencher, posts: usize) {
    let mut catalogue = open(&folder_of(posts));
    let changed: Vec<Known> = batches(posts).flatten().step_by(posts / 400).take(300).collect();
    bencher.bench_local(|| catalogue.write(&changed, &[], Progress::Unfinished));
}
