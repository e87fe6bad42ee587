//! `finews show`: one article as text.

use std::io::Write;

use anyhow::Context;
use crossterm::style::{Attribute, SetAttribute};
use ratatui::style::Modifier;
use serde::Serialize;

use crate::config::Settings;
use crate::document::Document;
use crate::exchange;
use crate::layout::{Page, page};
use crate::store::{Scope, Unread};
use crate::ui::Theme;
use crate::work::{page_head, page_settings};

use super::args::{Args, Show};
use super::found::{Finder, Found};
use super::{archive, json, output};

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
    let found = Finder::new(args).find(&command.what)?;
    let mut out = output::output();
    if command.json {
        output::json_line(&mut out, &shown(args, &found)?)?;
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
    if plain {
        exchange::plain(&mut out, &page)?;
    } else {
        write_page(&mut out, &page, &theme)?;
    }
    Ok(out.flush()?)
}

/// The object of `--json`.
fn shown<'a>(args: &Args, found: &'a Found) -> anyhow::Result<Shown<'a>> {
    let (post, document) = (&found.article.post, &found.article.document);
    let (bookmarked, unread) = match &found.archive {
        Some(archive) => {
            let (shelf, unread, _) = archive::shelf(args, archive, &found.entry)?;
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

/// Writes the lines of `page` with their looks.
fn write_page(out: &mut impl Write, page: &Page, theme: &Theme) -> anyhow::Result<()> {
    for line in &page.lines {
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
