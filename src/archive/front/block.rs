//! Where the front matter stands in a file and where the body begins (archive-format 12 to 18).

use super::Key;
use super::lines::{Syntax, split_key};

/// Lines of keys looked at where no line opens them.
const UNOPENED_LINES: usize = 64;

/// What stands before the opening line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::archive) enum Before {
    /// One or more blank lines (12).
    Blank,
    /// The opening line of a code fence (17).
    Fence,
}

/// A front matter and the rest of its file.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::archive) struct Block<'a> {
    /// Whether it is TOML.
    pub(in crate::archive) toml: bool,
    /// What stands between the opening and the closing line.
    pub(in crate::archive) text: &'a str,
    /// The line of the file, from 1, on which `text` begins.
    pub(in crate::archive) text_line: u32,
    /// What follows the closing line.
    pub(in crate::archive) body: &'a str,
    /// The line of the file, from 1, on which `body` begins.
    pub(in crate::archive) body_line: u32,
    /// What had to be passed over, if anything.
    pub(in crate::archive) before: Option<Before>,
    /// Whether there is an opening line.
    pub(in crate::archive) opened: bool,
    /// Whether there is a closing line.
    pub(in crate::archive) closed: bool,
}

/// The rest of a file and the number of its first line.
#[derive(Clone, Copy)]
struct Rest<'a> {
    text: &'a str,
    line: u32,
}

impl<'a> Rest<'a> {
    fn take_line(&mut self) -> Option<&'a str> {
        if self.text.is_empty() {
            return None;
        }
        let (line, rest) = self.text.split_once('\n').unwrap_or((self.text, ""));
        self.text = rest;
        self.line += 1;
        Some(line)
    }

    /// Passes over blank lines, and says whether there were any.
    fn skip_blank(&mut self) -> bool {
        let start = self.line;
        while self
            .text
            .split('\n')
            .next()
            .is_some_and(|line| line.trim().is_empty())
        {
            if self.take_line().is_none() {
                break;
            }
        }
        self.line != start
    }
}

/// The front matter of a file, if it has one or what looks enough like one.
pub(in crate::archive) fn find(file: &str) -> Option<Block<'_>> {
    let mut rest = Rest { text: file, line: 1 };
    let blank = rest.skip_blank();
    let start = rest;
    let first = rest.take_line()?;
    let before = blank.then_some(Before::Blank);
    if is_opening(first) {
        return closed(rest, before, is_closing).or_else(|| unclosed(rest, before));
    }
    if first.trim_end() == "+++" {
        let block = closed(rest, before, |line| line.trim_end() == "+++")?;
        return Some(Block { toml: true, ..block });
    }
    if let Some(marker) = fence(first) {
        rest.skip_blank();
        if !rest.take_line().is_some_and(is_opening) {
            return None;
        }
        let block = closed(rest, Some(Before::Fence), is_closing)?;
        return Some(without_fence(block, marker));
    }
    let commented = first
        .strip_prefix('#')
        .is_some_and(|rest| is_opening(rest.trim_start()));
    unopened(if commented { rest } else { start }, before)
}

/// `---` and nothing but white space after it, as Jekyll has it.
fn is_opening(line: &str) -> bool {
    line.trim_end() == "---"
}

fn is_closing(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "...")
}

/// The block up to its closing line.
fn closed(rest: Rest<'_>, before: Option<Before>, is_closing: fn(&str) -> bool) -> Option<Block<'_>> {
    let mut after = rest;
    loop {
        let end = rest.text.len() - after.text.len();
        if is_closing(after.take_line()?) {
            let text = rest.text.get(..end).unwrap_or_default();
            return Some(block(rest, text, after, before));
        }
    }
}

fn block<'a>(start: Rest<'a>, text: &'a str, after: Rest<'a>, before: Option<Before>) -> Block<'a> {
    Block {
        toml: false,
        text: text.strip_suffix('\n').unwrap_or(text),
        text_line: start.line,
        body: after.text,
        body_line: after.line,
        before,
        opened: true,
        closed: true,
    }
}

/// Opened, never closed (15): the lines that are clearly keys are taken as such if a known one is among
/// them, all else is body.
fn unclosed(start: Rest<'_>, before: Option<Before>) -> Option<Block<'_>> {
    let mut known = false;
    let mut after = start;
    loop {
        let here = after;
        let line = after.take_line().unwrap_or_default();
        if key_or_more(line, &mut known) {
            continue;
        }
        let text = start.text.get(..start.text.len() - here.text.len())?;
        return known.then(|| Block {
            closed: false,
            ..block(start, text, here, before)
        });
    }
}

/// Never opened, but keys up to a closing line (16).
fn unopened(start: Rest<'_>, before: Option<Before>) -> Option<Block<'_>> {
    let mut known = false;
    let mut after = start;
    for _ in 0..UNOPENED_LINES {
        let end = start.text.len() - after.text.len();
        let line = after.take_line()?;
        if is_opening(line) {
            let text = start.text.get(..end)?;
            return known.then(|| Block {
                opened: false,
                ..block(start, text, after, before)
            });
        }
        if !key_or_more(line, &mut known) {
            return None;
        }
    }
    None
}

/// Whether a line is a key, or goes on with the one above; notes whether a known key was met.
fn key_or_more(line: &str, known: &mut bool) -> bool {
    if let Some((name, _)) = split_key(line, Syntax::Yaml) {
        *known |= name == "layout" || Key::named(name).is_some();
        return true;
    }
    *known && (line.starts_with("- ") || line.starts_with([' ', '\t']) && !line.trim().is_empty())
}

/// The marker of a fence line whose language can hold a front matter.
fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|marker| {
        line.strip_prefix(marker)
            .is_some_and(|info| matches!(info.trim(), "" | "yaml" | "yml" | "markdown" | "md"))
    })
}

/// Takes the closing line of the fence out of the body: right after the front matter, or at the end of the file.
fn without_fence<'a>(mut block: Block<'a>, marker: &str) -> Block<'a> {
    let mut rest = Rest {
        text: block.body,
        line: block.body_line,
    };
    rest.skip_blank();
    if rest.take_line().is_some_and(|line| line.trim_end() == marker) {
        (block.body, block.body_line) = (rest.text, rest.line);
        return block;
    }
    let fences = block.body.lines().filter(|line| line.starts_with(marker)).count();
    let end = block.body.trim_end();
    if let Some(body) = end
        .strip_suffix(marker)
        .filter(|body| fences % 2 == 1 && body.ends_with('\n'))
    {
        block.body = body;
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(file: &str) -> Option<(&str, &str, u32)> {
        find(file).map(|block| (block.text, block.body, block.body_line))
    }

    #[test]
    fn opened_and_closed() {
        assert_eq!(parts("---\na: b\n---\ntext\n"), Some(("a: b", "text\n", 4)));
        assert_eq!(parts("---  \na: b\n...\t\ntext"), Some(("a: b", "text", 4)));
        assert_eq!(parts("---\n---"), Some(("", "", 3)));
        assert_eq!(parts("\n \n---\na: b\n---"), Some(("a: b", "", 6)));
        for none in [
            "",
            "\n\n",
            "----\na: b\n----\n",
            " ---\na: b\n---\n",
            "text\n---\ntext",
            "---\n\ntext",
        ] {
            assert_eq!(find(none), None, "{none:?}");
        }
    }

    #[test]
    fn unclosed_keeps_all_text() {
        assert_eq!(
            parts("---\ntitle: x\ntags:\n- y\n\ntext"),
            Some(("title: x\ntags:\n- y", "\ntext", 5))
        );
        assert_eq!(parts("---\ntitle: x"), Some(("title: x", "", 3)));
        assert_eq!(find("---\nNote: this\n\ntext"), None, "no known key: all is text");
    }

    #[test]
    fn unopened() {
        assert_eq!(
            parts("title: x\ndate: y\n---\ntext"),
            Some(("title: x\ndate: y", "text", 4))
        );
        assert_eq!(
            parts("# ---\nlayout: x\n---\ntext"),
            Some(("layout: x", "text", 4))
        );
        assert_eq!(find("a: b\n---\ntext"), None);
        assert_eq!(find("# Heading\n---\ntext"), None);
    }

    #[test]
    fn fenced() {
        assert_eq!(
            parts("```yaml\n---\na: b\n---\n```\n\ntext"),
            Some(("a: b", "\ntext", 6))
        );
        let whole = "```markdown\n---\na: b\n---\ntext\n```sh\nx\n```\n```\n";
        assert_eq!(parts(whole), Some(("a: b", "text\n```sh\nx\n```\n", 5)));
        assert_eq!(find("```sh\n---\na: b\n---\n```\n"), None);
    }
}
