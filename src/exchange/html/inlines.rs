//! The text of a block as HTML.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{DELETION, Document, Inline, InlineKind};

use super::super::pieces::{Piece, pieces, target};

/// What stands for an image, which is not fetched.
const IMAGE: &str = "图";

/// `text` for element content and attribute values, without what XML cannot hold (XML 1.0, 2.2).
pub(in super::super) fn escape(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"') || !is_xml(c);
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars().filter(|c| is_xml(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether XML can hold `c`, and HTML does not call it an error.
fn is_xml(c: char) -> bool {
    let noncharacter = u32::from(c) & 0xFFFE == 0xFFFE;
    matches!(c, '\n' | '\t') || !(c.is_control() || noncharacter)
}

/// `range` of `document`. `breaks`: whether a line end is an element, which it is not in code.
pub(super) fn text(document: &Document, range: &Range<usize>, site: &str, breaks: bool) -> String {
    let mut writer = Writer {
        document,
        site,
        breaks,
        out: String::new(),
        open: Vec::new(),
        linked: false,
        struck: false,
    };
    for piece in pieces(document, range) {
        match piece {
            Piece::Open(inline) => writer.open(inline),
            Piece::Close(inline) => writer.close(inline),
            Piece::Text(text) => writer.text(text),
        }
    }
    writer.out
}

struct Writer<'a> {
    document: &'a Document,
    site: &'a str,
    breaks: bool,
    out: String,
    /// The names of the elements that are open; empty for an inline without one.
    open: Vec<&'static str>,
    /// Whether one of them is a link: there is none within another.
    linked: bool,
    /// Whether the text to come begins with the marks of what is struck out.
    struck: bool,
}

impl Writer<'_> {
    fn open(&mut self, inline: &Inline) {
        let name = match inline.kind {
            InlineKind::Strong => "strong",
            InlineKind::Emphasis => "em",
            InlineKind::Code => "code",
            InlineKind::Deleted => "del",
            InlineKind::Inserted => "ins",
            InlineKind::Link(_) | InlineKind::Image(_) => self.link(inline),
            InlineKind::Stock(_) => "",
        };
        if !matches!(name, "" | "a") {
            self.out.extend(["<", name, ">"]);
        }
        self.struck = inline.kind == InlineKind::Deleted;
        if let InlineKind::Image(_) = inline.kind {
            self.image(inline);
        }
        self.open.push(name);
    }

    fn link(&mut self, inline: &Inline) -> &'static str {
        if self.linked {
            return "";
        }
        let Some(url) = target(self.document, inline, self.site) else {
            return "";
        };
        self.linked = true;
        self.out.extend(["<a href=\"", &escape(&url), "\">"]);
        "a"
    }

    /// The word before the description of an image, or in place of one.
    fn image(&mut self, inline: &Inline) {
        self.out.push_str(IMAGE);
        if !inline.range.is_empty() {
            self.out.push('：');
        }
    }

    fn close(&mut self, inline: &Inline) {
        let name = self.open.pop().unwrap_or_default();
        if inline.kind == InlineKind::Deleted
            && let Some(before) = self.out.strip_suffix(DELETION)
        {
            let before = before.len();
            self.out.truncate(before);
        }
        self.linked &= name != "a";
        if !name.is_empty() {
            self.out.extend(["</", name, ">"]);
        }
    }

    fn text(&mut self, mut text: &str) {
        if std::mem::take(&mut self.struck) {
            text = text.strip_prefix(DELETION).unwrap_or(text);
        }
        let escaped = escape(text);
        if self.breaks {
            self.out.push_str(&escaped.replace('\n', "<br/>"));
        } else {
            self.out.push_str(&escaped);
        }
    }
}
