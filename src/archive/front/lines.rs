//! Front matter line by line: for blocks that no YAML library reads (archive-format 20, 21) and for
//! TOML (18). Every `key: rest` is taken at its word.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Lines;

use super::{Fields, Key, Value};

/// How keys are set off from values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// `key: value`, `- item`, indented lines go on.
    Yaml,
    /// `key = value`, values and lists on one line.
    Toml,
}

/// The known keys of `text`; `None` if nothing in it looks like a front matter: no known key, and
/// lines that are no keys at all.
pub(super) fn read(text: &str, syntax: Syntax) -> Option<Fields<'_>> {
    let mut fields = Fields::default();
    let mut seen = std::collections::HashSet::new();
    let mut strangers = false;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((name, rest)) = split_key(line, syntax) else {
            strangers |= !(line.trim().is_empty() || line.starts_with(['#', '[']));
            continue;
        };
        if !seen.insert(name) {
            fields.repeated.get_or_insert_with(|| name.to_owned());
        }
        let key = Key::named(name);
        let value = value(rest, key.is_some_and(Key::holds_lists), syntax, &mut lines);
        if let Some(key) = key {
            fields.set(key, value);
        }
    }
    let found = !fields.values.is_empty() || !(seen.is_empty() || strangers);
    found.then_some(fields)
}

/// Name and rest of a line that begins with a key: a name of letters, digits, `_` and `-`, then
/// perhaps spaces, then the separator.
pub(super) fn split_key(line: &str, syntax: Syntax) -> Option<(&str, &str)> {
    let separator = match syntax {
        Syntax::Yaml => ':',
        Syntax::Toml => '=',
    };
    let (name, rest) = line.split_once(separator)?;
    let name = name.trim_end();
    let well_formed = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    well_formed.then(|| (name, rest.trim()))
}

/// Reads a value and the lines that belong to it.
fn value<'a>(rest: &'a str, list: bool, syntax: Syntax, lines: &mut Peekable<Lines<'a>>) -> Value<'a> {
    let mut items = Vec::new();
    let mut more = Vec::new();
    while let Some(line) = lines.next_if(|line| syntax == Syntax::Yaml && continues(line)) {
        match line.trim_start().strip_prefix('-') {
            Some(item) if list => items.push(plain(item.trim(), syntax)),
            _ => more.push(line.trim()),
        }
    }
    if !items.is_empty() {
        return Value::List(items);
    }
    let inner = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(inner) = inner.filter(|_| list) {
        let items = inner.split(',').map(str::trim).filter(|item| !item.is_empty());
        return Value::List(items.map(|item| plain(item, syntax)).collect());
    }
    if more.is_empty() {
        return plain(rest, syntax).map_or(Value::Null, Value::Text);
    }
    let block = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-');
    let first = if block == "|" || block == ">" { "" } else { rest };
    let joined = std::iter::once(first).chain(more).filter(|line| !line.is_empty());
    let joined = joined.collect::<Vec<_>>().join(" ");
    plain(&joined, syntax).map_or(Value::Null, |text| Value::Text(Cow::Owned(text.into_owned())))
}

/// Whether a line goes on with the value above it.
fn continues(line: &str) -> bool {
    line.starts_with([' ', '\t']) || line == "-" || line.starts_with("- ")
}

/// A scalar without its quotes or its comment; `None` for null.
fn plain(text: &str, syntax: Syntax) -> Option<Cow<'_, str>> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let inside = text.get(1..).and_then(|rest| rest.rsplit_once(quote));
        if let Some((inner, after)) = inside
            && (after.trim().is_empty() || after.trim_start().starts_with('#'))
        {
            return Some(match quote {
                '"' => unescape(inner),
                _ if syntax == Syntax::Yaml && inner.contains("''") => inner.replace("''", "'").into(),
                _ => inner.into(),
            });
        }
    }
    let text = if text.starts_with('#') {
        ""
    } else {
        text.split(" #").next().unwrap_or_default().trim_end()
    };
    match text {
        "" | "~" | "null" | "Null" | "NULL" => None,
        text => Some(text.into()),
    }
}

/// Takes back `\"` and `\\`. Other backslashes were meant as such, as far as can be told (20).
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let escaped = if c == '\\' {
            rest.next_if(|c| matches!(c, '"' | '\\'))
        } else {
            None
        };
        out.push(escaped.unwrap_or(c));
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<String> {
        read(text, Syntax::Yaml)?.text(Key::Title).map(str::to_owned)
    }

    #[test]
    fn titles_that_yaml_refuses() {
        for (line, expected) in [
            ("title: \"他说\"你好\"了\"", "他说\"你好\"了"),
            ("title: \"a\\\"b\\q\"", "a\"b\\q"),
            ("title: *ST天润 跌停", "*ST天润 跌停"),
            ("title: 里昂: 下调", "里昂: 下调"),
            ("title: [快讯] 涨停", "[快讯] 涨停"),
            ("title: | 深市", "| 深市"),
            ("title: \"未完", "\"未完"),
            ("title: C# 语言 # 注释", "C# 语言"),
            ("title: \"a\" # b", "a"),
            ("title: |-\n  甲\n  乙", "甲 乙"),
            ("title: 'it''s'", "it's"),
            ("title:紧贴", "紧贴"),
        ] {
            assert_eq!(title(line).as_deref(), Some(expected), "{line}");
        }
        assert_eq!(title("title: ~"), None);
        assert_eq!(title("title: # 注释"), None);
    }

    #[test]
    fn lists() {
        for text in [
            "tags: [甲, \"乙\"]",
            "tags:\n- 甲\n- 乙",
            "tags:\n  - 甲\n  - '乙'",
        ] {
            let fields = read(text, Syntax::Yaml).unwrap();
            let expected = Value::List(vec![Some("甲".into()), Some("乙".into())]);
            assert_eq!(fields.get(Key::Tags), Some(&expected), "{text}");
        }
    }

    #[test]
    fn toml() {
        let text =
            "title = \"The \\\"new\\\" one\" # x\ndate = 2021-05-06\n[taxonomies]\ntags = [\"a\", 'b']";
        let fields = read(text, Syntax::Toml).unwrap();
        assert_eq!(fields.text(Key::Title), Some("The \"new\" one"));
        assert_eq!(fields.text(Key::Date), Some("2021-05-06"));
        assert_eq!(
            fields.get(Key::Tags),
            Some(&Value::List(vec![Some("a".into()), Some("b".into())]))
        );
    }

    #[test]
    fn prose_is_no_front_matter() {
        assert_eq!(read("只是一段话\n还有一段", Syntax::Yaml), None);
        assert_eq!(read("注意: 一\nNote: 二", Syntax::Yaml), None);
    }
}
