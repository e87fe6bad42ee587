//! `finews bookmark list`.

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;

use crate::archive::{Archive, PostFile};
use crate::cli::args::Args;
use crate::cli::{archive, json, list, output};
use crate::library::{Bookmark, Library, tidy_tag};
use crate::post::rfc3339;
use crate::store::{Store, Unread};
use crate::text::clean::clean_line;
use crate::text::fold::fold;

use super::args::{List, SortArg};

/// A bookmark: the article's keys, and what the user added.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    article: json::Article,
    added: Option<String>,
    tags: Vec<String>,
    note: Option<String>,
}

/// What there is to know of the bookmarks: with an archive its own, without one all that were ever set.
struct Kept {
    bookmarks: Vec<Bookmark>,
    archive: Option<Archive>,
    store: Arc<Store>,
    unread: Unread,
}

impl Kept {
    fn read(args: &Args) -> anyhow::Result<Self> {
        let Some(archive) = archive::named_now(args)? else {
            return Ok(Self {
                bookmarks: archive::of_library(args.lang(), Library::bookmarks)?,
                archive: None,
                store: Arc::default(),
                unread: Unread::default(),
            });
        };
        let store = archive::articles(&archive, args.lang())?;
        let (shelf, unread, store) = archive::shelf(args, &archive, &store)?;
        Ok(Self {
            bookmarks: shelf.bookmarks,
            archive: Some(archive),
            store,
            unread,
        })
    }
}

pub(super) fn run(args: &Args, command: &List) -> anyhow::Result<()> {
    let mut kept = Kept::read(args)?;
    let wanted: Vec<String> = command.tag.iter().map(|tag| fold(&tidy_tag(tag))).collect();
    kept.bookmarks.retain(|bookmark| {
        wanted
            .iter()
            .all(|wanted| bookmark.tags.iter().any(|tag| fold(&tidy_tag(tag)) == *wanted))
    });
    if command.sort == SortArg::Date {
        kept.bookmarks
            .sort_by(|a, b| b.date.cmp(&a.date).then_with(|| b.id.cmp(&a.id)));
    }
    let mut out = output::output();
    for bookmark in std::mem::take(&mut kept.bookmarks) {
        if command.json {
            output::json_line(&mut out, &line(&kept, bookmark))?;
        } else {
            let date = list::date_column(bookmark.date, bookmark.date_offset, bookmark.date_precision);
            let outlet = bookmark
                .outlet
                .map(|outlet| format!("{outlet}  "))
                .unwrap_or_default();
            let tags = (bookmark.tags.iter()).flat_map(|tag| [" #", tag.trim_start_matches('#')]);
            let tags: String = tags.collect();
            let note = bookmark.note.as_deref().and_then(first_line);
            let note = note.map(|note| format!(" · {note}")).unwrap_or_default();
            writeln!(
                out,
                "{date}  {}  {outlet}{}{tags}{note}",
                bookmark.id, bookmark.title
            )?;
        }
    }
    Ok(out.flush()?)
}

/// The first line of a note that says anything, on one line.
fn first_line(note: &str) -> Option<String> {
    note.lines().map(clean_line).find(|line| !line.is_empty())
}

/// What the archive says of the article or, where it is not there, what the bookmark still knows.
fn line(kept: &Kept, bookmark: Bookmark) -> Line {
    let article = match kept.store.locate(&bookmark.id) {
        Some(row) => {
            let read = |archive: &Archive| archive.read(&PostFile::from_raw(&row.path())).source_url;
            let source = bookmark
                .source_url
                .or_else(|| kept.archive.as_ref().and_then(read));
            json::Article::new(&row, source, &kept.unread, true)
        }
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
