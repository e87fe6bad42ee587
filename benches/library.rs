//! What the library takes with ten years in it: 100,000 bookmarks with tags and notes, a million read marks. One change until
//! it is on disk, opening, reading, carrying away and putting in, sizes.
//!
//! ```text
//! cargo bench --bench library
//! ```

mod support;

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use finews::library::{ArticleFacts, ArticleKey, Carry, Library, LibraryError, LibraryOp, Record, Records};
use finews::post::{DatePrecision, PostId};
use support::figures::{median, ms, row, spread};

const BOOKMARKS: u64 = 100_000;
const MARKS: u64 = 1_000_000;
/// Changes whose times are told.
const CHANGES: u64 = 200;
/// Readings whose median counts.
const ROUNDS: usize = 5;

fn main() -> io::Result<()> {
    if std::env::args().nth(1).is_some_and(|arg| arg != "--bench") {
        return Ok(());
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    measure(folder.path()).map_err(io::Error::other)
}

fn key(number: u64) -> ArticleKey {
    ArticleKey::of(&PostId::Number(20_220_107_000_000_000 + number), "a")
}

fn facts(number: u64) -> ArticleFacts {
    ArticleFacts {
        article: key(number),
        title: format!("央行开展{number}亿元逆回购操作 维护流动性合理充裕"),
        outlet: Some("经济参考网".to_owned()),
        date: Some(1_640_000_000 + number as i64),
        date_offset: 480,
        date_precision: DatePrecision::Minute,
        source_url: Some(format!("https://example.com/a/{number}.html")),
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let value = run();
    (value, begun.elapsed())
}

fn measure(folder: &Path) -> Result<(), LibraryError> {
    let path = folder.join("library.db");
    let mut library = Library::open(&path)?;
    let changes: Result<Vec<Duration>, LibraryError> = (0..CHANGES)
        .map(|number| {
            let (done, took) = timed(|| library.apply(&LibraryOp::AddBookmark(facts(number)), 1));
            done.map(|_| took)
        })
        .collect();
    row("a change until it is on disk", &spread(changes?));

    let bookmarks = (0..BOOKMARKS).flat_map(|number| {
        [
            LibraryOp::AddBookmark(facts(number)),
            LibraryOp::SetTags(
                key(number),
                vec!["芯片".to_owned(), format!("标签{}", number % 50)],
            ),
            LibraryOp::SetNote(key(number), Some(format!("第 {number} 条笔记"))),
        ]
    });
    let bookmarks = LibraryOp::Together(bookmarks.collect());
    let (done, took) = timed(|| library.apply(&bookmarks, 1));
    row(
        &format!("{BOOKMARKS} bookmarks with tags and note, in one go"),
        &ms(took),
    );
    done?;
    let marks = LibraryOp::Together(
        (0..MARKS)
            .map(|number| LibraryOp::MarkRead(key(number), true))
            .collect(),
    );
    let (done, took) = timed(|| library.apply(&marks, 1));
    row(&format!("{MARKS} read marks, in one go"), &ms(took));
    done?;
    let (done, took) = timed(|| library.undo(2));
    row("the same undone", &ms(took));
    done?;
    library.apply(&marks, 1)?;
    drop(library);
    row(
        "on disk",
        &format!("{} MiB", fs::metadata(&path).map_or(0, |file| file.len() >> 20)),
    );

    let (mut opened, mut listed, mut marked) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (library, took) = timed(|| Library::open(&path));
        let library = library?;
        opened.push(took);
        let (bookmarks, took) = timed(|| library.bookmarks());
        assert_eq!(bookmarks?.len() as u64, BOOKMARKS);
        listed.push(took);
        let (marks, took) = timed(|| library.marks("a"));
        assert_eq!(marks?.read.len() as u64, MARKS);
        marked.push(took);
    }
    row("opened", &ms(median(opened)));
    row("all bookmarks read", &ms(median(listed)));
    row("all marks read", &ms(median(marked)));

    let library = Library::open(&path)?;
    let (records, took) = timed(|| library.records(Records::Kept));
    let records: Vec<Record> = records?;
    row(&format!("{} records read", records.len()), &ms(took));
    let (lines, took) = timed(|| -> String {
        let lines = records
            .iter()
            .map(|record| serde_json::to_string(record).expect("a record"));
        lines.collect::<Vec<_>>().join("\n")
    });
    row(
        "  as JSON Lines",
        &format!("{}, {} MiB", ms(took), lines.len() >> 20),
    );
    let mut other = Library::open(&folder.join("other.db"))?;
    let (done, took) = timed(|| other.carry(&records, Carry::default(), 1));
    assert_eq!(done?.added.total(), records.len());
    row("  put into an empty library", &ms(took));
    let (done, took) = timed(|| other.carry(&records, Carry::default(), 1));
    assert_eq!(done?.same, records.len());
    row("  put in once more", &ms(took));
    Ok(())
}
