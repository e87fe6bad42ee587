//! `finews show`: one article as text.

use std::fs::File;
use std::io::{Write, stdin};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use crossterm::style::{Attribute, SetAttribute};
use ratatui::style::Modifier;
use serde::Serialize;

use crate::archive::{Archive, PostFile, parse_from};
use crate::config::Settings;
use crate::document::Document;
use crate::layout::{Page, page};
use crate::post::{Post, PostId};
use crate::store::{Builder, RawPath, Scope, Store, Unread, merge};
use crate::ui::Theme;
use crate::work::{Article, page_head, page_settings};

use super::args::{Args, Show};
use super::failure::Failure;
use super::{archive, failure, json, output};

/// Widest page where standard output is no terminal, unless told, in cells.
const WIDTH: usize = 80;

/// The article's keys and its text.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    article: json::Article,
    text: &'a str,
    links: Vec<Link<'a>>,
    stocks: Vec<Stock<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    text: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct Stock<'a> {
    code: &'a str,
    name: &'a str,
}

pub(super) fn run(args: &Args, command: &Show) -> anyhow::Result<()> {
    let found = find(args, &command.what)?;
    let mut out = output::output();
    if command.json {
        output::json_line(&mut out, &shown(&found)?)?;
        return Ok(out.flush()?);
    }
    let width = command
        .width
        .map(usize::from)
        .or_else(|| output::terminal_width().map(|width| width.min(args.settings.measure)));
    let plain = command.plain || !output::styled(args);
    let settings = Settings {
        measure: usize::MAX,
        // Scripts rely on the notes.
        link_notes: plain || args.settings.link_notes,
        // And on the post's text as it is: no space of ours within it.
        justify: !plain && args.settings.justify,
        ..args.settings.clone()
    };
    let words = args.lang().words();
    let head = page_head(&found.article, words, settings.zone);
    let page = page(
        &head,
        &found.article.document,
        &page_settings(&settings, words, width.unwrap_or(WIDTH)),
    );
    let theme = Theme::terminal().with_figures(args.settings.figures);
    write_page(&mut out, &page, (!plain).then_some(&theme))?;
    Ok(out.flush()?)
}

/// What was asked for.
struct Found {
    article: Article,
    /// The same as an entry of a list, alone.
    entry: Arc<Store>,
    /// Of which archive, if of one.
    archive: Option<Archive>,
}

impl Found {
    /// The article of these copies, each with the raw bytes of its path.
    fn new(copies: Vec<(RawPath, Post)>, archive: Option<Archive>) -> Option<Self> {
        let posts = copies.clone();
        let (entry, _) = merge(copies)?;
        let post = posts
            .into_iter()
            .find(|(path, _)| *path == entry.path)
            .map(|(_, post)| post)?;
        let copies = entry.copies.iter().map(|path| json::shown_path(path)).collect();
        let mut builder = Builder::new();
        builder.add(vec![entry]);
        Some(Self {
            article: Article::new(post, copies),
            entry: builder.snapshot(),
            archive,
        })
    }
}

/// The article of a file, of standard input, or of an id in the archive.
fn find(args: &Args, what: &Path) -> anyhow::Result<Found> {
    let name = failure::shown(what);
    let one = |file: PostFile, post: Post| Found::new(vec![(file.raw().into(), post)], None);
    let none = || Failure::NoArticle(failure::shown(what)).into();
    if what == Path::new("-") {
        let file = PostFile::stdin();
        let post = parse_from(&file, stdin().lock()).map_err(Failure::CannotReadInput)?;
        return one(file, post).ok_or_else(none);
    }
    if what.is_file() {
        let file = PostFile::from_path(what);
        let post = File::open(what)
            .and_then(|opened| parse_from(&file, opened))
            .map_err(|error| Failure::CannotRead(name, error))?;
        return one(file, post).ok_or_else(none);
    }
    let wrong = Failure::of_path(what);
    // An ID may look like a path, but like one within the archive.
    let archive = if what.is_absolute() {
        None
    } else {
        archive::named(args)?
    };
    let Some(archive) = archive else {
        return Err(wrong.unwrap_or(Failure::NoArchive).into());
    };
    in_archive(archive, what).ok_or_else(|| match wrong {
        None | Some(Failure::NoFile(_)) => none(),
        Some(wrong) => wrong.into(),
    })
}

/// The article of the id that `what` is, in `archive`.
fn in_archive(archive: Archive, what: &Path) -> Option<Found> {
    let id = PostId::parse(&what.to_string_lossy());
    let group = archive.list().groups.into_iter().find(|group| group.id == id)?;
    let copies = group
        .files
        .iter()
        .map(|file| (file.raw().into(), archive.read(file)))
        .collect();
    Found::new(copies, Some(archive))
}

/// The object of `--json`.
fn shown(found: &Found) -> anyhow::Result<Shown<'_>> {
    let (post, document) = (&found.article.post, &found.article.document);
    let (bookmarked, unread) = match &found.archive {
        Some(archive) => {
            let (shelf, unread) = archive::shelf(archive, &found.entry)?;
            (
                shelf.bookmarks.iter().any(|bookmark| bookmark.id == post.id),
                unread,
            )
        }
        None => (false, Unread::default()),
    };
    let row = found
        .entry
        .row(Scope::All, 0)
        .context("an article that is no entry")?;
    let article = json::Article::new(&row, post.source_url.clone(), &unread, bookmarked);
    Ok(Shown {
        article,
        text: &document.text,
        links: links(document),
        stocks: stocks(document),
    })
}

fn links(document: &Document) -> Vec<Link<'_>> {
    document
        .links
        .iter()
        .map(|link| Link {
            text: document.slice(&link.range),
            url: &link.url,
        })
        .collect()
}

fn stocks(document: &Document) -> Vec<Stock<'_>> {
    document
        .stocks
        .iter()
        .map(|stock| Stock {
            code: &stock.code,
            name: &stock.name,
        })
        .collect()
}

/// Writes the lines of `page`, with their looks where a `theme` has them.
fn write_page(out: &mut impl Write, page: &Page, theme: Option<&Theme>) -> anyhow::Result<()> {
    // Title, facts, a blank line, the text: what reads standard output counts on it. On the screen the
    // title stands apart.
    let gap = page
        .lines
        .iter()
        .take(page.body.start)
        .position(|line| line.spans.is_empty());
    for (number, line) in page.lines.iter().enumerate() {
        let Some(theme) = theme else {
            if Some(number) != gap || number + 1 == page.body.start {
                writeln!(out, "{}", line.text())?;
            }
            continue;
        };
        for span in &line.spans {
            let looks = attributes(theme.style_of(span.role, span.link().is_some()).add_modifier);
            for look in &looks {
                write!(out, "{}", SetAttribute(*look))?;
            }
            write!(out, "{}", span.text)?;
            if !looks.is_empty() {
                write!(out, "{}", SetAttribute(Attribute::Reset))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The terminal's attributes for `looks`.
fn attributes(looks: Modifier) -> Vec<Attribute> {
    [
        (Modifier::BOLD, Attribute::Bold),
        (Modifier::DIM, Attribute::Dim),
        (Modifier::ITALIC, Attribute::Italic),
        (Modifier::UNDERLINED, Attribute::Underlined),
        (Modifier::CROSSED_OUT, Attribute::CrossedOut),
    ]
    .into_iter()
    .filter_map(|(modifier, attribute)| looks.contains(modifier).then_some(attribute))
    .collect()
}
