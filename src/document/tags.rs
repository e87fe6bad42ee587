//! The HTML elements a browser shows, reduced to those that make a difference on a page of text.

use std::collections::HashMap;
use std::sync::OnceLock;

/// How an element behaves while HTML is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Closes an open paragraph, may nest.
    Block,
    /// `p`: no block may stand in it.
    Paragraph,
    /// `li`.
    Item,
    /// `dt` and `dd`.
    Term,
    Table,
    /// `thead`, `tbody`, `tfoot`.
    TableSection,
    Row,
    Cell,
    TableCaption,
    /// Reopened by the parser in every block until closed (HTML, "formatting elements").
    Formatting,
    Inline,
    /// Has no content and no end tag.
    Void,
}

impl Kind {
    /// Whether it may stand only in a table.
    pub(super) fn is_table_part(self) -> bool {
        matches!(
            self,
            Self::TableSection | Self::Row | Self::Cell | Self::TableCaption
        )
    }

    /// Whether it is no part of a line.
    pub(super) fn is_block(self) -> bool {
        !matches!(self, Self::Formatting | Self::Inline | Self::Void)
    }

    /// Whether it has a height and a width of its own, which may be nothing.
    pub(super) fn is_box(self) -> bool {
        matches!(
            self,
            Self::Block | Self::Paragraph | Self::Item | Self::Term | Self::TableCaption
        )
    }

    /// Whether end tags do not reach across it.
    pub(super) fn is_barrier(self) -> bool {
        matches!(self, Self::Table | Self::Cell | Self::TableCaption)
    }

    /// Whether an open paragraph ends where it begins.
    pub(super) fn closes_paragraph(self) -> bool {
        matches!(
            self,
            Self::Block | Self::Paragraph | Self::Item | Self::Term | Self::Table
        )
    }
}

/// One element of the reduced set.
#[derive(Debug)]
pub(super) struct Tag {
    /// Its place in [`TAGS`].
    pub(super) index: usize,
    /// The name under which it reaches the parser.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The attributes kept.
    attributes: &'static [&'static str],
}

const fn tag(index: usize, name: &'static str, kind: Kind, attributes: &'static [&'static str]) -> Tag {
    Tag {
        index,
        name,
        kind,
        attributes,
    }
}

/// Number of elements in the set.
pub(super) const COUNT: usize = 45;

pub(super) static TR: Tag = tag(26, "tr", Kind::Row, &[]);
pub(super) static TD: Tag = tag(27, "td", Kind::Cell, &["colspan", "rowspan"]);
pub(super) static SPAN: Tag = tag(37, "span", Kind::Inline, &[]);

static TAGS: [Tag; COUNT] = [
    tag(0, "p", Kind::Paragraph, &["class"]),
    tag(1, "div", Kind::Block, &["class"]),
    tag(2, "h1", Kind::Block, &[]),
    tag(3, "h2", Kind::Block, &[]),
    tag(4, "h3", Kind::Block, &[]),
    tag(5, "h4", Kind::Block, &[]),
    tag(6, "h5", Kind::Block, &[]),
    tag(7, "h6", Kind::Block, &[]),
    tag(8, "blockquote", Kind::Block, &[]),
    tag(9, "ul", Kind::Block, &["type"]),
    tag(10, "ol", Kind::Block, &["start", "reversed", "type"]),
    tag(11, "li", Kind::Item, &["value", "type"]),
    tag(12, "dl", Kind::Block, &[]),
    tag(13, "dt", Kind::Term, &[]),
    tag(14, "dd", Kind::Term, &[]),
    tag(15, "pre", Kind::Block, &[]),
    tag(16, "figure", Kind::Block, &[]),
    tag(17, "figcaption", Kind::Block, &[]),
    tag(18, "details", Kind::Block, &[]),
    tag(19, "summary", Kind::Block, &[]),
    tag(20, "center", Kind::Block, &[]),
    tag(21, "table", Kind::Table, &[]),
    tag(22, "caption", Kind::TableCaption, &[]),
    tag(23, "thead", Kind::TableSection, &[]),
    tag(24, "tbody", Kind::TableSection, &[]),
    tag(25, "tfoot", Kind::TableSection, &[]),
    tag(26, "tr", Kind::Row, &[]),
    tag(27, "td", Kind::Cell, &["colspan", "rowspan"]),
    tag(28, "th", Kind::Cell, &["colspan", "rowspan"]),
    tag(
        29,
        "a",
        Kind::Formatting,
        &["href", "class", "data-code", "title"],
    ),
    tag(30, "strong", Kind::Formatting, &[]),
    tag(31, "em", Kind::Formatting, &[]),
    tag(32, "code", Kind::Formatting, &[]),
    tag(33, "del", Kind::Inline, &[]),
    tag(34, "ins", Kind::Inline, &[]),
    tag(35, "sub", Kind::Inline, &[]),
    tag(36, "sup", Kind::Inline, &[]),
    tag(37, "span", Kind::Inline, &["class", "data-code", "title"]),
    tag(38, "q", Kind::Inline, &[]),
    tag(39, "ruby", Kind::Inline, &[]),
    tag(40, "rt", Kind::Inline, &[]),
    tag(41, "br", Kind::Void, &[]),
    tag(42, "hr", Kind::Void, &[]),
    tag(43, "s", Kind::Formatting, &[]),
    tag(44, "font", Kind::Formatting, &[]),
];

/// `img` carries more attributes than the rest together.
static IMG: Tag = tag(
    41,
    "img",
    Kind::Void,
    &[
        "src",
        "data-src",
        "data-original",
        "alt",
        "title",
        "class",
        "width",
        "height",
    ],
);

/// Elements that read like another one.
const ALIASES: [(&str, &str); 44] = [
    ("b", "strong"),
    ("i", "em"),
    ("cite", "em"),
    ("dfn", "em"),
    ("var", "em"),
    ("kbd", "code"),
    ("samp", "code"),
    ("tt", "code"),
    ("strike", "s"),
    ("u", "font"),
    ("small", "font"),
    ("big", "font"),
    ("nobr", "font"),
    ("mark", "span"),
    ("abbr", "span"),
    ("acronym", "span"),
    ("bdi", "span"),
    ("bdo", "span"),
    ("time", "span"),
    ("data", "span"),
    ("label", "span"),
    ("output", "span"),
    ("button", "span"),
    ("rb", "span"),
    ("section", "div"),
    ("article", "div"),
    ("header", "div"),
    ("footer", "div"),
    ("main", "div"),
    ("aside", "div"),
    ("nav", "div"),
    ("address", "div"),
    ("form", "div"),
    ("fieldset", "div"),
    ("legend", "div"),
    ("hgroup", "div"),
    ("search", "div"),
    ("dialog", "div"),
    ("option", "div"),
    ("textarea", "div"),
    ("listing", "pre"),
    ("xmp", "pre"),
    ("menu", "ul"),
    ("dir", "ul"),
];

/// A thing that a browser shows and a page of text can only lead to: a video, a frame.
pub(super) static EMBED: Tag = tag(41, "embed", Kind::Void, &["src", "title"]);

/// Elements that show something from elsewhere: [`EMBED`] stands for them.
const EMBEDDED: [&str; 5] = ["embed", "iframe", "video", "audio", "object"];

/// Tags that say nothing on a page of text; their content stays. Of pictures made of text, and of formulas, the text.
const IGNORED: [&str; 76] = [
    "html",
    "body",
    "head",
    "meta",
    "link",
    "base",
    "col",
    "colgroup",
    "wbr",
    "input",
    "source",
    "track",
    "param",
    "object",
    "area",
    "map",
    "picture",
    "select",
    "optgroup",
    "frameset",
    "frame",
    "slot",
    "rtc",
    "bgsound",
    "image",
    "marquee",
    "blink",
    "basefont",
    "spacer",
    "keygen",
    "command",
    "rbc",
    "noindex",
    // SVG 2.
    "svg",
    "g",
    "text",
    "tspan",
    "textpath",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "use",
    "switch",
    "foreignobject",
    "animate",
    "set",
    "view",
    // MathML Core.
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "msup",
    "msub",
    "msubsup",
    "mfrac",
    "msqrt",
    "mroot",
    "mover",
    "munder",
    "munderover",
    "mtable",
    "mtr",
    "mtd",
    "mstyle",
    "mpadded",
    "merror",
    "semantics",
    "mmultiscripts",
];

/// Elements of which a browser shows nothing, or nothing that is text: they go with their content.
const UNSEEN: [&str; 25] = [
    "script",
    "style",
    "template",
    "noscript",
    "title",
    "applet",
    "noembed",
    "noframes",
    "rp",
    "datalist",
    "canvas",
    "meter",
    "progress",
    "desc",
    "defs",
    "metadata",
    "symbol",
    "clippath",
    "mask",
    "pattern",
    "filter",
    "marker",
    "mphantom",
    "annotation",
    "annotation-xml",
];

impl Tag {
    /// The element that `name`, in any case, stands for.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        static NAMES: OnceLock<HashMap<&'static str, &'static Tag>> = OnceLock::new();
        let names = NAMES.get_or_init(|| {
            let mut names: HashMap<&str, &Tag> = TAGS.iter().map(|tag| (tag.name, tag)).collect();
            names.insert(IMG.name, &IMG);
            for (alias, name) in ALIASES {
                if let Some(tag) = names.get(name).copied() {
                    names.insert(alias, tag);
                }
            }
            names
        });
        if let Some(tag) = names.get(name) {
            return Some(tag);
        }
        names.get(name.to_ascii_lowercase().as_str()).copied()
    }

    /// The attribute `name`, in any case, if it is one that this element keeps.
    pub(super) fn attribute(&self, name: &str) -> Option<&'static str> {
        self.attributes
            .iter()
            .copied()
            .find(|a| a.eq_ignore_ascii_case(name))
    }
}

/// Whether the tag `name` is dropped and what it holds kept. A name with a hyphen or colon is somebody's own
/// element (HTML, "Custom elements"; a word processor's `o:p`), of which a browser shows what it holds.
pub(super) fn is_ignored(name: &str) -> bool {
    name.contains(['-', ':']) || IGNORED.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

/// Whether the tag `name`, one that is dropped, has no content and no end tag.
pub(super) fn is_void(name: &str) -> bool {
    const VOID: [&str; 14] = [
        "meta", "link", "base", "col", "wbr", "input", "source", "track", "param", "area", "frame",
        "bgsound", "basefont", "keygen",
    ];
    VOID.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

/// Whether the element `name` shows something from elsewhere.
pub(super) fn is_embedded(name: &str) -> bool {
    EMBEDDED.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

/// Whether the element `name` is dropped with all it holds.
pub(super) fn is_unseen(name: &str) -> bool {
    UNSEEN.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tags_know_their_places() {
        for (at, tag) in TAGS.iter().enumerate() {
            assert_eq!(tag.index, at, "{}", tag.name);
        }
        for tag in [&TR, &TD, &SPAN] {
            assert_eq!(TAGS.get(tag.index).map(|t| t.name), Some(tag.name));
        }
        for (alias, _) in ALIASES {
            assert!(Tag::named(alias).is_some(), "{alias}");
        }
    }
}
