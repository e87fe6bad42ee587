//! The store: growing, asking, filtering, at 100,000 and a million posts. Prints its memory first.

mod support;

use std::collections::HashSet;
use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use divan::Bencher;
use finews::post::PostId;
use finews::store::{Article, Builder, List, Scope, Store, Unread, filter_titles, find_titles};
use finews::text::needle::Needle;
use finews::text::pinyin::Spelling;
use support::articles;
use support::facts::Plan;

const SIZES: [usize; 2] = [100_000, 1_000_000];
const BATCH: usize = 2_048;
const ZONE: i16 = 480;

fn main() {
    let store = store(1_000_000);
    let each = store.bytes() as f64 / store.len() as f64;
    println!("{} articles, {each:.1} bytes each", store.len());
    divan::main();
}

fn plan(posts: usize) -> Plan {
    Plan { posts, seed: 1 }
}

fn batches(posts: usize) -> Vec<Vec<Article>> {
    articles::batches(&plan(posts), BATCH).collect()
}

fn built(batches: impl IntoIterator<Item = Vec<Article>>) -> Builder {
    let mut builder = Builder::new();
    for batch in batches {
        builder.add(batch);
    }
    builder
}

fn store(posts: usize) -> &'static Arc<Store> {
    static SMALL: OnceLock<Arc<Store>> = OnceLock::new();
    static LARGE: OnceLock<Arc<Store>> = OnceLock::new();
    let cell = if posts < 1_000_000 { &SMALL } else { &LARGE };
    cell.get_or_init(|| built(articles::batches(&plan(posts), BATCH)).snapshot())
}

/// A category of the middle: some thousand articles of a million.
fn category(store: &Store) -> Scope {
    let category = store.categories().get(20).map(|category| category.id);
    category.map_or(Scope::All, Scope::Category)
}

fn number(article: &Article) -> u64 {
    match article.id {
        PostId::Number(number) => number,
        PostId::Path(_) => 0,
    }
}

/// A load newest first, with a snapshot after each batch.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn build(bencher: Bencher, posts: usize) {
    bencher.with_inputs(|| batches(posts)).bench_values(|batches| {
        let mut builder = Builder::new();
        for batch in batches {
            builder.add(batch);
            black_box(builder.snapshot());
        }
        builder
    });
}

/// Names that say nothing of the dates: every batch falls into every segment.
#[divan::bench(args = [100_000], sample_count = 3, sample_size = 1)]
fn build_in_random_order(bencher: Bencher, posts: usize) {
    let shuffled = || {
        let mut articles = batches(posts).concat();
        articles.sort_by_cached_key(|article| support::random::Random::new(1, number(article)).next());
        articles
            .chunks(BATCH)
            .map(<[Article]>::to_vec)
            .collect::<Vec<_>>()
    };
    bencher.with_inputs(shuffled).bench_values(built);
}

/// 300 new posts.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn refresh(bencher: Bencher, posts: usize) {
    let mut articles: Vec<Vec<Article>> = batches(posts);
    let mut new = articles.remove(0);
    new.truncate(300);
    let mut builder = built(articles);
    bencher.with_inputs(|| new.clone()).bench_local_values(|new| {
        builder.add(new);
        builder.snapshot()
    });
}

/// One article in the middle has changed.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn change_one(bencher: Bencher, posts: usize) {
    let batches = batches(posts);
    let one: Vec<Article> = batches
        .get(batches.len() / 2)
        .map(|batch| batch.iter().take(1).cloned().collect())
        .unwrap_or_default();
    let mut builder = built(batches);
    bencher.with_inputs(|| one.clone()).bench_local_values(|one| {
        builder.add(one);
        builder.snapshot()
    });
}

#[divan::bench(args = SIZES)]
fn snapshot(bencher: Bencher, posts: usize) {
    let builder = built(articles::batches(&plan(posts), BATCH));
    bencher.bench_local(|| builder.snapshot());
}

#[divan::bench(args = SIZES)]
fn row(bencher: Bencher, posts: usize) {
    let store = store(posts);
    let scope = category(store);
    let (all, some) = (store.len(), store.scope_len(scope));
    let mut index = 0;
    bencher.bench_local(|| {
        index += 7_919;
        (
            store.row(Scope::All, index % all).map(|row| row.title()),
            store.row(scope, index % some).map(|row| row.title()),
        )
    });
}

#[divan::bench(args = SIZES)]
fn position(bencher: Bencher, posts: usize) {
    let store = store(posts);
    let rows = (0..store.len()).step_by(store.len() / 1_000);
    let ids: Vec<PostId> = rows
        .filter_map(|index| Some(store.row(Scope::All, index)?.id()))
        .collect();
    let mut turn = ids.iter().cycle();
    bencher.bench_local(|| store.position(Scope::All, turn.next()?));
}

/// What drawing a list asks: 60 rows and the day of each, from the middle.
#[divan::bench(args = SIZES)]
fn open_list(bencher: Bencher, posts: usize) {
    let store = store(posts);
    let list = List::Scope(category(store));
    let middle = list.len(store) / 2;
    bencher.bench_local(|| {
        (middle..middle + 60)
            .filter_map(|index| {
                let row = list.row(store, index)?;
                let day = list.day_bounds(store, index, ZONE);
                Some(row.title().len() + row.outlet().map_or(0, str::len) + day.len())
            })
            .sum::<usize>()
    });
}

/// The same for ids, as a filter or the bookmarks give them.
#[divan::bench(args = SIZES)]
fn open_filtered(bencher: Bencher, posts: usize) {
    let store = store(posts);
    let found = filter_titles(store, &|title| title.contains("券商"), &AtomicBool::new(false));
    let ids = found
        .ones()
        .filter_map(|row| Some(store.row(Scope::All, row)?.id()));
    let list = List::Ids(ids.collect());
    let middle = list.len(store) / 2;
    bencher.bench_local(|| {
        (middle..middle + 60)
            .filter_map(|index| {
                let row = list.row(store, index)?;
                Some(row.title().len() + list.day_bounds(store, index, ZONE).len())
            })
            .sum::<usize>()
    });
}

/// The yardstick of those below: a plain search of the bytes, title by title.
#[divan::bench(args = SIZES)]
fn filter_by_substring(bencher: Bencher, posts: usize) {
    let finder = memchr::memmem::Finder::new("锂电池");
    filter(bencher, posts, &|title| finder.find(title.as_bytes()).is_some());
}

/// Words in Chinese, of one and of several forms, and in Latin letters, of any case and width.
fn questions() -> impl Iterator<Item = (usize, &'static str)> {
    let words = ["锂电池", "中国", "台", "6月", "etf", "2022"];
    SIZES
        .into_iter()
        .flat_map(move |posts| words.map(|word| (posts, word)))
}

/// What a key at the title prompt asks.
#[divan::bench(args = questions())]
fn find(bencher: Bencher, (posts, word): (usize, &str)) {
    let needle = Needle::new(word);
    let store = store(posts);
    let never = AtomicBool::new(false);
    bencher.bench(|| find_titles(store, &needle, &|_| true, &never).count_ones(..));
}

/// A word in pinyin, and initials.
fn spellings() -> impl Iterator<Item = (usize, &'static str)> {
    let words = ["lidianchi", "ldc", "yh"];
    SIZES
        .into_iter()
        .flat_map(move |posts| words.map(|word| (posts, word)))
}

/// Titles found by how they are read.
#[divan::bench(args = spellings())]
fn filter_by_pinyin(bencher: Bencher, (posts, word): (usize, &str)) {
    let spelling = Spelling::new(word);
    let holds = |title: &str| spelling.as_ref().is_some_and(|spelling| spelling.is_in(title));
    filter(bencher, posts, &holds);
}

fn filter(bencher: Bencher, posts: usize, holds: &(dyn Fn(&str) -> bool + Sync)) {
    let store = store(posts);
    let never = AtomicBool::new(false);
    bencher.bench(|| filter_titles(store, holds, &never).count_ones(..));
}

/// A tenth of the archive read, a thousand marked unread.
fn unread(store: &Store, watermark: i64) -> Unread {
    let ids = |range: std::ops::Range<usize>, step: usize| -> HashSet<PostId> {
        let rows = range.step_by(step);
        rows.filter_map(|index| Some(store.row(Scope::All, index)?.id()))
            .collect()
    };
    let tenth = store.len() / 10;
    Unread::new(
        watermark,
        ids(0..tenth, 1),
        ids(tenth..store.len(), store.len() / 1_000),
    )
}

/// Everything newer than the watermark: the dearest case.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn unread_first_sync(bencher: Bencher, posts: usize) {
    let store = store(posts);
    bencher
        .with_inputs(|| unread(store, 0))
        .bench_local_values(|mut unread| {
            unread.sync(store);
            unread
        });
}

#[divan::bench(args = SIZES)]
fn unread_sync_again(bencher: Bencher, posts: usize) {
    let store = store(posts);
    let mut unread = unread(store, 0);
    bencher.bench_local(|| unread.sync(store));
}

/// From the top past a tenth that is read, in a category.
#[divan::bench(args = SIZES)]
fn next_unread(bencher: Bencher, posts: usize) {
    let store = store(posts);
    let mut unread = unread(store, 0);
    unread.sync(store);
    let list = List::Scope(category(store));
    bencher.bench_local(|| unread.next_unread(store, &list, None));
}
