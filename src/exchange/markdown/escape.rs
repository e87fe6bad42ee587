//! Text as Markdown that reads back as the same text, by CommonMark (0.31), GFM and kramdown alike.
//!
//! A backslash goes before what all three take one before (CommonMark 2.4; kramdown, "Escaping"); the others
//! are character references, which all three decode.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What is a mark only where there are two of it in a block: struck out text, formulas.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Pairs {
    tilde: bool,
    dollar: bool,
}

impl Pairs {
    /// Those of a block of this text.
    pub(in super::super) fn of(text: &str) -> Self {
        let two = |mark: u8| memchr::memchr_iter(mark, text.as_bytes()).nth(1).is_some();
        Self {
            tilde: two(b'~'),
            dollar: two(b'$'),
        }
    }
}

/// `text`, a stretch of a block that has these `pairs`, as it stands within a line.
pub(in super::super) fn inline(text: &str, pairs: Pairs) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        match c {
            '`' | '*' | '_' | '[' | ']' | '<' | '>' | '{' | '}' | '|' | '!' | '"' | '\'' => {
                out.push('\\');
                out.push(c);
            }
            // kramdown sets dashes and an ellipsis for two or three of them.
            '-' | '.' if next == Some(c) || before == c => {
                out.push('\\');
                out.push(c);
            }
            '$' if pairs.dollar => out.push_str("\\$"),
            // In kramdown two at a line's end break it.
            '\\' => out.push_str("&#92;"),
            // kramdown takes no backslash before it.
            '~' if pairs.tilde => out.push_str("&#126;"),
            '&' if next.is_none_or(|next| next == '#' || next.is_ascii_alphanumeric()) => {
                out.push_str("&amp;");
            }
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// `text` as it stands within a line where marks of a heading would be read too: in one, behind other words.
pub(in super::super) fn line(text: &str) -> String {
    let pairs = Pairs::of(text);
    let parts: Vec<String> = text.split('#').map(|part| inline(part, pairs)).collect();
    parts.join("\\#")
}

/// `line` as the beginning of a line of a paragraph: what would make it a heading, a list, a rule, a definition is
/// taken as text. Its inner marks are escaped already.
pub(in super::super) fn line_start(line: &str) -> Cow<'_, str> {
    let mut characters = line.chars();
    let first = characters.next();
    let rest = characters.as_str();
    let stands_alone = |marks: &str| rest.is_empty() || rest.starts_with(' ') || rest.starts_with(marks);
    let marks = match first {
        Some('#') => true,
        Some('+') => stands_alone("+"),
        // With colons it is the row below the head of a table.
        Some('-') => stands_alone("-") || rest == ":",
        Some('=') => rest.chars().all(|c| c == '=' || c == ' '),
        Some(':') => stands_alone(" ") || rest.chars().all(|c| "-: \\".contains(c)),
        // kramdown: a line of it alone ends a block, and there is no backslash for it.
        Some('^') if rest.trim().is_empty() => return Cow::Owned(format!("&#94;{rest}")),
        _ => false,
    };
    if marks {
        return Cow::Owned(format!("\\{line}"));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or((line, ""));
    if !number.is_empty() && rest.starts_with(['.', ')']) {
        return Cow::Owned(format!("{number}\\{rest}"));
    }
    Cow::Borrowed(line)
}

/// `text` for where no backslash is taken: every mark of ASCII as a character reference.
pub(in super::super) fn references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            // Writing to a string cannot fail, here and below.
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// The address of a link, for between its brackets: in angle brackets where it holds round ones.
pub(in super::super) fn address(url: &str) -> String {
    // What is not to be in an address at all, and what ends a cell of a table.
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '<' | '>' | '|' | '\\' | '`' | ' ' | '"' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    if out.contains(['(', ')']) {
        format!("<{out}>")
    } else {
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_headings_leave_references_alone() {
        assert_eq!(line("\\ C# &#35;"), "&#92; C\\# &amp;\\#35;");
    }
}
