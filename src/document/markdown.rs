//! Bodies mix Markdown and HTML. This turns the mixture into HTML alone, by kramdown's rules for where
//! one ends and the other begins, and keeps CommonMark's hands off what is no Markdown in the news.
//!
//! kramdown (syntax, "HTML Blocks"): a block tag at the start of a line runs to its balanced end tag;
//! blank lines and indentation inside it mean nothing, and Markdown inside it is literal. Everything
//! else goes to `comrak` in pieces, so that a line after `</p>` starts afresh.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memrchr};

/// Tags that open an HTML block at the start of a line (CommonMark 0.31, HTML blocks, kind 6, and `pre`).
const BLOCK_TAGS: [&str; 50] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "noscript",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Bytes in which a single tag on a line must end to be one.
const LONGEST_END_TAG: usize = 4_096;

/// The body as HTML. Linear in its length.
pub(super) fn to_html(body: &str) -> String {
    let mut html = String::with_capacity(body.len() + body.len() / 8);
    let mut markdown = 0;
    let mut at = 0;
    let mut fence: Option<Fence> = None;
    // Bytes that may still be spent on looking for balanced end tags.
    let mut budget = 8 * body.len() + 65_536;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        if fence.is_none()
            && let Some(length) = html_block(rest, &mut budget)
        {
            render(body.get(markdown..at).unwrap_or_default(), &mut html);
            html.push_str(rest.get(..length).unwrap_or_default());
            html.push('\n');
            at += length;
            markdown = at;
            continue;
        }
        let line_end = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |n| n + 1);
        let line = rest.get(..line_end).unwrap_or_default();
        match &fence {
            Some(open) if open.closed_by(line) => fence = None,
            Some(_) => {}
            None => fence = Fence::opened_by(line),
        }
        at += line_end;
    }
    render(body.get(markdown..).unwrap_or_default(), &mut html);
    html
}

/// The length of the HTML block that `rest`, which begins a line, begins with.
fn html_block(rest: &str, budget: &mut usize) -> Option<usize> {
    let tag = rest.trim_start_matches([' ', '\t']);
    let indent = rest.len() - tag.len();
    if tag.starts_with("<!--") {
        let close = memchr::memmem::find(tag.as_bytes(), b"-->");
        *budget = budget.checked_sub(close.unwrap_or(tag.len()))?;
        return Some(indent + close? + 3);
    }
    let (name, closing) = block_tag(tag)?;
    let to_blank_line = || indent + blank_line(tag);
    if closing || name == "hr" {
        let close = tag.bytes().take(LONGEST_END_TAG).position(|b| b == b'>')?;
        return Some(indent + close + 1);
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
        match block_tag(here) {
            Some((found, false)) if found == name => depth += 1,
            Some((found, true)) if found == name => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let close = memchr(b'>', here.as_bytes()).map_or(here.len(), |n| n + 1);
                    return Some(indent + at - 1 + close);
                }
            }
            _ => {}
        }
    }
    // Never closed: up to the next blank line, as in CommonMark.
    Some(to_blank_line())
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

/// The name of the block tag that `text` begins with, and whether it is an end tag.
fn block_tag(text: &str) -> Option<(&'static str, bool)> {
    let rest = text.strip_prefix('<')?;
    let (rest, closing) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
    let end = rest
        .bytes()
        .take(12)
        .position(|b| !b.is_ascii_alphanumeric())
        .unwrap_or(rest.len().min(12));
    let name = rest.get(..end)?;
    let after = rest.as_bytes().get(end);
    if !after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')) {
        return None;
    }
    BLOCK_TAGS
        .iter()
        .find(|tag| tag.eq_ignore_ascii_case(name))
        .map(|tag| (*tag, closing))
}

/// An open code fence: its character and length.
struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        let text = line.trim_start_matches([' ', '>']);
        let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let info = text.trim_start_matches(mark);
        let length = text.len() - info.len();
        (length >= 3 && !(mark == '`' && info.contains('`'))).then_some(Self { mark, length })
    }

    fn closed_by(&self, line: &str) -> bool {
        let text = line.trim_start_matches([' ', '>']);
        let rest = text.trim_start_matches(self.mark);
        text.len() - rest.len() >= self.length && rest.trim().is_empty()
    }
}

/// Adds `markdown` to `html`.
fn render(markdown: &str, html: &mut String) {
    if markdown.trim().is_empty() {
        return;
    }
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.cjk_friendly_emphasis = true;
    // `---` under a line of news is a rule, not a heading (archive-format 39).
    options.parse.ignore_setext = true;
    // Raw tags pass: the walk knows what to keep of them.
    options.render.r#unsafe = true;
    html.push_str(&comrak::markdown_to_html(&shield(markdown), &options));
}

/// Escapes what CommonMark would take for markup and the news does not mean so: `*ST` before a stock's
/// name, `3*4`, a single `~`, an indented line of Chinese, an empty source link `<>` (archive-format 37, 39).
fn shield(markdown: &str) -> Cow<'_, str> {
    let suspicious = markdown.bytes().any(|b| matches!(b, b'*' | b'~' | b'\t'))
        || markdown.contains("    ")
        || markdown.contains("<>");
    if !suspicious {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len() + 16);
    let mut fence: Option<Fence> = None;
    let mut in_list = false;
    let mut paragraph = String::new();
    for line in markdown.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '\t']);
        let boundary = fence.is_some() || inner.trim().is_empty() || Fence::opened_by(line).is_some();
        if boundary {
            shield_inline(&paragraph, &mut out);
            paragraph.clear();
            match &fence {
                Some(open) if open.closed_by(line) => fence = None,
                Some(_) => {}
                None => fence = Fence::opened_by(line),
            }
            out.push_str(line);
            continue;
        }
        let indent = line.len() - inner.len();
        let chinese = inner.chars().next().is_some_and(crate::text::fold::is_cjk);
        if indent == 0 {
            in_list = starts_item(inner);
        } else {
            in_list |= starts_item(inner);
        }
        if inner.trim_end() == "<>" {
            paragraph.push('\n');
        } else if chinese && !in_list {
            paragraph.push_str(inner);
        } else {
            paragraph.push_str(line);
        }
    }
    shield_inline(&paragraph, &mut out);
    Cow::Owned(out)
}

/// Whether `line` starts a list item (CommonMark, "List items").
fn starts_item(line: &str) -> bool {
    let marker = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut chars = marker.chars();
    let mark = chars.next();
    let spaced = chars.next().is_some_and(|c| matches!(c, ' ' | '\t'));
    let digits = line.len() - marker.len();
    spaced
        && match mark {
            Some('-' | '*' | '+') => digits == 0,
            Some('.' | ')') => digits > 0,
            _ => false,
        }
}

/// Copies one paragraph to `out` with the escapes of [`shield`], code spans as they are.
fn shield_inline(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    // For each length of a run of backticks: no closing run of that length after this byte.
    let mut barren = [usize::MAX; 33];
    let mut at = 0;
    let mut copied = 0;
    while at < bytes.len() {
        let Some(next) = bytes.get(at..).and_then(|b| {
            let star = memchr2(b'*', b'~', b);
            let tick = memchr(b'`', b.get(..star.unwrap_or(b.len())).unwrap_or_default());
            tick.or(star)
        }) else {
            break;
        };
        at += next;
        let mark = bytes.get(at).copied().unwrap_or_default();
        let run = bytes.iter().skip(at).take_while(|&&b| b == mark).count();
        if mark == b'`' {
            let close = barren
                .get(run)
                .filter(|&&after| at < after)
                .and_then(|_| closing_run(bytes, at + run, run));
            match (close, barren.get_mut(run)) {
                (Some(close), _) => at = close,
                (None, slot) => {
                    if let Some(slot) = slot {
                        *slot = at;
                    }
                    at += run;
                }
            }
            continue;
        }
        if run == 1 && !escaped(bytes, at) && (mark == b'~' || is_plain_star(text, at)) {
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push('\\');
            copied = at;
        }
        at += run;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

/// The end of the run of exactly `length` backticks at or after `from`.
fn closing_run(bytes: &[u8], mut from: usize, length: usize) -> Option<usize> {
    while let Some(next) = bytes.get(from..).and_then(|b| memchr(b'`', b)) {
        let start = from + next;
        let run = bytes.iter().skip(start).take_while(|&&b| b == b'`').count();
        if run == length {
            return Some(start + run);
        }
        from = start + run;
    }
    None
}

/// Whether an odd number of backslashes stands before byte `at`.
fn escaped(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    if before.last() != Some(&b'\\') {
        return false;
    }
    let line = memrchr(b'\n', before).map_or(0, |n| n + 1);
    let run = before
        .iter()
        .skip(line)
        .rev()
        .take_while(|&&b| b == b'\\')
        .count();
    run % 2 == 1
}

/// Whether the `*` at byte `at` is meant as itself: in `*ST康美` or between digits.
fn is_plain_star(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let after = text.get(at + 1..).unwrap_or_default();
    let stock = after
        .strip_prefix("ST")
        .is_some_and(|name| !name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '*'));
    let product =
        before.is_some_and(|c| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit());
    stock || product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_signs_stay_text() {
        let html = to_html("*ST康美、*ST海航跌停，S*ST前锋和*ST中捷；3*4*5=60，~5%~ |竖| #话题#");
        assert!(
            !html.contains("<em>") && !html.contains("<del>") && !html.contains("<table"),
            "{html}"
        );
        assert_eq!(
            to_html("`3*4` 与 ``~`~``"),
            "<p><code>3*4</code> 与 <code>~`~</code></p>\n"
        );
        assert!(to_html("标题\n---\n文").contains("<hr"));
        assert!(to_html("    四格缩进的中文").starts_with("<p>四格"));
    }

    #[test]
    fn emphasis_beside_chinese_quotes() {
        assert_eq!(
            to_html("**“双碳”**目标与*重点*"),
            "<p><strong>“双碳”</strong>目标与<em>重点</em></p>\n"
        );
    }

    #[test]
    fn html_blocks_run_to_their_end() {
        let html = to_html("> 摘要\n\n<p>一 *星*\n\n    二</p>\n <p>三</p>\n<http://a.b/c>\n[x](//h/p)");
        assert!(html.contains("<blockquote>\n<p>摘要</p>"), "{html}");
        assert!(html.contains("<p>一 *星*\n\n    二</p>"), "{html}");
        assert!(html.contains(r#"<a href="http://a.b/c">"#), "{html}");
        assert!(html.contains(r#"<a href="//h/p">"#), "{html}");
    }

    #[test]
    fn markdown_follows_a_block_on_the_same_line() {
        let html = to_html("<div><div>a</div></div>**b**\n\n```\n<p>\n```\n");
        assert!(html.contains("<strong>b</strong>"), "{html}");
        assert!(html.contains("&lt;p&gt;"), "{html}");
    }

    #[test]
    fn an_unclosed_block_ends_at_a_blank_line() {
        let html = to_html("<p>开\n\n**粗**");
        assert!(html.contains("<strong>粗</strong>"), "{html}");
    }

    #[test]
    fn lists_keep_their_indentation() {
        let html = to_html("- 一\n    - 二\n\n      三\n");
        assert!(html.matches("<ul>").count() == 2 && html.contains("三"), "{html}");
    }
}
