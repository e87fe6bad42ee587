//! The library is safe: it is backed up, taken back, saved where it is damaged, and kept whole on any file system.
#![cfg(unix)]

mod backups;
mod follow;
mod full_disk;
mod journal;
mod lost;
mod rescue;
mod restore;
mod rotation;

use std::fs;
use std::path::{Path, PathBuf};

use finews::library::{ArticleFacts, ArticleKey, Library, LibraryOp};
use finews::post::{DatePrecision, PostId};

/// 2026-11-28T04:12:00Z.
const NOW: i64 = 1_795_839_120;
const DAY: i64 = 86_400;

fn article(number: u64) -> ArticleKey {
    ArticleKey::of(&PostId::Number(20_220_107_000_000_000 + number), "a")
}

fn bookmark(number: u64, title: &str) -> LibraryOp {
    LibraryOp::AddBookmark(ArticleFacts {
        article: article(number),
        title: title.to_owned(),
        outlet: None,
        date: None,
        date_offset: 480,
        date_precision: DatePrecision::None,
        source_url: None,
    })
}

/// A folder with a library that holds so many bookmarks, closed.
fn library_of(bookmarks: u64) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = Library::open(&path).unwrap();
    for number in 0..bookmarks {
        library.apply(&bookmark(number, "标题"), 1).unwrap();
    }
    (folder, path)
}

/// The titles of the bookmarks, in order.
fn titles(library: &Library) -> Vec<String> {
    let mut titles: Vec<String> = library
        .bookmarks()
        .unwrap()
        .into_iter()
        .map(|it| it.title)
        .collect();
    titles.sort();
    titles
}

/// A library as version 1 left it, with bookmark 1, a mark of 2 and a place in 3.
fn version_1(path: &Path) {
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(include_str!("library_1.sql"))
        .unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
