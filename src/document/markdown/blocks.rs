//! Where HTML stands in a body by kramdown's rules, and what kramdown's own extensions make of it.

use memchr::{memchr, memmem};

use super::super::tags::{self, Kind, Tag};

/// Elements of running text; any other opens an HTML block at the start of a line (kramdown's HTML parser,
/// `HTML_SPAN_ELEMENTS`).
const SPANS: [&str; 33] = [
    "a", "abbr", "acronym", "b", "bdo", "big", "br", "button", "cite", "code", "del", "dfn", "em", "i",
    "img", "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby",
    "samp", "select", "small", "span", "strong",
];
const MORE_SPANS: [&str; 5] = ["sub", "sup", "tt", "u", "var"];

/// Bytes in which a single tag on a line must end to be one.
const LONGEST_END_TAG: usize = 4_096;
/// Bytes of the longest name of a tag.
const LONGEST_NAME: usize = 32;

/// The HTML block that `rest`, which begins a line, begins with, and the bytes it takes.
pub(super) fn html_block<'a>(rest: &'a str, budget: &mut usize) -> Option<(&'a str, usize)> {
    let tag = rest.trim_start_matches([' ', '\t']);
    let indent = rest.len() - tag.len();
    if tag.starts_with("{::") {
        let (html, length) = extension(tag, budget)?;
        return Some((html, indent + length));
    }
    let length = length_of(tag, budget)?;
    Some((tag.get(..length)?, indent + length))
}

/// Where `needle` is in `text`. What is read for it is taken off the budget.
fn find(text: &str, needle: &[u8], budget: &mut usize) -> Option<usize> {
    if *budget == 0 {
        return None;
    }
    let found = memmem::find(text.as_bytes(), needle);
    *budget = budget.saturating_sub(found.unwrap_or(text.len()));
    found
}

/// kramdown, "Extensions": `{::comment}…{:/comment}` is left out, what stands in `{::nomarkdown}…{:/}` is HTML.
pub(super) fn extension<'a>(text: &'a str, budget: &mut usize) -> Option<(&'a str, usize)> {
    let inside = text.strip_prefix("{::")?;
    let end = inside
        .bytes()
        .take(LONGEST_END_TAG)
        .position(|b| matches!(b, b'}' | b'\n'))?;
    let head = inside.get(..end)?;
    let body = inside.get(end..)?.strip_prefix('}')?;
    let known = ["comment", "nomarkdown", "options"];
    let name = known.into_iter().find(|name| {
        head.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '/']))
    })?;
    let before = text.len() - body.len();
    if head.ends_with('/') {
        return Some(("", before));
    }
    let close = find(body, b"{:/", budget)?;
    let after = body.get(close + 3..)?;
    let after = after.strip_prefix(name).unwrap_or(after).strip_prefix('}')?;
    let html = if name == "nomarkdown" {
        body.get(..close)?
    } else {
        ""
    };
    Some((html, text.len() - after.len()))
}

/// Whether the start tag that `tag` begins with says that there is Markdown in the element (kramdown, `markdown="1"`).
fn holds_markdown(tag: &str) -> Option<usize> {
    let end = tag.bytes().take(LONGEST_END_TAG).position(|b| b == b'>')?;
    let (_, value) = tag.get(..end)?.split_once(" markdown=")?;
    let value = value.trim_start_matches(['"', '\'']);
    ["1", "block", "span"]
        .into_iter()
        .any(|word| value.starts_with(word))
        .then_some(end + 1)
}

/// The length of the HTML block that `tag` begins with.
fn length_of(tag: &str, budget: &mut usize) -> Option<usize> {
    if tag.starts_with("<!--") {
        return Some(find(tag, b"-->", budget)? + 3);
    }
    if let Some(length) = around_blocks(tag) {
        return Some(length);
    }
    let (name, closing) = block_tag(tag)?;
    let to_blank_line = || blank_line(tag);
    if closing || is_void(name) {
        let close = tag.bytes().take(LONGEST_END_TAG).position(|b| b == b'>')?;
        return Some(close + 1);
    }
    if let Some(length) = holds_markdown(tag) {
        return Some(length);
    }
    if let Some(close) = tag.bytes().take(LONGEST_END_TAG).position(|b| b == b'>')
        && tag.get(..close).is_some_and(|tag| tag.ends_with('/'))
    {
        return Some(close + 1);
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(next) = tag.get(at..).and_then(|t| memchr(b'<', t.as_bytes())) {
        at += next;
        if *budget < next + 1 {
            return Some(to_blank_line());
        }
        *budget -= next + 1;
        let here = tag.get(at..).unwrap_or_default();
        at += 1;
        match tag_name(here) {
            Some((found, false)) if found.eq_ignore_ascii_case(name) => depth += 1,
            Some((found, true)) if found.eq_ignore_ascii_case(name) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let close = memchr(b'>', here.as_bytes()).map_or(here.len(), |n| n + 1);
                    return Some(at - 1 + close);
                }
            }
            _ => {}
        }
    }
    // Never closed: up to the next blank line, as in CommonMark.
    Some(to_blank_line())
}

/// The length of a `<del>` or `<ins>`, or its end tag, that stands around blocks and not within a line. What it holds
/// is read as if it were not there.
fn around_blocks(tag: &str) -> Option<usize> {
    let name = tag.strip_prefix('<')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let after = ["del", "ins"]
        .into_iter()
        .find_map(|known| name.strip_prefix(known))?;
    let end = after.bytes().take(LONGEST_END_TAG).position(|b| b == b'>')?;
    let attributes = after.get(..end)?;
    let rest = after.get(end + 1..)?;
    let stands_alone = rest.trim_start_matches([' ', '\t']);
    let alone =
        stands_alone.is_empty() || stands_alone.starts_with('\n') || block_tag(stands_alone).is_some();
    (alone && (attributes.is_empty() || attributes.starts_with(' '))).then_some(tag.len() - rest.len())
}

/// The length of the `</del>` or `</ins>` that `text` begins with.
pub(super) fn end_around_blocks(text: &str) -> Option<usize> {
    let ends = ["</del>", "</ins>"];
    ends.into_iter().find(|end| text.starts_with(end)).map(str::len)
}

/// The bytes of `text` before its first blank line.
fn blank_line(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        at += line.len();
    }
    at
}

/// The name of the tag of a block that `text` begins with, and whether it is an end tag.
pub(super) fn block_tag(text: &str) -> Option<(&str, bool)> {
    tag_name(text).filter(|(name, _)| is_known(name) && !is_span(name))
}

/// Whether kramdown reads no Markdown in the element `name`, one that stands within a line (`HTML_CONTENT_MODEL`).
pub(super) fn is_raw(name: &str) -> bool {
    let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    is(&["code", "kbd", "mark", "option", "samp", "textarea", "u", "var"])
        || (is_known(name)
            && !is_span(name)
            && !Tag::named(name).is_some_and(|tag| tag.kind.is_block())
            && !is(&["noscript", "object"]))
}

fn is_span(name: &str) -> bool {
    SPANS
        .iter()
        .chain(&MORE_SPANS)
        .any(|span| span.eq_ignore_ascii_case(name))
}

/// Whether a browser knows the element, or takes it for somebody's own.
pub(super) fn is_known(name: &str) -> bool {
    !name.ends_with(':')
        && (Tag::named(name).is_some()
            || tags::is_ignored(name)
            || tags::is_unseen(name)
            || tags::is_embedded(name))
}

fn is_void(name: &str) -> bool {
    name.eq_ignore_ascii_case("embed")
        || tags::is_void(name)
        || Tag::named(name).is_some_and(|tag| tag.kind == Kind::Void)
}

/// The name of the tag that `text` begins with, and whether it is an end tag.
pub(super) fn tag_name(text: &str) -> Option<(&str, bool)> {
    let rest = text.strip_prefix('<')?;
    let (rest, closing) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
    if !rest.as_bytes().first()?.is_ascii_alphabetic() {
        return None;
    }
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_' | b'.');
    let length = rest.bytes().take(LONGEST_NAME).take_while(is_name).count();
    let after = rest.as_bytes().get(length);
    let ends = after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
    Some((rest.get(..length)?, closing)).filter(|_| ends)
}
