//! The lines of the Markdown in a body, with what kramdown knows and CommonMark does not rewritten or left out, and
//! what CommonMark would take for markup and the news does not mean so kept as text (archive-format 37, 39).

use super::super::attributes::{Style, attributes};
use super::blocks::block_tag;
use super::fences::Fence;
use super::{inlines, tables};
use crate::text::fold::is_cjk;

/// Stands before a line that begins with a tag of running text, so that CommonMark does not take it and what
/// follows for HTML (0.31, HTML blocks, kind 7), and before a fence that is not closed. `text::clean` drops it.
const RUNNING: char = '\u{FDD1}';
/// Columns of indentation that make code (CommonMark, "Indented code blocks").
const CODE_INDENT: usize = 4;

/// Markdown in the making.
pub(super) struct Lines {
    out: String,
    /// The lines of the paragraph that is not yet written.
    paragraph: String,
    in_list: bool,
    /// Whether the last line that is not blank was indented code.
    in_code: bool,
}

impl Lines {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            paragraph: String::new(),
            in_list: false,
            in_code: false,
        }
    }

    /// Whether the line that `rest` begins with goes on an indented code block.
    pub(super) fn goes_on_code(&self, rest: &str) -> bool {
        self.in_code && indentation(rest) >= CODE_INDENT
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
    }

    /// The place of an HTML block; what stood before is over.
    pub(super) fn place(&mut self, comment: &str) {
        self.end_paragraph();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push_str(comment);
        self.out.push('\n');
        (self.in_list, self.in_code) = (false, false);
    }

    /// A line outside code.
    pub(super) fn line(&mut self, line: &str) {
        let inner = line.trim_start_matches([' ', '\t']);
        if inner.trim_end().is_empty() {
            self.end_paragraph();
            self.out.push('\n');
            return;
        }
        let chinese = inner.chars().next().is_some_and(is_cjk);
        let item = starts_item(inner);
        self.in_list = item || (self.in_list && inner.len() < line.len());
        if self.paragraph.is_empty() && !self.in_list && !chinese && indentation(line) >= CODE_INDENT {
            self.out.push_str(line);
            self.in_code = true;
            return;
        }
        self.in_code = false;
        let content = line.trim_start_matches([' ', '\t', '>']);
        let (lead, _) = line
            .split_at_checked(line.len() - content.len())
            .unwrap_or(("", line));
        let content = content.trim_end();
        if is_left_out(content) {
            if content.starts_with("{:toc") && is_list(&self.paragraph) {
                // The list before is not shown: the contents stand in its place.
                self.paragraph.clear();
            } else if hides(content) && !is_list(&self.paragraph) {
                self.paragraph.clear();
            }
            self.end_paragraph();
            self.out.push_str(lead.trim_end());
            self.out.push('\n');
        } else if let Some(heading) = heading(line) {
            self.end_paragraph();
            inlines::shield(heading, &mut self.out);
            self.out.push('\n');
        } else if content.len() > 1
            && content.bytes().all(|b| b == b'=')
            && !self.in_list
            && is_one_line(&self.paragraph)
        {
            // The one kind of underlined heading that no news means otherwise.
            self.out.push_str("# ");
            let title = std::mem::take(&mut self.paragraph);
            inlines::shield(title.trim_start(), &mut self.out);
        } else if chinese && !self.in_list {
            self.paragraph.push_str(inner);
        } else if (content.starts_with('<') && block_tag(content).is_none())
            || Fence::opened_by(line).is_some()
        {
            // A tag of running text, or a fence that is not closed.
            self.paragraph.push_str(lead);
            self.paragraph.push(RUNNING);
            self.paragraph
                .push_str(line.get(lead.len()..).unwrap_or_default());
        } else {
            self.paragraph.push_str(line);
        }
    }

    fn end_paragraph(&mut self) {
        if self.paragraph.is_empty() {
            return;
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        let table = tables::rewritten(&paragraph);
        inlines::shield(table.as_deref().unwrap_or(&paragraph), &mut self.out);
    }

    /// The Markdown, whole.
    pub(super) fn finish(mut self) -> String {
        self.end_paragraph();
        self.out
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

/// Whether an attribute list hides the paragraph before it: `{: style="display:none"}`, `{: hidden="hidden"}`.
fn hides(content: &str) -> bool {
    let inside = content
        .strip_prefix("{:")
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or_default();
    attributes(&format!("{inside}>"), 0).is_some_and(|(found, _)| {
        found.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("hidden")
                || (name.eq_ignore_ascii_case("style") && Style::of(value).hidden)
        })
    })
}

/// Whether `paragraph` has one line. Reads no more than its last one.
fn is_one_line(paragraph: &str) -> bool {
    paragraph
        .strip_suffix('\n')
        .is_some_and(|lines| !lines.ends_with('\n') && lines.rfind('\n').is_none())
}

/// The heading that `line` is, without the name that kramdown lets stand at its end: `## text {#name}`.
fn heading(line: &str) -> Option<&str> {
    let content = line.trim_start_matches(' ');
    let text = content.trim_start_matches('#');
    if !(1..=6).contains(&(content.len() - text.len())) || !text.starts_with([' ', '\t', '\n']) {
        return None;
    }
    let line = line.trim_end();
    let name = line.strip_suffix('}').and_then(|rest| rest.rsplit_once("{#"));
    Some(match name {
        Some((text, name)) if !name.is_empty() && !name.contains([' ', '{', '}']) => text.trim_end(),
        _ => line,
    })
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
            // Of a list, or a description (kramdown, "Definition Lists").
            Some('-' | '*' | '+' | ':') => digits == 0,
            Some('.' | ')') => digits > 0,
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
        let mut markdown = Lines::with_capacity(0);
        lines.split_inclusive('\n').for_each(|line| markdown.line(line));
        markdown.finish()
    }

    #[test]
    fn lines_without_text_go() {
        assert_eq!(rewritten("甲\n{: .lead}\n乙\n^\n丙\n<>\n"), "甲\n\n乙\n\n丙\n\n");
        assert_eq!(rewritten("*[GDP]: 总值\n> {: .q}\n"), "\n>\n");
        assert_eq!(
            rewritten("甲\n{: style=\"display:none\"}\n乙\n{: hidden=\"hidden\"}\n丙\n"),
            "\n\n丙\n"
        );
        assert_eq!(rewritten("* TOC\n{:toc}\n"), "\n");
        assert_eq!(rewritten("> 1. 目录\n> {:toc}\n"), ">\n");
        // No text of the news goes with it.
        assert_eq!(rewritten("正文\n{:toc}\n\n后文\n"), "正文\n\n\n后文\n");
        assert_eq!(rewritten("* 甲\n正文\n{:toc}\n"), "* 甲\n正文\n\n");
        assert_eq!(rewritten("甲\n\n: 乙\n{:toc}\n"), "甲\n\n: 乙\n\n");
        for text in ["{:}\n", "{% raw %}\n", "*[]: 甲\n", "{::x}\n"] {
            assert_eq!(rewritten(text), text);
        }
    }

    #[test]
    fn headings() {
        assert_eq!(rewritten("## 甲 {#a}\n# 乙 ##\n"), "## 甲\n# 乙 ##\n");
        assert_eq!(rewritten("甲\n==\n"), "# 甲\n");
        assert_eq!(rewritten("甲\n乙\n==\n#话题#\n"), "甲\n乙\n==\n#话题#\n");
    }

    #[test]
    fn indentation_of_accident_and_of_code() {
        assert_eq!(rewritten("    甲*\n\n    let a*b\n"), "甲*\n\n    let a*b\n");
        assert_eq!(rewritten("- 甲\n\n    乙\n"), "- 甲\n\n    乙\n");
        let mut markdown = Lines::with_capacity(0);
        markdown.line("    let a\n");
        assert!(markdown.goes_on_code("    <p>") && !markdown.goes_on_code("  <p>"));
    }

    #[test]
    fn only_tags_of_running_text_are_held_in_it() {
        let held = |line: &str| rewritten(line).contains(RUNNING);
        assert!(held("<b>甲</b>\n") && held("> <img>\n") && held("<http://a.b>\n"));
        assert!(!held("> <p>甲</p>\n"));
    }
}
