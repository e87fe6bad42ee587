//! A disk that changes what it holds and says nothing of it: neither size nor times of a file of the index tell. Nothing
//! escapes, what is known to be wrong is told and the answer then right, and whoever keeps the index finds the rest within a
//! day.

use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use crate::temp::Temp;
use finews::archive::Archive;
use finews::post::PostId;
use finews::search::IndexError;
use finews::search::query::Query;
use finews::store::{Scope, Store};
use finews::work::{Depth, Found, Indexer, Order, Own, Quest, Searcher, SharedIndex, TitleScope, load};
use jiff::civil::date;

/// Places of each file that are changed, one after the other.
const PLACES: usize = 12;
const QUERIES: [&str; 6] = [
    "芯片",
    "\"指数与ETF3\" 光伏",
    "降",
    "et",
    "股票:600001 -银行",
    "有:表格",
];

/// An archive and its index, built and closed.
struct Desk {
    _site: Temp,
    cache: Temp,
    archive: Archive,
    store: Arc<Store>,
}

impl Desk {
    fn new() -> Self {
        let mut site = Temp::new();
        for number in 0..60 {
            let word = ["芯片", "光伏", "银行", "降准", "地产"][number % 5];
            let mut body = format!(
                "{word}指数与 ETF{} 并进，远山机械(60000{})说。",
                number % 13,
                number % 7
            );
            body += &"成交平稳。".repeat(number % 11);
            if number.is_multiple_of(6) {
                body += "\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n";
            }
            let id = 202_201_050_000_000_001_u64 + number as u64;
            site = site.add(
                format!("_posts/2022-01-05-{id}.md"),
                format!("---\ntitle: {word}第{number}稿\ndate: 2022-01-05 10:00:00 +0800\n---\n{body}\n"),
            );
        }
        let archive = site.open();
        let mut store = Arc::default();
        load(&archive, 0, &AtomicBool::new(false), |batch| store = batch.store);
        let desk = Self {
            cache: Temp::new(),
            _site: site,
            archive,
            store,
        };
        let (mut indexer, _) = desk.indexer();
        indexer.create().unwrap();
        desk.keep(&mut indexer).unwrap();
        indexer.rest().unwrap();
        desk
    }

    fn indexer(&self) -> (Indexer, SharedIndex) {
        let shared = SharedIndex::default();
        let indexer = Indexer::new(self.archive.clone(), self.cache.root(), shared.clone(), None);
        (indexer, shared)
    }

    fn keep(&self, indexer: &mut Indexer) -> Result<(), IndexError> {
        indexer.bring_up_to_date(&self.store, &AtomicBool::new(false), &mut |_| {})
    }

    /// The answers to all queries in both orders, and what was said of the index.
    fn answers(&self, index: &SharedIndex) -> (Vec<Arc<[PostId]>>, Option<IndexError>) {
        let mut searcher = Searcher::new(self.archive.clone(), index.clone());
        let mut said = None;
        let mut answers = Vec::new();
        for (query, order) in QUERIES
            .into_iter()
            .flat_map(|query| [(query, Order::Newest), (query, Order::Best)])
        {
            let quest = Quest {
                store: Arc::clone(&self.store),
                scope: TitleScope::Store(Scope::All),
                query: Query::parse(query, date(2022, 1, 8)),
                depth: Depth::Texts,
                order,
                zone: 480,
                reading: true,
                most: usize::MAX,
                own: Own::default(),
            };
            let mut last = Found::default();
            let searched = searcher.search(&quest, &AtomicBool::new(false), &mut |found| last = found);
            said = said.or(searched.err());
            let mut ids = last.ids.to_vec();
            ids.sort();
            answers.push(ids.into());
        }
        (answers, said)
    }

    /// The files of the index that hold what it says.
    fn files(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.cache.path("text")).unwrap();
        let files = files.map(|file| file.unwrap().path());
        let mut files: Vec<PathBuf> = files
            .filter(|path| {
                let extension = path.extension().and_then(|extension| extension.to_str());
                matches!(
                    extension,
                    Some("idx" | "pos" | "term" | "fast" | "fieldnorm" | "store")
                )
            })
            .collect();
        files.sort();
        files
    }

    /// A day passes since all was read last.
    fn let_a_day_pass(&self) {
        let read = File::options()
            .write(true)
            .open(self.cache.path("text/read"))
            .unwrap();
        read.set_modified(SystemTime::now() - Duration::from_secs(25 * 60 * 60))
            .unwrap();
    }
}

/// Puts `bytes` into the file that is there, whose times stay what they are.
fn rot(path: &Path, bytes: &[u8]) {
    use std::os::unix::fs::FileExt;
    let times = fs::metadata(path).unwrap();
    let file = File::options().write(true).open(path).unwrap();
    file.write_all_at(bytes, 0).unwrap();
    let times = FileTimes::new()
        .set_modified(times.modified().unwrap())
        .set_accessed(times.accessed().unwrap());
    file.set_times(times).unwrap();
}

#[test]
fn no_damage_escapes_and_none_lasts() {
    let desk = Desk::new();
    let right = desk.answers(&SharedIndex::default()).0;
    assert!(right.iter().all(|found| !found.is_empty()));
    let (mut told, mut silent) = (0, 0);
    let files = desk.files();
    assert!(files.len() >= 5, "{files:?}");
    for path in files {
        let whole = fs::read(&path).unwrap();
        for place in 0..PLACES {
            let at = place * whole.len() / PLACES;
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let mut bytes = whole.clone();
            bytes[at] ^= [0x01, 0x55, 0xFF][place % 3];
            rot(&path, &bytes);
            let (mut reader, index) = desk.indexer();
            let looked = reader.look();
            let (answers, said) = desk.answers(&index);
            let known = looked.is_err() || said.is_some();
            let is_right = answers == right;
            assert!(is_right || !known, "{name} at {at}: told, and wrong");
            told += usize::from(known);
            silent += usize::from(!is_right);

            desk.let_a_day_pass();
            let (mut keeper, _) = desk.indexer();
            match keeper.look().and_then(|_| desk.keep(&mut keeper)) {
                Err(IndexError::Damaged(_)) => assert!(!keeper.exists()),
                Err(error) => panic!("{name} at {at}: {error}"),
                Ok(()) => assert!(is_right, "{name} at {at}: nobody finds it"),
            }
            // As it was, it is trusted again.
            rot(&path, &whole);
            assert!(desk.indexer().0.look().unwrap());
        }
    }
    println!("{told} damages told, {silent} answers wrong until the end of the day");
}

#[test]
fn what_has_rotted_is_made_anew_and_right_again() {
    let desk = Desk::new();
    let right = desk.answers(&SharedIndex::default()).0;
    let path = desk
        .files()
        .into_iter()
        .find(|path| path.extension().is_some_and(|own| own == "pos"));
    let path = path.unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    rot(&path, &bytes);
    desk.let_a_day_pass();
    let (mut keeper, index) = desk.indexer();
    assert_eq!(keeper.open().unwrap(), (true, false), "nothing tells of it");
    assert!(matches!(desk.keep(&mut keeper), Err(IndexError::Damaged(_))));
    assert_eq!(keeper.open().unwrap(), (true, true));
    desk.keep(&mut keeper).unwrap();
    keeper.rest().unwrap();
    assert_eq!(desk.answers(&index).0, right);
    assert!(desk.answers(&index).1.is_none());
}
