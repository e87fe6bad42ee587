//! The themes there are, and which of them is worn: by the settings, by the terminal's background, by hand.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::parse::Kind;
use super::{Scheme, SchemeMistake, parse};
use crate::config::Lang;
use crate::config::folders::with_home;
use crate::text::fold::fold;

/// Bytes of the largest file that is read.
const LARGEST: u64 = 64 * 1024;
/// Files of a folder that are read.
const MOST: usize = 200;

/// The themes that come with finews, the light ones first.
static BUNDLED: [(&str, &str); 5] = [
    ("paper", include_str!("../../../assets/themes/paper.toml")),
    ("ink", include_str!("../../../assets/themes/ink.toml")),
    ("bamboo", include_str!("../../../assets/themes/bamboo.toml")),
    ("dusk", include_str!("../../../assets/themes/dusk.toml")),
    ("night", include_str!("../../../assets/themes/night.toml")),
];

/// The same, read once.
static READ: LazyLock<Vec<Scheme>> = LazyLock::new(|| {
    let read = BUNDLED.iter().filter_map(|(id, text)| parse(id, text).ok());
    read.collect()
});

/// The terminal's own colours, as settings and commands call them.
const TERMINAL: (&str, &str) = ("terminal", "终端");

/// The theme that the settings ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeSetting {
    /// Its line in the settings file, from 1.
    pub line: usize,
    /// What is asked for.
    pub choice: ThemeChoice,
}

/// What can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeChoice {
    /// The terminal's own colours, whatever its background is.
    Terminal,
    /// The theme of this name.
    Named(String),
    /// The first on a light background, the second on a dark one.
    Pair(String, String),
    /// The theme in this file.
    File(PathBuf),
}

impl ThemeChoice {
    /// What `text` asks for: `paper`, `paper/night`, `~/my.toml`, `terminal`.
    pub(in crate::config) fn parse(text: &str) -> Option<Self> {
        let is_file = Path::new(text)
            .extension()
            .is_some_and(|extension| extension == "toml");
        let choice = match text.split_once('/') {
            _ if text.trim().is_empty() => return None,
            _ if is_file => Self::File(with_home(text)),
            Some((light, dark)) => {
                let (light, dark) = (light.trim(), dark.trim());
                if light.is_empty() || dark.is_empty() || dark.contains('/') {
                    return None;
                }
                Self::Pair(light.to_owned(), dark.to_owned())
            }
            None if text == TERMINAL.0 => Self::Terminal,
            None => Self::Named(text.trim().to_owned()),
        };
        Some(choice)
    }
}

/// What is wrong with themes.
#[derive(Debug)]
pub enum ThemeTrouble {
    /// The file is no theme.
    InFile(PathBuf, SchemeMistake),
    /// The file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// The settings, in this line, name a theme that is not there.
    Missing(usize, String),
}

impl ThemeTrouble {
    /// That there is no theme `name`, and which there are: one clean line, without full stop.
    pub fn missing(lang: Lang, name: &str, themes: &Themes) -> String {
        let names: Vec<&str> = themes.ids().collect();
        match lang {
            Lang::Zh => format!("没有“{name}”这个主题。有 {}", names.join("、")),
            Lang::En => format!("no theme is named “{name}”; there are {}", names.join(", ")),
        }
    }
}

/// A theme as it is worn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worn<'a> {
    /// The terminal's own colours.
    Terminal {
        /// Whether those that are pale on a light background are to be avoided.
        on_light: bool,
    },
    /// A theme's.
    Scheme(&'a Scheme),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Choice {
    /// The terminal's own, with regard to its background.
    #[default]
    Auto,
    /// The terminal's own, as they are.
    Terminal,
    /// The theme of this number.
    One(usize),
    /// On a light and on a dark background.
    Pair(usize, usize),
}

/// The themes there are, and which is worn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Themes {
    all: Vec<Scheme>,
    choice: Choice,
    /// Whether the terminal's background is dark, where it has said so.
    dark: Option<bool>,
    /// Whether there are to be no colours at all.
    pub colourless: bool,
    turn: u64,
}

impl Default for Themes {
    fn default() -> Self {
        Self {
            all: READ.clone(),
            choice: Choice::Auto,
            dark: None,
            colourless: false,
            turn: 0,
        }
    }
}

impl Themes {
    /// Those that come with finews and those in `folder`, with the one worn that `setting` asks for; and what is wrong.
    pub fn gather(folder: Option<&Path>, setting: Option<&ThemeSetting>) -> (Self, Vec<ThemeTrouble>) {
        let mut themes = Self::default();
        let mut troubles = Vec::new();
        for path in folder.map(files_in).unwrap_or_default() {
            themes.take_in(&path, &mut troubles);
        }
        let Some(setting) = setting else {
            return (themes, troubles);
        };
        let mut find = |themes: &Self, name: &str| {
            let found = themes.find(name);
            if found.is_none() {
                troubles.push(ThemeTrouble::Missing(setting.line, name.to_owned()));
            }
            found
        };
        let choice = match &setting.choice {
            ThemeChoice::Terminal => Some(Choice::Terminal),
            ThemeChoice::Named(name) => find(&themes, name),
            ThemeChoice::Pair(light, dark) => match (find(&themes, light), find(&themes, dark)) {
                (Some(Choice::One(light)), Some(Choice::One(dark))) => Some(Choice::Pair(light, dark)),
                _ => None,
            },
            ThemeChoice::File(path) => themes.take_in(path, &mut troubles).map(Choice::One),
        };
        themes.choice = choice.unwrap_or_default();
        (themes, troubles)
    }

    /// Takes in the theme in the file at `path`, in place of another of that name; its number.
    fn take_in(&mut self, path: &Path, troubles: &mut Vec<ThemeTrouble>) -> Option<usize> {
        let scheme = match load(path) {
            Ok(Ok(scheme)) => scheme,
            Ok(Err(mistake)) => {
                troubles.push(ThemeTrouble::InFile(path.to_owned(), mistake));
                return None;
            }
            Err(error) => {
                troubles.push(ThemeTrouble::Unreadable(path.to_owned(), error));
                return None;
            }
        };
        let same = self.all.iter().position(|own| own.id == scheme.id);
        if let Some(place) = same.and_then(|at| self.all.get_mut(at)) {
            *place = scheme;
            return same;
        }
        self.all.push(scheme);
        Some(self.all.len() - 1)
    }

    /// What the settings can name, the terminal's own first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        std::iter::once(TERMINAL.0).chain(self.all.iter().map(|scheme| scheme.id.as_str()))
    }

    /// What is known of the terminal's background.
    pub fn learn(&mut self, dark: Option<bool>) {
        self.dark = dark.or(self.dark);
        self.turn += 1;
    }

    /// Counts the changes: what was worn at another turn may be another theme.
    pub fn turn(&self) -> u64 {
        self.turn
    }

    /// What is worn. Of a pair neither is, until the terminal has said what its background is.
    pub fn worn(&self) -> Worn<'_> {
        let on_light = self.choice != Choice::Terminal && self.dark == Some(false);
        let number = self.number();
        let scheme = number.and_then(|number| self.all.get(number));
        scheme.map_or(Worn::Terminal { on_light }, Worn::Scheme)
    }

    /// The number of the theme that is worn.
    fn number(&self) -> Option<usize> {
        match (self.choice, self.dark) {
            (Choice::One(number), _)
            | (Choice::Pair(number, _), Some(false))
            | (Choice::Pair(_, number), Some(true)) => Some(number),
            (Choice::Pair(..), None) | (Choice::Auto | Choice::Terminal, _) => None,
        }
    }

    /// Goes to the next theme, after the last to the terminal's own.
    pub fn next(&mut self) {
        let next = self.number().map_or(0, |number| number + 1);
        self.choice = if next < self.all.len() {
            Choice::One(next)
        } else {
            Choice::Auto
        };
        self.turn += 1;
    }

    /// Wears the theme `name`; whether there is one.
    pub fn choose(&mut self, name: &str) -> bool {
        let found = self.find(name);
        self.choice = found.unwrap_or(self.choice);
        self.turn += 1;
        found.is_some()
    }

    /// What the settings call what is worn, and its name in `lang`.
    pub fn worn_name(&self, lang: Lang) -> (&str, &str) {
        match (self.worn(), self.choice, lang) {
            (Worn::Scheme(scheme), ..) => (&scheme.id, scheme.name(lang)),
            (Worn::Terminal { .. }, Choice::Terminal, Lang::Zh) => TERMINAL,
            (Worn::Terminal { .. }, Choice::Terminal, Lang::En) => (TERMINAL.0, "the terminal's colours"),
            (Worn::Terminal { .. }, _, Lang::Zh) => ("auto", "终端的颜色"),
            (Worn::Terminal { .. }, _, Lang::En) => ("auto", "the terminal's colours"),
        }
    }

    /// Names that can be given at the prompt, in `lang`: `paper`, `终端`.
    pub fn names(&self, lang: Lang) -> Vec<String> {
        let ids = self.ids().map(ToOwned::to_owned);
        let named = self.all.iter().map(|scheme| scheme.name(lang).to_owned());
        let mut names: Vec<String> = ids.chain(named).collect();
        if lang == Lang::Zh {
            names.push(TERMINAL.1.to_owned());
        }
        names
    }

    /// The choice that `name` stands for: what the settings call a theme, or its name in either language.
    fn find(&self, name: &str) -> Option<Choice> {
        let name = fold(name);
        match name.as_str() {
            "auto" => return Some(Choice::Auto),
            name if name == TERMINAL.0 || name == TERMINAL.1 => return Some(Choice::Terminal),
            _ => {}
        }
        let by = |is: &dyn Fn(&Scheme) -> bool| self.all.iter().position(is).map(Choice::One);
        let is_named = |own: &str| fold(own) == name;
        by(&|scheme| is_named(&scheme.id))
            .or_else(|| by(&|scheme| is_named(&scheme.names.0) || is_named(&scheme.names.1)))
    }
}

/// The files in `folder` that may be themes, in the order of their names.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files.truncate(MOST);
    files
}

/// The theme in the file at `path`, or why it is none.
fn load(path: &Path) -> io::Result<Result<Scheme, SchemeMistake>> {
    let mut bytes = Vec::new();
    // A pipe would be waited for.
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(match std::str::from_utf8(&bytes) {
        Ok(text) => parse(&id, text),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = crate::config::file::line_of(good, good.len());
            Err(SchemeMistake::new(line, Kind::NotToml("not UTF-8".to_owned())))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(themes: &Themes) -> String {
        themes.worn_name(Lang::En).0.to_owned()
    }

    fn asked(text: &str) -> ThemeSetting {
        ThemeSetting {
            line: 3,
            choice: ThemeChoice::parse(text).unwrap(),
        }
    }

    #[test]
    fn every_bundled_theme_is_read_and_has_two_names() {
        let themes = Themes::default();
        for (id, text) in BUNDLED {
            let scheme = parse(id, text).unwrap();
            assert_ne!(scheme.names.0, scheme.names.1, "{id}");
            assert!(scheme.background.is_some() && scheme.text.is_some(), "{id}");
            assert_eq!(themes.find(&scheme.names.0), themes.find(id));
        }
        assert_eq!(themes.all.len(), BUNDLED.len());
    }

    #[test]
    fn themes_follow_each_other_round_and_round() {
        let mut themes = Themes::default();
        let mut seen = Vec::new();
        for _ in 0..=BUNDLED.len() {
            themes.next();
            seen.push(id(&themes));
        }
        assert_eq!(seen, ["paper", "ink", "bamboo", "dusk", "night", "auto"]);
        assert!(themes.choose("夜") && id(&themes) == "night");
        assert!(!themes.choose("nowhere") && id(&themes) == "night");
        assert!(themes.choose("终端") && id(&themes) == "terminal");
    }

    #[test]
    fn of_a_pair_the_background_chooses() {
        let (mut themes, troubles) = Themes::gather(None, Some(&asked("paper/night")));
        assert!(troubles.is_empty());
        assert_eq!(themes.worn(), Worn::Terminal { on_light: false });
        themes.learn(Some(true));
        assert_eq!(id(&themes), "night");
        themes.learn(Some(false));
        assert_eq!(id(&themes), "paper");
        themes.next();
        assert_eq!(id(&themes), "ink");
        let mut own = Themes::default();
        own.learn(Some(false));
        assert_eq!(own.worn(), Worn::Terminal { on_light: true });
        own.choose("terminal");
        assert_eq!(own.worn(), Worn::Terminal { on_light: false });
    }

    #[test]
    fn what_is_asked_for_is_told_apart() {
        let parse = |text: &str| ThemeChoice::parse(text);
        assert_eq!(parse("terminal"), Some(ThemeChoice::Terminal));
        assert_eq!(parse("纸"), Some(ThemeChoice::Named("纸".to_owned())));
        let pair = ThemeChoice::Pair("a".to_owned(), "b".to_owned());
        assert_eq!(parse("a / b"), Some(pair));
        assert!(matches!(parse("~/x.toml"), Some(ThemeChoice::File(path)) if path.is_absolute()));
        for bad in ["", " ", "a/", "/b", "a/b/c"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_users_own_join_them_and_what_is_wrong_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text).unwrap();
        write("snow.toml", "name = '雪'\nbackground = '#fdfdff'\n".as_bytes());
        write("night.toml", b"background = '#000000'\n");
        write("bad.toml", b"\ntext = 3\n");
        write("worse.toml", b"\n\n\xff");
        write("note.txt", b"nothing");
        std::fs::create_dir(folder.path().join("folder.toml")).unwrap();
        let (themes, troubles) = Themes::gather(Some(folder.path()), Some(&asked("雪")));
        assert_eq!(id(&themes), "snow");
        assert_eq!(themes.all.len(), BUNDLED.len() + 1);
        let lines: Vec<Option<usize>> = (troubles.iter())
            .map(|trouble| match trouble {
                ThemeTrouble::InFile(_, mistake) => Some(mistake.line),
                _ => None,
            })
            .collect();
        assert_eq!(lines, [Some(2), None, Some(3)]);

        let (themes, troubles) = Themes::gather(Some(folder.path()), Some(&asked("snwo")));
        assert!(matches!(troubles.last(), Some(ThemeTrouble::Missing(3, name)) if name == "snwo"));
        assert_eq!(id(&themes), "auto");
        let file = folder.path().join("snow.toml");
        let (themes, troubles) = Themes::gather(None, Some(&asked(file.to_str().unwrap())));
        assert!(troubles.is_empty() && id(&themes) == "snow");
        let (_, troubles) = Themes::gather(None, Some(&asked("/nowhere/x.toml")));
        assert!(matches!(&troubles[..], [ThemeTrouble::Unreadable(..)]));
    }
}
