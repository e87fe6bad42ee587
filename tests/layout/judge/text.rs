//! What is wrong with the text of a page: lost, doubled, out of order, hidden in the source, markup.

use std::collections::HashMap;
use std::ops::Range;

use finews::document::Document;
use finews::layout::{Page, Role};
use unicode_segmentation::UnicodeSegmentation;

use super::flow::block_at;
use super::{Kind, Verdict};

/// Holds `page` to the text of its document.
pub(crate) fn judge_page(page: &Page, document: &Document, verdict: &mut Verdict) {
    let text = &document.text;
    let mut times = vec![0_u8; text.len()];
    let cells = Cells::of(document);
    // For each block or cell, the byte up to which it has been set.
    let mut set: HashMap<usize, usize> = HashMap::new();
    for line in &page.lines {
        for span in &line.spans {
            let Some(at) = span.at() else { continue };
            let range = at..at + span.text.len();
            if text.get(range.clone()) != Some(span.text.as_str()) {
                verdict.found(Kind::Lost, format!("{:?} is not at {at}", span.text));
                continue;
            }
            times[range.clone()]
                .iter_mut()
                .for_each(|n| *n = n.saturating_add(1));
            let end = set.entry(cells.home(document, at)).or_default();
            if range.start < *end {
                verdict.found(Kind::Order, line.text());
            }
            *end = range.end.max(*end);
        }
    }
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let near = || format!("{c:?} at {at}: {:?}", around(text, at));
        match times[at] {
            0 => verdict.found(Kind::Lost, near()),
            1 => {}
            _ => verdict.found(Kind::Doubled, near()),
        }
    }
    clusters(page, document, verdict);
}

fn around(text: &str, at: usize) -> String {
    let from = text[..at].char_indices().rev().nth(9).map_or(0, |(at, _)| at);
    text[from..].chars().take(20).collect()
}

/// The cells of all tables, ordered by where they begin.
struct Cells(Vec<Range<usize>>);

impl Cells {
    fn of(document: &Document) -> Self {
        let tables = document
            .tables
            .iter()
            .flat_map(|table| table.rows.iter().flatten());
        let mut ranges: Vec<_> = tables.map(|cell| cell.range.clone()).collect();
        ranges.retain(|range| !range.is_empty());
        ranges.sort_by_key(|range| range.start);
        Self(ranges)
    }

    /// Where the cell or block that holds `at` begins.
    fn home(&self, document: &Document, at: usize) -> usize {
        let cell = self.0.get(self.0.partition_point(|range| range.end <= at));
        match cell.filter(|range| range.contains(&at)) {
            Some(cell) => cell.start,
            None => block_at(document, at).map_or(usize::MAX, |index| document.blocks[index].range.start),
        }
    }
}

/// Every line begins between two grapheme clusters of its block.
fn clusters(page: &Page, document: &Document, verdict: &mut Verdict) {
    let mut starts: Vec<usize> = Vec::new();
    for line in &page.lines {
        let mut end = None;
        for span in &line.spans {
            // In a table each stretch may begin a line of its cell.
            starts.extend(span.at().filter(|at| end != Some(*at)));
            end = span.at().map(|at| at + span.text.len());
        }
    }
    starts.sort_unstable();
    let mut starts = starts.into_iter().peekable();
    for block in &document.blocks {
        while starts.next_if(|start| *start < block.range.start).is_some() {}
        for (at, cluster) in document.slice(&block.range).grapheme_indices(true) {
            let at = block.range.start + at;
            while let Some(start) = starts.next_if(|start| *start < at + cluster.len()) {
                if start > at {
                    verdict.found(Kind::Cluster, format!("{cluster:?} at {at}"));
                }
            }
        }
    }
}

/// Holds `page` to the source of its text: nothing hidden is shown, and no markup.
pub(crate) fn judge_source(page: &Page, body: &str, verdict: &mut Verdict) {
    let spans = || page.lines[page.body.clone()].iter().flat_map(|line| &line.spans);
    let shown: String = spans()
        .filter(|span| span.at().is_some())
        .map(|span| span.text.as_str())
        .collect();
    let prose: String = spans()
        .filter(|span| span.at().is_some() && span.role != Role::Code)
        .map(|span| span.text.as_str())
        .collect();
    let (lines, body_seen) = without_hidden_lines(body);
    let (mut hidden, visible) = hidden(&body_seen);
    hidden.extend(lines);
    let (shown, visible) = (squeezed(&shown), squeezed(&visible));
    for text in hidden {
        let text = squeezed(&text);
        if text.chars().count() >= 2 && shown.contains(&text) && !visible.contains(&text) {
            verdict.found(Kind::Hidden, text);
        }
    }
    markup(&prose, body, verdict);
}

/// `text` without white space.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Markup in `prose` that the `body` does not hold as text: escaped, or, for Markdown, in HTML lines and addresses.
fn markup(prose: &str, body: &str, verdict: &mut Verdict) {
    let html_lines: String = body
        .lines()
        .filter(|line| line.trim_start().starts_with('<'))
        .collect();
    for (mark, literal) in [("**", "\\*\\*"), ("](", "\\](")] {
        let may = html_lines.matches(mark).count() + body.matches(literal).count();
        if prose.matches(mark).count() > may {
            verdict.found(Kind::Markup, mark);
        }
    }
    for tag in tags(prose) {
        let escaped = body.contains(&tag.replacen('<', "&lt;", 1)) || body.contains(&format!("\\{tag}"));
        if !escaped {
            verdict.found(Kind::Markup, tag);
        }
    }
    for (at, _) in prose.match_indices('&') {
        let name: String = prose[at..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "&#".contains(*c))
            .collect();
        let known = [
            "&nbsp", "&lt", "&gt", "&amp", "&quot", "&ldquo", "&rdquo", "&mdash", "&middot", "&#",
        ];
        let entity = prose[at + name.len()..].starts_with(';')
            && known
                .iter()
                .any(|known| name == *known || (*known == "&#" && name.starts_with("&#")));
        if entity && !body.contains(&format!("&amp;{}", &name[1..])) {
            verdict.found(Kind::Markup, name);
        }
    }
    for style in [
        "display:",
        "EM_StockImg",
        "style=",
        "class=",
        "javascript:",
        "{:",
        "<!--",
    ] {
        let visible_in_source = body.split(['<', '>']).step_by(2).any(|text| text.contains(style));
        if prose.contains(style) && !visible_in_source {
            verdict.found(Kind::Markup, style);
        }
    }
}

/// Known tags in `text`, from their `<` to the end of their name.
fn tags(text: &str) -> Vec<String> {
    const NAMES: [&str; 22] = [
        "p", "br", "a", "b", "i", "em", "strong", "span", "div", "td", "tr", "th", "table", "li", "ul", "ol",
        "img", "center", "font", "h2", "script", "style",
    ];
    let mut found = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let slash = if rest.starts_with('/') { "/" } else { "" };
        let after = &rest[slash.len() + name.len().min(rest.len() - slash.len())..];
        if NAMES.contains(&name.to_ascii_lowercase().as_str()) && after.starts_with([' ', '>', '/']) {
            found.push(format!("<{slash}{name}"));
        }
    }
    found
}

/// The stretches of `body` that a browser hides, and the rest, both without tags. Elements are found by their names
/// alone: what is never closed is not looked at.
fn hidden(body: &str) -> (Vec<String>, String) {
    let mut hidden = Vec::new();
    let mut visible = String::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        visible.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let Some(end) = comment.find("-->") else { break };
            hidden.push(comment[..end].to_owned());
            rest = &comment[end + 3..];
            continue;
        }
        let letter = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let Some(end) = rest.find('>').filter(|_| letter) else {
            visible.push('<');
            rest = &rest[1..];
            continue;
        };
        let (tag, after) = (&rest[1..end], &rest[end + 1..]);
        rest = after;
        let name: String = tag
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if !hides(&name, tag) || tag.ends_with('/') {
            continue;
        }
        if let Some((inside, after)) = element(&name, after) {
            hidden.extend(without_tags(inside));
            rest = after;
        }
    }
    visible.push_str(rest);
    (hidden, visible)
}

/// Whether an inline style or an attribute list says that nothing is to be seen. What needs more than one look, a size
/// with its overflow, is left to the browser (`.ci/against-browser`).
fn unseen(style: &str) -> bool {
    let mut tight = String::new();
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        tight.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    tight.push_str(rest);
    tight.retain(|c| !c.is_whitespace() && c != '\\');
    let tight = tight.to_ascii_lowercase();
    let says = |what: &str| {
        tight.match_indices(what).any(|(at, _)| {
            let (before, after) = (&tight[..at], &tight[at + what.len()..]);
            !before.ends_with(|c: char| c.is_alphanumeric() || c == '-')
                && !after.starts_with(|c: char| c.is_alphanumeric() || c == '.')
        })
    };
    let always = [
        "display:none",
        "visibility:hidden",
        "opacity:0",
        "font-size:0",
        "font-size:0px",
        "color:transparent",
    ];
    always.iter().any(|what| says(what)) || (tight.contains("position:absolute") && says("left:-9999px"))
}

/// The lines of `body` that an attribute list of kramdown's hides, and the others: those of the paragraph before it.
fn without_hidden_lines(body: &str) -> (Vec<String>, String) {
    let mut hidden = Vec::new();
    let mut visible: Vec<&str> = Vec::new();
    let defined: Vec<&str> = body
        .lines()
        .filter_map(|line| line.strip_prefix("{:")?.strip_suffix('}')?.split_once(':'))
        .filter(|(name, list)| !name.is_empty() && (unseen(list) || list.contains("hidden=")))
        .map(|(name, _)| name)
        .collect();
    for line in body.lines() {
        let list = line.strip_prefix("{:").and_then(|list| list.strip_suffix('}'));
        let hides = |list: &str| {
            !list.starts_with(':')
                && !list
                    .split([' ', '"'])
                    .next()
                    .is_some_and(|name| name.ends_with(':'))
                && (unseen(list)
                    || list.contains("hidden=")
                    || list.split(' ').any(|name| defined.contains(&name)))
        };
        if list.is_some_and(hides) {
            while let Some(line) = visible.pop_if(|line| !line.trim().is_empty()) {
                hidden.push(line.trim_start_matches(['#', '>', '*', '-', ' ']).to_owned());
            }
        } else {
            visible.push(line);
        }
    }
    (hidden, visible.join("\n"))
}

/// Whether a browser hides the element of this tag.
fn hides(name: &str, tag: &str) -> bool {
    const VOID: [&str; 6] = ["img", "br", "hr", "input", "meta", "link"];
    let attribute = tag
        .split(['"', '\''])
        .step_by(2)
        .any(|part| part.split_whitespace().skip(1).any(|word| word == "hidden"));
    let style = tag
        .to_ascii_lowercase()
        .find("style")
        .is_some_and(|at| unseen(&tag[at..]));
    !VOID.contains(&name)
        && (matches!(name, "script" | "style" | "noscript" | "template") || attribute || style)
}

/// The inside of the element `name` that `text` begins in, and what follows it.
fn element<'a>(name: &str, text: &'a str) -> Option<(&'a str, &'a str)> {
    let lower = text.to_ascii_lowercase();
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let mut depth = 1;
    let mut at = 0;
    while let Some(found) = lower[at..].find('<') {
        at += found;
        let ends = |tag: &str| {
            lower[at..]
                .strip_prefix(tag)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        if ends(&close) {
            depth -= 1;
            if depth == 0 {
                let after = text[at..].find('>').map_or(text.len(), |end| at + end + 1);
                return Some((&text[..at], &text[after..]));
            }
        } else if ends(&open) {
            if name == "p" {
                return Some((&text[..at], &text[at..]));
            }
            depth += 1;
        }
        at += 1;
    }
    None
}

/// The stretches of `text` between its tags.
fn without_tags(text: &str) -> Vec<String> {
    text.split('<')
        .enumerate()
        .filter_map(|(index, part)| {
            let text = if index == 0 { part } else { part.split_once('>')?.1 };
            Some(text.to_owned()).filter(|text| !text.contains('&'))
        })
        .collect()
}
