//! The common shape, read strictly: one `key: value` a line, the value plain or in plain quotes. Whatever
//! could mean anything else to YAML is refused, and refused means `None` for the whole block, so that
//! a YAML library reads it instead. A property test holds what is accepted to what `serde_yaml` reads.
//! About a microsecond a post, a tenth of the library.

use super::{Fields, Key, Value};
use std::borrow::Cow;

/// Keys of one block that are told apart; more are left to the library.
const KEYS: usize = 16;

/// The fields of `text`, or `None` unless every line has the common shape.
pub(super) fn read(text: &str) -> Option<Fields<'_>> {
    let mut fields = Fields::default();
    let mut seen = [""; KEYS];
    let mut unused = seen.iter_mut();
    let mut keys: usize = 0;
    for line in text.split('\n') {
        if !printable(line) {
            return None;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, rest) = line.split_once(':')?;
        if !is_key(name) || !(rest.is_empty() || rest.starts_with(' ')) {
            return None;
        }
        let value = value(rest.trim_matches(' '))?;
        *unused.next()? = name;
        keys += 1;
        if let Some(key) = Key::named(name) {
            fields.values.push((key, value));
        }
    }
    let used = seen.get(..keys)?;
    let repeated = used
        .iter()
        .enumerate()
        .any(|(at, name)| used.iter().skip(at + 1).any(|other| other == name));
    (keys > 0 && !repeated).then_some(fields)
}

fn is_key(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Whether YAML reads every character as itself (YAML 1.2, 5.1), tabs and odd spaces apart.
fn printable(line: &str) -> bool {
    // Most lines have nothing below U+2000 outside ASCII; the loop over bytes is for them.
    line.bytes().all(|b| b >= 0x20 && b != 0x7F)
        && (line.is_ascii()
            || !line.chars().any(|c| {
                matches!(
                    c,
                    '\u{7F}'..='\u{A0}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
                )
            }))
}

/// A plain scalar without anything that YAML could read otherwise, or a quoted one without escapes.
fn value(text: &str) -> Option<Value<'_>> {
    let Some(first) = text.chars().next() else {
        return Some(Value::Null);
    };
    if let '"' | '\'' = first {
        let inner = text.get(1..)?.strip_suffix(first)?;
        return (!inner.contains([first, '\\'])).then_some(Value::Text(Cow::Borrowed(inner)));
    }
    let indicator = matches!(
        first,
        '-' | '?' | ':' | ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '`'
    );
    if indicator || text.contains(": ") || text.contains(" #") || text.ends_with(':') {
        return None;
    }
    Some(match text {
        "~" | "null" | "Null" | "NULL" => Value::Null,
        _ => Value::Text(Cow::Borrowed(text)),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::read_by_library;
    use super::*;

    #[test]
    fn the_archive_s_own_shape_is_accepted() {
        let text = "layout: post\ntitle: \"央行：降准\"\ndate: 2022-01-07 10:46:18 +0800\ncategories: emnews\ntags: 东财滚动新闻";
        let fields = read(text).unwrap();
        assert_eq!(fields.text(Key::Title), Some("央行：降准"));
        assert_eq!(fields.text(Key::Date), Some("2022-01-07 10:46:18 +0800"));
    }

    #[test]
    fn anything_doubtful_is_refused() {
        for text in [
            "title: *ST天润 跌停",
            "title: 里昂: 下调",
            "title: a # b",
            "title:\tx",
            "title : x",
            "title: [a]",
            "title: \"a\\n\"",
            "title: \"a\" b",
            "title: 'it''s'",
            "title: |-\n  x",
            "title: a\n  b",
            "title: a\ntitle: b",
            "",
            "text",
            "title:x",
            "- a",
            "title: a\u{85}b",
            "title: a\u{1b}b",
            "title: \u{a0}b",
            "title: x:",
            "a: 1\n---",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever the scanner accepts, `serde_yaml` reads to the same values.
        #[test]
        fn the_scanner_agrees_with_yaml(
            lines in proptest::collection::vec(
                (
                    prop_oneof![
                        Just("title"), Just("date"), Just("categories"), Just("tags"), Just("category"), Just("layout"), Just("x-1"),
                    ],
                    prop_oneof![Just(": "), Just(":"), Just(":  "), Just(" : "), Just(":\t")],
                    prop_oneof![
                        4 => "[-?:,\\[\\]{}#&*!|>'\"%@` a1~.中，“\u{a0}\u{2028}\u{85}\u{feff}\u{7f}\\\\]{0,6}",
                        2 => "\"[^\"]{0,8}\"",
                        2 => "'[^']{0,8}'",
                        2 => "[0-9+. eExX_:-]{0,8}",
                        2 => "[a #:]{3,8}",
                        1 => "\\PC{0,12}",
                        1 => any::<String>(),
                        1 => prop_oneof![
                            Just("null".to_owned()), Just("~".to_owned()), Just("yes".to_owned()), Just("true".to_owned()), Just("0x1F".to_owned()),
                            Just("1e3".to_owned()), Just(".inf".to_owned()), Just("2022-01-05".to_owned()), Just("=".to_owned()),
                            Just("<<".to_owned()), Just("...".to_owned()), Just("# x".to_owned()), Just("\n".to_owned()),
                        ],
                    ],
                ),
                1..4,
            ),
        ) {
            let text: Vec<String> = lines.iter().map(|(key, colon, value)| format!("{key}{colon}{value}")).collect();
            let text = text.join("\n");
            if let Some(mut scanned) = read(&text) {
                let read = read_by_library(&text);
                prop_assert!(read.is_some(), "YAML refuses {:?}", text);
                let mut read = read.unwrap();
                scanned.values.sort_by_key(|(key, _)| *key as u8);
                read.values.sort_by_key(|(key, _)| *key as u8);
                prop_assert_eq!(scanned, read, "{:?}", text);
            }
        }
    }
}
