//! Whatever the index has of an archive, all, some or nothing of it, and whatever has changed since: a query finds
//! what the plain matcher finds, and Han alone what a substring of the folded text finds.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::archives::random::Random;
use finews::archive::{Archive, PostFile};
use finews::document::Document;
use finews::post::PostId;
use finews::search::Pattern;
use finews::search::query::Query;
use finews::store::{Scope, Store};
use finews::text::fold::fold;
use finews::work::{Depth, Found, Indexer, Order, Own, Quest, Searcher, SharedIndex, TitleScope, load};
use jiff::civil::date;

/// An article as a reader sees it, folded.
struct Seen {
    id: PostId,
    title: String,
    text: String,
    /// Codes and names of its stocks.
    stocks: Vec<String>,
}

struct Desk {
    archive: Archive,
    store: Arc<Store>,
    seen: Vec<Seen>,
}

impl Desk {
    fn open(root: &Path) -> Self {
        let archive = Archive::open(root).unwrap();
        let mut store = Arc::default();
        load(&archive, 0, &AtomicBool::new(false), |batch| store = batch.store);
        let seen = store.rows(Scope::All).map(|row| {
            let document = Document::parse(&archive.read(&PostFile::from_raw(&row.path())).body);
            let stocks = document
                .stocks
                .iter()
                .flat_map(|stock| [fold(&stock.code), fold(&stock.name)]);
            Seen {
                id: row.id(),
                title: fold(row.title()),
                stocks: stocks.collect(),
                text: fold(&document.text),
            }
        });
        let seen = seen.collect();
        Self { archive, store, seen }
    }

    fn quest(&self, query: &str, order: Order) -> Quest {
        Quest {
            store: Arc::clone(&self.store),
            scope: TitleScope::Store(Scope::All),
            query: Query::parse(query, date(2022, 1, 8)),
            depth: Depth::Texts,
            order,
            zone: 480,
            reading: true,
            most: usize::MAX,
            own: Own::default(),
        }
    }

    /// What a search ends with; on the way nothing is named that does not hold at the end.
    fn ask(&self, searcher: &mut Searcher, query: &str) -> Found {
        let mut reports: Vec<Found> = Vec::new();
        let quest = self.quest(query, Order::Newest);
        searcher
            .search(&quest, &AtomicBool::new(false), &mut |found| reports.push(found))
            .unwrap();
        let mut last = reports.pop().unwrap();
        assert_eq!(last.open, 0, "{query}");
        assert_eq!(last.total + last.spelled, last.ids.len());
        assert_eq!(
            last.total + last.spelled,
            last.months.iter().map(|month| month.articles).sum::<usize>() + self.undated(&last.ids)
        );
        last.ids = last.ids[..last.total].into();
        let named: BTreeSet<&PostId> = last.ids.iter().collect();
        for early in &reports {
            assert!(
                early.ids.iter().take(early.total).all(|id| named.contains(id)),
                "{query}: taken back"
            );
        }
        self.count(searcher, quest, &last);
        last
    }

    /// What is known without reading agrees with `whole`, the whole answer to `quest`.
    fn count(&self, searcher: &mut Searcher, quest: Quest, whole: &Found) {
        let quest = Quest {
            reading: false,
            most: 0,
            ..quest
        };
        let mut reports: Vec<Found> = Vec::new();
        searcher
            .search(&quest, &AtomicBool::new(false), &mut |found| reports.push(found))
            .unwrap();
        let [known] = &reports[..] else {
            panic!("{} reports", reports.len());
        };
        assert_eq!((known.read, known.ids.len()), (0, 0));
        assert!((known.total..=known.total + known.open).contains(&whole.total));
        if known.indexed == self.store.len() {
            assert_eq!(known.open, 0);
        }
    }

    fn undated(&self, ids: &[PostId]) -> usize {
        let rows = ids.iter().filter_map(|id| self.store.locate(id));
        rows.filter(|row| row.timestamp().is_none()).count()
    }

    /// All that hold one word or phrase, in list order.
    fn expected(&self, words: &str) -> Vec<PostId> {
        let pattern = Pattern::new(words, true).unwrap();
        let needle = fold(words);
        let han = needle.chars().all(|c| ('\u{3400}'..'\u{A000}').contains(&c));
        let holds = |seen: &&Seen| {
            if han {
                seen.title.contains(&needle) || seen.text.contains(&needle)
            } else {
                let stocks = pattern.is_code() && seen.stocks.iter().any(|stock| pattern.is_in(stock));
                pattern.is_in(&seen.title) || pattern.is_in(&seen.text) || stocks
            }
        };
        self.seen
            .iter()
            .filter(holds)
            .map(|seen| seen.id.clone())
            .collect()
    }

    /// Pieces of its own texts, one to eight characters long, some in traditional characters, and some that no text has.
    fn queries(&self, count: usize) -> Vec<String> {
        let mut random = Random::new(7, 0);
        let mut queries: Vec<String> = [
            "芯片", "的", "國", "經濟", "etf", "a股", "2022年", "3.5亿", "龘龘", "zzzz",
        ]
        .map(str::to_owned)
        .into();
        while queries.len() < count {
            let seen = &self.seen[random.below(self.seen.len())];
            let text = if random.below(4) == 0 {
                &seen.title
            } else {
                &seen.text
            };
            let chars: Vec<char> = text.chars().collect();
            if chars.is_empty() {
                continue;
            }
            let start = random.below(chars.len());
            let piece: String = chars[start..].iter().take(1 + random.below(8)).collect();
            let piece: String = piece.chars().filter(|c| !"\"“”＂:：".contains(*c)).collect();
            if Pattern::new(&piece, true).is_some() {
                queries.push(piece);
            }
        }
        queries
    }

    fn holds_to_all(&self, searcher: &mut Searcher, count: usize, when: &str) {
        for words in self.queries(count) {
            let quoted = format!("\"{}\"", words.trim());
            let quoted = if Pattern::new(&words, true) == Pattern::new(&words, false) {
                quoted
            } else {
                words.clone()
            };
            if quoted.contains(|c: char| !c.is_alphanumeric() && c != '"') && !quoted.starts_with('"') {
                continue;
            }
            let found = self.ask(searcher, &quoted);
            assert_eq!(*found.ids, self.expected(&words), "{words:?} {when}");
        }
    }
}

fn generated(posts: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let plan = crate::archives::facts::Plan { posts, seed: 11 };
    crate::archives::archive::write(&plan, &folder.path().join("site")).unwrap();
    folder
}

/// A searcher on what was built of an index: `steps` steps of it, all where that is more than there are.
fn searcher(desk: &Desk, cache: &Path, steps: usize) -> (Searcher, Indexer) {
    let shared = SharedIndex::default();
    let mut indexer = Indexer::new(desk.archive.clone(), cache, shared.clone(), None);
    if !indexer.open().unwrap().0 && steps > 0 {
        indexer.create().unwrap();
    }
    let cancelled = AtomicBool::new(false);
    let mut left = steps;
    indexer
        .bring_up_to_date(&desk.store, &cancelled, &mut |_| {
            cancelled.store(left == 0, Ordering::Relaxed);
            left = left.saturating_sub(1);
        })
        .unwrap();
    indexer.rest().unwrap();
    (Searcher::new(desk.archive.clone(), shared), indexer)
}

fn posts(root: &Path) -> Vec<PathBuf> {
    let mut posts: Vec<PathBuf> = fs::read_dir(root.join("_posts"))
        .unwrap()
        .map(|post| post.unwrap().path())
        .collect();
    posts.sort();
    posts
}

#[test]
fn before_while_and_after_indexing_and_after_refreshes() {
    let folder = generated(460);
    let (root, cache) = (folder.path().join("site"), folder.path().join("cache"));
    let desk = Desk::open(&root);
    let (mut reading, _) = searcher(&desk, &cache, 0);
    desk.holds_to_all(&mut reading, 13, "before");
    assert_eq!(desk.ask(&mut reading, "芯片").indexed, 0);
    let (mut half, _) = searcher(&desk, &cache, 1);
    let indexed = desk.ask(&mut half, "芯片").indexed;
    assert!(0 < indexed && indexed < desk.store.len(), "{indexed}");
    desk.holds_to_all(&mut half, 16, "while");
    drop(half);
    let (mut whole, _) = searcher(&desk, &cache, usize::MAX);
    assert_eq!(desk.ask(&mut whole, "芯片").indexed, desk.store.len());
    desk.holds_to_all(&mut whole, 200, "after");

    let posts = posts(&root);
    for (number, post) in posts.iter().step_by(9).enumerate() {
        match number % 3 {
            0 => fs::remove_file(post).unwrap(),
            _ => fs::write(post, format!("---\ntitle: 改过的第{number}篇\n---\n<p>龘龘 换成了新的<b>芯</b>片内容 apple{number}</p>\n")).unwrap(),
        }
    }
    for number in 0..20 {
        let name = format!("2022-02-01-20220201223930754{number:02}.md");
        fs::write(
            root.join("_posts").join(name),
            format!("---\ntitle: 新的第{number}篇\n---\n新来的zzzz{number} 資金\n"),
        )
        .unwrap();
    }
    let changed = Desk::open(&root);
    let mut stale = Searcher::new(changed.archive.clone(), {
        let shared = SharedIndex::default();
        Indexer::new(changed.archive.clone(), &cache, shared.clone(), None)
            .look()
            .unwrap();
        shared
    });
    changed.holds_to_all(&mut stale, 24, "after a refresh, before it is indexed");
    let (mut whole, _) = searcher(&changed, &cache, usize::MAX);
    let all = changed.ask(&mut whole, "芯片");
    assert_eq!((all.indexed, all.read), (changed.store.len(), 0));
    changed.holds_to_all(&mut whole, 80, "after a refresh");
}

#[test]
fn in_the_real_archive() {
    let Some(root) = std::env::var_os("FINEWS_TEST_ARCHIVE") else {
        return;
    };
    let cache = tempfile::tempdir().unwrap();
    let desk = Desk::open(Path::new(&root));
    let (mut reading, _) = searcher(&desk, cache.path(), 0);
    desk.holds_to_all(&mut reading, 30, "before");
    let (mut whole, _) = searcher(&desk, cache.path(), usize::MAX);
    assert_eq!(desk.ask(&mut whole, "芯片").indexed, desk.store.len());
    desk.holds_to_all(&mut whole, 400, "after");
}

#[test]
fn queries_are_sets_of_articles() {
    let folder = generated(200);
    let (root, cache) = (folder.path().join("site"), folder.path().join("cache"));
    let desk = Desk::open(&root);
    let (mut reading, _) = searcher(&desk, &cache, 0);
    let (mut whole, _) = searcher(&desk, &cache, usize::MAX);
    let words: Vec<String> = desk
        .queries(30)
        .into_iter()
        .filter(|words| words.chars().all(|c| ('\u{4E00}'..'\u{9FFF}').contains(&c)))
        .collect();
    let of = |words: &str| -> BTreeSet<PostId> { desk.expected(words).into_iter().collect() };
    let category = desk.store.categories()[0].clone();
    let in_category: BTreeSet<PostId> = desk
        .store
        .rows(Scope::Category(category.id))
        .map(|row| row.id())
        .collect();
    for (round, pair) in words.windows(2).enumerate() {
        let (a, b) = (&pair[0], &pair[1]);
        let cases: [(String, BTreeSet<PostId>); 5] = [
            (format!("{a} {b}"), &of(a) & &of(b)),
            (format!("{a} OR {b}"), &of(a) | &of(b)),
            (format!("{a} -{b}"), &of(a) - &of(b)),
            (
                format!("({a} | {b}) category:\"{}\"", category.name),
                &(&of(a) | &of(b)) & &in_category,
            ),
            (
                format!("-({a} {b})"),
                &desk
                    .seen
                    .iter()
                    .map(|seen| seen.id.clone())
                    .collect::<BTreeSet<_>>()
                    - &(&of(a) & &of(b)),
            ),
        ];
        for (query, expected) in cases {
            // Reading takes long.
            let readers = if round < 2 { 2 } else { 1 };
            for searcher in [&mut whole, &mut reading].into_iter().take(readers) {
                let found: BTreeSet<PostId> = desk.ask(searcher, &query).ids.iter().cloned().collect();
                assert_eq!(found, expected, "{query}");
            }
        }
    }
}

#[test]
fn the_best_come_first_however_they_were_found() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    fs::create_dir_all(root.join("_posts")).unwrap();
    let post = |number: u32, title: &str, body: &str| {
        let name = format!("2022-01-{number:02}-202201{number:02}2239307540.md");
        fs::write(
            root.join("_posts").join(name),
            format!("---\ntitle: {title}\n---\n{body}\n"),
        )
        .unwrap();
    };
    let filling = "今天的市场没有什么可说的事情。".repeat(20);
    post(1, "芯片涨价", "芯片，芯片，还是芯片。");
    post(2, "别的", &format!("{filling}偶尔提到芯片。{filling}"));
    post(3, "芯片出口", &filling);
    post(4, "无关", &filling);
    let desk = Desk::open(&root);
    let cache = folder.path().join("cache");
    for steps in [0, usize::MAX] {
        let (mut searcher, _) = searcher(&desk, &cache, steps);
        let mut last = Found::default();
        let quest = desk.quest("芯片", Order::Best);
        searcher
            .search(&quest, &AtomicBool::new(false), &mut |found| last = found)
            .unwrap();
        let days: Vec<String> = last
            .ids
            .iter()
            .map(|id| id.to_string()[6..8].to_owned())
            .collect();
        assert_eq!(days, ["01", "03", "02"], "{steps}");
        assert!(last.scores.windows(2).all(|pair| pair[0] >= pair[1]) && last.scores[2] > 0.0);
    }
}

#[test]
fn where_only_titles_are_searched_tables_and_stocks_are_still_found() {
    let folder = generated(120);
    let desk = Desk::open(&folder.path().join("site"));
    let (mut reading, _) = searcher(&desk, &folder.path().join("cache"), 0);
    let mut ask = |query: &str, depth| {
        let mut last = Found::default();
        let quest = Quest {
            depth,
            ..desk.quest(query, Order::Newest)
        };
        reading
            .search(&quest, &AtomicBool::new(false), &mut |found| last = found)
            .unwrap();
        assert_eq!(last.open, 0, "{query}");
        last.ids
    };
    let stock = desk.seen.iter().find_map(|seen| seen.stocks.first()).unwrap();
    for query in ["有:表格".to_owned(), format!("股票:\"{stock}\"")] {
        let found = ask(&query, Depth::Titles);
        assert!(!found.is_empty(), "{query}");
        assert_eq!(found, ask(&query, Depth::Texts), "{query}");
    }
    let (titles, texts) = (ask("亿元", Depth::Titles), ask("亿元", Depth::Texts));
    assert!(titles.len() < texts.len());
}

/// A site of articles with these titles, the newest last.
fn titled(titles: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let posts = folder.path().join("site/_posts");
    fs::create_dir_all(&posts).unwrap();
    for (number, title) in titles.iter().enumerate() {
        let post = posts.join(format!("2022-01-07-20220107223930754{number}.md"));
        fs::write(post, format!("---\ntitle: {title}\n---\n正文\n")).unwrap();
    }
    folder
}

#[test]
fn what_says_the_words_is_told_before_what_only_sounds_so() {
    let folder = titled(&["yh 概念", "央行降准", "银行"]);
    let desk = Desk::open(&folder.path().join("site"));
    let (mut indexed, _) = searcher(&desk, &folder.path().join("cache"), 100);
    desk.ask(&mut indexed, "概念");
    for (query, expected) in [
        ("yh", &[(1, 0), (1, 2)][..]),
        ("yh 正文", &[(1, 0), (1, 2)]),
        ("yh 降准", &[(0, 1)]),
        ("yh -降准", &[(1, 0), (1, 1)]),
        ("降准 -yh", &[(1, 0)]),
        ("龘 yh", &[(0, 0)]),
    ] {
        let mut reports = Vec::new();
        let quest = desk.quest(query, Order::Newest);
        indexed
            .search(&quest, &AtomicBool::new(false), &mut |found| {
                reports.push((found.total, found.spelled));
            })
            .unwrap();
        assert_eq!(reports, expected, "{query}");
    }
}

#[test]
fn what_only_sounds_so_is_named_but_never_counted() {
    let folder = titled(&["央行降准"]);
    let desk = Desk::open(&folder.path().join("site"));
    let (mut reading, _) = searcher(&desk, &folder.path().join("cache"), 0);
    for (most, spelled) in [(usize::MAX, 1), (0, 0)] {
        let mut last = Found::default();
        let quest = Quest {
            most,
            ..desk.quest("yh", Order::Newest)
        };
        reading
            .search(&quest, &AtomicBool::new(false), &mut |found| last = found)
            .unwrap();
        let in_months: usize = last.months.iter().map(|month| month.articles).sum();
        assert_eq!((last.total, last.spelled, in_months), (0, spelled, spelled));
    }
}
