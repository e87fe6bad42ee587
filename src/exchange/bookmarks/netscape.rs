//! Bookmarks as the file that browsers import and export, `<!DOCTYPE NETSCAPE-Bookmark-file-1>`. What it has no place for
//! stands in attributes of our own, which browsers pass over.

use std::borrow::Cow;
use std::io::{self, Write};
use std::mem;

use super::lines::Lines;
use super::markup::{Attributes, Markup, Pieces};
use super::{BadLine, BookmarkForm, WhyBad, when, words};
use crate::post::DatePrecision;
use crate::text::clean::clean_line;
use crate::text::entities::decode;

const ID: &str = "DATA-FINEWS-ID";
const OUTLET: &str = "DATA-FINEWS-OUTLET";
const DATE: &str = "DATA-FINEWS-DATE";
/// The tags parted by blanks, where one holds the comma that parts them for the others.
const TAGS: &str = "DATA-FINEWS-TAGS";

/// Writes `bookmarks`, tidied, under this title. One without an address has no link: browsers leave it out.
///
/// # Errors
/// Those of `out`.
pub fn write_netscape(out: &mut impl Write, title: &str, bookmarks: &[BookmarkForm]) -> io::Result<()> {
    let title = clean_line(title);
    let title = escape(&title);
    write!(
        out,
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n\
         <META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n\
         <TITLE>{title}</TITLE>\n<H1>{title}</H1>\n<DL><p>\n"
    )?;
    for bookmark in bookmarks {
        let bookmark = bookmark.clone().tidy();
        let date =
            (bookmark.date).and_then(|date| when::stamp(date, bookmark.date_offset, bookmark.date_precision));
        let parted = bookmark.tags.iter().any(|tag| tag.contains(','));
        let attributes = [
            ("HREF", bookmark.source_url),
            ("ADD_DATE", bookmark.added.map(|added| added.to_string())),
            ("TAGS", Some(bookmark.tags.join(","))),
            (TAGS, parted.then(|| bookmark.tags.join(" "))),
            (ID, bookmark.id),
            (OUTLET, bookmark.outlet),
            (DATE, date),
        ];
        out.write_all(b"    <DT><A")?;
        for (name, value) in attributes {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                write!(out, " {name}=\"{}\"", escape(&value))?;
            }
        }
        writeln!(out, ">{}</A>", escape(&bookmark.title))?;
        if let Some(note) = bookmark.note {
            // Line ends stay as they are, as Firefox writes them.
            writeln!(
                out,
                "    <DD>{}",
                note.lines().map(escape).collect::<Vec<_>>().join("\n")
            )?;
        }
    }
    out.write_all(b"</DL><p>\n")
}

/// `text` for content and attributes, all of it: an id may hold what XML cannot.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\r', '\n', '\t']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Reads the links of a bookmark file, or of any page: folders are passed over, what stands in a `DD` behind a link is its note.
/// Links that are not of the web are told and left out, but for those with an id of ours.
pub fn read_netscape(text: &str) -> (Vec<BookmarkForm>, Vec<BadLine>) {
    let mut lines = Lines::of(text);
    let mut reader = Reader::default();
    for (at, markup) in Pieces::of(text) {
        match markup {
            Markup::Open(name, attributes) if name == "a" => reader.begin(lines.line(at), &attributes),
            Markup::Open(name, _) => reader.open(&name),
            Markup::Close(name) => reader.close(&name),
            Markup::Text(text) => reader.text(text),
            Markup::Cut(name) if name == "a" => {
                reader.end();
                reader.tell(lines.line(at), WhyBad::CutShort);
            }
            Markup::Cut(_) => {}
        }
    }
    reader.end();
    (reader.bookmarks, reader.bad)
}

/// Where text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    Title,
    Note,
}

/// A link that is not finished.
struct Link {
    line: usize,
    bookmark: BookmarkForm,
    /// Whether it had an address, whatever became of that.
    addressed: bool,
    title: String,
    note: String,
}

#[derive(Default)]
struct Reader {
    link: Option<Link>,
    within: Within,
    bookmarks: Vec<BookmarkForm>,
    bad: Vec<BadLine>,
}

impl Reader {
    fn tell(&mut self, line: usize, why: WhyBad) {
        self.bad.push(BadLine { line, why });
    }

    /// A link begins.
    fn begin(&mut self, line: usize, attributes: &Attributes<'_>) {
        self.end();
        let date = attributes.get(DATE).and_then(|date| when::parse(&date));
        let (date, date_offset, date_precision) = date.map_or(
            (None, when::OFFSET, DatePrecision::None),
            |(date, offset, precision)| (Some(date), offset, precision),
        );
        let added = attributes
            .get("ADD_DATE")
            .or_else(|| attributes.get("TIME_ADDED"));
        let tags = attributes.get(TAGS).map(|tags| vec![tags]).or_else(|| {
            Some(
                attributes
                    .get("TAGS")?
                    .split(',')
                    // Theirs may be of several words, ours are of one.
                    .map(|tag| words(tag).join("-"))
                    .collect(),
            )
        });
        let source_url = attributes.get("HREF");
        self.link = Some(Link {
            line,
            addressed: source_url.is_some(),
            bookmark: BookmarkForm {
                id: attributes.get(ID),
                outlet: attributes.get(OUTLET),
                date,
                date_offset,
                date_precision,
                source_url,
                added: added.and_then(|added| when::unix(&added)),
                tags: tags.unwrap_or_default(),
                ..BookmarkForm::default()
            },
            title: String::new(),
            note: String::new(),
        });
        self.within = Within::Title;
    }

    /// Another element begins.
    fn open(&mut self, name: &str) {
        match name {
            "dt" | "dl" | "li" | "ul" | "hr" | "title" | "h1" | "h2" | "h3" | "h4" => self.end(),
            "dd" if self.link.is_some() => {
                self.text("\n");
                self.within = Within::Note;
            }
            "br" | "p" => self.text("\n"),
            _ => {}
        }
    }

    /// An element ends.
    fn close(&mut self, name: &str) {
        match name {
            "a" if self.within == Within::Title => self.within = Within::Nothing,
            "dd" => self.within = Within::Nothing,
            "dt" | "dl" | "li" | "ul" => self.end(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match (&mut self.link, self.within) {
            (Some(link), Within::Title) => link.title.push_str(text),
            (Some(link), Within::Note) => link.note.push_str(text),
            _ => {}
        }
    }

    /// The link that was begun is finished.
    fn end(&mut self) {
        self.within = Within::Nothing;
        let Some(mut link) = self.link.take() else {
            return;
        };
        link.bookmark.title = decode(&mem::take(&mut link.title)).into_owned();
        link.bookmark.note = Some(decode(&link.note).into_owned());
        let bookmark = link.bookmark.tidy();
        if bookmark.is_of_something() {
            self.bookmarks.push(bookmark);
        } else if link.addressed {
            self.tell(link.line, WhyBad::NotWeb);
        } else {
            self.tell(link.line, WhyBad::NoAddress);
        }
    }
}
