//! `finews search`: articles by what they say, with the sentence that matched.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use rayon::prelude::*;
use serde::Serialize;

use crate::app::doubt;
use crate::archive::{Archive, PostFile};
use crate::config::words::grouped;
use crate::config::{Lang, TextSearch};
use crate::post::{PostId, unix_time, wall_time};
use crate::search::query::{Node, Query, Term};
use crate::search::{Pattern, Snippet, snippet};
use crate::store::{Scope, Store, Unread};
use crate::text::cells::Cells;
use crate::text::clean::clean_line;
use crate::work::{Article, Depth, Found, Order, Own, OwnBookmark, Quest, Searcher, Shelf, TitleScope};

use super::args::{self, Args, SortArg};
use super::failure::Failure;
use super::list::date_column;
use super::{archive, json, output, saved, text_index};

/// How long nothing is said where nobody sees a line that counts.
const PATIENCE: Duration = Duration::from_secs(3);
/// Cells of a snippet where no terminal says how wide it may be, and most that it takes.
const SNIPPET: usize = 100;
/// Articles read together for their snippets.
const READ_TOGETHER: usize = 64;
/// Most cells of a query, or of a piece of one, that is said again.
const SAID: usize = 40;
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
    let text = match &command.saved {
        None => command.query.join(" "),
        Some(name) if name.is_empty() => return saved::list(args, command.json),
        Some(name) => saved::query(args, name)?,
    };
    let mut desk = Desk::open(args)?;
    let query = understood(args, &text)?;
    let order = match command.sort {
        SortArg::Date => Order::Newest,
        SortArg::Relevance => Order::Best,
    };
    let patterns: Vec<Pattern> = query.patterns();
    let found = desk.search(args, query, order, command.limit);
    let width = match output::terminal_width() {
        // What programs read does not depend on the size of a window.
        Some(width) if !command.json => width.min(SNIPPET),
        _ => SNIPPET,
    };
    let width = width.saturating_sub(INDENT.len());
    let cells = args.settings.cells;
    let mut out = output::output();
    let mut scores = found.scores.iter().copied();
    for together in found.ids.chunks(READ_TOGETHER) {
        let read: Vec<Option<Read>> = (together.par_iter())
            .map(|id| Read::of(&desk, id, &patterns, cells, width))
            .collect();
        for read in read {
            let score = scores.next();
            let Some(read) = read else { continue };
            if command.json {
                output::json_line(&mut out, &read.line(&desk, score))?;
            } else {
                read.write(&mut out, &desk.store, output::styled(args))?;
            }
        }
    }
    out.flush()?;
    tell(args, &found);
    Ok(())
}

/// Everything a search asks.
pub(super) struct Desk {
    pub(super) archive: Archive,
    /// The articles, of which those that are hidden are left out where they are not asked for.
    pub(super) store: Arc<Store>,
    /// The same with none hidden.
    loaded: Arc<Store>,
    searcher: Searcher,
    shelf: Shelf,
    unread: Unread,
    pub(super) own: Own,
}

impl Desk {
    pub(super) fn open(args: &Args) -> anyhow::Result<Self> {
        let archive = archive::required(args)?;
        let (loaded, index) = archive::articles_and_index(args, &archive)?;
        let (shelf, unread, store) = archive::shelf(args, &archive, &loaded)?;
        let own = Own {
            unread: store.those(unread.rows()),
            bookmarks: shelf.bookmarks.iter().map(OwnBookmark::from).collect(),
        };
        Ok(Self {
            searcher: Searcher::new(archive.clone(), index),
            archive,
            store,
            loaded,
            shelf,
            unread,
            own,
        })
    }

    /// The whole answer to `query`, with the first `most` articles; says on the way what there is to say.
    pub(super) fn search(&mut self, args: &Args, query: Query, order: Order, most: usize) -> Found {
        self.search_in(Arc::clone(&self.store), args, query, order, most)
    }

    /// The whole answer to `query`, hidden articles with the others.
    pub(super) fn search_all(&mut self, args: &Args, query: Query) -> Found {
        let asks = |root: &Node| root.holds(&|term| *term == Term::Hidden);
        let store = if query.root.as_ref().is_some_and(asks) {
            &self.store
        } else {
            &self.loaded
        };
        self.search_in(Arc::clone(store), args, query, Order::Newest, usize::MAX)
    }

    fn search_in(
        &mut self,
        store: Arc<Store>,
        args: &Args,
        query: Query,
        order: Order,
        most: usize,
    ) -> Found {
        let quest = Quest {
            store,
            scope: TitleScope::Store(Scope::All),
            query,
            depth: match args.settings.text_search {
                TextSearch::Titles => Depth::Titles,
                _ => Depth::Texts,
            },
            order,
            zone: args.settings.zone,
            reading: true,
            most,
            own: self.own.clone(),
        };
        let (mut counting, mut last) = (output::Counting::new(), Found::default());
        let (begun, mut said) = (Instant::now(), false);
        let searched = self
            .searcher
            .search(&quest, &AtomicBool::new(false), &mut |found| {
                // What is there at once needs no counting.
                if found.read > 0 && found.open > 0 {
                    let (read, open) = (grouped(found.read), grouped(found.open));
                    counting.show(|| match args.lang() {
                        Lang::Zh => format!("读了 {read} 篇，还有 {open} 篇"),
                        Lang::En => format!("{read} read, {open} to read"),
                    });
                    // Where nobody sees it count, once.
                    if !counting.is_seen() && !said && begun.elapsed() > PATIENCE {
                        said = true;
                        match args.lang() {
                            Lang::Zh => eprintln!("finews: 还要读 {open} 篇；建了索引就快：finews index --text"),
                            Lang::En => {
                                eprintln!("finews: {open} articles to read; an index is quicker: finews index --text");
                            }
                        }
                    }
                }
                last = found;
            });
        counting.end();
        if let Err(error) = searched {
            eprintln!("finews: {}", text_index::trouble(args.lang(), &error));
        }
        last
    }
}

/// The query that `words` are, the last of which is whole.
pub(super) fn whole(words: &str) -> String {
    format!("{words} ")
}

/// The query that `text` is; what was not understood is said. Where nothing was, there is nothing to answer: all articles
/// would be a surprise.
pub(super) fn understood(args: &Args, text: &str) -> Result<Query, Failure> {
    let today = wall_time(unix_time(), args.settings.zone).map(DateTime::date);
    let query = Query::parse(text, today.unwrap_or_default());
    for left_out in &query.doubts {
        let piece = clean_line(text.get(left_out.range.clone()).unwrap_or_default());
        let piece = Cells::default().truncate(&piece, SAID);
        let why = doubt(args.lang(), left_out.why);
        match args.lang() {
            Lang::Zh => eprintln!("finews: “{piece}”：{why}"),
            Lang::En => eprintln!("finews: “{piece}”: {why}"),
        }
    }
    if query.is_empty() {
        return Err(Failure::NothingSought);
    }
    Ok(query)
}

/// What finds something where nothing was found.
fn nearest(lang: Lang, found: &Found) -> String {
    let Some(nearest) = &found.nearest else {
        return String::new();
    };
    let query = Cells::default().truncate(&nearest.query, SAID);
    let articles = grouped(nearest.articles);
    let least = match (nearest.exact, lang) {
        (true, _) => "",
        (false, Lang::Zh) => "至少",
        (false, Lang::En) => "at least ",
    };
    match lang {
        Lang::Zh => format!("；“{query}”{least}有 {articles} 篇"),
        Lang::En => format!("; “{query}” finds {least}{articles}"),
    }
}

/// Says what the articles that were found do not tell themselves.
fn tell(args: &Args, found: &Found) {
    if args.settings.text_search == TextSearch::Titles {
        match args.lang() {
            Lang::Zh => eprintln!("finews: 只搜了标题：设置里 text_search = \"titles\""),
            Lang::En => {
                eprintln!("finews: only titles were searched: text_search = \"titles\" in the settings");
            }
        }
    }
    if found.hidden > 0 {
        let hidden = grouped(found.hidden);
        match args.lang() {
            Lang::Zh => eprintln!("finews: 另有 {hidden} 篇隐藏的没有列出；查询里加 是:隐藏 可看"),
            Lang::En => eprintln!("finews: {hidden} hidden and left out; is:hidden in the query shows them"),
        }
    }
    let (shown, all) = (found.ids.len(), found.total + found.spelled);
    match args.lang() {
        Lang::Zh if all == 0 => eprintln!("finews: 没有找到{}", nearest(Lang::Zh, found)),
        Lang::En if all == 0 => eprintln!("finews: nothing was found{}", nearest(Lang::En, found)),
        _ if shown == all => {}
        lang => {
            let (shown, total) = (grouped(shown), grouped(all));
            match lang {
                Lang::Zh => eprintln!("finews: 共 {total} 篇，显示 {shown} 篇；--limit N 可多看"),
                Lang::En => eprintln!("finews: {shown} of {total} shown; --limit N shows more"),
            }
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
