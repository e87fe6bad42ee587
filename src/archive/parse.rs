//! Bytes of one file to a [`Post`]: decoding, front matter, tail lines and what stands in for what is
//! missing, each oddity with a [`Problem`]. Never fails.

use super::PostFile;
use super::front::{self, Before, Block, Fields, Key};
use super::names::Name;
use super::report::Problems;
use super::{content, date, lists, tail, title};
use crate::post::{DateFrom, Post, PostId, Problem, ProblemKind, TitleFrom};
use crate::text::clean::clean_line;

/// What a post's archive adds to its bytes.
pub(super) struct Context<'a> {
    /// The offset from UTC, in minutes, of dates that say none.
    pub(super) zone: i16,
    /// Whether there is a category of exactly that name.
    pub(super) is_category: &'a dyn Fn(&str) -> bool,
}

/// The post in a file whose first bytes are `bytes`: all of it, or more than [`content::LIMIT`].
pub(super) fn parse(file: &PostFile, bytes: &[u8], context: &Context<'_>) -> Post {
    let mut problems = Problems::new(file);
    let id = file.id();
    let file_name = file.file_name();
    let name = Name::of(&file_name);
    let text = content::text(bytes, &mut problems);

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
        problems.no_title(title_from, line_of(Key::Title));
    }

    let written = fields.as_ref().and_then(|fields| fields.text(Key::Date));
    let date = date::date(written, name.date, &id, context.zone);
    if fields.is_some() && date.from != DateFrom::FrontMatter {
        problems.bad_date(&date, line_of(Key::Date));
    }
    problems.name(file, name.date, &date);

    let no_fields = Fields::default();
    let lists = lists::read(
        fields.as_ref().unwrap_or(&no_fields),
        &file.folders_in_front(),
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
        checksum: crc32fast::hash(bytes),
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

/// `body` from its first line that is not blank, and the number of that line.
fn without_blank_lines(body: &str, line: u32) -> (&str, u32) {
    let text = body.len() - body.trim_start().len();
    let blank = body.get(..text).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', blank.as_bytes()).count();
    let start = memchr::memrchr(b'\n', blank.as_bytes()).map_or(0, |at| at + 1);
    (body.get(start..).unwrap_or(body), line + lines as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_blank_lines_are_counted_and_indents_kept() {
        assert_eq!(without_blank_lines("\n \n  text\n", 5), ("  text\n", 7));
        assert_eq!(without_blank_lines("text", 5), ("text", 5));
        assert_eq!(without_blank_lines(" \n", 5), ("", 6));
    }
}
