//! `finews bookmark`.

use std::io::Write;

use serde::Serialize;

use crate::library::Bookmark;
use crate::post::rfc3339;
use crate::store::{Row, Unread};

use super::args::{self, Args, BookmarkCommand};
use super::{archive, json, output};

/// A bookmark: the article's keys, and what the user added.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    article: json::Article,
    added: Option<String>,
    tags: Vec<String>,
    note: Option<String>,
}

pub(super) fn run(args: &Args, command: &args::Bookmark) -> anyhow::Result<()> {
    let BookmarkCommand::List(command) = &command.command;
    let archive = archive::required(args)?;
    let store = archive::load_all(&archive)?.store;
    let (shelf, unread) = archive::shelf(&archive, &store)?;
    let mut out = output::output();
    for bookmark in shelf.bookmarks {
        let row = store.locate(&bookmark.id);
        if command.json {
            output::json_line(&mut out, &line(row.as_ref(), &unread, bookmark))?;
        } else {
            let date = super::list::date_column(bookmark.date, bookmark.date_offset, bookmark.date_precision);
            let outlet = bookmark
                .outlet
                .map(|outlet| format!("{outlet}  "))
                .unwrap_or_default();
            writeln!(out, "{date}  {}  {outlet}{}", bookmark.id, bookmark.title)?;
        }
    }
    Ok(out.flush()?)
}

/// What the archive says of the article or, where it is gone, what the bookmark still knows.
fn line(row: Option<&Row<'_>>, unread: &Unread, bookmark: Bookmark) -> Line {
    let article = match row {
        Some(row) => json::Article::new(row, bookmark.source_url, unread, true),
        None => json::Article {
            id: bookmark.id.to_string(),
            title: bookmark.title,
            date: bookmark.date.and_then(|date| rfc3339(date, bookmark.date_offset)),
            date_precision: json::precision(bookmark.date_precision),
            date_from: "none",
            categories: Vec::new(),
            outlet: bookmark.outlet,
            source_url: bookmark.source_url,
            path: None,
            copies: Vec::new(),
            unread: false,
            bookmarked: true,
        },
    };
    Line {
        article,
        added: rfc3339(bookmark.added, 0),
        tags: bookmark.tags,
        note: bookmark.note,
    }
}
