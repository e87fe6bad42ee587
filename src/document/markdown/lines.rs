//! The lines of the Markdown in a body, with what kramdown knows and CommonMark does not rewritten or left out, and
//! what CommonMark would take for markup and the news does not mean so kept as text (archive-format 37, 39).

use super::blocks::block_tag;
use super::fences::Fence;
use super::kept::{For, Kept};
use super::{inlines, tables};
use crate::text::fold::is_cjk;

/// Stands before a line that begins with a tag of running text, so that CommonMark does not take it and what
/// follows for HTML (0.31, HTML blocks, kind 7), and before a fence that is not closed. `text::clean` drops it.
pub(super) const RUNNING: char = '\u{FDD1}';
/// Columns of indentation that make code (CommonMark, "Indented code blocks").
const CODE_INDENT: usize = 4;

/// What the line stands behind.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Behind {
    #[default]
    Start,
    Blank,
    /// An HTML block, which ends on this line.
    Html,
}

/// Markdown in the making.
pub(super) struct Lines<'a> {
    out: String,
    kept: Kept<'a>,
    /// The lines of the paragraph that is not yet written.
    paragraph: String,
    in_list: bool,
    /// The columns at which the items that are open have their text.
    items: Vec<usize>,
    /// Whether the last line that is not blank was indented code.
    in_code: bool,
    /// What an attribute list on the next line is for.
    lists_for: For,
    behind: Behind,
    /// The list that is for the next block unless a blank line comes first, by its number: that which has no blank line
    /// before it either.
    waiting: Option<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(body: &str) -> Self {
        Self {
            out: String::with_capacity(body.len() + body.len() / 8),
            kept: Kept::of(body),
            paragraph: String::new(),
            in_list: false,
            items: Vec::new(),
            in_code: false,
            lists_for: For::Next,
            behind: Behind::Start,
            waiting: None,
        }
    }

    /// Whether the line that `rest` begins with goes on an indented code block.
    pub(super) fn goes_on_code(&self, rest: &str) -> bool {
        self.in_code && indentation(rest) >= self.code_indent()
    }

    /// Columns of indentation that make code where we stand.
    fn code_indent(&self) -> usize {
        let item = self.items.last().filter(|_| self.in_list);
        CODE_INDENT + item.copied().unwrap_or(0)
    }

    /// Whether the line that `rest` begins with may belong to an item of a list.
    pub(super) fn is_in_item(&self, rest: &str) -> bool {
        self.in_list && indentation(rest) > 1
    }

    /// A line that stays as it is: of a code block.
    pub(super) fn verbatim(&mut self, line: &str) {
        self.end_paragraph();
        self.out.push_str(line);
        self.in_code = false;
        (self.lists_for, self.waiting) = (For::Previous, None);
    }

    /// An HTML block, which is kept; what stood before is over.
    pub(super) fn html(&mut self, html: &'a str) {
        self.end_paragraph();
        let comment = self.kept.html(html);
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push_str(&comment);
        self.out.push('\n');
        (self.in_list, self.in_code) = (false, false);
        (self.lists_for, self.behind, self.waiting) = (For::Previous, Behind::Html, None);
    }

    /// A line outside code.
    pub(super) fn line(&mut self, line: &str) {
        let inner = line.trim_start_matches([' ', '\t']);
        let behind = std::mem::take(&mut self.behind);
        if inner.trim_end().is_empty() {
            self.end_paragraph();
            self.out.push('\n');
            if behind != Behind::Html {
                if let Some(list) = self.waiting.take().and_then(|list| self.kept.lists.get_mut(list)) {
                    list.is_for = For::Nothing;
                }
                (self.lists_for, self.behind) = (For::Next, Behind::Blank);
            }
            return;
        }
        let lists_for = std::mem::replace(&mut self.lists_for, For::Previous);
        self.waiting = None;
        if is_note(&self.paragraph) && inner.len() == line.len() {
            // A note goes on only where it is indented (kramdown, "Footnotes").
            self.end_paragraph();
            self.out.push('\n');
            self.in_list = false;
        }
        let chinese = inner.chars().next().is_some_and(is_cjk);
        // What belongs to a note is indented as in an item.
        let item = starts_item(inner) || (is_note(line) && takes_definition(&self.paragraph));
        self.in_list = item || (self.in_list && inner.len() < line.len());
        let indent = indentation(line);
        while self.items.last().is_some_and(|item| *item > indent) {
            self.items.pop();
        }
        if self.paragraph.is_empty() && (self.in_list || !chinese) && indent >= self.code_indent() {
            self.out.push_str(line);
            self.in_code = true;
            return;
        }
        self.in_code = false;
        if item {
            self.items.push(indent + text_column(inner));
        }
        let content = line.trim_start_matches([' ', '\t', '>']);
        let (lead, _) = line
            .split_at_checked(line.len() - content.len())
            .unwrap_or(("", line));
        let content = content.trim_end();
        if enumerates(content) {
            self.break_line();
        }
        if is_left_out(content) {
            if content.starts_with("{:toc") && is_list(&self.paragraph) {
                // The list before is not shown: the contents stand in its place.
                self.paragraph.clear();
            }
            self.end_paragraph();
            let list = self.kept.list(content, lists_for);
            self.out.push_str(list.as_ref().map_or(lead.trim_end(), |_| lead));
            if list.is_some() && lists_for == For::Next && behind != Behind::Blank {
                self.waiting = Some(self.kept.lists.len() - 1);
            }
            // The end of a list is one even if another list follows.
            let end = if content == "^" { "<!-- -->" } else { "" };
            self.out.push_str(list.as_deref().unwrap_or(end));
            self.out.push('\n');
            // Of two lists in a row both are for the same block.
            self.lists_for = if content.starts_with("{:") {
                lists_for
            } else {
                For::Next
            };
        } else if let Some(heading) = heading(if self.in_list { inner } else { line }) {
            self.end_paragraph();
            self.out.push_str(lead);
            inlines::shield(heading, false, &mut self.out, &mut self.kept);
            self.out.push('\n');
        } else if line.starts_with('=')
            && content.bytes().all(|b| matches!(b, b'=' | b'-'))
            && !self.in_list
            && self.is_title()
        {
            // The one kind of underlined heading that no news means otherwise.
            self.out.push_str("# ");
            let title = std::mem::take(&mut self.paragraph);
            inlines::shield(without_name(title.trim()), false, &mut self.out, &mut self.kept);
            self.out.push('\n');
        } else if chinese && !self.in_list {
            self.paragraph.push_str(inner);
        } else if (content.starts_with('<') && block_tag(content).is_none())
            || Fence::opened_by(line).is_some()
            || (is_note(content) && !takes_definition(&self.paragraph))
            || (inner.starts_with('#') && !self.in_list)
        {
            // A tag of running text, a fence that is not closed, a note within a paragraph, a heading that is none.
            self.paragraph.push_str(lead);
            self.paragraph.push(RUNNING);
            self.paragraph
                .push_str(line.get(lead.len()..).unwrap_or_default());
        } else if let Some(bracket) = bracketed(content) {
            // `1)` begins no item in kramdown.
            let (before, after) = line.split_at_checked(lead.len() + bracket).unwrap_or((line, ""));
            self.paragraph.push_str(before);
            self.paragraph.push('\\');
            self.paragraph.push_str(after);
        } else {
            if content.is_empty() {
                // A blank line of a quotation.
                self.lists_for = For::Next;
            } else if content.starts_with('[') && content.contains("]:") {
                self.lists_for = For::Nothing;
            }
            self.paragraph.push_str(line);
        }
    }

    /// Whether the paragraph is one line after a blank one, as the title over a line of `=` is.
    fn is_title(&self) -> bool {
        let starts = self.out.is_empty() || self.out.ends_with("\n\n");
        starts && is_one_line(&self.paragraph) && !self.paragraph.starts_with([' ', '\t', '>'])
    }

    /// Ends the last line of the paragraph for good.
    fn break_line(&mut self) {
        if let Some(text) = self.paragraph.strip_suffix('\n')
            && !text.ends_with(['\\', '|'])
        {
            self.paragraph.pop();
            self.paragraph.push_str("  \n");
        }
    }

    fn end_paragraph(&mut self) {
        if self.paragraph.is_empty() {
            return;
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        let table = tables::rewritten(&paragraph, self.in_list);
        let text = table.as_deref().unwrap_or(&paragraph);
        inlines::shield(text, table.is_some(), &mut self.out, &mut self.kept);
    }

    /// The Markdown, whole, and what is kept of it.
    pub(super) fn finish(mut self) -> (String, Kept<'a>) {
        self.end_paragraph();
        (self.out, self.kept)
    }
}

/// Whether `line` begins a footnote: `[^1]: text`.
fn is_note(line: &str) -> bool {
    let rest = line.trim_start_matches(' ');
    let name = rest
        .strip_prefix("[^")
        .filter(|_| line.len() - rest.len() < CODE_INDENT);
    name.and_then(|name| name.split_once("]:"))
        .is_some_and(|(name, _)| is_name(name))
}

/// Whether a footnote can have this name.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || matches!(c, '[' | ']'))
}

/// Whether a definition may follow on `paragraph`: on nothing, on another one, on a blank line of a quotation.
fn takes_definition(paragraph: &str) -> bool {
    let last = paragraph
        .trim_end_matches('\n')
        .rsplit('\n')
        .next()
        .unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']);
    last.is_empty() || (last.starts_with('[') && last.contains("]:"))
}

/// Columns before the text of the item, the description, or the note that `line` starts.
fn text_column(line: &str) -> usize {
    if line.starts_with('[') {
        return CODE_INDENT;
    }
    let marker = line.find([' ', '\t']).unwrap_or(line.len());
    let gap = indentation(line.get(marker..).unwrap_or_default());
    marker + if gap > CODE_INDENT { 1 } else { gap }
}

/// Where in `line` the bracket is by which CommonMark would take a number, at its beginning or behind the marker of an
/// item, for another marker.
fn bracketed(line: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = line.get(at..)?;
        let number = rest.bytes().take_while(u8::is_ascii_digit).count();
        match *rest.as_bytes().get(number)? {
            b')' if number > 0 => return Some(at + number),
            b'.' if number > 0 => at += number + 1,
            b'-' | b'*' | b'+' | b':' | b'>' if number == 0 => at += 1,
            _ => return None,
        }
        let behind = line.get(at..)?;
        let text = behind.trim_start_matches([' ', '\t']);
        if text.len() == behind.len() {
            return None;
        }
        at = line.len() - text.len();
    }
}

/// Whether `line` begins with a number as Chinese prose counts its points: `1) `, `（一）`, `2、`. Such lines stay lines.
fn enumerates(line: &str) -> bool {
    let opened = line.strip_prefix(['(', '（']);
    let rest = opened.unwrap_or(line);
    let counts = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let after = rest.trim_start_matches(counts);
    let digits = rest.chars().take_while(|c| counts(*c)).count();
    let mut after = after.chars();
    let (mark, next) = (after.next(), after.next());
    (1..=3).contains(&digits)
        && match mark {
            Some(')') => opened.is_some() || next == Some(' '),
            Some('）') => true,
            Some('、') => opened.is_none() && !next.is_some_and(counts),
            _ => false,
        }
}

/// Columns of white space that `line` begins with.
fn indentation(line: &str) -> usize {
    line.bytes()
        .map_while(|b| match b {
            b' ' => Some(1),
            b'\t' => Some(CODE_INDENT),
            _ => None,
        })
        .sum()
}

/// Whether a line is of no text: an empty source link `<>` (archive-format 37), and of kramdown's syntax an attribute
/// list `{: .class}`, the end of a block `^`, the definition of an abbreviation `*[short]: long`.
fn is_left_out(content: &str) -> bool {
    let attributes = || {
        content
            .strip_prefix("{:")
            .and_then(|rest| rest.strip_suffix('}'))
            .is_some_and(|inside| {
                !inside.is_empty() && !inside.starts_with([':', '/']) && !inside.contains('}')
            })
    };
    let abbreviation = || {
        content
            .strip_prefix("*[")
            .and_then(|rest| rest.split_once("]:"))
            .is_some_and(|(short, _)| !short.is_empty() && !short.contains(']'))
    };
    content == "<>" || content == "^" || attributes() || abbreviation()
}

/// Whether `paragraph` has one line. Reads no more than its last one.
fn is_one_line(paragraph: &str) -> bool {
    paragraph
        .strip_suffix('\n')
        .is_some_and(|lines| !lines.ends_with('\n') && lines.rfind('\n').is_none())
}

/// The heading that `line` is, without the name that kramdown lets stand at its end: `## text {#name}`.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    if !(1..=6).contains(&level) || !text.starts_with([' ', '\t']) || text.trim().is_empty() {
        return None;
    }
    Some(without_name(line.trim_end()))
}

/// `heading` without the name at its end.
fn without_name(heading: &str) -> &str {
    let name = heading.strip_suffix('}').and_then(|rest| rest.rsplit_once("{#"));
    match name {
        Some((text, name)) if text.ends_with([' ', '\t']) && is_id(name) => text.trim_end(),
        _ => heading,
    }
}

/// Whether kramdown takes `name` for the name of a heading.
fn is_id(name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':');
    name.starts_with(char::is_alphabetic) && name.chars().all(word)
}

/// Whether `line` starts a list item (CommonMark, "List items").
pub(super) fn starts_item(line: &str) -> bool {
    let marker = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut chars = marker.chars();
    let mark = chars.next();
    let spaced = chars.next().is_some_and(|c| matches!(c, ' ' | '\t'));
    let digits = line.len() - marker.len();
    spaced
        && match mark {
            // Of a list, or a description (kramdown, "Definition Lists").
            Some('-' | '*' | '+' | ':') => digits == 0,
            Some('.') => digits > 0,
            _ => false,
        }
}

/// Whether `paragraph` is nothing but items of a list, in a quotation or not.
fn is_list(paragraph: &str) -> bool {
    let mut lines = paragraph.lines().map(|line| {
        let text = line.trim_start_matches('>');
        let text = text
            .strip_prefix(' ')
            .filter(|_| text.len() < line.len())
            .unwrap_or(text);
        let inner = text.trim_start_matches([' ', '\t']);
        let item = starts_item(inner) && !inner.starts_with(':');
        (item, item || inner.len() < text.len())
    });
    lines.next().is_some_and(|(item, _)| item) && lines.all(|(_, within)| within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(lines: &str) -> String {
        let mut markdown = Lines::of("");
        lines.split_inclusive('\n').for_each(|line| markdown.line(line));
        markdown.finish().0
    }

    #[test]
    fn lines_without_text_go() {
        assert_eq!(
            rewritten("甲\n{: .lead}\n乙\n^\n丙\n<>\n"),
            "甲\n\n乙\n<!-- -->\n丙\n\n"
        );
        assert_eq!(rewritten("*[GDP]: 总值\n> {: .q}\n"), "\n>\n");
        assert!(!rewritten("* TOC\n{:toc}\n").contains("TOC"));
        assert!(!rewritten("> 1. 目录\n> {:toc}\n").contains("目录"));
        // No text of the news goes with it.
        assert!(rewritten("正文\n{:toc}\n\n后文\n").starts_with("正文\n"));
        assert!(rewritten("* 甲\n正文\n{:toc}\n").starts_with("* 甲\n正文\n"));
        assert!(rewritten("甲\n\n: 乙\n{:toc}\n").starts_with("甲\n\n: 乙\n"));
        for text in ["{:}\n", "{% raw %}\n", "{::x}\n"] {
            assert_eq!(rewritten(text), text);
        }
    }

    #[test]
    fn headings() {
        assert_eq!(
            rewritten("## 甲 {#a}\n# 乙 ##\n# 丙{#b}\n# 丁 {#1}\n- 戊\n  # 己 {#c}\n"),
            "## 甲\n# 乙 ##\n# 丙{#b}\n# 丁 {#1}\n- 戊\n  # 己\n"
        );
        assert_eq!(rewritten("甲 {#a}\n=-\n\n乙\n=\n"), "# 甲\n\n# 乙\n");
        for text in ["甲\n乙\n==\n", "甲\n ==\n", "# 甲\n乙\n==\n"] {
            assert_eq!(rewritten(text), text);
        }
        for text in ["#话题#\n", "#\n", " # 甲\n", "   ##\n"] {
            assert!(rewritten(text).contains(RUNNING), "{text}");
        }
    }

    #[test]
    fn indentation_of_accident_and_of_code() {
        assert_eq!(rewritten("    甲*\n\n    let a*b\n"), "甲\\*\n\n    let a*b\n");
        assert_eq!(rewritten("- 甲\n\n    乙\n"), "- 甲\n\n    乙\n");
        let mut markdown = Lines::of("");
        markdown.line("    let a\n");
        assert!(markdown.goes_on_code("    <p>") && !markdown.goes_on_code("  <p>"));
        // In an item too, and in a note.
        for code in [
            "1. 甲\n\n       a*b\n",
            "- 甲\n  - 乙\n\n        3*4\n\n  3*4\n",
            "[^1]: 甲\n\n        3*4\n",
        ] {
            let shielded = code.replace("\n\n  3*4", "\n\n  3\\*4");
            assert_eq!(rewritten(code), shielded);
        }
    }

    #[test]
    fn numbers_with_brackets_are_text() {
        assert_eq!(
            rewritten("1) 甲\n2) 乙\n\n- 3) 丙\n> 1. 4) 丁\n"),
            "1\\) 甲  \n2\\) 乙\n\n- 3\\) 丙\n> 1. 4\\) 丁\n"
        );
    }

    #[test]
    fn points_stay_on_their_lines() {
        assert_eq!(
            rewritten("甲：\n（一）乙\n2、丙\n丁\n3、4号\n"),
            "甲：  \n（一）乙  \n2、丙\n丁\n3、4号\n"
        );
    }

    #[test]
    fn notes_end_where_the_indentation_does() {
        assert_eq!(
            rewritten("[^1]: 甲\n    乙\n丙\n[^2]: 丁\n"),
            format!("[^1]: 甲\n    乙\n\n丙\n{RUNNING}[^2]: 丁\n")
        );
        assert_eq!(rewritten("[^1]: 甲\n[^2]: 乙\n"), "[^1]: 甲\n\n[^2]: 乙\n");
        assert_eq!(rewritten("> 甲\n>\n> [^1]: 乙\n"), "> 甲\n>\n> [^1]: 乙\n");
    }

    #[test]
    fn only_tags_of_running_text_are_held_in_it() {
        let held = |line: &str| rewritten(line).contains(RUNNING);
        assert!(held("<b>甲</b>\n") && held("> <img>\n") && held("<http://a.b>\n"));
        assert!(!held("> <p>甲</p>\n"));
    }
}
