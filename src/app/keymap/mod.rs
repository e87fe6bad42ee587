//! Keys: the table of what they do, what the user binds otherwise, and what those typed so far mean.

mod notation;
mod table;

use super::{Action, App, Pane};
use crate::config::{KeyPane, KeySetting, Lang};

pub use notation::Keys;
pub(super) use notation::notation;
pub use table::{Group, Row, TABLE, Where};
pub(super) use table::{NO_HINT, row};

use super::selection::KEYS;

/// What some keys do in one pane.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The sequences, the user's own first.
    pub keys: Vec<Keys>,
    /// What they do, and how that is said.
    pub row: &'static Row,
}

/// The keys of each pane: those of the table, as the settings change them.
#[derive(Clone, Debug)]
pub struct Keymap {
    categories: Vec<Binding>,
    list: Vec<Binding>,
    page: Vec<Binding>,
    selection: Vec<Binding>,
}

/// A key of the settings that could not be bound, or that stands in the way of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMistake {
    /// Its line in the settings file, from 1.
    pub line: usize,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// These are no keys.
    NoKeys(String),
    /// A sequence cannot begin with a digit: that is a count.
    Count(String),
    /// No action has this name; perhaps the other was meant.
    NoAction(String, Option<&'static str>),
    /// The action has no place in that pane.
    NotThere(String, KeyPane),
    /// The first, typed, never gets as far as the second.
    Hides(String, String),
}

impl KeyMistake {
    /// What is wrong and what would be right: one line, without full stop.
    pub fn told(&self, lang: Lang) -> String {
        match (&self.kind, lang) {
            (Kind::NoKeys(keys), Lang::Zh) => {
                format!("“{keys}”不是按键。写法如 x、gx、^x、Alt-x、Enter、Space、PgDn")
            }
            (Kind::NoKeys(keys), Lang::En) => {
                format!("“{keys}” are no keys; they are written x, gx, ^x, Alt-x, Enter, Space, PgDn")
            }
            (Kind::Count(keys), Lang::Zh) => format!("“{keys}”：按键不能以数字开头，数字是次数"),
            (Kind::Count(keys), Lang::En) => {
                format!("“{keys}”: keys cannot begin with a digit, which is a count")
            }
            (Kind::NoAction(name, Some(near)), Lang::Zh) => format!("没有“{name}”这个动作，是不是 {near}？"),
            (Kind::NoAction(name, Some(near)), Lang::En) => {
                format!("no action is named “{name}”; did you mean {near}?")
            }
            (Kind::NoAction(name, None), Lang::Zh) => format!("没有“{name}”这个动作。finews keys 可列出全部"),
            (Kind::NoAction(name, None), Lang::En) => {
                format!("no action is named “{name}”; `finews keys` lists them")
            }
            (Kind::NotThere(name, pane), Lang::Zh) => format!("{name} 在 keys.{} 里用不上", pane.name()),
            (Kind::NotThere(name, pane), Lang::En) => format!("{name} means nothing in keys.{}", pane.name()),
            (Kind::Hides(keys, other), Lang::Zh) => format!("有了 {keys}，{other} 就按不到了"),
            (Kind::Hides(keys, other), Lang::En) => format!("with {keys}, {other} can no longer be typed"),
        }
    }
}

/// What a key did to the keys typed before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    /// They make an action.
    Action(Action),
    /// They begin a sequence.
    Prefix,
    /// They mean nothing here.
    Unknown,
}

impl Keymap {
    /// The table with what `settings` bind otherwise, and what is wrong with them.
    pub fn new(settings: &[KeySetting]) -> (Self, Vec<KeyMistake>) {
        let mut map = Self {
            categories: table_of(TABLE, Pane::Categories),
            list: table_of(TABLE, Pane::List),
            page: table_of(TABLE, Pane::Reader),
            selection: table_of(KEYS, Pane::Reader),
        };
        let mut mistakes: Vec<KeyMistake> = settings
            .iter()
            .filter_map(|setting| {
                let kind = map.bind(setting).err()?;
                let line = setting.line;
                Some(KeyMistake { line, kind })
            })
            .collect();
        mistakes.extend(settings.iter().filter_map(|setting| map.hides(setting)));
        mistakes.sort_by_key(|mistake| mistake.line);
        (map, mistakes)
    }

    /// The bindings of `pane`, in the order of the help.
    pub fn of(&self, pane: KeyPane) -> &[Binding] {
        match pane {
            KeyPane::Categories => &self.categories,
            KeyPane::List => &self.list,
            KeyPane::Page => &self.page,
            KeyPane::Selection => &self.selection,
        }
    }

    fn of_mut(&mut self, pane: KeyPane) -> &mut Vec<Binding> {
        match pane {
            KeyPane::Categories => &mut self.categories,
            KeyPane::List => &mut self.list,
            KeyPane::Page => &mut self.page,
            KeyPane::Selection => &mut self.selection,
        }
    }

    fn bind(&mut self, setting: &KeySetting) -> Result<(), Kind> {
        let Some(keys) = Keys::parse(&setting.keys) else {
            return Err(Kind::NoKeys(setting.keys.clone()));
        };
        if keys.begins_with_digit() {
            return Err(Kind::Count(setting.keys.clone()));
        }
        let action = match setting.action.as_str() {
            "none" => None,
            name => match Action::named(name) {
                Some(action) => Some(action),
                None => return Err(Kind::NoAction(name.to_owned(), Action::nearest(name))),
            },
        };
        let panes: &[KeyPane] = match &setting.pane {
            Some(pane) => std::slice::from_ref(pane),
            None => &KeyPane::ALL,
        };
        let holds = |map: &Self, pane: KeyPane| {
            let bindings = map.of(pane);
            action.is_none_or(|action| bindings.iter().any(|binding| binding.row.action == action))
        };
        if let (Some(pane), false) = (setting.pane, panes.iter().any(|pane| holds(self, *pane))) {
            return Err(Kind::NotThere(setting.action.clone(), pane));
        }
        for pane in panes {
            if !holds(self, *pane) {
                continue;
            }
            let bindings = self.of_mut(*pane);
            for binding in bindings.iter_mut() {
                binding.keys.retain(|own| *own != keys);
            }
            let bound = bindings
                .iter_mut()
                .find(|binding| Some(binding.row.action) == action);
            if let Some(binding) = bound {
                binding.keys.insert(0, keys.clone());
            }
        }
        Ok(())
    }

    /// What the keys of `setting` stand in the way of, or what stands in theirs.
    fn hides(&self, setting: &KeySetting) -> Option<KeyMistake> {
        let keys = Keys::parse(&setting.keys)?;
        Action::named(&setting.action)?;
        let all = KeyPane::ALL
            .iter()
            .filter(|pane| setting.pane.is_none_or(|own| own == **pane));
        let all = all.flat_map(|pane| {
            let bindings = self.of(*pane);
            let is_bound = bindings.iter().any(|binding| binding.keys.contains(&keys));
            bindings.iter().filter(move |_| is_bound)
        });
        let mut others = all.flat_map(|binding| &binding.keys);
        let kind = others.find_map(|other| {
            if keys.begins(other) {
                Some(Kind::Hides(keys.to_string(), other.to_string()))
            } else if other.begins(&keys) {
                Some(Kind::Hides(other.to_string(), keys.to_string()))
            } else {
                None
            }
        })?;
        let line = setting.line;
        Some(KeyMistake { line, kind })
    }
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&[]).0
    }
}

/// The rows of `table` that hold in `pane`.
fn table_of(table: &'static [Row], pane: Pane) -> Vec<Binding> {
    let rows = table.iter().filter(|row| row.holds.holds(pane));
    let binding = |row: &'static Row| Binding {
        keys: row.keys.iter().filter_map(|keys| Keys::parse(keys)).collect(),
        row,
    };
    rows.map(binding).collect()
}

impl App {
    /// The keys that work now in `pane`, in the order of the help and of the hints.
    pub fn bindings(&self, pane: Pane) -> &[Binding] {
        self.keymap.of(match pane {
            Pane::Categories => KeyPane::Categories,
            Pane::List => KeyPane::List,
            Pane::Reader if self.reader.selection.is_some() => KeyPane::Selection,
            Pane::Reader => KeyPane::Page,
        })
    }

    /// What the keys typed so far may go on to: the keys that are left, and what they do.
    pub fn continuations(&self) -> Vec<(String, &'static str)> {
        if self.typed.is_empty() {
            return Vec::new();
        }
        let bindings = self.bindings(self.focus).iter();
        let goes_on = bindings.flat_map(|binding| {
            let rests = binding.keys.iter().filter_map(|keys| keys.after(&self.typed));
            rests.map(|rest| (rest, binding.row.help(self.lang)))
        });
        goes_on.collect()
    }
}

/// What the presses `typed` mean by these bindings.
pub(super) fn lookup(bindings: &[Binding], typed: &[String]) -> Lookup {
    let keys = || {
        bindings
            .iter()
            .flat_map(|binding| binding.keys.iter().map(move |keys| (keys, binding)))
    };
    if let Some((_, binding)) = keys().find(|(keys, _)| keys.are(typed)) {
        return Lookup::Action(binding.row.action);
    }
    if keys().any(|(keys, _)| keys.after(typed).is_some()) {
        Lookup::Prefix
    } else {
        Lookup::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Key;

    fn presses(typed: &str) -> Vec<String> {
        Keys::parse(typed).unwrap().presses().to_vec()
    }

    fn meant(map: &Keymap, pane: KeyPane, typed: &str) -> Lookup {
        lookup(map.of(pane), &presses(typed))
    }

    #[test]
    fn sequences_and_single_keys() {
        let map = Keymap::default();
        assert_eq!(meant(&map, KeyPane::List, "g"), Lookup::Prefix);
        assert_eq!(meant(&map, KeyPane::List, "gg"), Lookup::Action(Action::First));
        assert_eq!(
            meant(&map, KeyPane::List, "gR"),
            Lookup::Action(Action::ReadAgain)
        );
        // It begins Enter and End in letters only.
        assert_eq!(meant(&map, KeyPane::Categories, "E"), Lookup::Unknown);
        assert_eq!(
            meant(&map, KeyPane::Page, "Space"),
            Lookup::Action(Action::ReadOn)
        );
        assert_eq!(
            meant(&map, KeyPane::List, "Space"),
            Lookup::Action(Action::PageDown)
        );
        assert_eq!(meant(&map, KeyPane::Categories, "b"), Lookup::Unknown);
    }

    fn setting(pane: Option<KeyPane>, keys: &str, action: &str) -> KeySetting {
        KeySetting {
            line: 1,
            pane,
            keys: keys.to_owned(),
            action: action.to_owned(),
        }
    }

    #[test]
    fn the_user_binds_other_keys() {
        let (map, mistakes) = Keymap::new(&[
            setting(None, "B", "bookmark"),
            setting(Some(KeyPane::Page), "J", "down"),
            setting(Some(KeyPane::List), "^x", "undo"),
            setting(None, "d", "none"),
            setting(None, "gs", "search"),
        ]);
        assert_eq!(mistakes, []);
        assert_eq!(
            meant(&map, KeyPane::List, "B"),
            Lookup::Action(Action::ToggleBookmark)
        );
        assert_eq!(
            meant(&map, KeyPane::List, "b"),
            Lookup::Action(Action::ToggleBookmark)
        );
        assert_eq!(meant(&map, KeyPane::Page, "J"), Lookup::Action(Action::Down));
        assert_eq!(
            meant(&map, KeyPane::List, "J"),
            Lookup::Action(Action::NextArticle)
        );
        assert_eq!(meant(&map, KeyPane::List, "^x"), Lookup::Action(Action::Undo));
        assert_eq!(meant(&map, KeyPane::Page, "^x"), Lookup::Unknown);
        assert_eq!(meant(&map, KeyPane::List, "d"), Lookup::Unknown);
        assert_eq!(
            meant(&map, KeyPane::Categories, "gs"),
            Lookup::Action(Action::Search)
        );
        // The help shows the user's own first.
        let bookmark = map
            .of(KeyPane::List)
            .iter()
            .find(|binding| binding.row.action == Action::ToggleBookmark);
        assert_eq!(bookmark.unwrap().keys[0].to_string(), "B");
    }

    #[test]
    fn what_cannot_be_bound_is_told() {
        let told = |pane, keys: &str, action: &str| {
            let (map, mistakes) = Keymap::new(&[setting(pane, keys, action)]);
            assert_eq!(
                map.of(KeyPane::List).len(),
                Keymap::default().of(KeyPane::List).len()
            );
            mistakes
                .iter()
                .map(|mistake| mistake.told(Lang::En))
                .collect::<Vec<_>>()
                .join("; ")
        };
        assert!(told(None, "x", "bokmark").contains("did you mean bookmark"));
        assert!(told(None, "x", "zzzzzz").contains("finews keys"));
        assert!(told(None, "", "bookmark").contains("no keys"));
        assert!(told(None, "3x", "bookmark").contains("count"));
        assert!(told(Some(KeyPane::Categories), "x", "bookmark").contains("keys.categories"));
        assert_eq!(told(None, "g", "bookmark"), "with g, gg can no longer be typed");
        assert_eq!(told(None, "jx", "bookmark"), "with j, jx can no longer be typed");
    }

    #[test]
    fn full_width_keys_count_as_ascii() {
        for (typed, meant) in [
            ('ｊ', "j"),
            ('？', "?"),
            ('／', "/"),
            ('、', "/"),
            ('Ｇ', "G"),
            ('！', "!"),
            ('】', "]"),
            ('「', "{"),
            ('｝', "}"),
        ] {
            assert_eq!(notation(Key::char(typed)), meant);
        }
        assert_eq!(notation(Key::char('\u{3000}')), "Space");
        assert_eq!(notation(Key::ctrl('d')), "^d");
    }

    #[test]
    fn no_key_means_two_things_in_one_pane_or_hides_another() {
        let map = Keymap::default();
        for pane in KeyPane::ALL {
            let keys: Vec<&Keys> = map.of(pane).iter().flat_map(|binding| &binding.keys).collect();
            for (at, one) in keys.iter().enumerate() {
                for other in &keys[at + 1..] {
                    assert!(
                        one != other && !one.begins(other) && !other.begins(one),
                        "{one} {other}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_row_is_said_in_both_languages_and_can_be_typed() {
        for row in TABLE.iter().chain(KEYS) {
            assert!(!row.help(Lang::Zh).is_empty() && !row.help(Lang::En).is_empty());
            assert_eq!(row.hint.0.is_empty(), row.hint.1.is_empty());
            for keys in row.keys {
                assert_eq!(Keys::parse(keys).unwrap().to_string(), *keys);
            }
            assert_eq!(Action::named(row.action.name()), Some(row.action));
        }
    }
}
