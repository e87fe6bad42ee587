//! Bookmarks as CSV (RFC 4180), for spreadsheets. A field that one would take for a formula has an apostrophe before it.

use std::io::{self, Read as _, Write};

use super::lines::Lines;
use super::{BadLine, BookmarkForm, WhyBad, when};
use crate::post::{DatePrecision, PostId};
use crate::text::clean::clean_line;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Id,
    Title,
    Outlet,
    Date,
    Url,
    Added,
    Tags,
    Note,
}

/// The columns that are written, and the names by which each is known: the first is the one that is written.
const COLUMNS: [(Column, &[&str]); 8] = [
    (Column::Id, &["id", "编号"]),
    (Column::Title, &["title", "标题", "name", "名称", "题目"]),
    (
        Column::Outlet,
        &["outlet", "媒体", "来源", "source", "publisher", "site"],
    ),
    (
        Column::Date,
        &["date", "日期", "发布日期", "发布时间", "published"],
    ),
    (
        Column::Url,
        &[
            "source_url",
            "url",
            "link",
            "href",
            "address",
            "链接",
            "网址",
            "地址",
            "原文",
        ],
    ),
    (
        Column::Added,
        &[
            "added",
            "created",
            "time_added",
            "timestamp",
            "date_added",
            "add_date",
            "收藏时间",
            "添加时间",
        ],
    ),
    (Column::Tags, &["tags", "标签", "tag", "labels", "keywords"]),
    (
        Column::Note,
        &["note", "笔记", "备注", "notes", "comment", "description"],
    ),
];

/// Writes `bookmarks`, tidied, with a line of the columns' names first. UTF-8 without byte order mark: where a spreadsheet is
/// to know that, one goes into `out` before.
///
/// # Errors
/// Those of `out`.
pub fn write_csv(out: &mut impl Write, bookmarks: &[BookmarkForm]) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(COLUMNS.iter().filter_map(|(_, names)| names.first()))?;
    for bookmark in bookmarks {
        let bookmark = bookmark.clone().tidy();
        writer.write_record(
            COLUMNS
                .iter()
                .map(|&(column, _)| guarded(field(&bookmark, column))),
        )?;
    }
    writer.flush()
}

/// The field of a column.
fn field(bookmark: &BookmarkForm, column: Column) -> String {
    let text =
        match column {
            Column::Id => bookmark.id.clone(),
            Column::Title => Some(bookmark.title.clone()),
            Column::Outlet => bookmark.outlet.clone(),
            Column::Date => (bookmark.date)
                .and_then(|date| when::stamp(date, bookmark.date_offset, bookmark.date_precision)),
            Column::Url => bookmark.source_url.clone(),
            Column::Added => (bookmark.added)
                .and_then(|added| when::stamp(added, bookmark.date_offset, DatePrecision::Second)),
            Column::Tags => Some(bookmark.tags.join(" ")),
            Column::Note => bookmark.note.clone(),
        };
    text.unwrap_or_default()
}

/// Whether spreadsheets would take `field` for a formula, without the apostrophes before it (OWASP, "CSV Injection").
fn looks_like_a_formula(field: &str) -> bool {
    field
        .trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// `field` with one more apostrophe where it is needed, so that [`bare`] gives it back.
fn guarded(field: String) -> String {
    if looks_like_a_formula(&field) {
        format!("'{field}")
    } else {
        field
    }
}

/// What was [`guarded`].
fn bare(field: &str) -> &str {
    field
        .strip_prefix('\'')
        .filter(|rest| looks_like_a_formula(rest))
        .unwrap_or(field)
}

/// Stands behind the text: in the field of a quote that is not closed, else alone.
const END: &str = "\u{1}finews\u{1}end\u{1}";

/// Reads a table that has a line of names first, in whatever order and case, parted by commas, semicolons or tabs. Columns
/// of other names are left out, and so is a date that is none, an id that a spreadsheet has rounded (`2.02E+17`) and, where
/// there is an address, what another program calls an id. What cannot be taken is told and left out.
pub fn read_csv(text: &str) -> (Vec<BookmarkForm>, Vec<BadLine>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Lines::of(text);
    let (mut bookmarks, mut bad) = (Vec::new(), Vec::new());
    let Some((start, delimiter)) = delimiter(text) else {
        return (bookmarks, bad);
    };
    let rest = text.get(start..).unwrap_or_default();
    let end = format!("\n{END}");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(rest.as_bytes().chain(end.as_bytes()));
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut record = csv::StringRecord::new();
    // Reading from memory, in UTF-8, fails nowhere.
    while reader.read_record(&mut record).unwrap_or(false) {
        let before = record.position().map_or(0, |position| position.byte() as usize);
        // Empty lines before a record are counted to it.
        let before = rest.get(before..).unwrap_or_default();
        let at = text.len() - before.trim_start_matches(['\r', '\n']).len();
        let line = lines.line(at);
        let mut tell = |why| bad.push(BadLine { line, why });
        if record.iter().any(|field| field.ends_with(END)) {
            if at < text.len() {
                tell(WhyBad::UnclosedQuote);
            }
            break;
        }
        let Some(columns) = &columns else {
            let known: Vec<_> = record.iter().map(column).collect();
            if !known.contains(&Some(Column::Id)) && !known.contains(&Some(Column::Url)) {
                tell(WhyBad::NoColumns);
                break;
            }
            columns = Some(known);
            continue;
        };
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        // What ends without line end and before its last fields was cut, perhaps in the middle of an id.
        let is_cut = record.len() < columns.len() && reader.position().byte() as usize > rest.len();
        if is_cut {
            tell(WhyBad::CutShort);
            continue;
        }
        match bookmark(columns, &record) {
            Ok(bookmark) => bookmarks.push(bookmark),
            Err(why) => tell(why),
        }
    }
    (bookmarks, bad)
}

/// Where the line of names begins and what parts its fields: that by which most names are known. `None` for a text without
/// any line.
fn delimiter(text: &str) -> Option<(usize, u8)> {
    let begin = text.trim_start_matches(['\r', '\n']);
    let first = begin.lines().next()?;
    // Excel's own way to say it.
    if let Some(&[mark]) = first.strip_prefix("sep=").map(str::as_bytes)
        && mark.is_ascii()
    {
        return Some((text.len() - begin.len() + first.len(), mark));
    }
    let header = begin.split(['\r', '\n']).next()?;
    let known = |mark: u8| {
        let names = header.split(char::from(mark));
        names
            .filter(|name| column(name.trim_matches('"')).is_some())
            .count()
    };
    // Of those that are equal the last.
    let mark = [b';', b'\t', b','].into_iter().max_by_key(|mark| known(*mark))?;
    Some((text.len() - begin.len(), mark))
}

/// The column of this name.
fn column(name: &str) -> Option<Column> {
    let name = clean_line(name).to_lowercase().replace([' ', '-'], "_");
    COLUMNS
        .iter()
        .find(|(_, names)| names.contains(&&*name))
        .map(|(column, _)| *column)
}

/// The bookmark of a line.
fn bookmark(columns: &[Option<Column>], record: &csv::StringRecord) -> Result<BookmarkForm, WhyBad> {
    // The first that says anything counts.
    let text = |column| {
        columns
            .iter()
            .zip(record)
            .filter(|(of, field)| **of == Some(column) && !field.trim().is_empty())
            .map(|(_, field)| bare(field))
            .next()
    };
    let owned = |column| text(column).map(ToOwned::to_owned);
    let (date, date_offset, date_precision) = text(Column::Date).and_then(when::parse).map_or(
        (None, when::OFFSET, DatePrecision::None),
        |(date, offset, precision)| (Some(date), offset, precision),
    );
    // Other programs part tags by marks, which ours may hold, and have ids of their own.
    let ours = [Column::Id, Column::Outlet]
        .iter()
        .all(|column| columns.contains(&Some(*column)));
    let tags = text(Column::Tags).unwrap_or_default();
    let tags = tags.split(|c: char| c.is_whitespace() || !ours && matches!(c, ',' | ';' | '|' | '，' | '、'));
    let spoiled = text(Column::Id).is_some_and(is_spoiled);
    let mut bookmark = BookmarkForm {
        id: owned(Column::Id).filter(|_| !spoiled),
        title: owned(Column::Title).unwrap_or_default(),
        outlet: owned(Column::Outlet),
        date,
        date_offset,
        date_precision,
        source_url: owned(Column::Url),
        added: text(Column::Added).and_then(when::moment),
        is_for_passages: false,
        tags: tags.map(ToOwned::to_owned).collect(),
        note: owned(Column::Note),
    }
    .tidy();
    if !ours && bookmark.source_url.is_some() {
        bookmark.id = bookmark.id.filter(|id| PostId::from_slug(id.trim()).is_some());
    }
    if bookmark.is_of_something() {
        Ok(bookmark)
    } else if spoiled {
        Err(WhyBad::SpoiledId)
    } else if text(Column::Url).is_some() {
        Err(WhyBad::NotWeb)
    } else {
        Err(WhyBad::NoAddress)
    }
}

/// Whether `id` is what spreadsheets make of a long number: `2.02201E+17`.
fn is_spoiled(id: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    id.trim().split_once(['E', 'e']).is_some_and(|(number, power)| {
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        digits(whole) && digits(fraction) && power.strip_prefix('+').is_some_and(digits)
    })
}
