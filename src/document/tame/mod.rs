//! Hostile HTML made harmless before it is parsed. A parser that repairs HTML as browsers do takes
//! quadratic time over unclosed formatting tags, content strayed into tables, long attribute lists and
//! deep nesting; this pass, linear in its input, leaves it nothing of that kind.
//!
//! What passes: the tags of [`super::tags`], few attributes, text. What goes: comments, doctypes, scripts
//! and styles. What turns into text: every `<` that opens no tag a browser knows (archive-format 38).

mod embedded;
mod text;

use memchr::{memchr, memmem};

use super::attributes::{Style, alignment, attributes};
use super::tags::{self, Kind, Tag};
use text::Chunk;
pub(super) use text::{AMPERSAND, LESS, plain};

/// Open elements at once. More nesting than this is read as if it were not there.
const MAX_DEPTH: usize = 60;
/// Start tags in one body. Later ones are dropped, their text stays.
const MAX_TAGS: usize = 200_000;
/// The same for the parts of tables, those that the parser would add and this pass adds among them. What stands in later
/// ones goes on in the last cell.
const MAX_PARTS: usize = 2 * MAX_TAGS;
/// Bytes before a source link among which its line must begin.
const MAX_INDENT: usize = 64;
/// Cells that one table may have span columns or rows.
const MAX_SPAN: u64 = 64;

/// `html` with nothing in it that a parser could choke on.
pub(super) fn tame(html: &str) -> String {
    let mut tamer = Tamer {
        html,
        out: String::with_capacity(html.len() + html.len() / 16),
        at: 0,
        chunk: Chunk::default(),
        open: Vec::new(),
        suppressed: [0; tags::COUNT],
        tags: 0,
        budget: 8 * html.len() + 65_536,
    };
    tamer.run();
    tamer.out
}

struct Tamer<'a> {
    html: &'a str,
    out: String,
    /// The next byte to read.
    at: usize,
    /// The text since the last tag.
    chunk: Chunk,
    /// The elements that are open, as the parser will see them, nearly.
    open: Vec<&'static Tag>,
    /// Start tags dropped for depth, whose end tags must go too, by tag.
    suppressed: [usize; tags::COUNT],
    tags: usize,
    /// Bytes that may be read in vain, looking for an end that is not there.
    budget: usize,
}

impl<'a> Tamer<'a> {
    fn run(&mut self) {
        while let Some(rest) = self.html.get(self.at..).filter(|rest| !rest.is_empty()) {
            let plain = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            self.text(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            let markup = rest.get(plain..).unwrap_or_default();
            if markup.is_empty() {
                break;
            }
            if let Some(length) = self.markup(markup) {
                self.at += length;
            } else {
                self.text(LESS.encode_utf8(&mut [0; 4]));
                self.at += 1;
            }
        }
    }

    /// Text, entities still in it.
    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !text.trim_ascii().is_empty() {
            self.open_cell();
        }
        self.chunk.write(text, &mut self.out);
    }

    /// Copies the markup that `rest` begins with and gives its length; `None` if it is text.
    fn markup(&mut self, rest: &'a str) -> Option<usize> {
        match rest.as_bytes().get(1)? {
            b'!' => self.declaration(rest),
            b'?' if rest.as_bytes().get(2)?.is_ascii_alphabetic() => self.find(rest, b">"),
            // An empty source link (archive-format 37).
            b'>' if self.begins_line() => Some(2),
            b'/' => {
                let name = tag_name(rest.get(2..)?)?;
                let length = self.find(rest, b">")?;
                if let Some(tag) = Tag::named(name) {
                    self.end(tag);
                    return Some(length);
                }
                (tags::is_ignored(name) || tags::is_embedded(name)).then_some(length)
            }
            b if b.is_ascii_alphabetic() => self.start(rest),
            _ => None,
        }
    }

    /// Whether nothing but a few spaces stands before what comes now on its line.
    fn begins_line(&self) -> bool {
        let mut before = self.out.bytes().rev().take(MAX_INDENT);
        self.out.is_empty() || before.find(|b| *b != b' ') == Some(b'\n')
    }

    /// A comment, a doctype. CDATA is text, as in kramdown. A browser hides any `<!…>`, but `<!重要>` was meant to be read.
    fn declaration(&mut self, rest: &'a str) -> Option<usize> {
        if rest.starts_with("<!-->") {
            return Some(5);
        }
        if rest.starts_with("<!--") {
            return self.find(rest, b"-->");
        }
        let next = rest.as_bytes().get(2)?;
        if next.is_ascii_alphabetic() {
            return self.find(rest, b">");
        }
        None
    }

    /// The bytes up to the end of `needle` in `rest`. Looking in vain costs budget.
    fn find(&mut self, rest: &str, needle: &[u8]) -> Option<usize> {
        if self.budget == 0 {
            return None;
        }
        let found = memmem::find(rest.as_bytes(), needle);
        if found.is_none() {
            self.budget = self.budget.saturating_sub(rest.len());
        }
        found.map(|at| at + needle.len())
    }

    fn start(&mut self, rest: &'a str) -> Option<usize> {
        let name = tag_name(rest.get(1..)?)?;
        if name.eq_ignore_ascii_case("http:") || name.eq_ignore_ascii_case("https:") {
            return self.autolink(rest);
        }
        if name.contains('@') {
            // An address of mail, not somebody's own element.
            return None;
        }
        let tag = Tag::named(name);
        if tag.is_none() && !tags::is_ignored(name) && !tags::is_unseen(name) && !tags::is_embedded(name) {
            return None;
        }
        if self.budget == 0 {
            return None;
        }
        let Some((attributes, length)) = attributes(rest, 1 + name.len()) else {
            self.budget = self.budget.saturating_sub(rest.len());
            return None;
        };
        if tags::is_unseen(name) {
            // Its content goes with it, if it ends at all.
            let content = rest.get(length..).unwrap_or_default();
            return Some(length + self.end_of(content, name).unwrap_or(0));
        }
        if tags::is_embedded(name) {
            return Some(length + self.embedded(rest.get(length..).unwrap_or_default(), name, &attributes));
        }
        let has = |wanted: &str| {
            attributes
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case(wanted))
        };
        if let Some(tag) = tag {
            // A dialogue is shown when it is opened.
            let shut = name.eq_ignore_ascii_case("dialog") && !has("open");
            self.element(tag, &attributes, shut);
        } else if name.eq_ignore_ascii_case("input") && is_box(&attributes) {
            self.text(if has("checked") { "\u{2611} " } else { "\u{2610} " });
        }
        Some(length)
    }

    /// `<http://…>` is a link to itself (CommonMark, "Autolinks").
    fn autolink(&mut self, rest: &'a str) -> Option<usize> {
        let url = rest.get(1..)?;
        let end = url.find(|c: char| c == '>' || c == '<' || c.is_whitespace())?;
        if url.as_bytes().get(end) != Some(&b'>') {
            return None;
        }
        let url = url.get(..end)?;
        self.open_cell();
        self.out.push_str("<a href=\"");
        self.out.push_str(&url.replace('"', "%22"));
        self.out.push_str("\">");
        self.out.push_str(url);
        self.out.push_str("</a>");
        Some(end + 2)
    }

    /// Where in `content` the end tag of the unseen element `name` ends.
    fn end_of(&mut self, content: &str, name: &str) -> Option<usize> {
        let mut from = 0;
        while self.budget > 0 {
            let rest = content.get(from..)?;
            let Some(next) = memmem::find(rest.as_bytes(), b"</") else {
                self.budget = self.budget.saturating_sub(rest.len());
                return None;
            };
            from += next + 2;
            self.budget = self.budget.saturating_sub(next + 2);
            let tail = content.get(from..)?;
            if tag_name(tail).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
                return memchr(b'>', tail.as_bytes()).map(|close| from + close + 1);
            }
        }
        None
    }

    /// Opens the element, as far as the parser can bear it.
    fn element(&mut self, tag: &'static Tag, attributes: &[(&str, &str)], hidden: bool) {
        if tag.kind.is_table_part() && !self.in_table() {
            // A stray row or cell: the parser would drop the tag and glue the texts.
            let line = tag.kind != Kind::Cell && self.tags < MAX_PARTS;
            self.tags += usize::from(line);
            self.out.push_str(if line { "<br>" } else { " " });
            return;
        }
        if tag.kind.is_table_part() {
            if self.tags >= MAX_PARTS {
                self.open_cell();
                self.out.push(' ');
                return;
            }
            self.close_down_to_table(tag.kind);
        } else {
            self.open_cell();
            if tag.kind.closes_paragraph() {
                self.close_implied(tag);
            }
        }
        let most = if tag.kind.is_table_part() {
            MAX_PARTS
        } else {
            MAX_TAGS
        };
        if self.tags >= most || (self.open.len() >= MAX_DEPTH && tag.kind != Kind::Void) {
            if tag.kind != Kind::Void
                && let Some(count) = self.suppressed.get_mut(tag.index)
            {
                *count += 1;
            }
            if tag.kind.closes_paragraph() && self.tags < MAX_TAGS * 2 {
                self.tags += 1;
                self.out.push_str("<br>");
            }
            return;
        }
        self.tags += 1;
        self.chunk = Chunk::default();
        if tag.kind == Kind::Cell && self.open.last().is_none_or(|top| top.kind != Kind::Row) {
            self.open_part(&tags::TR);
        }
        self.out.push('<');
        self.out.push_str(tag.name);
        self.write_attributes(tag, attributes, hidden);
        self.out.push('>');
        if tag.kind != Kind::Void {
            self.push(tag);
        }
    }

    fn push(&mut self, tag: &'static Tag) {
        self.open.push(tag);
    }

    fn write_attributes(&mut self, tag: &Tag, attributes: &[(&str, &str)], mut hidden: bool) {
        let (mut visible, mut sized) = (None, None);
        let (mut align, mut list) = ("", None);
        for &(name, value) in attributes {
            if name.eq_ignore_ascii_case("hidden") {
                hidden = true;
            } else if name.eq_ignore_ascii_case("style") {
                let style = Style::of(value);
                hidden |= style.hidden;
                (visible, sized) = (style.visible, style.sized);
                align = style.align.unwrap_or(align);
                list = style.list;
            } else if name.eq_ignore_ascii_case("align") {
                align = alignment(value).unwrap_or(align);
            } else if let Some(name) = tag.attribute(name) {
                self.out.push(' ');
                self.out.push_str(name);
                self.out.push_str("=\"");
                if matches!(name, "colspan" | "rowspan") {
                    let span = leading_number(value).unwrap_or(1).min(MAX_SPAN);
                    self.out.push_str(&span.to_string());
                } else {
                    self.out.push_str(&value.replace('"', "&quot;"));
                }
                self.out.push('"');
            }
        }
        if hidden {
            self.out.push_str(" hidden");
        }
        for (name, shown) in [("visible", visible), ("sized", sized)] {
            if let Some(shown) = shown {
                self.out.push(' ');
                self.out.push_str(name);
                self.out.push_str(if shown { "=1" } else { "=0" });
            }
        }
        if let Some(list) = list.filter(|_| matches!(tag.name, "ol" | "ul" | "li")) {
            self.out.push_str(" marker=");
            self.out.push_str(list);
        }
        if !align.is_empty() && matches!(tag.kind, Kind::Block | Kind::Paragraph) {
            self.out.push_str(" align=");
            self.out.push_str(align);
        }
    }

    /// The end tag, where an element of that name is open on this side of the nearest cell.
    fn end(&mut self, tag: &'static Tag) {
        if let Some(count) = self.suppressed.get_mut(tag.index).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        if tag.kind.is_table_part() && self.tags >= MAX_PARTS {
            return;
        }
        let mut found = None;
        for (depth, open) in self.open.iter().enumerate().rev() {
            if open.index == tag.index {
                found = Some(depth);
                break;
            }
            // An end tag of running text reaches no further than its block.
            if tag.kind == Kind::Inline && !matches!(open.kind, Kind::Inline | Kind::Formatting) {
                break;
            }
            if open.kind.is_barrier() && !(tag.kind == Kind::Table || tag.kind.is_table_part())
                || open.kind == Kind::Table
            {
                break;
            }
        }
        let Some(depth) = found else {
            return;
        };
        if tag.kind == Kind::Formatting {
            self.open.remove(depth);
        } else {
            self.close_down_to(depth);
        }
        self.chunk = Chunk::default();
        self.out.push_str("</");
        self.out.push_str(tag.name);
        self.out.push('>');
    }

    /// Whether the innermost table context lets a row or a cell begin.
    fn in_table(&self) -> bool {
        self.open.iter().any(|open| open.kind == Kind::Table)
    }

    /// Content directly in a table or row gets a cell, for a parser would move it out, at the cost of
    /// a search among all that stands before the table.
    fn open_cell(&mut self) {
        let Some(top) = self.open.last() else {
            return;
        };
        if matches!(top.kind, Kind::Table | Kind::TableSection) {
            self.open_part(&tags::TR);
        }
        if self.open.last().is_some_and(|top| top.kind == Kind::Row) {
            self.open_part(&tags::TD);
        }
    }

    /// Opens a row or a cell that no tag has opened.
    fn open_part(&mut self, tag: &'static Tag) {
        self.tags += 1;
        self.out.push('<');
        self.out.push_str(tag.name);
        self.out.push('>');
        self.push(tag);
    }

    /// Closes what a row, cell, section or caption ends implicitly in the innermost table.
    fn close_down_to_table(&mut self, kind: Kind) {
        let keep = |open: Kind| match kind {
            Kind::Cell => matches!(open, Kind::Table | Kind::TableSection | Kind::Row),
            Kind::Row => matches!(open, Kind::Table | Kind::TableSection),
            _ => open == Kind::Table,
        };
        if let Some(depth) = self.open.iter().rposition(|open| keep(open.kind)) {
            // Said aloud, so that the parser has no say in what is implied.
            for open in self.open.drain(depth + 1..).rev() {
                if open.kind.is_table_part() {
                    self.out.push_str("</");
                    self.out.push_str(open.name);
                    self.out.push('>');
                }
            }
        }
    }

    /// What the parser closes by itself when this block begins: an open paragraph, the item or term
    /// before it (HTML, "The rules for parsing tokens", `in body`).
    fn close_implied(&mut self, tag: &Tag) {
        let sibling = |open: &Tag| match tag.kind {
            Kind::Item => open.kind == Kind::Item,
            Kind::Term => open.kind == Kind::Term,
            _ => false,
        };
        let mut depth = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            if open.kind == Kind::Paragraph || sibling(open) {
                depth = Some(at);
                if sibling(open) {
                    break;
                }
            } else if !matches!(open.kind, Kind::Formatting | Kind::Inline) && open.name != "div" {
                break;
            }
        }
        if let Some(depth) = depth {
            self.close_down_to(depth);
        }
    }

    /// Closes what is open from `depth` on, but for formatting, which the parser opens again in the next block until
    /// its end tag comes (three of a kind at most: HTML, "the list of active formatting elements").
    fn close_down_to(&mut self, depth: usize) {
        for tag in self.open.split_off(depth) {
            let alike = self.open.iter().filter(|open| open.index == tag.index).count();
            if tag.kind == Kind::Formatting && alike < 3 {
                self.open.push(tag);
            }
        }
    }
}

/// The number that `value` begins with (HTML, "Rules for parsing non-negative integers").
fn leading_number(value: &str) -> Option<u64> {
    let value = value.trim_ascii_start();
    let value = value.strip_prefix('+').unwrap_or(value);
    let digits = value.bytes().take_while(u8::is_ascii_digit);
    digits
        .map(|digit| u64::from(digit - b'0'))
        .reduce(|number, digit| number.saturating_mul(10).saturating_add(digit))
}

/// Whether these are the attributes of a box to tick.
fn is_box(attributes: &[(&str, &str)]) -> bool {
    let is = |value: &str| value.eq_ignore_ascii_case("checkbox") || value.eq_ignore_ascii_case("radio");
    let mut kinds = attributes
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("type"));
    kinds.any(|(_, value)| is(value))
        && !attributes
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("hidden"))
}

/// The tag name that `text` begins with: a letter, then all up to white space, `/` or `>`.
fn tag_name(text: &str) -> Option<&str> {
    if !text.as_bytes().first()?.is_ascii_alphabetic() {
        return None;
    }
    let end = text
        .bytes()
        .take(32)
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'<'))?;
    text.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tame(html: &str) -> String {
        super::tame(html).replace(LESS, "&lt;")
    }

    #[test]
    fn only_known_tags_are_tags() {
        assert_eq!(
            tame("满足<1% a<b 且 c>d <foo>x</foo>"),
            "满足&lt;1% a&lt;b 且 c>d &lt;foo>x&lt;/foo>"
        );
        assert_eq!(tame("<STRONG onclick=x>a</Strong>"), "<strong>a</strong>");
        assert_eq!(
            tame("<p>见<http://a.b/c></p>"),
            "<p>见<a href=\"http://a.b/c\">http://a.b/c</a></p>"
        );
        assert_eq!(tame("<!重要> <a href='x"), "&lt;!重要> &lt;a href='x");
    }

    #[test]
    fn unseen_things_go() {
        assert_eq!(
            tame("a<!-- x --><script>if(a<b)</script><style>p{}</STYLE >b<!DOCTYPE html>"),
            "ab"
        );
        assert_eq!(tame("<script>全文"), "全文");
        assert_eq!(tame("a<!-- 没有结尾"), "a&lt;!-- 没有结尾");
    }

    #[test]
    fn stray_table_content_gets_a_cell() {
        assert_eq!(
            tame("<table>x<tr>y<td>z"),
            "<table><tr><td>x</td></tr><tr><td>y</td><td>z"
        );
        assert_eq!(tame("<td>x<td>y"), " x y");
        assert_eq!(tame("<td colspan=18446744073709551616>"), " ");
        assert_eq!(
            tame("<table><td colspan=18446744073709551615>"),
            "<table><tr><td colspan=\"64\">"
        );
    }

    #[test]
    fn paragraphs_are_not_depth() {
        let html = "<p>x".repeat(500);
        assert_eq!(tame(&html).matches("<p>").count(), 500);
        let html = "<ul><li>x".repeat(500);
        assert_eq!(tame(&html).matches("<ul>").count(), MAX_DEPTH / 2);
    }
}
