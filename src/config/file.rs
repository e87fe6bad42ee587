//! The settings file: TOML, every key optional, by the table in `keys`. A mistake costs its own key alone
//! and is told by its line.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Both, KEYS};
use super::rules::{self, RULES};
use super::{KeyPane, KeySetting, Lang, Settings, archives, groups};
use crate::text::clean::clean_line;
use crate::text::likely::likely;

/// Bytes of the largest file that is read.
const LARGEST: u64 = 1024 * 1024;
/// Lines that may be no TOML before the rest is given up.
const MOST_ILLEGIBLE: usize = 20;
/// Lines that are asked whether they open what is not closed.
const MOST_OPENINGS: usize = 32;

/// The table of the user's own keys.
const BINDINGS: &str = "keys";
/// The tables that the file may have.
const TABLES: [&str; 4] = [BINDINGS, archives::TABLE, groups::NAME, RULES];

/// Name of the file in the config folder.
pub const NAME: &str = "config.toml";

/// Something in the file that could not be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong.
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The line is no TOML, for this reason.
    NotToml(String),
    /// No setting has this name; perhaps the other was meant.
    UnknownKey(String, Option<&'static str>),
    /// The setting may be this only.
    BadValue(Cow<'static, str>, Both),
}

impl Mistake {
    pub(super) fn new(line: usize, kind: Kind) -> Self {
        Self { line, kind }
    }

    /// What is wrong and what would be right: one clean line, without full stop.
    pub fn told(&self, lang: Lang) -> String {
        match (&self.kind, lang) {
            (Kind::NotToml(why), Lang::Zh) => format!("不合 TOML 的写法（{why}）"),
            (Kind::NotToml(why), Lang::En) => format!("not TOML: {why}"),
            (Kind::UnknownKey(key, Some(nearest)), Lang::Zh) => {
                format!("没有“{key}”这项设置，是不是 {nearest}？")
            }
            (Kind::UnknownKey(key, Some(nearest)), Lang::En) => {
                format!("no setting is named “{key}”; did you mean {nearest}?")
            }
            (Kind::UnknownKey(key, None), Lang::Zh) => {
                format!("没有“{key}”这项设置。finews config default 可列出全部设置")
            }
            (Kind::UnknownKey(key, None), Lang::En) => {
                format!("no setting is named “{key}”; `finews config default` lists them")
            }
            (Kind::BadValue(key, takes), Lang::Zh) => format!("{key} 应为{}", spaced(takes.0)),
            (Kind::BadValue(key, takes), Lang::En) => format!("{key} must be {}", takes.1),
        }
    }
}

/// `text` after a Han character, parted from it where it begins with another script.
pub(super) fn spaced(text: &str) -> String {
    let space = if text.starts_with(|c: char| c.is_ascii()) {
        " "
    } else {
        ""
    };
    format!("{space}{text}")
}

/// What the file at `path` says, and its mistakes by line.
///
/// # Errors
/// Where it cannot be read, if only because there is none.
pub fn load(path: &Path) -> io::Result<(Settings, Vec<Mistake>)> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(match std::str::from_utf8(&bytes) {
        Ok(text) => read(text),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let mistake = Mistake {
                line: line_of(good, good.len()),
                kind: Kind::NotToml("not UTF-8".to_owned()),
            };
            (Settings::default(), vec![mistake])
        }
    })
}

/// What `text` says, and its mistakes by line. What is not said, or not said well, is as by default.
pub fn read(text: &str) -> (Settings, Vec<Mistake>) {
    let mut settings = Settings::default();
    let mut mistakes = Vec::new();
    let mut legible = text.to_owned();
    // A line that is no TOML is blanked, and the rest read without it.
    let table = loop {
        let error = match DeTable::parse(&legible) {
            Ok(table) => break table,
            Err(error) => error,
        };
        let line = culprit(&legible, stopped(&error));
        mistakes.push(Mistake {
            line,
            kind: Kind::NotToml(clean_line(error.message())),
        });
        let again = blank_line(&legible, line);
        if again == legible || mistakes.len() == MOST_ILLEGIBLE {
            return (settings, mistakes);
        }
        legible = again;
    };
    for (name, value) in table.get_ref() {
        if name.get_ref().as_ref() == BINDINGS {
            read_bindings(text, (name, value), None, &mut settings.keys, &mut mistakes);
            continue;
        }
        if name.get_ref().as_ref() == RULES {
            settings.rules = rules::read(text, name.span().start, value.get_ref(), &mut mistakes);
            continue;
        }
        if name.get_ref().as_ref() == archives::TABLE {
            read_archives(text, (name, value), &mut settings, &mut mistakes);
            continue;
        }
        if name.get_ref().as_ref() == groups::NAME {
            let (read, odd) = match value.get_ref().as_table() {
                Some(table) => groups::read(table),
                None => (Vec::new(), vec![name.span().start]),
            };
            settings.groups = read;
            mistakes.extend(odd.into_iter().map(|at| Mistake {
                line: line_of(text.as_bytes(), at),
                kind: Kind::BadValue(groups::NAME.into(), groups::TAKES),
            }));
            continue;
        }
        let key = KEYS.iter().find(|key| key.name == name.get_ref().as_ref());
        let line = line_of(text.as_bytes(), name.span().start);
        let kind = match key {
            None => Kind::UnknownKey(
                clean_line(name.get_ref()),
                likely(name.get_ref(), KEYS.iter().map(|key| key.name).chain(TABLES)),
            ),
            Some(key) if (key.set)(&mut settings, value.get_ref()).is_none() => {
                Kind::BadValue(key.name.into(), key.takes)
            }
            Some(key) => {
                if let (Some(theme), "theme") = (&mut settings.theme, key.name) {
                    theme.line = line;
                }
                continue;
            }
        };
        mistakes.push(Mistake { line, kind });
    }
    mistakes.sort_by_key(|mistake| mistake.line);
    (settings, mistakes)
}

/// Reads the table of archives at `name`.
fn read_archives(
    text: &str,
    (name, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>),
    settings: &mut Settings,
    mistakes: &mut Vec<Mistake>,
) {
    let mut mistake = |name: &Spanned<Cow<'_, str>>, of: String, takes| {
        mistakes.push(Mistake {
            line: line_of(text.as_bytes(), name.span().start),
            kind: Kind::BadValue(of.into(), takes),
        });
    };
    let Some(table) = value.get_ref().as_table() else {
        mistake(name, archives::TABLE.to_owned(), archives::TAKES);
        return;
    };
    for (name, folder) in table {
        if let Err(takes) = archives::read(&mut settings.archives, (name, folder)) {
            let of = format!("{}.{}", archives::TABLE, clean_line(name.get_ref()));
            mistake(name, of, takes);
        }
    }
}

/// Reads the table of keys at `named`, and within it those of the panes.
fn read_bindings(
    text: &str,
    (name, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>),
    pane: Option<KeyPane>,
    bindings: &mut Vec<KeySetting>,
    mistakes: &mut Vec<Mistake>,
) {
    let line_of = |name: &Spanned<Cow<'_, str>>| line_of(text.as_bytes(), name.span().start);
    let Some(table) = value.get_ref().as_table() else {
        let kind = Kind::BadValue(BINDINGS.into(), ("一张表：[keys]", "a table: [keys]"));
        let line = line_of(name);
        mistakes.push(Mistake { line, kind });
        return;
    };
    for (keys, action) in table {
        let line = line_of(keys);
        match (action.get_ref(), KeyPane::named(keys.get_ref()), pane) {
            (DeValue::String(action), ..) => bindings.push(KeySetting {
                line,
                pane,
                keys: clean_line(keys.get_ref()),
                action: clean_line(action),
            }),
            (DeValue::Table(_), Some(own), None) => {
                read_bindings(text, (keys, action), Some(own), bindings, mistakes);
            }
            _ => mistakes.push(Mistake {
                line,
                kind: Kind::BadValue(
                    BINDINGS.into(),
                    (
                        "\"键\" = \"动作\"，或 categories、list、page、selection 的表",
                        "\"KEYS\" = \"ACTION\", or tables of categories, list, page, selection",
                    ),
                ),
            }),
        }
    }
}

/// The byte at which the reading of TOML stopped.
pub(in crate::config) fn stopped(error: &toml::de::Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

/// The line that is to blame where the reading of `text` stopped at the byte `at`: the last at or before it
/// that says anything or, where it is the end that was not to come yet, or more can be read without it, the
/// line that opened what is not closed.
pub(in crate::config) fn culprit(text: &str, at: usize) -> usize {
    let told = line_of(text.as_bytes(), at);
    let lines: Vec<&str> = text.split_inclusive('\n').take(told).collect();
    let last = lines.iter().rposition(|line| !line.trim().is_empty());
    let line = last.map_or(told, |last| last + 1);
    let at_end = text.get(at..).is_none_or(|rest| rest.trim().is_empty());
    let readable = |line| {
        DeTable::parse(&blank_line(text, line))
            .err()
            .map_or(text.len() + 1, |error| stopped(&error))
    };
    match opener(&lines, line) {
        Some(opener) if at_end || readable(opener) > readable(line) => opener,
        _ => line,
    }
}

/// The line of `lines` that opens something in which line `line` stands; all before it is TOML.
fn opener(lines: &[&str], line: usize) -> Option<usize> {
    let toml_before = |line: usize| {
        let before: String = lines.iter().take(line - 1).copied().collect();
        DeTable::parse(&before).is_ok()
    };
    let opens = |line: &str| ["\"\"\"", "'''", "[", "{"].iter().any(|mark| line.contains(mark));
    if toml_before(line) {
        return None;
    }
    let openings = (1..line).rev().zip(lines.iter().take(line - 1).rev());
    let openings = openings.filter(|(_, text)| opens(text)).take(MOST_OPENINGS);
    openings.map(|(line, _)| line).find(|line| toml_before(*line))
}

/// `text` with blanks for all that stands in its line `line`, so that no other line moves.
fn blank_line(text: &str, line: usize) -> String {
    text.split_inclusive('\n')
        .enumerate()
        .map(|(at, whole)| {
            if at + 1 == line {
                let kept = if whole.ends_with('\n') { "\n" } else { "" };
                format!("{}{kept}", " ".repeat(whole.len() - kept.len()))
            } else {
                whole.to_owned()
            }
        })
        .collect()
}

/// The line, from 1, in which the byte `at` stands.
pub(in crate::config) fn line_of(text: &[u8], at: usize) -> usize {
    let before = text.get(..at).unwrap_or(text);
    memchr::memchr_iter(b'\n', before).count() + 1
}

#[cfg(test)]
mod tests {
    use super::super::Figures;
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<String> {
        let (_, mistakes) = read(text);
        mistakes
            .iter()
            .map(|mistake| format!("{}: {}", mistake.line, mistake.told(Lang::En)))
            .collect()
    }

    #[test]
    fn nothing_said_is_the_default() {
        assert_eq!(read(""), (Settings::default(), vec![]));
        assert_eq!(read("# nothing\n"), (Settings::default(), vec![]));
    }

    #[test]
    fn the_default_file_says_exactly_the_defaults() {
        for lang in [Lang::Zh, Lang::En] {
            let file = crate::config::default_file::default_file(lang);
            assert_eq!(read(&file), (Settings::default(), vec![]));
            for key in KEYS {
                assert!(file.contains(&format!("\n{} = {}\n", key.name, key.default)));
            }
        }
    }

    #[test]
    fn the_users_keys_are_read_with_their_panes() {
        let text = "[keys]\nB = \"bookmark\"\n\"^x\" = \"none\"\n[keys.page]\nJ = \"down\"\n[keys.nowhere]\n[keys.list]\nx = 3\n";
        let (settings, mistakes) = read(text);
        let bound: Vec<_> = (settings.keys.iter())
            .map(|key| (key.line, key.pane, &*key.keys, &*key.action))
            .collect();
        assert_eq!(
            bound,
            [
                (2, None, "B", "bookmark"),
                (3, None, "^x", "none"),
                (5, Some(KeyPane::Page), "J", "down")
            ]
        );
        let lines: Vec<usize> = mistakes.iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [6, 8]);
        assert!(told("keys = 1\n")[0].starts_with("1: keys must be a table"));
    }

    #[test]
    fn archives_have_names() {
        let text = "[archives]\nfinance = \"~/a\"\n\"科 技\" = \"/srv/b\"\n\"a/b\" = \"/c\"\nguide = \"/d\"\nx = 3\ny = \"rel\"\n\"ＦＩＮＡＮＣＥ\" = \"/e\"\n";
        let (settings, mistakes) = read(text);
        let names: Vec<&str> = settings.archives.iter().map(|one| &*one.name).collect();
        assert_eq!(names, ["finance", "科 技"]);
        assert!(settings.archives.iter().all(|one| one.path.is_absolute()));
        let lines: Vec<usize> = mistakes.iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [4, 5, 6, 7, 8]);
        let said = told(text);
        assert!(said[0].contains("archives.a/b must be a name"), "{said:?}");
        assert!(said[2].contains("archives.x must be a folder"), "{said:?}");
        assert!(told("archives = 1\n")[0].contains("must be a table"));
        assert!(told("[archvies]\na = \"/a\"\n")[0].contains("did you mean archives?"));
        let found = archives::named(&settings.archives, "Ｆinance").unwrap();
        assert_eq!(found.name, "finance");
    }

    #[test]
    fn groups_are_read_in_the_order_of_the_file() {
        let text = "[groups]\n\"宏观\" = [\"jjckw\", '券商中国']\nB = []\n\"地 方\" = [\"a\"]\nC = \"a\"\nD = [1]\n\"\" = [\"a\"]\n";
        let (settings, mistakes) = read(text);
        let groups: Vec<_> = settings
            .groups
            .iter()
            .map(|group| (&*group.name, group.members.len()))
            .collect();
        assert_eq!(groups, [("宏观", 2), ("地 方", 1)]);
        let lines: Vec<usize> = mistakes.iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [3, 5, 6, 7]);
        assert!(told("groups = 1\n")[0].starts_with("1: groups must be a table [groups]"));
    }

    #[test]
    fn every_key_does_something() {
        let others = [
            ("archive", "\"~/news\""),
            ("lang", "\"en\""),
            ("text_search", "\"read\""),
            ("index_years", "3"),
            ("mark_read", "\"never\""),
            ("history_days", "0"),
            ("reopen", "false"),
            ("category_order", "\"used\""),
            ("recent_categories", "0"),
            ("mouse", "false"),
            ("measure", "60"),
            ("theme", "\"paper/night\""),
            ("figures", "\"plain\""),
            ("hyperlinks", "\"never\""),
            ("link_notes", "false"),
            ("justify", "false"),
            ("preview_delay_ms", "0"),
            ("citation", "\"ris\""),
            ("timezone", "\"-03:30\""),
            ("ambiguous_width", "2"),
        ];
        assert_eq!(others.len(), KEYS.len());
        for (key, value) in others {
            let (settings, mistakes) = read(&format!("{key} = {value}"));
            assert_eq!(mistakes, []);
            assert_ne!(settings, Settings::default(), "{key}");
        }
        let (settings, _) = read("measure = 0x28\ntimezone = '-03:30'\nambiguous_width = 1");
        assert_eq!((settings.measure, settings.zone), (40, -210));
        assert_eq!(settings.ambiguous_wide, Some(false));
        assert!(read("ambiguous_width = 2").0.cells.ambiguous_wide);
        let archive = |text| read(text).0.archive.unwrap();
        assert!(archive("archive = '~/a b'").is_absolute());
        assert_eq!(archive("archive = '~a'"), Path::new("~a"));
    }

    #[test]
    fn a_mistake_costs_its_own_key_alone() {
        let (settings, mistakes) = read("measure = 60\nfigures = 3\nlink_notes = false\n");
        assert_eq!((settings.measure, settings.link_notes), (60, false));
        assert_eq!(settings.figures, Figures::Bold);
        assert_eq!(mistakes.len(), 1);
        let (settings, mistakes) = read("measure 60\nlink_notes = false\n");
        assert!(!settings.link_notes, "{mistakes:?}");
        assert_eq!(mistakes.len(), 1);
        assert_eq!(mistakes[0].line, 1);
        for text in [
            "lang = \"zh\nmeasure = 60",
            "[\nmeasure = 60",
            "= 1\nmeasure = 60\n?\n",
        ] {
            assert_eq!(read(text).0.measure, 60, "{text}");
        }
    }

    #[test]
    fn what_is_left_open_at_the_end_costs_its_own_key_alone() {
        for end in ["", "\n", "\n\n", "\n   \n\t\n", "\r\n\r\n"] {
            for open in ["\"\"\"bold", "\"\"\"", "'''", "[", "[\"a\",", "{", "\"bold", ""] {
                let text = format!("lang = \"en\"\nmeasure = 60\nfigures = {open}{end}");
                let (settings, mistakes) = read(&text);
                assert_eq!(
                    (settings.lang, settings.measure),
                    (Some(Lang::En), 60),
                    "{text:?}"
                );
                let lines: Vec<usize> = mistakes.iter().map(|mistake| mistake.line).collect();
                assert_eq!(lines, [3], "{text:?}: {mistakes:?}");
            }
        }
    }

    #[test]
    fn what_is_left_open_costs_no_key_after_it() {
        for open in ["\"\"\"bold", "'''", "[", "[\"a\",", "{", "\"bold", "\"\"\"a\n\nb"] {
            for rest in ["", "\n", "\nlink_notes = false # a \"b\"\n\n"] {
                let text = format!("lang = \"en\"\nfigures = {open}\n\nmeasure = 60{rest}");
                let (settings, mistakes) = read(&text);
                assert_eq!(
                    (settings.lang, settings.measure),
                    (Some(Lang::En), 60),
                    "{text:?}"
                );
                assert_eq!(settings.link_notes, rest.len() < 2, "{text:?}");
                assert_eq!(mistakes.first().map(|mistake| mistake.line), Some(2), "{text:?}");
            }
        }
        let (settings, mistakes) = read("other = [\n1,\n2\n]\nmeasure = 60\nfigures =\n\n");
        let lines: Vec<usize> = mistakes.iter().map(|mistake| mistake.line).collect();
        assert_eq!((settings.measure, lines), (60, vec![1, 6]));
        // Within what is closed, the line alone.
        let (settings, mistakes) = read("other = [\n1,\n?,\n2\n]\nmeasure = 60\n");
        let lines: Vec<usize> = mistakes.iter().map(|mistake| mistake.line).collect();
        assert_eq!((settings.measure, lines), (60, vec![1, 3]));
    }

    #[test]
    fn mistakes_name_their_line_and_the_nearest_key() {
        assert_eq!(
            told("# mine\n\nmesure = 60\n"),
            ["3: no setting is named “mesure”; did you mean measure?"]
        );
        for (typed, meant) in [
            ("language", "lang"),
            ("ambiguous", "ambiguous_width"),
            ("Preview_Delay", "preview_delay_ms"),
            ("time-zone", "timezone"),
            ("linknotes", "link_notes"),
            ("figure", "figures"),
        ] {
            assert_eq!(
                likely(typed, KEYS.iter().map(|key| key.name)),
                Some(meant),
                "{typed}"
            );
        }
        assert_eq!(likely("colour", KEYS.iter().map(|key| key.name)), None);
        assert_eq!(
            told("[page]\nmeasure = 60"),
            ["1: no setting is named “page”; `finews config default` lists them"]
        );
        assert_eq!(
            told("measure = 300"),
            ["1: measure must be a whole number from 20 to 200"]
        );
        assert_eq!(
            told("ambiguous_width = 3"),
            ["1: ambiguous_width must be \"auto\", 1 or 2"]
        );
        assert!(told("measure = 60\nmeasure = 70")[0].starts_with("2: not TOML: "));
        assert_eq!(told("timezone = \"8\"").len(), 1);
    }

    #[test]
    fn a_file_that_is_not_text_is_told_by_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        std::fs::write(&path, b"# a\nlang = \"\xFF\"\n").unwrap();
        let (settings, mistakes) = load(&path).unwrap();
        assert_eq!((settings, mistakes[0].line), (Settings::default(), 2));
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_told_in_clean_lines(text in "[a-z_]{0,9}[ =\"'\\[\\]{}#\n0-9\u{1b}\u{202e}中]{0,20}") {
            let (_, mistakes) = read(&text);
            for mistake in mistakes {
                prop_assert!(mistake.line <= text.lines().count().max(1) + 1);
                for lang in [Lang::Zh, Lang::En] {
                    let told = mistake.told(lang);
                    prop_assert_eq!(&clean_line(&told), &told);
                }
            }
        }
    }
}
