//! Bytes of one file to a [`Post`]: decoding, front matter, tail lines and what stands in for what is
//! missing, each oddity with a [`Problem`]. Never fails.

use jiff::civil::Date;

use super::PostFile;
use super::encoding::{self, Oddity};
use super::front::{self, Before, Block, Fields, Key};
use super::names::Name;
use super::{date, lists, tail, title};
use crate::post::{DateFrom, Post, PostDate, PostId, Problem, ProblemKind, TitleFrom};
use crate::text::clean::clean_line;

/// The longest post read, in bytes: 2.8 million Chinese characters, a dozen thick novels. Of a longer
/// file the beginning is shown.
pub(super) const LIMIT: usize = 8 * 1024 * 1024;

/// What a post's archive adds to its bytes.
pub(super) struct Context<'a> {
    /// The offset from UTC, in minutes, of dates that say none.
    pub(super) zone: i16,
    /// Whether there is a category of exactly that name.
    pub(super) is_category: &'a dyn Fn(&str) -> bool,
}

/// What was odd about one file.
struct Problems {
    path: String,
    list: Vec<Problem>,
}

impl Problems {
    fn add(
        &mut self,
        kind: ProblemKind,
        line: Option<u32>,
        message: impl Into<String>,
        shown_as: impl Into<String>,
    ) {
        self.list.push(Problem {
            path: self.path.clone(),
            line,
            kind,
            message: message.into(),
            shown_as: shown_as.into(),
        });
    }
}

/// The post in a file whose first bytes are `bytes`: all of it, or more than [`LIMIT`].
pub(super) fn parse(file: &PostFile, bytes: &[u8], context: &Context<'_>) -> Post {
    let mut problems = Problems {
        path: file.shown(),
        list: Vec::new(),
    };
    let id = file.id();
    let file_name = file.file_name();
    let name = Name::of(&file_name);
    let text = text(bytes, &mut problems);

    let (block, fields) = front_matter(&text, &mut problems);
    let (body, body_line) = block
        .as_ref()
        .map_or((&*text, 1), |block| (block.body, block.body_line));
    let (body, body_line) = without_blank_lines(body, body_line);
    let tail = tail::lift(body);
    if let Some(lines) = tail.empty_source {
        let line = Some(body_line + lines as u32);
        problems.add(
            ProblemKind::EmptySource,
            line,
            "the source link is empty",
            "no source link",
        );
    }

    let line_of = |key: Key| {
        let block = block.as_ref()?;
        Some(block.text_line + front::line_of(block.text, key.name())? as u32)
    };
    let (title, title_from) = title(fields.as_ref(), tail.body, &id, &name, file);
    if fields.is_some() && title_from != TitleFrom::FrontMatter {
        let (message, shown_as) = match (line_of(Key::Title), title_from) {
            (None, TitleFrom::Heading) => ("the title is missing", "the first heading"),
            (None, TitleFrom::Body) => ("the title is missing", "the first sentence"),
            (None, _) => ("the title is missing", "the name"),
            (Some(_), TitleFrom::Heading) => ("the title is empty", "the first heading"),
            (Some(_), TitleFrom::Body) => ("the title is empty", "the first sentence"),
            (Some(_), _) => ("the title is empty", "the name"),
        };
        problems.add(ProblemKind::NoTitle, line_of(Key::Title), message, shown_as);
    }

    let written = fields.as_ref().and_then(|fields| fields.text(Key::Date));
    let date = date::date(written, name.date, &id, context.zone);
    if fields.is_some() && date.from != DateFrom::FrontMatter {
        report_date(&date, line_of(Key::Date), &mut problems);
    }
    report_name(file, name.date, &date, &mut problems);

    let no_fields = Fields::default();
    let lists = lists::read(
        fields.as_ref().unwrap_or(&no_fields),
        file.folders_in_front(),
        context.is_category,
    );
    if let Some((key, message)) = lists.odd {
        problems.add(ProblemKind::OddList, line_of(key), message, "the other items");
    }
    Post {
        outlet: lists.tag.as_deref().map(|tag| lists::outlet(tag).to_owned()),
        path: problems.path,
        folder: file.folder(),
        title,
        title_from,
        date,
        categories: lists.categories,
        tag: lists.tag,
        source_url: tail.source.map(String::from),
        body: tail.body.to_owned(),
        body_line,
        problems: problems.list,
        id,
    }
}

/// A post of which nothing could be read.
pub(super) fn unreadable(file: &PostFile, kind: ProblemKind, message: &str, context: &Context<'_>) -> Post {
    let mut post = parse(file, b"", context);
    post.problems.retain(|problem| problem.kind != ProblemKind::Empty);
    post.problems.push(Problem {
        path: post.path.clone(),
        line: None,
        kind,
        message: message.to_owned(),
        shown_as: "its name, without text".to_owned(),
    });
    post
}

/// The text of a file.
fn text<'a>(bytes: &'a [u8], problems: &mut Problems) -> std::borrow::Cow<'a, str> {
    let beginning = bytes.get(..LIMIT).filter(|_| bytes.len() > LIMIT);
    let decoded = encoding::decode(beginning.unwrap_or(bytes), beginning.is_none());
    if beginning.is_some() {
        let message = format!("longer than a post may be ({} MiB)", LIMIT >> 20);
        problems.add(ProblemKind::TooLarge, None, message, "its beginning");
    }
    if decoded.text.trim().is_empty() {
        problems.add(
            ProblemKind::Empty,
            None,
            "the file is empty",
            "its name, without text",
        );
    }
    match decoded.oddity {
        Some(Oddity::Other(name)) => {
            let message = format!("not UTF-8 but {name}");
            problems.add(ProblemKind::Encoding, None, message, "its text, decoded");
        }
        Some(Oddity::CutShort) => {
            let line = Some(line_at(&decoded.text, decoded.text.len()));
            problems.add(
                ProblemKind::Encoding,
                line,
                "cut in the middle of a character",
                "the text up to there",
            );
        }
        Some(Oddity::Lossy) => {
            let line = decoded.text.find('\u{FFFD}').map(|at| line_at(&decoded.text, at));
            problems.add(
                ProblemKind::Encoding,
                line,
                "not UTF-8, nor GB18030",
                "U+FFFD for each bad part",
            );
        }
        None => {}
    }
    if decoded.mark {
        let message = "a byte order mark stands in front";
        problems.add(
            ProblemKind::BeforeFrontMatter,
            Some(1),
            message,
            "the text without it",
        );
    }
    if let Some((at, character)) = first_control(&decoded.text) {
        let message = format!(
            "control or bidi characters, the first U+{:04X}",
            u32::from(character)
        );
        problems.add(
            ProblemKind::ControlCharacters,
            Some(line_at(&decoded.text, at)),
            message,
            "the text without them",
        );
    }
    decoded.text
}

/// The front matter and its fields; neither if there is nothing like one, and then all is body.
fn front_matter<'a>(text: &'a str, problems: &mut Problems) -> (Option<Block<'a>>, Option<Fields<'a>>) {
    let found = front::find(text).and_then(|block| {
        let fields = match (block.toml, block.text.trim().is_empty()) {
            (_, true) => Some(Fields::default()),
            (true, _) => front::read_toml(block.text),
            (false, _) => front::read(block.text),
        };
        fields.map(|fields| (block, fields))
    });
    let Some((block, fields)) = found else {
        if !text.trim().is_empty() {
            let (kind, message) = if text.starts_with("---\n") {
                (
                    ProblemKind::UnclosedFrontMatter,
                    "the front matter is not closed, or holds no keys",
                )
            } else {
                (ProblemKind::NoFrontMatter, "there is no front matter")
            };
            problems.add(
                kind,
                Some(1),
                message,
                "all of it as text, titled by heading or name",
            );
        }
        return (None, None);
    };
    let message = match block.before {
        Some(Before::Blank) => Some("a blank line stands before the front matter"),
        Some(Before::Fence) => Some("the front matter stands in a code fence"),
        None => None,
    };
    if let Some(message) = message {
        problems.add(
            ProblemKind::BeforeFrontMatter,
            Some(1),
            message,
            "the post as if it did not",
        );
    }
    if !block.opened {
        let line = Some(block.text_line);
        problems.add(
            ProblemKind::UnclosedFrontMatter,
            line,
            "no line opens the front matter",
            "the keys up to ---",
        );
    }
    if !block.closed {
        let message = "no line closes the front matter";
        problems.add(
            ProblemKind::UnclosedFrontMatter,
            Some(block.text_line),
            message,
            "the text from the first line that is no key",
        );
    }
    if fields.salvaged && block.toml {
        problems.add(
            ProblemKind::NotYaml,
            Some(block.text_line),
            "the front matter is TOML",
            "title, date and lists",
        );
    } else if fields.salvaged {
        let line = block.text_line + front::culprit(block.text).unwrap_or(0) as u32;
        problems.add(
            ProblemKind::NotYaml,
            Some(line),
            "the front matter is not YAML",
            "its lines as they are written",
        );
    }
    if let Some(key) = &fields.repeated {
        let line = front::line_of(block.text, key).map(|line| block.text_line + line as u32);
        let message = format!("the key {} stands more than once", clean_line(key));
        problems.add(ProblemKind::RepeatedKey, line, message, "its last value");
    }
    (Some(block), Some(fields))
}

/// The title and where it came from. Never empty.
fn title(
    fields: Option<&Fields<'_>>,
    body: &str,
    id: &PostId,
    name: &Name<'_>,
    file: &PostFile,
) -> (String, TitleFrom) {
    let written = fields
        .and_then(|fields| fields.text(Key::Title))
        .map(title::clean);
    if let Some(title) = written.filter(|title| !title.is_empty()) {
        return (title, TitleFrom::FrontMatter);
    }
    if let Some(title) = title::heading(body) {
        return (title, TitleFrom::Heading);
    }
    // Without a front matter nothing says that the first sentence speaks for the rest (18, 19).
    if let Some(title) = fields.and_then(|_| title::sentence(body)) {
        return (title, TitleFrom::Body);
    }
    let title = match id {
        _ if file.is_stdin() => "standard input".to_owned(),
        PostId::Number(number) => number.to_string(),
        PostId::Path(path) => [
            clean_line(name.slug),
            clean_line(&file.file_name()),
            path.to_string(),
        ]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default(),
    };
    (title, TitleFrom::Name)
}

fn report_date(date: &PostDate, line: Option<u32>, problems: &mut Problems) {
    let message = match (&date.raw, line) {
        (Some(raw), _) => format!("not a date: {raw}"),
        (None, Some(_)) => "the date is empty".to_owned(),
        (None, None) => "the date is missing".to_owned(),
    };
    problems.add(ProblemKind::BadDate, line, message, stand_in(date));
}

fn report_name(file: &PostFile, named: Option<Date>, date: &PostDate, problems: &mut Problems) {
    if !file.is_utf8() {
        let message = "the name is not UTF-8";
        problems.add(
            ProblemKind::NameNotUtf8,
            None,
            message,
            "U+FFFD for each bad part of the name",
        );
    }
    if named.is_none() && !file.is_stdin() {
        let message = "the name has no date in front, or none that exists";
        problems.add(ProblemKind::NoDateInName, None, message, stand_in(date));
    }
}

fn stand_in(date: &PostDate) -> &'static str {
    match date.from {
        DateFrom::FrontMatter => "the date of the front matter",
        DateFrom::Name => "the date in the name",
        DateFrom::Id => "the date in the article number",
        DateFrom::None => "no date",
    }
}

/// `body` from its first line that is not blank, and the number of that line.
fn without_blank_lines(body: &str, line: u32) -> (&str, u32) {
    let text = body.len() - body.trim_start().len();
    let blank = body.get(..text).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', blank.as_bytes()).count();
    let start = memchr::memrchr(b'\n', blank.as_bytes()).map_or(0, |at| at + 1);
    (body.get(start..).unwrap_or(body), line + lines as u32)
}

fn line_at(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    1 + memchr::memchr_iter(b'\n', before).count() as u32
}

/// The first character that could drive a terminal or turn its text around (archive-format 40): C0 but
/// for line ends and tabs, DEL, C1, bidi controls.
fn first_control(text: &str) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let plain = |b: u8| (b >= 0x20 && b != 0x7F) || b == b'\n' || b == b'\t';
    // Two passes, the first over bytes alone, because nearly no file holds any.
    let single = if bytes.iter().fold(true, |all, &b| all & plain(b)) {
        None
    } else {
        bytes.iter().position(|&b| !plain(b))
    };
    let others = memchr::memchr3_iter(0xC2, 0xD8, 0xE2, bytes).find(|&at| {
        let next = bytes.get(at..).unwrap_or_default();
        matches!(
            next,
            [0xC2, 0x80..=0x9F, ..]
                | [0xD8, 0x9C, ..]
                | [0xE2, 0x80, 0x8E | 0x8F | 0xAA..=0xAE, ..]
                | [0xE2, 0x81, 0xA6..=0xA9, ..]
        )
    });
    let at = [single, others].into_iter().flatten().min()?;
    Some((at, text.get(at..)?.chars().next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_found() {
        for (text, expected) in [
            ("甲“乙”\n\t丙…", None),
            ("甲\u{1b}[31m", Some((3, '\u{1b}'))),
            ("甲\u{9b}\u{1b}", Some((3, '\u{9b}'))),
            ("\u{202e}a", Some((0, '\u{202e}'))),
            ("a\u{2068}", Some((1, '\u{2068}'))),
            ("a\u{61c}", Some((1, '\u{61c}'))),
            ("é\u{200d}\u{2028}", None),
        ] {
            assert_eq!(first_control(text), expected, "{text:?}");
        }
    }

    #[test]
    fn leading_blank_lines_are_counted_and_indents_kept() {
        assert_eq!(without_blank_lines("\n \n  text\n", 5), ("  text\n", 7));
        assert_eq!(without_blank_lines("text", 5), ("text", 5));
        assert_eq!(without_blank_lines(" \n", 5), ("", 6));
    }
}
