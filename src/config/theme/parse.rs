//! Reading the file of a theme. One mistake and the theme is not taken: half of one may be illegible.

use toml::de::{DeTable, DeValue};

use super::{Look, Part, Rgb, Scheme};
use crate::config::Lang;
use crate::config::file::{culprit, line_of, stopped};
use crate::text::clean::clean_line;
use crate::text::likely::likely;

/// Why a file is no theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeMistake {
    /// Its line, from 1.
    pub line: usize,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The line is no TOML, for this reason.
    NotToml(String),
    /// A theme has no such key; perhaps the other was meant.
    UnknownKey(String, Option<&'static str>),
    /// The key takes a colour.
    NotColour(String),
    /// The key takes a look.
    NotLook(String),
    /// The key takes true or false.
    NotFlag(String),
    /// That is no name.
    NotName,
}

impl SchemeMistake {
    pub(super) fn new(line: usize, kind: Kind) -> Self {
        Self { line, kind }
    }

    /// What is wrong and what would be right: one clean line, without full stop.
    pub fn told(&self, lang: Lang) -> String {
        match (&self.kind, lang) {
            (Kind::NotToml(why), Lang::Zh) => format!("不合 TOML 的写法（{why}）"),
            (Kind::NotToml(why), Lang::En) => format!("not TOML: {why}"),
            (Kind::UnknownKey(key, Some(near)), Lang::Zh) => {
                format!("主题里没有“{key}”这一项，是不是 {near}？")
            }
            (Kind::UnknownKey(key, Some(near)), Lang::En) => {
                format!("a theme has no “{key}”; did you mean {near}?")
            }
            (Kind::UnknownKey(key, None), Lang::Zh) => format!("主题里没有“{key}”这一项"),
            (Kind::UnknownKey(key, None), Lang::En) => format!("a theme has no “{key}”"),
            (Kind::NotColour(key), Lang::Zh) => format!("{key} 应为颜色，如 \"#3a342b\""),
            (Kind::NotColour(key), Lang::En) => format!("{key} must be a colour, such as \"#3a342b\""),
            (Kind::NotLook(key), Lang::Zh) => {
                format!("{key} 应为样式，如 {{ fg = \"#3a342b\", bold = true }}")
            }
            (Kind::NotLook(key), Lang::En) => {
                format!("{key} must be a look, such as {{ fg = \"#3a342b\", bold = true }}")
            }
            (Kind::NotFlag(key), Lang::Zh) => format!("{key} 应为 true 或 false"),
            (Kind::NotFlag(key), Lang::En) => format!("{key} must be true or false"),
            (Kind::NotName, Lang::Zh) => {
                "name 应为名字，如 \"纸\" 或 { zh = \"纸\", en = \"Paper\" }".to_owned()
            }
            (Kind::NotName, Lang::En) => {
                "name must be a name, such as \"Paper\" or { zh = \"纸\", en = \"Paper\" }".to_owned()
            }
        }
    }
}

/// Keys of a theme that are no part of the screen.
const OTHERS: [&str; 3] = ["name", "background", "text"];
/// Keys of a look.
const OF_LOOK: [&str; 7] = ["fg", "bg", "bold", "dim", "italic", "underline", "reverse"];

/// The theme that `text` says, to go by `id`.
///
/// # Errors
/// The first mistake, where there is one.
pub fn parse(id: &str, text: &str) -> Result<Scheme, SchemeMistake> {
    let table = DeTable::parse(text).map_err(|error| SchemeMistake {
        line: culprit(text, stopped(&error)),
        kind: Kind::NotToml(clean_line(error.message())),
    })?;
    let id = clean_line(id);
    let mut scheme = Scheme {
        names: (id.clone(), id.clone()),
        id,
        background: None,
        text: None,
        looks: Vec::new(),
    };
    // Keys come by name: the mistake that stands first is told.
    let mut entries: Vec<_> = table.get_ref().iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let at = |kind| SchemeMistake {
            line: line_of(text.as_bytes(), key.span().start),
            kind,
        };
        let (name, value) = (key.get_ref().as_ref(), value.get_ref());
        match name {
            "name" => scheme.names = names(value).ok_or_else(|| at(Kind::NotName))?,
            "background" => scheme.background = Some(colour(name, value).map_err(at)?),
            "text" => scheme.text = Some(colour(name, value).map_err(at)?),
            _ => {
                let part = Part::ALL.iter().find(|(_, key)| *key == name);
                let Some((part, _)) = part else {
                    let keys = OTHERS.into_iter().chain(Part::ALL.map(|(_, key)| key));
                    return Err(at(Kind::UnknownKey(clean_line(name), likely(name, keys))));
                };
                let table = value
                    .as_table()
                    .ok_or_else(|| at(Kind::NotLook(name.to_owned())))?;
                scheme.looks.push((*part, look(text, name, table)?));
            }
        }
    }
    Ok(scheme)
}

/// The look that `table`, the value of `part`, says.
fn look(text: &str, part: &str, table: &DeTable<'_>) -> Result<Look, SchemeMistake> {
    let mut look = Look::default();
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let at = |kind| SchemeMistake {
            line: line_of(text.as_bytes(), key.span().start),
            kind,
        };
        let (key, value) = (key.get_ref().as_ref(), value.get_ref());
        let whole = format!("{part}.{}", clean_line(key));
        let flag = match key {
            "fg" => {
                look.fg = Some(colour(&whole, value).map_err(at)?);
                continue;
            }
            "bg" => {
                look.bg = Some(colour(&whole, value).map_err(at)?);
                continue;
            }
            "bold" => &mut look.bold,
            "dim" => &mut look.dim,
            "italic" => &mut look.italic,
            "underline" => &mut look.underline,
            "reverse" => &mut look.reverse,
            _ => return Err(at(Kind::UnknownKey(whole, likely(key, OF_LOOK)))),
        };
        *flag = Some(value.as_bool().ok_or_else(|| at(Kind::NotFlag(whole)))?);
    }
    Ok(look)
}

fn colour(key: &str, value: &DeValue<'_>) -> Result<Rgb, Kind> {
    let colour = value.as_str().and_then(Rgb::parse);
    colour.ok_or_else(|| Kind::NotColour(key.to_owned()))
}

/// The Chinese and the English name; one stands for both where only one is said.
fn names(value: &DeValue<'_>) -> Option<(String, String)> {
    let said = |text: &str| Some(clean_line(text.trim())).filter(|name| !name.is_empty());
    if let Some(name) = value.as_str() {
        let name = said(name)?;
        return Some((name.clone(), name));
    }
    let table = value.as_table()?;
    let (mut zh, mut en) = (None, None);
    for (key, value) in table {
        let place = match key.get_ref().as_ref() {
            "zh" => &mut zh,
            "en" => &mut en,
            _ => return None,
        };
        *place = Some(said(value.get_ref().as_str()?)?);
    }
    let either = zh.clone().or_else(|| en.clone())?;
    Some((zh.unwrap_or_else(|| either.clone()), en.unwrap_or(either)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> String {
        let mistake = parse("mine", text).unwrap_err();
        format!("{}: {}", mistake.line, mistake.told(Lang::En))
    }

    #[test]
    fn a_theme_may_say_little_or_much() {
        let empty = parse("mine", "").unwrap();
        assert_eq!((empty.name(Lang::Zh), empty.background), ("mine", None));
        let text = "name = { zh = '雪' }\nbackground = '#ffffff'\n[cursor]\nfg = '#000001'\nbold = false\n";
        let scheme = parse("snow", text).unwrap();
        assert_eq!((scheme.name(Lang::Zh), scheme.name(Lang::En)), ("雪", "雪"));
        assert_eq!(scheme.background, Some(Rgb(255, 255, 255)));
        let look = Look {
            fg: Some(Rgb(0, 0, 1)),
            bold: Some(false),
            ..Look::default()
        };
        assert_eq!(scheme.look(Part::Cursor), Some(look));
        assert_eq!(scheme.look(Part::Hit), None);
    }

    #[test]
    fn the_first_mistake_is_told_by_its_line() {
        assert_eq!(
            told("# mine\nbackgroud = '#ffffff'\ntext = 'red'\n"),
            "2: a theme has no “backgroud”; did you mean background?"
        );
        assert_eq!(
            told("text = 'red'"),
            "1: text must be a colour, such as \"#3a342b\""
        );
        assert!(told("\ncursor = '#ffffff'").starts_with("2: cursor must be a look"));
        assert!(told("[hit]\nbold = 1\n").starts_with("2: hit.bold must be true or false"));
        assert_eq!(
            told("[hit]\n\ncolour = '#ffffff'"),
            "3: a theme has no “hit.colour”"
        );
        assert!(told("name = 3").starts_with("1: name must be a name"));
        assert!(told("text = '#ffffff'\nhit = {\n").starts_with("2: not TOML"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_told_in_clean_lines(text in "(name|text|hit|fg)?[ =\"'\\[\\]{}#\n0-9f\u{1b}\u{202e}中]{0,24}") {
            if let Err(mistake) = parse("x", &text) {
                prop_assert!(mistake.line <= text.lines().count().max(1) + 1);
                for lang in [Lang::Zh, Lang::En] {
                    let told = mistake.told(lang);
                    prop_assert_eq!(&clean_line(&told), &told);
                }
            }
        }
    }
}
