//! Bookmarks as Markdown, for notes: the last bookmarked first, under the days on which they were.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::super::markdown::escape::{Pairs, address, inline, line, line_start};
use super::{BookmarkForm, clean_note, when};
use crate::config::Lang;
use crate::post::DatePrecision;
use crate::text::clean::clean_line;

/// A highlighted passage of a bookmarked article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageForm {
    /// Its text.
    pub quote: String,
    /// The note on it, perhaps of several lines.
    pub note: Option<String>,
}

/// Writes `bookmarks`, tidied, under this title; of each its `passages`, in the order in which they are given.
///
/// # Errors
/// Those of `out`.
pub fn write_markdown(
    out: &mut impl Write,
    title: &str,
    lang: Lang,
    bookmarks: &[BookmarkForm],
    passages: &dyn Fn(&BookmarkForm) -> Vec<PassageForm>,
) -> io::Result<()> {
    writeln!(out, "# {}", line(&clean_line(title)))?;
    let mut bookmarks: Vec<(BookmarkForm, &BookmarkForm)> =
        bookmarks.iter().map(|own| (own.clone().tidy(), own)).collect();
    // What has no date comes last.
    bookmarks.sort_by_key(|(bookmark, _)| Reverse(bookmark.added));
    let mut last = None;
    for (bookmark, own) in bookmarks {
        let day = added(&bookmark, DatePrecision::Day);
        if last.as_ref() != Some(&day) {
            let undated = match lang {
                Lang::Zh => "不知何时收藏",
                Lang::En => "No date",
            };
            writeln!(out, "\n## {}", day.as_deref().unwrap_or(undated))?;
            last = Some(day);
        }
        entry(out, lang, &bookmark)?;
        let mut quoted = false;
        for passage in passages(own) {
            quoted = write_passage(out, &passage, quoted)?;
        }
    }
    Ok(())
}

/// When it was bookmarked, for a reader.
fn added(bookmark: &BookmarkForm, precision: DatePrecision) -> Option<String> {
    when::shown(bookmark.added?, bookmark.date_offset, precision)
}

/// One bookmark without its passages.
fn entry(out: &mut impl Write, lang: Lang, bookmark: &BookmarkForm) -> io::Result<()> {
    let name = [
        Some(&bookmark.title),
        bookmark.id.as_ref(),
        bookmark.source_url.as_ref(),
    ];
    let name = name.into_iter().flatten().map(|name| clean_line(name));
    let name = line(&name.into_iter().find(|name| !name.is_empty()).unwrap_or_default());
    match &bookmark.source_url {
        Some(url) => writeln!(out, "\n### [{name}]({})", address(url))?,
        None => writeln!(out, "\n### {name}")?,
    }
    let (since, tags) = match (lang, bookmark.is_for_passages) {
        (Lang::Zh, false) => ("收藏于 ", "标签："),
        (Lang::Zh, true) => ("摘录于 ", "标签："),
        (Lang::En, false) => ("bookmarked ", "Tags: "),
        (Lang::En, true) => ("highlighted ", "Tags: "),
    };
    let mut facts: Vec<String> = Vec::new();
    facts.extend(bookmark.outlet.as_deref().map(line));
    facts.extend(
        (bookmark.date).and_then(|date| when::shown(date, bookmark.date_offset, bookmark.date_precision)),
    );
    facts.extend(added(bookmark, DatePrecision::Minute).map(|added| format!("{since}{added}")));
    if !facts.is_empty() {
        writeln!(out, "\n{}", line_start(&facts.join(" · ")))?;
    }
    if !bookmark.tags.is_empty() {
        // Behind a word: what begins a line with `#` is a heading for kramdown.
        let tag = |tag: &String| format!("#{}", line(tag.trim_start_matches('#')));
        let words: Vec<String> = bookmark.tags.iter().map(tag).collect();
        writeln!(out, "\n{tags}{}", words.join(" "))?;
    }
    bookmark
        .note
        .as_ref()
        .map_or(Ok(()), |note| write_text(out, note, ""))
}

/// Writes a passage, `quoted` behind another quote. Whether this one ends with its quote.
fn write_passage(out: &mut impl Write, passage: &PassageForm, quoted: bool) -> io::Result<bool> {
    let quote = clean_note(&passage.quote);
    if quoted && !quote.is_empty() {
        // Two quotes in a row would be one.
        writeln!(out, "\n<!-- -->")?;
    }
    write_text(out, &quote, "> ")?;
    let note = clean_note(passage.note.as_deref().unwrap_or_default());
    write_text(out, &note, "")?;
    Ok(note.is_empty() && (quoted || !quote.is_empty()))
}

/// Writes a clean `text` behind an empty line, every line of it behind `prefix`: empty lines part its paragraphs, the other
/// line ends stay.
fn write_text(out: &mut impl Write, text: &str, prefix: &str) -> io::Result<()> {
    let mut between = "";
    for paragraph in paragraphs(text) {
        writeln!(out, "{between}")?;
        between = prefix.trim_end();
        let pairs = Pairs::of(&paragraph.join("\n"));
        let lines: Vec<String> = paragraph
            .iter()
            .map(|line| format!("{prefix}{}", line_start(&inline(line, pairs))))
            .collect();
        writeln!(out, "{}", lines.join("  \n"))?;
    }
    Ok(())
}

/// The paragraphs of `text`, each of lines without blanks at their ends.
fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut paragraphs = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => last.push(line),
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}
