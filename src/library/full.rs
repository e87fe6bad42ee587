//! A library that grows until there is no room: every change is wholly there or refused, and with room all goes on.

use rusqlite::Connection;
use rusqlite::types::Value;
use uuid::Uuid;

use super::tables::{quoted, tables};
use super::{
    ArticleFacts, ArticleKey, Carry, Library, LibraryError, LibraryOp, NoteEdit, Place, Quote, Records,
};
use crate::post::{DatePrecision, PostId};

/// Longer than a page, so that each change needs room.
fn long(number: u64) -> String {
    format!("{number} {}", "字".repeat(3_000))
}

fn article(number: u64) -> ArticleKey {
    ArticleKey::of(&PostId::Number(20_220_107_000_000_000 + number), "a")
}

fn facts(number: u64) -> ArticleFacts {
    ArticleFacts {
        article: article(number),
        title: long(number),
        outlet: None,
        date: None,
        date_offset: 480,
        date_precision: DatePrecision::None,
        source_url: None,
    }
}

fn passage(number: u64) -> LibraryOp {
    LibraryOp::AddPassage {
        uuid: Uuid::from_u128(u128::from(number)),
        article: facts(number),
        place: Quote {
            offset: 1,
            quote: long(number),
            before: String::new(),
            after: String::new(),
        },
    }
}

/// The `number`th change of each kind.
type Kind = fn(u64) -> LibraryOp;
const KINDS: [(&str, Kind); 14] = [
    ("bookmark", |n| LibraryOp::AddBookmark(facts(n))),
    ("bookmark removed", |n| LibraryOp::RemoveBookmark(article(n % 3))),
    ("tags", |n| {
        LibraryOp::SetTags(
            article(n),
            (0..9).map(|tag| format!("{tag} {}", long(n))).collect(),
        )
    }),
    ("note", |n| LibraryOp::SetNote(article(n), Some(long(n)))),
    ("mark", |n| LibraryOp::MarkRead(article(n), n % 2 == 0)),
    ("passage", passage),
    ("note on a passage", |n| {
        LibraryOp::NotePassage(
            Uuid::from_u128(u128::from(n % 3)),
            NoteEdit {
                before: None,
                after: Some(long(n)),
            },
        )
    }),
    ("place", |n| {
        LibraryOp::SetPlace(
            article(n),
            Place {
                offset: 7,
                quote: long(n),
            },
        )
    }),
    ("text", |n| LibraryOp::KeepText(article(n), Some(long(n)))),
    ("search", |n| LibraryOp::SaveSearch {
        name: format!("{n}"),
        query: long(n),
    }),
    ("searched", |n| LibraryOp::RememberSearch(long(n))),
    ("visit", |n| LibraryOp::Visit(facts(n))),
    ("session", |n| LibraryOp::SetSession {
        archive: format!("{n}"),
        state: long(n),
    }),
    ("many", |n| {
        let some = n * 20..n * 20 + 20;
        LibraryOp::Together(
            some.clone()
                .map(|n| LibraryOp::AddBookmark(facts(n)))
                .chain(some.map(|n| LibraryOp::SetNote(article(n), Some(long(n)))))
                .collect(),
        )
    }),
];

/// Every row of every table.
fn everything(connection: &Connection) -> Vec<(String, Vec<Value>)> {
    let mut rows = Vec::new();
    for table in tables(connection).unwrap() {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {}", quoted(&table.name)))
            .unwrap();
        let width = statement.column_count();
        let found = statement
            .query_map([], |row| (0..width).map(|at| row.get(at)).collect())
            .unwrap();
        rows.extend(found.map(|row| (table.name.clone(), row.unwrap())));
    }
    rows
}

fn limit(library: &Library, pages: i64) {
    let connection = &library.connection;
    connection.pragma_update(None, "max_page_count", pages).unwrap();
}

/// A library with three of everything, and no room for more.
fn full(path: &std::path::Path) -> Library {
    let mut library = Library::open(path).unwrap();
    for number in 0..3 {
        for op in [
            LibraryOp::AddBookmark(facts(number)),
            LibraryOp::SetNote(article(number), Some(long(number))),
            passage(number),
        ] {
            library.apply(&op, 1).unwrap();
        }
    }
    // It takes this for as many pages as there are.
    limit(&library, 1);
    library
}

/// Makes changes until one is refused, `change` the first of its arguments; looks that none was half made, and that with
/// room again the refused one is made.
fn fill(what: &str, change: impl Fn(&mut Library, u64) -> Result<(), LibraryError>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = full(&path);
    let mut refused = None;
    for number in 3..400 {
        let before = everything(&library.connection);
        match change(&mut library, number) {
            Ok(()) => {}
            Err(error) => {
                assert!(matches!(error, LibraryError::Full { .. }), "{what}: {error}");
                assert!(before == everything(&library.connection), "{what}: half made");
                refused = Some(number);
                break;
            }
        }
    }
    let number = refused.unwrap_or_else(|| panic!("{what}: never refused"));
    limit(&library, 100_000);
    let before = everything(&library.connection);
    change(&mut library, number).unwrap();
    let after = everything(&library.connection);
    assert!(before != after, "{what}: nothing was made");
    drop(library);
    let library = Library::open(&path).unwrap();
    assert!(after == everything(&library.connection), "{what}: not kept");
    assert_eq!(super::check(&path).unwrap().damage, [], "{what}");
}

#[test]
fn every_kind_of_change_is_made_or_refused() {
    for (what, op) in KINDS {
        fill(what, |library, number| library.apply(&op(number), 2).map(drop));
    }
}

#[test]
fn what_is_carried_in_is_there_or_not() {
    let mut other = Library::in_memory();
    for number in 0..200 {
        other.apply(&LibraryOp::AddBookmark(facts(number)), 1).unwrap();
        other
            .apply(&LibraryOp::SetNote(article(number), Some(long(number))), 1)
            .unwrap();
    }
    let records = other.records(Records::Everything).unwrap();
    fill("carry", |library, _| {
        library.carry(&records, Carry::default(), 3).map(drop)
    });
}

#[test]
fn an_undoing_is_made_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = full(&folder.path().join("library.db"));
    limit(&library, 100_000);
    for number in 0..3 {
        library
            .apply(&LibraryOp::SetNote(article(number), None), 4)
            .unwrap();
        library
            .apply(&LibraryOp::RemoveBookmark(article(number)), 4)
            .unwrap();
    }
    library.connection.execute_batch("VACUUM").unwrap();
    limit(&library, 1);
    let mut undone = 0;
    for _ in 0..6 {
        let before = everything(&library.connection);
        match library.undo(5) {
            Ok(what) => undone += usize::from(what.is_some()),
            Err(error) => {
                assert!(matches!(error, LibraryError::Full { .. }), "{error}");
                assert!(before == everything(&library.connection));
                limit(&library, 100_000);
            }
        }
    }
    while undone < 6 {
        library.undo(5).unwrap().unwrap();
        undone += 1;
    }
    assert_eq!(library.bookmarks().unwrap().len(), 3);
}

#[test]
fn with_room_again_it_goes_on_from_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mark = |number| LibraryOp::MarkRead(ArticleKey::of(&PostId::Number(number), "a"), true);
    let mut library = Library::open(&path).unwrap();
    limit(&library, 1);
    let mut kept = 0;
    let error = loop {
        match library.apply(&mark(kept), 1) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, LibraryError::Full { .. }), "{error}");
    assert!(kept > 0, "the pages that were there had room");
    assert_eq!(library.marks("a").unwrap().read.len() as u64, kept);
    limit(&library, 10_000);
    library.apply(&mark(kept), 1).unwrap();
    drop(library);
    let library = Library::open(&path).unwrap();
    assert_eq!(library.marks("a").unwrap().read.len() as u64, kept + 1);
}
