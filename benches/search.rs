//! What looking for words in all texts takes: the index made from nothing, queries with it and without, new posts until they
//! are found; beside ripgrep and notmuch where they are installed.
//!
//! ```text
//! cargo bench --bench search                            10,000 and 100,000 posts
//! cargo bench --bench search -- --posts 1000000         so many
//! ```
//!
//! Archives are written once below cargo's folder for temporary files, and measured as copies of links. The page cache
//! is warm. Words are taken from the texts.

mod support;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use finews::archive::Archive;
use finews::search::query::Query;
use finews::store::{Scope, Store};
use finews::work::{Depth, Found, Indexer, Order, Own, Quest, Searcher, SharedIndex, TitleScope, load};
use jiff::civil::date;
use support::arguments::sizes;
use support::facts::Plan;
use support::figures::{beside, median, ms, row, spread};
use support::memory::{Peak, own};
use support::vocabulary::{self, Vocabulary};
use support::{disk, facts, finders, template, typing};
use tempfile::TempDir;

/// Answers that are timed.
const ROUNDS: usize = 50;
/// Articles that are named in an answer.
const MOST: usize = 30;
/// An answer by reading is waited for no longer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Posts of a refresh.
const NEW: usize = 300;
/// From so many posts on the budgets of a million hold.
const MANY: usize = 500_000;

fn main() -> io::Result<()> {
    let Some(sizes) = sizes() else { return Ok(()) };
    for posts in sizes {
        let folder = disk::linked(&disk::archive_of(posts))?;
        println!("\n{posts} posts");
        measure(folder.path(), posts)?;
    }
    Ok(())
}

fn measure(folder: &Path, posts: usize) -> io::Result<()> {
    let budget = |small: &'static str, large: &'static str| if posts < MANY { small } else { large };
    let mut desk = Desk::open(folder)?;
    let words = Vocabulary::of(&desk.archive, &desk.store);
    let mut indexer = Indexer::new(desk.archive.clone(), desk.cache.path(), desk.index.clone(), None);
    desk.build(&mut indexer)?;
    desk.opened(&words.common)?;

    let either = budget("2 / 10 ms", "15 / 60 ms");
    let worst = budget("25 ms", "200 ms");
    let outlet = facts::ROLLING.0;
    let queries = [
        ("a common pair", words.common.clone(), either),
        ("a rare pair", words.rare.clone(), either),
        ("a common phrase of four", format!("\"{}\"", words.phrase), worst),
        ("a common character", words.character.clone(), worst),
        (
            "two, days and category",
            format!(
                "{} {} date:2022-05-25..2022-06-10 category:{outlet}",
                words.common, words.phrase
            ),
            worst,
        ),
        (
            "all of a category",
            format!("{} category:{outlet}", words.common),
            either,
        ),
        (
            "one but not another",
            format!("{} -{}", words.phrase, words.common),
            worst,
        ),
    ];
    println!("  what is looked for:");
    for (what, query, _) in &queries {
        row(what, query);
    }
    println!("  the first {MOST} and the count, p50 / p99:");
    let mut searcher = Searcher::new(desk.archive.clone(), desk.index.clone());
    for (what, query, budget) in &queries {
        for (order, by) in [(Order::Newest, "date"), (Order::Best, "relevance")] {
            let quest = desk.quest(query, order);
            let mut total = 0;
            let mut ask = || {
                let begun = Instant::now();
                total = whole(&mut searcher, &quest).total;
                begun.elapsed()
            };
            ask();
            let times = (0..ROUNDS).map(|_| ask()).collect();
            beside(
                &format!("{what}, by {by}"),
                &format!("{}, {total} found", spread(times)),
                budget,
            );
        }
    }
    println!("  by reading, with no index: something to show, the whole answer:");
    for (what, query, _) in &queries {
        row(what, &desk.read(query));
    }
    for (indexed, how) in [(true, "with the index"), (false, "without")] {
        println!(
            "  typed at the prompt, {how}: first hits on the screen, all of them, a sentence that matched:"
        );
        let typed = [("a common pair", &*words.common), ("a rare pair", &*words.rare)];
        typing::measure(folder, &typed, indexed)?;
    }
    desk.refresh(folder, &mut indexer, &mut searcher, budget("0.5 s", "1 s"))?;
    println!("  others:");
    let words = [&words.common, &words.rare, &words.phrase, &words.character];
    finders::measure(&desk.archive, &desk.store, &words.map(String::as_str))
}

/// The last report of an answer.
fn whole(searcher: &mut Searcher, quest: &Quest) -> Found {
    let mut last = Found::default();
    let asked = searcher.search(quest, &AtomicBool::new(false), &mut |found| last = found);
    asked.expect("an index that is whole");
    last
}

/// Everything a search asks.
struct Desk {
    archive: Archive,
    store: Arc<Store>,
    index: SharedIndex,
    /// Where the index lies.
    cache: TempDir,
}

impl Desk {
    fn open(folder: &Path) -> io::Result<Self> {
        let archive = Archive::open(folder).map_err(io::Error::other)?;
        Ok(Self {
            store: loaded(&archive),
            archive,
            index: SharedIndex::default(),
            cache: tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?,
        })
    }

    fn quest(&self, query: &str, order: Order) -> Quest {
        Quest {
            store: Arc::clone(&self.store),
            scope: TitleScope::Store(Scope::All),
            query: Query::parse(query, date(2022, 6, 14)),
            depth: Depth::Texts,
            order,
            zone: 480,
            reading: true,
            most: MOST,
            own: Own::default(),
        }
    }

    /// The index from nothing.
    fn build(&self, indexer: &mut Indexer) -> io::Result<()> {
        let before = own(std::process::id());
        let peak = Peak::watch(std::process::id());
        let begun = Instant::now();
        indexer.create().map_err(io::Error::other)?;
        indexer
            .bring_up_to_date(&self.store, &AtomicBool::new(false), &mut |_| {})
            .map_err(io::Error::other)?;
        let took = begun.elapsed();
        indexer.rest().map_err(io::Error::other)?;
        let rested = begun.elapsed();
        let (articles, text, size) = (
            self.store.len(),
            vocabulary::bytes(&self.archive, &self.store),
            indexer.size(),
        );
        beside(
            &format!("index of {articles} articles"),
            &format!("{:.0} articles/s", articles as f64 / took.as_secs_f64()),
            "700 posts/s",
        );
        row("  until its pieces are joined", &ms(rested));
        beside(
            &format!("  on the disk, of {:.0} MiB of text", mebibytes(text)),
            &format!("{:.0} MiB, {:.2} ×", mebibytes(size), size as f64 / text as f64),
            "1.5 × the text",
        );
        row(
            "  memory of its own, before and at most",
            &format!("{before:.0} MiB, {:.0} MiB", peak.end()),
        );
        Ok(())
    }

    /// What the first answer of a program that has just begun waits for.
    fn opened(&self, word: &str) -> io::Result<()> {
        let (mut looks, mut answers) = (Vec::new(), Vec::new());
        for _ in 0..5 {
            let index = SharedIndex::default();
            let mut indexer = Indexer::new(self.archive.clone(), self.cache.path(), index.clone(), None);
            let mut searcher = Searcher::new(self.archive.clone(), index);
            let begun = Instant::now();
            indexer.look().map_err(io::Error::other)?;
            looks.push(begun.elapsed());
            let begun = Instant::now();
            whole(&mut searcher, &self.quest(word, Order::Newest));
            answers.push(begun.elapsed());
        }
        row("the index opened", &ms(median(looks)));
        row("  the first answer then", &ms(median(answers)));
        Ok(())
    }

    /// An answer without an index.
    fn read(&self, query: &str) -> String {
        let mut searcher = Searcher::new(self.archive.clone(), SharedIndex::default());
        let cancelled = AtomicBool::new(false);
        let begun = Instant::now();
        let (mut first, mut open) = (None, 0);
        let asked = searcher.search(&self.quest(query, Order::Newest), &cancelled, &mut |found| {
            if found.total > 0 {
                first.get_or_insert_with(|| begun.elapsed());
            }
            open = found.open;
            cancelled.store(begun.elapsed() > PATIENCE, Ordering::Relaxed);
        });
        asked.expect("no index, no error");
        let first = first.map_or_else(|| "nothing".to_owned(), ms);
        match open {
            0 => format!("{first}, {}", ms(begun.elapsed())),
            open => format!("{first}, given up with {open} to read"),
        }
    }

    /// New posts, from the store that has them to the answer that does.
    fn refresh(
        &mut self,
        folder: &Path,
        indexer: &mut Indexer,
        searcher: &mut Searcher,
        budget: &str,
    ) -> io::Result<()> {
        let (before, word) = (self.store.len(), "新来乍到");
        add_posts(folder, word)?;
        self.store = loaded(&self.archive);
        let begun = Instant::now();
        indexer
            .bring_up_to_date(&self.store, &AtomicBool::new(false), &mut |_| {})
            .map_err(io::Error::other)?;
        let indexed = begun.elapsed();
        let found = whole(searcher, &self.quest(word, Order::Newest));
        assert_eq!((found.total, found.read), (self.store.len() - before, 0));
        beside(
            &format!("{} new, from the list to the index", found.total),
            &ms(indexed),
            &format!("{budget} from the disk"),
        );
        row("  to the answer", &ms(begun.elapsed()));
        Ok(())
    }
}

fn loaded(archive: &Archive) -> Arc<Store> {
    let mut store = Arc::default();
    load(archive, 0, &AtomicBool::new(false), |batch| store = batch.store);
    store
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// Generated posts under new names, each with `word` at its end.
fn add_posts(folder: &Path, word: &str) -> io::Result<()> {
    let plan = Plan { posts: NEW, seed: 2 };
    for number in 0..NEW {
        let text = template::post(&plan, &plan.facts(number)) + "\n\n" + word + "\n";
        let name = format!("_posts/2031-01-01-2031010110{number:08}.md");
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}
