//! `finews search`: articles by what they say, with the sentence that matched.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::civil::DateTime;
use rayon::prelude::*;
use serde::Serialize;

use crate::app::{doubt, index_trouble};
use crate::archive::{Archive, PostFile};
use crate::config::words::grouped;
use crate::config::{Lang, TextSearch};
use crate::post::{PostId, unix_time, wall_time};
use crate::search::query::{Query, Term};
use crate::search::{Pattern, Snippet, snippet};
use crate::store::{Scope, Store, Unread};
use crate::text::cells::Cells;
use crate::text::clean::clean_line;
use crate::work::{Article, Depth, Found, Order, Own, Quest, Searcher, Shelf, TitleScope};

use super::args::{self, Args, SortArg};
use super::list::date_column;
use super::{archive, json, output};

/// Cells of a snippet where no terminal says how wide it may be, and most that it takes.
const SNIPPET: usize = 100;
/// Blanks in front of a snippet.
const INDENT: &str = "    ";

/// An article that was found.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    article: json::Article,
    snippet: Option<String>,
    score: Option<f32>,
}

pub(super) fn run(args: &Args, command: &args::Search) -> anyhow::Result<()> {
    let mut desk = Desk::open(args)?;
    let query = understood(args, &command.query.join(" "));
    let order = match command.sort {
        SortArg::Date => Order::Newest,
        SortArg::Relevance => Order::Best,
    };
    let found = desk.search(args, query.clone(), order, command.limit);
    let patterns: Vec<Pattern> = query.words().into_iter().filter_map(words_of).collect();
    let width = output::terminal_width().map_or(SNIPPET, |width| width.min(SNIPPET));
    let width = width.saturating_sub(INDENT.len());
    let cells = args.settings.cells;
    let mut out = output::output();
    for (number, together) in found.ids.chunks(64).enumerate() {
        let read: Vec<Read> = (together.par_iter())
            .filter_map(|id| Read::of(&desk, id, &patterns, cells, width))
            .collect();
        for (place, read) in read.into_iter().enumerate() {
            let score = found.scores.get(number * 64 + place).copied();
            if command.json {
                output::json_line(&mut out, &read.line(&desk, score))?;
            } else {
                read.write(&mut out, &desk.store, output::styled(args))?;
            }
        }
    }
    out.flush()?;
    tell(args, &query, &found);
    Ok(())
}

/// Everything a search asks.
pub(super) struct Desk {
    archive: Archive,
    pub(super) store: Arc<Store>,
    searcher: Searcher,
    shelf: Shelf,
    unread: Unread,
    own: Own,
}

impl Desk {
    pub(super) fn open(args: &Args) -> anyhow::Result<Self> {
        let archive = archive::required(args)?;
        let (store, index) = archive::articles_and_index(args, &archive)?;
        let (shelf, unread) = archive::shelf(&archive, &store)?;
        let own = Own {
            unread: store.those(unread.rows()),
            bookmarks: (shelf.bookmarks.iter())
                .map(|bookmark| (bookmark.id.clone(), bookmark.tags.clone()))
                .collect(),
        };
        Ok(Self {
            searcher: Searcher::new(archive.clone(), index),
            archive,
            store,
            shelf,
            unread,
            own,
        })
    }

    /// The whole answer to `query`, with the first `most` articles; says on the way what there is to say.
    pub(super) fn search(&mut self, args: &Args, query: Query, order: Order, most: usize) -> Found {
        let quest = Quest {
            store: Arc::clone(&self.store),
            scope: TitleScope::Store(Scope::All),
            query,
            depth: match args.settings.text_search {
                TextSearch::Titles => Depth::Titles,
                _ => Depth::Texts,
            },
            order,
            zone: args.settings.zone,
            most,
            own: self.own.clone(),
        };
        let counts = std::io::stderr().is_terminal();
        let (mut last, mut counted) = (Found::default(), false);
        let searched = self
            .searcher
            .search(&quest, &AtomicBool::new(false), &mut |found| {
                if counts && found.open > 0 {
                    counted = true;
                    let (read, open) = (grouped(found.read), grouped(found.open));
                    match args.lang() {
                        Lang::Zh => eprint!("\r读了 {read} 篇，还有 {open} 篇 "),
                        Lang::En => eprint!("\r{read} read, {open} to read "),
                    }
                }
                last = found;
            });
        if counted {
            eprint!("\r\x1b[K");
        }
        if let Err(error) = searched {
            eprintln!("finews: {}", index_trouble(args.lang(), &error));
        }
        last
    }
}

/// The query that `text` is; what was not understood is said.
pub(super) fn understood(args: &Args, text: &str) -> Query {
    let today = wall_time(unix_time(), args.settings.zone).map(DateTime::date);
    let query = Query::parse(text, today.unwrap_or_default());
    for left_out in &query.doubts {
        let piece = clean_line(text.get(left_out.range.clone()).unwrap_or_default());
        let piece = Cells::default().truncate(&piece, 40);
        let why = doubt(args.lang(), left_out.why);
        match args.lang() {
            Lang::Zh => eprintln!("finews: “{piece}”：{why}"),
            Lang::En => eprintln!("finews: “{piece}”: {why}"),
        }
    }
    query
}

/// The words of a term.
fn words_of(term: &Term) -> Option<Pattern> {
    match term {
        Term::Text { words, prefix, .. } | Term::Title { words, prefix, .. } => Pattern::new(words, *prefix),
        _ => None,
    }
}

/// Says what an answer was made of, where that is not to be expected.
fn tell(args: &Args, query: &Query, found: &Found) {
    let zh = args.lang() == Lang::Zh;
    if query.is_empty() {
        eprintln!(
            "finews: {}",
            if zh {
                "查询里没有可找的内容，列出全部文章"
            } else {
                "nothing to look for in the query: all articles"
            }
        );
    } else if found.total == 0 {
        eprintln!("finews: {}", if zh { "没有找到" } else { "nothing was found" });
    }
    let shown = found.ids.len();
    if shown < found.total {
        let (shown, total) = (grouped(shown), grouped(found.total));
        if zh {
            eprintln!("finews: 共 {total} 篇，显示 {shown} 篇；--limit N 可多看");
        } else {
            eprintln!("finews: {shown} of {total} shown; --limit N shows more");
        }
    }
}

/// An article read for its snippet.
struct Read {
    id: PostId,
    article: Article,
    snippet: Option<Snippet>,
}

impl Read {
    fn of(desk: &Desk, id: &PostId, patterns: &[Pattern], cells: Cells, width: usize) -> Option<Self> {
        let row = desk.store.locate(id)?;
        let post = desk.archive.read(&PostFile::from_raw(&row.path()));
        let article = Article::new(post, Vec::new());
        Some(Self {
            id: id.clone(),
            snippet: snippet(&article.document.text, patterns, cells, width),
            article,
        })
    }

    fn line(self, desk: &Desk, score: Option<f32>) -> Option<Line> {
        let row = desk.store.locate(&self.id)?;
        let bookmarked = desk.shelf.bookmarks.iter().any(|bookmark| bookmark.id == self.id);
        Some(Line {
            article: json::Article::new(&row, self.article.post.source_url, &desk.unread, bookmarked),
            snippet: self.snippet.map(|snippet| snippet.text),
            score,
        })
    }

    fn write(&self, out: &mut impl Write, store: &Store, styled: bool) -> anyhow::Result<()> {
        let Some(row) = store.locate(&self.id) else {
            return Ok(());
        };
        let date = date_column(row.timestamp(), row.offset(), row.precision());
        let outlet = row
            .outlet()
            .map(|outlet| format!("{outlet}  "))
            .unwrap_or_default();
        let (bold, dim, plain) = if styled {
            ("\x1b[1m", "\x1b[2m", "\x1b[m")
        } else {
            ("", "", "")
        };
        writeln!(
            out,
            "{dim}{date}  {}  {outlet}{plain}{bold}{}{plain}",
            row.id(),
            row.title()
        )?;
        let Some(snippet) = &self.snippet else {
            return Ok(());
        };
        write!(out, "{INDENT}")?;
        let mut at = 0;
        for hit in &snippet.hits {
            let before = snippet.text.get(at..hit.start).unwrap_or_default();
            let found = snippet.text.get(hit.clone()).unwrap_or_default();
            write!(out, "{before}{bold}{found}{plain}")?;
            at = hit.end;
        }
        writeln!(out, "{}", snippet.text.get(at..).unwrap_or_default())?;
        Ok(())
    }
}
