//! Hostile HTML made harmless before it is parsed. A parser that repairs HTML as browsers do takes
//! quadratic time over unclosed formatting tags, content strayed into tables, long attribute lists and
//! deep nesting; this pass, linear in its input, leaves it nothing of that kind.
//!
//! What passes: the tags of [`super::tags`], few attributes, text. What goes: comments, doctypes, scripts
//! and styles, of which only what they hide is left, as an attribute of the elements. What turns into text: every `<`
//! that opens no tag a browser knows (archive-format 38).

mod embedded;
mod text;
mod tree;

use memchr::{memchr, memmem};

use super::attributes::{alignment, attributes};
use super::sheet::{Sheet, is_for_pages};
use super::style::Style;
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
/// Bytes of the style sheets that are read.
const MAX_CSS: usize = 256 * 1024;

/// `html` with nothing in it that a parser could choke on.
pub(super) fn tame(html: &str) -> String {
    let mut tamer = Tamer::of(html, Sheet::default());
    tamer.run();
    // A sheet holds for what stands before it, too.
    let sheet = Sheet::of(&tamer.css);
    if !sheet.is_empty() {
        tamer = Tamer::of(html, sheet);
        tamer.run();
    }
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
    /// The rules that hold, and those found.
    sheet: Sheet,
    css: String,
    /// The dropped elements that are open from the outermost on for which a tag of ours stands, and whether it stands
    /// for this one.
    stood_for: Vec<(&'a str, bool)>,
}

impl<'a> Tamer<'a> {
    fn of(html: &'a str, sheet: Sheet) -> Self {
        Self {
            html,
            out: String::with_capacity(html.len() + html.len() / 16),
            at: 0,
            chunk: Chunk::default(),
            open: Vec::new(),
            suppressed: [0; tags::COUNT],
            tags: 0,
            budget: 8 * html.len() + 65_536,
            sheet,
            css: String::new(),
            stood_for: Vec::new(),
        }
    }

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
                let dropped = tags::is_ignored(name) || tags::is_embedded(name);
                if dropped {
                    self.end_dropped(name);
                }
                dropped.then_some(length)
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
        let Some((mut attributes, length)) = attributes(rest, 1 + name.len()) else {
            self.budget = self.budget.saturating_sub(rest.len());
            return None;
        };
        if tags::is_unseen(name) {
            // Its content goes with it, if it ends at all.
            let content = rest.get(length..).unwrap_or_default();
            let inside = self.end_of(content, name).unwrap_or(0);
            if name.eq_ignore_ascii_case("style") {
                self.rules(content.get(..inside).unwrap_or_default(), &attributes);
            }
            return Some(length + inside);
        }
        if tags::is_embedded(name) {
            return Some(length + self.embedded(rest.get(length..).unwrap_or_default(), name, &attributes));
        }
        let has = |wanted: &str| attribute(&attributes, wanted).is_some();
        if let Some(tag) = tag {
            // A dialogue is shown when it is opened.
            if name.eq_ignore_ascii_case("dialog") && !has("open") {
                attributes.push(("hidden", ""));
            }
            self.element(tag, name, &attributes);
        } else if name.eq_ignore_ascii_case("input") {
            if is_box(&attributes) && !Style::of(name, &attributes, false, &self.sheet).hidden {
                self.text(if has("checked") { "\u{2611} " } else { "\u{2610} " });
            }
        } else if !tags::is_void(name) {
            self.dropped(name, &attributes);
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

    /// The content of a `<style>`, its end tag still there.
    fn rules(&mut self, content: &str, attributes: &[(&str, &str)]) {
        let css = content
            .rfind("</")
            .and_then(|end| content.get(..end))
            .unwrap_or_default();
        let is_css = attribute(attributes, "type")
            .is_none_or(|kind| kind.trim().is_empty() || kind.trim().eq_ignore_ascii_case("text/css"));
        if is_css && is_for_pages(attribute(attributes, "media").unwrap_or_default()) {
            let room = MAX_CSS.saturating_sub(self.css.len());
            let fits = (0..=room.min(css.len())).rev().find_map(|end| css.get(..end));
            self.css.push_str(fits.unwrap_or_default());
            self.css.push('\n');
        }
    }

    /// An element of which only what it holds is shown. Where that is hidden, a tag of ours stands for it.
    fn dropped(&mut self, name: &'a str, attributes: &[(&str, &str)]) {
        let style = Style::of(name, attributes, false, &self.sheet);
        let says = style.hidden
            || [style.visible, style.sized, style.inked]
                .iter()
                .any(Option::is_some);
        if says {
            self.element(&tags::SPAN, name, attributes);
        }
        if (says || !self.stood_for.is_empty()) && self.stood_for.len() < MAX_DEPTH {
            self.stood_for.push((name, says));
        }
    }

    fn end_dropped(&mut self, name: &str) {
        let is = |open: &&(&str, bool)| open.0.eq_ignore_ascii_case(name);
        let Some(depth) = self.stood_for.iter().rev().position(|open| is(&open)) else {
            return;
        };
        let depth = self.stood_for.len() - 1 - depth;
        for (_, stands) in self.stood_for.split_off(depth) {
            if stands {
                self.end(&tags::SPAN);
            }
        }
    }

    fn write_attributes(&mut self, tag: &Tag, name: &str, attributes: &[(&str, &str)]) {
        let style = Style::of(name, attributes, tag.kind.is_box(), &self.sheet);
        let mut align = "";
        for &(name, value) in attributes {
            if name.eq_ignore_ascii_case("align") {
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
        align = style.align.unwrap_or(align);
        if style.hidden {
            self.out.push_str(" hidden");
        }
        for (name, shown) in [
            ("visible", style.visible),
            ("sized", style.sized),
            ("inked", style.inked),
        ] {
            if let Some(shown) = shown {
                self.out.push(' ');
                self.out.push_str(name);
                self.out.push_str(if shown { "=1" } else { "=0" });
            }
        }
        if let Some(list) = style.list.filter(|_| matches!(tag.name, "ol" | "ul" | "li")) {
            self.out.push_str(" marker=");
            self.out.push_str(list);
        }
        if !align.is_empty() && matches!(tag.kind, Kind::Block | Kind::Paragraph) {
            self.out.push_str(" align=");
            self.out.push_str(align);
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

/// The first attribute of that name, which is the one that counts.
fn attribute<'a>(attributes: &[(&str, &'a str)], wanted: &str) -> Option<&'a str> {
    let found = attributes
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| *value)
}

/// Whether these are the attributes of a box to tick.
fn is_box(attributes: &[(&str, &str)]) -> bool {
    attribute(attributes, "type")
        .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox") || kind.eq_ignore_ascii_case("radio"))
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
