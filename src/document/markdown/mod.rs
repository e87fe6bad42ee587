//! Bodies mix Markdown and HTML. This turns the mixture into HTML alone, by kramdown's rules for where
//! one ends and the other begins, and keeps CommonMark's hands off what is no Markdown in the news.
//!
//! kramdown (syntax, "HTML Blocks"): a block tag at the start of a line runs to its balanced end tag;
//! blank lines and indentation inside it mean nothing, and Markdown inside it is literal. Such blocks are
//! taken out, `comrak` reads the rest in one go, so that what is defined in one place (links, footnotes)
//! is known in all, and then they are put back. What kramdown writes and CommonMark does not know is
//! rewritten on the way ([`lines`], [`tables`], [`inlines`], [`emphasis`]), or done in the tree ([`nodes`], [`tree`]).

mod blocks;
mod emphasis;
mod fences;
mod inlines;
mod kept;
mod lines;
mod nodes;
mod tables;
mod tree;

use fences::Fence;
use kept::Kept;
use lines::Lines;

/// A character that no text of ours has (`text::clean` drops it, [`super::legible`] too), so that nothing in
/// a body can be taken for the place of an HTML block.
pub(super) const PLACEHOLDER: char = '\u{FDD0}';

/// The body as HTML. Linear in its length.
pub(super) fn to_html(body: &str) -> String {
    let mut markdown = Lines::of(body);
    let mut at = 0;
    let mut fence: Option<Fence> = None;
    let mut closed = fences::closed(body);
    // Bytes that may still be spent on looking for balanced end tags.
    let mut budget = 8 * body.len() + 65_536;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        // Right behind a block an end tag of what stands around it is one, whatever follows.
        let follows_block = at > 0 && !body.get(..at).is_some_and(|before| before.ends_with('\n'));
        if follows_block && let Some(length) = blocks::end_around_blocks(rest) {
            markdown.html(rest.get(..length).unwrap_or_default());
            at += length;
            continue;
        }
        let may_open = fence.is_none() && !markdown.goes_on_code(rest);
        if may_open && let Some((html, length)) = block(rest, markdown.is_in_item(rest), &mut budget) {
            if !html.is_empty() {
                markdown.html(html);
            }
            at += length;
            continue;
        }
        let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |n| n + 1);
        let line = rest.get(..length).unwrap_or_default();
        let begin = at;
        at += length;
        while closed.last().is_some_and(|line| *line < begin) {
            closed.pop();
        }
        let fenced = fence.is_some();
        match &fence {
            Some(open) if open.closed_by(line) => fence = None,
            None if closed.last() == Some(&begin) => fence = Fence::opened_by(line),
            _ => {}
        }
        if fenced || fence.is_some() {
            markdown.verbatim(line);
        } else {
            markdown.line(line);
        }
    }
    let (markdown, kept) = markdown.finish();
    kept.put_back(&render(&markdown, &kept))
}

/// The HTML block that `rest` begins with, and the bytes it takes. What an item of a list holds is CommonMark's to find,
/// if it can.
fn block<'a>(rest: &'a str, in_item: bool, budget: &mut usize) -> Option<(&'a str, usize)> {
    if !in_item {
        return blocks::html_block(rest, budget);
    }
    if *budget == 0 {
        return None;
    }
    let (html, length) = blocks::html_block(rest, budget)?;
    *budget = budget.saturating_sub(html.len());
    html.contains("\n\n").then_some((html, length))
}

/// Bytes of Markdown, HTML blocks apart, up to which it is read as one: a tree of it takes some hundred times as much
/// memory. What is longer is read in parts, and a part that cannot be made smaller is text.
const MOST_MARKDOWN: usize = 1024 * 1024;

/// Takes `markdown` apart before blocks that begin at the margin behind a blank line, into parts as long as may be.
/// Definitions of links and notes hold within a part.
fn parts(markdown: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut good, mut at) = (0, 0, 0);
    let (mut blank, mut fenced) = (false, false);
    for line in markdown.split_inclusive('\n') {
        let fence = line.starts_with("```") || line.starts_with("~~~");
        let begins = line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, ':' | '{'));
        if blank && begins && !fenced {
            good = at;
        }
        at += line.len();
        if at - from > MOST_MARKDOWN && good > from {
            parts.push(markdown.get(from..good).unwrap_or_default());
            from = good;
        }
        fenced ^= fence;
        blank = line.trim().is_empty();
    }
    parts.push(markdown.get(from..).unwrap_or_default());
    parts
}

/// The paragraphs of `markdown`, whose other signs are text.
fn paragraphs(markdown: &str) -> String {
    let mut html = String::with_capacity(markdown.len() + markdown.len() / 8);
    let mut open = false;
    for line in markdown.split_inclusive('\n') {
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        if !open {
            html.push_str("\n<p>");
            open = true;
        }
        // A sign that was shielded from Markdown is itself again.
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('\\') {
            html.push_str(before);
            if !after.starts_with(|c: char| c.is_ascii_punctuation()) {
                html.push('\\');
            }
            let first = after.chars().next().map_or(0, char::len_utf8);
            html.push_str(after.get(..first).unwrap_or_default());
            rest = after.get(first..).unwrap_or_default();
        }
        html.push_str(rest);
    }
    html
}

/// The HTML of `markdown`.
fn render(markdown: &str, kept: &Kept) -> String {
    if markdown.trim().is_empty() {
        return String::new();
    }
    if markdown.len() > MOST_MARKDOWN {
        let part = |part: &str| {
            if part.len() > MOST_MARKDOWN {
                paragraphs(part)
            } else {
                render(part, kept)
            }
        };
        return parts(markdown).into_iter().map(part).collect();
    }
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.cjk_friendly_emphasis = true;
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.tasklist = true;
    // `---` under a line of news is a rule, not a heading (archive-format 39).
    options.parse.ignore_setext = true;
    // Raw tags pass: the walk knows what to keep of them.
    options.render.r#unsafe = true;
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options);
    nodes::finish(root, &arena, kept);
    tree::mend(root);
    let mut html = String::with_capacity(markdown.len() + markdown.len() / 8);
    // Writing to memory does not fail.
    let _ = comrak::format_html(root, &options, &mut html);
    tables::drop_empty_heads(html)
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
    fn markdown_beyond_measure_is_text() {
        let html = to_html(&("*甲* 3*4 \\乙\n<div>块</div>\n".repeat(60_000)));
        assert_eq!(html.matches("<em>甲</em> 3*4 \\乙").count(), 60_000);
        assert_eq!(html.matches("<div>块</div>").count(), 60_000);
    }

    #[test]
    fn long_markdown_is_read_in_parts() {
        let post =
            "**粗** [链](http://a.b/c)\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n```\n码\n\n**码**\n```\n\n";
        let html = to_html(&post.repeat(20_000));
        assert_eq!(html.matches("<strong>粗</strong>").count(), 20_000);
        assert_eq!(html.matches("<a href=\"http://a.b/c\">链</a>").count(), 20_000);
        assert_eq!(html.matches("<td>2</td>").count(), 20_000);
        assert_eq!(html.matches("\n**码**").count(), 20_000);
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

    #[test]
    fn definitions_reach_over_html_blocks() {
        let html = to_html("[甲][1]与注[^2]\n\n<p>中</p>\n\n[1]: http://a.b/\n[^2]: 注文");
        assert!(html.contains(r#"<a href="http://a.b/">甲</a>"#), "{html}");
        assert!(
            html.contains("注文") && html.find("中") < html.find("注文"),
            "{html}"
        );
    }

    #[test]
    fn html_in_an_item_stays_in_it() {
        let html = to_html("1. 一\n\n   <p>甲</p>\n\n   乙\n2. 二");
        assert!(
            html.matches("<li>").count() == 2 && html.contains("<p>甲</p>"),
            "{html}"
        );
    }

    #[test]
    fn addresses_and_tags_are_not_shielded() {
        let html = to_html("<http://a.b/~u/3*4>，<a href=\"http://a.b/~u\">丙</a>，[丁](http://a.b/~u)");
        assert_eq!(html.matches("/~u").count(), 4, "{html}");
        assert!(html.contains("/~u/3*4\"") && !html.contains('\\'), "{html}");
    }
}
