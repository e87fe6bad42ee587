//! Bookmarks as they go to other programs and come from them: as CSV for spreadsheets, as the bookmark file that all
//! browsers read and write, as Markdown for notes.
//!
//! | form | after |
//! | --- | --- |
//! | CSV | RFC 4180; dates by RFC 3339 |
//! | bookmark file | Netscape's, as Firefox, Chrome and Pinboard write it |
//! | Markdown | CommonMark (0.31) and kramdown; written only |
//!
//! What is written is [tidied](BookmarkForm::tidy) first, and what is read is tidy, so that reading what was written gives
//! the tidied bookmarks again. All of it is text in, text out; no file is touched.

mod csv;
mod lines;
mod markdown;
mod markup;
mod netscape;
mod when;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use url::Url;

pub use self::csv::{read_csv, write_csv};
pub use self::markdown::{PassageForm, write_markdown};
pub use self::netscape::{read_netscape, write_netscape};

use crate::config::Lang;
use crate::library::{Bookmark, tidy_tag};
use crate::post::DatePrecision;
use crate::text::clean::{clean, clean_line};

/// A bookmark as it goes to other programs and comes from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookmarkForm {
    /// The article's id, where the other program knows it.
    pub id: Option<String>,
    /// The title; empty where there is none.
    pub title: String,
    /// Who published the article.
    pub outlet: Option<String>,
    /// The article's date in seconds since 1970-01-01T00:00:00Z; of a day alone its midnight.
    pub date: Option<i64>,
    /// The offset from UTC in which the date is shown, in minutes.
    pub date_offset: i16,
    /// How exact the date is.
    pub date_precision: DatePrecision,
    /// Where the article stands on the web, http or https.
    pub source_url: Option<String>,
    /// When it was bookmarked, in seconds since 1970-01-01T00:00:00Z.
    pub added: Option<i64>,
    /// Whether it is no bookmark, but an article of which passages are kept: `added` is when the newest was highlighted.
    pub is_for_passages: bool,
    /// Its tags, without white space.
    pub tags: Vec<String>,
    /// Its note, perhaps of several lines.
    pub note: Option<String>,
}

impl Default for BookmarkForm {
    /// A bookmark of which nothing is known.
    fn default() -> Self {
        Self {
            id: None,
            title: String::new(),
            outlet: None,
            date: None,
            date_offset: when::OFFSET,
            date_precision: DatePrecision::None,
            source_url: None,
            added: None,
            is_for_passages: false,
            tags: Vec::new(),
            note: None,
        }
    }
}

impl From<&Bookmark> for BookmarkForm {
    fn from(bookmark: &Bookmark) -> Self {
        Self {
            id: Some(bookmark.id.to_string()),
            title: bookmark.title.clone(),
            outlet: bookmark.outlet.clone(),
            date: bookmark.date,
            date_offset: bookmark.date_offset,
            date_precision: bookmark.date_precision,
            source_url: bookmark.source_url.clone(),
            added: Some(bookmark.added),
            is_for_passages: false,
            // A library of before may have some of several words.
            tags: bookmark.tags.iter().map(|tag| tidy_tag(tag)).collect(),
            note: bookmark.note.clone(),
        }
    }
}

impl BookmarkForm {
    /// The bookmark as the forms can hold it:
    ///
    /// - title, outlet and address are clean lines; an address that is not on the web is none;
    /// - the note is clean, without blanks at the ends of its lines and at its own ends;
    /// - tags are parted at white space and each stands once;
    /// - a date is as exact as it says, and of the years 1 to 4999; its offset is less than a day;
    /// - what is empty is not known. An id that is not blank stays as it is.
    ///
    /// Bookmarks of the library are tidy, but for addresses that are none.
    #[must_use]
    pub fn tidy(self) -> Self {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let line = |text: Option<String>| text.and_then(|text| some(clean_line(&text)));
        let mut tags: Vec<String> = Vec::new();
        for tag in self.tags.iter().flat_map(|tag| words(tag)) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let date = (self.date).and_then(|date| when::tidy(date, self.date_offset, self.date_precision));
        let (date, date_offset, date_precision) = match date {
            Some((date, offset)) => (Some(date), offset, self.date_precision),
            None => (None, when::OFFSET, DatePrecision::None),
        };
        Self {
            id: self.id.filter(|id| !id.trim().is_empty()),
            title: clean_line(&self.title),
            outlet: line(self.outlet),
            date,
            date_offset,
            date_precision,
            source_url: line(self.source_url).filter(|url| is_web(url)),
            added: self.added.filter(|&added| when::is_known(added)),
            is_for_passages: self.is_for_passages,
            tags,
            note: self.note.and_then(|note| some(clean_note(&note))),
        }
    }

    /// Whether it says which article it is of.
    fn is_of_something(&self) -> bool {
        self.id.is_some() || self.source_url.is_some()
    }
}

/// The words of `text`, which is not clean.
fn words(text: &str) -> Vec<String> {
    let line = clean_line(text);
    line.split_whitespace().map(ToOwned::to_owned).collect()
}

/// `note` clean, and without blanks at the ends of its lines and at its own.
fn clean_note(note: &str) -> String {
    let note = note.replace("\r\n", "\n").replace('\r', "\n");
    let note = clean(&note);
    let lines: Vec<&str> = note.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// Whether `url` is one of http or https, which a browser may open without harm.
fn is_web(url: &str) -> bool {
    let begins = |with: &str| {
        url.get(..with.len())
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(with))
    };
    (begins("http://") || begins("https://")) && Url::parse(url).is_ok()
}

/// What could not be taken of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub why: WhyBad,
}

/// Why something was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyBad {
    /// The first line of a table names no column for the article's id or address.
    NoColumns,
    /// Neither an id nor an address.
    NoAddress,
    /// The address is not one of the web, and there is no id.
    NotWeb,
    /// The id is one that a spreadsheet made a number of, `2.02E+17`, and there is no address.
    SpoiledId,
    /// A quote is not closed before the file ends.
    UnclosedQuote,
    /// The file ends within it.
    CutShort,
}

impl WhyBad {
    /// The reason in a few words, without full stop.
    pub fn words(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::NoColumns => (
                "第一行没有 id 或 url 这样的列名",
                "the first line names no column such as id or url",
            ),
            Self::NoAddress => ("没有编号，也没有链接", "neither an id nor a link"),
            Self::NotWeb => ("链接不是 http 或 https", "the link is not http or https"),
            Self::SpoiledId => (
                "编号被表格软件改成了数值，也没有链接",
                "a spreadsheet turned the id into a rounded number, and there is no link",
            ),
            Self::UnclosedQuote => (
                "引号到文件末尾也没有关上",
                "a quote is not closed before the file ends",
            ),
            Self::CutShort => ("文件在这里中断", "the file ends in the middle of this"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// The text of a file in whatever encoding: UTF-8, UTF-16 by its byte order mark, GB18030 where it is that (Chinese
/// spreadsheets save so), else UTF-8 with U+FFFD for what is none. Without byte order mark.
pub fn text_of(bytes: &[u8]) -> String {
    for (mark, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            // An odd byte at the end is half a unit.
            let even = rest.get(..rest.len() & !1).unwrap_or(rest);
            return encoding.decode_without_bom_handling(even).0.into_owned();
        }
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Cut within a character.
        Err(error) if error.error_len().is_none() => {
            String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default()).into_owned()
        }
        Err(_) => GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)
            .filter(|_| !is_mostly_utf8(bytes))
            .unwrap_or_else(|| String::from_utf8_lossy(bytes))
            .into_owned(),
    }
}

/// Whether `bytes` are plainly UTF-8 with a few bad ones among them, of which GB18030 would make nonsense. (Of real
/// GB18030 about one character in ten looks like UTF-8.)
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 2 * bad
}

#[cfg(test)]
mod tests;
