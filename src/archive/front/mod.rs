//! Front matter: where it stands in a file (archive-format 12 to 18) and what its keys say (19 to 33).
//!
//! Three readers, each for what the one before leaves: `scanner` (the common shape, strict and fast),
//! `yaml` (`serde_yaml`) and `lines` (what no YAML library reads, and TOML).

mod block;
mod lines;
mod scanner;
mod yaml;

use std::borrow::Cow;

pub(super) use block::{Before, Block, find};
use lines::Syntax;

/// YAML longer than this, in bytes, is read line by line only.
const YAML_LIMIT: usize = 256 * 1024;

/// Opening brackets above which the same holds: the library takes quadratic time over nested ones.
const BRACKETS: usize = 256;

/// Lines among which the one that is not YAML is looked for.
const CULPRIT_LINES: usize = 64;

/// The keys that mean something here. Any other is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Title,
    Date,
    Category,
    Categories,
    Tag,
    Tags,
    /// `url` and `baseurl` stand in `_config.yml` only.
    Url,
    BaseUrl,
}

impl Key {
    const ALL: [(&'static str, Self); 8] = [
        ("title", Self::Title),
        ("date", Self::Date),
        ("category", Self::Category),
        ("categories", Self::Categories),
        ("tag", Self::Tag),
        ("tags", Self::Tags),
        ("url", Self::Url),
        ("baseurl", Self::BaseUrl),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|&(_, key)| key)
    }

    /// Its name as it is written.
    pub(super) fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, key)| *key == self)
            .map_or("", |&(name, _)| name)
    }

    /// Whether a value in `[…]` is a list; elsewhere it is text that happens to begin so (21).
    fn holds_lists(self) -> bool {
        matches!(self, Self::Category | Self::Categories | Self::Tag | Self::Tags)
    }
}

/// What a key says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// Nothing, `~` or `null`.
    Null,
    /// A scalar as it is written, whatever type YAML would make of it (22).
    Text(Cow<'a, str>),
    /// A list; `None` for what is null or no scalar.
    List(Vec<Option<Cow<'a, str>>>),
}

/// The known keys of a front matter; a key given twice keeps its last value (23).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields<'a> {
    values: Vec<(Key, Value<'a>)>,
    /// A key that stands more than once, if one does.
    pub(super) repeated: Option<String>,
    /// Whether it had to be read line by line.
    pub(super) salvaged: bool,
}

impl<'a> Fields<'a> {
    pub(super) fn get(&self, key: Key) -> Option<&Value<'a>> {
        self.values
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value)
    }

    /// The text of a scalar; an empty one counts as none.
    pub(super) fn text(&self, key: Key) -> Option<&str> {
        match self.get(key) {
            Some(Value::Text(text)) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    fn set(&mut self, key: Key, value: Value<'a>) {
        match self.values.iter_mut().find(|(known, _)| *known == key) {
            Some((_, old)) => *old = value,
            None => self.values.push((key, value)),
        }
    }
}

/// The keys of the YAML `text` (without its `---` lines); `None` where it holds nothing like a key.
pub(super) fn read(text: &str) -> Option<Fields<'_>> {
    if let Some(fields) = scanner::read(text) {
        return Some(fields);
    }
    if let Some(fields) = read_by_library(text) {
        return Some(fields);
    }
    lines::read(text, Syntax::Yaml).map(|fields| Fields {
        salvaged: true,
        ..fields
    })
}

/// What `serde_yaml` makes of it; what it would type away (`categories: 1e3`, `title: [快讯]`) as it is written.
fn read_by_library(text: &str) -> Option<Fields<'_>> {
    let brackets = memchr::memchr2_iter(b'[', b'{', text.as_bytes()).count();
    if text.len() > YAML_LIMIT || brackets > BRACKETS {
        return None;
    }
    let (mut fields, unread) = yaml::read(text)?;
    let written = if unread.is_empty() {
        None
    } else {
        lines::read(text, Syntax::Yaml)
    };
    for key in unread {
        if let Some(value) = written.as_ref().and_then(|written| written.get(key)) {
            fields.set(key, value.clone());
        }
    }
    Some(fields)
}

/// The keys of the TOML `text`, line by line.
pub(super) fn read_toml(text: &str) -> Option<Fields<'_>> {
    lines::read(text, Syntax::Toml).map(|fields| Fields {
        salvaged: true,
        ..fields
    })
}

/// The line (from 0) of `text` on which `key` stands last.
pub(super) fn line_of(text: &str, key: &str) -> Option<usize> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with([':', '=']))
        })
        .last()
        .map(|(at, _)| at)
}

/// The line (from 0) that keeps the block from being YAML: the first with a key that is not YAML by itself.
pub(super) fn culprit(text: &str) -> Option<usize> {
    text.lines().take(CULPRIT_LINES).position(|line| {
        let has_key = lines::split_key(line, Syntax::Yaml).is_some();
        has_key && scanner::read(line).is_none() && read_by_library(line).is_none()
    })
}
