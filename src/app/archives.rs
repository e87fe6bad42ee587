//! The archives one can go to, and going there: the other archive is opened while this one stands; only when it is open, and
//! what is being typed is finished, is this one left.

use std::path::{Path, PathBuf};

use crate::archive::{Archive, OpenError};
use crate::config::Lang;
use crate::config::folders::with_home;
use crate::text::clean::clean_line;
use crate::text::fold::fold;
use crate::text::likely::likely;
use crate::text::pinyin::Spelling;
use crate::work::Request;

use super::trouble::archive_trouble;
use super::{App, Effect, Overlay};

/// An archive that can be gone to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveChoice {
    /// What it is called. Clean, one line.
    pub name: String,
    /// Its folder; `None` for the guide.
    pub path: Option<PathBuf>,
    /// Where it lies, to be shown. Clean, one line.
    pub place: String,
    /// Whether it is the one that is open.
    pub is_open: bool,
}

impl ArchiveChoice {
    /// Whether its name or its place holds `filter`, or its name is read so in pinyin.
    fn holds(&self, filter: &str) -> bool {
        let needle = fold(filter);
        let spelt = Spelling::new(filter).is_some_and(|spelling| spelling.find(&self.name).is_some());
        spelt || fold(&self.name).contains(&needle) || fold(&self.place).contains(&needle)
    }
}

/// How far the way to another archive is.
#[derive(Debug, Default)]
pub(super) struct Leaving {
    /// What is being opened.
    opening: Option<String>,
    /// It is open.
    opened: Option<Archive>,
    /// What was told would be lost by going there.
    warned: Option<String>,
}

impl App {
    /// The archives that hold `filter`.
    pub(super) fn archives_with(&self, filter: &str) -> Vec<&ArchiveChoice> {
        let all = self.archives.iter();
        all.filter(|choice| filter.is_empty() || choice.holds(filter))
            .collect()
    }

    /// What Tab may complete the name of an archive to.
    pub(super) fn archive_names(&self) -> Vec<String> {
        self.archives.iter().map(|choice| choice.name.clone()).collect()
    }

    /// Goes to the archive that is called `name` or lies in this folder; where none is named, lists them.
    pub(super) fn choose_archive(&mut self, name: &str) {
        if name.is_empty() {
            self.overlay = Some(Overlay::archives(&self.archives));
            return;
        }
        let folded = fold(name);
        let found = self.archives.iter().find(|choice| fold(&choice.name) == folded);
        if let Some(choice) = found.cloned() {
            self.go_to_archive(choice);
        } else if name.contains('/') || name.starts_with('~') {
            let place = clean_line(name);
            self.go_to_archive(ArchiveChoice {
                name: place.clone(),
                path: Some(with_home(name)),
                place,
                is_open: false,
            });
        } else {
            let names: Vec<String> = self.archives.iter().map(|choice| fold(&choice.name)).collect();
            let near = likely(&folded, names.iter().map(String::as_str));
            let near = near.and_then(|near| self.archives.iter().find(|choice| fold(&choice.name) == near));
            let near = near.map(|choice| choice.name.clone());
            let name = self.shortened(name);
            self.say_problem(no_archive(
                self.lang,
                &name,
                near.as_deref(),
                &self.archive_names(),
            ));
        }
    }

    /// Opens another archive, to go there.
    pub(super) fn go_to_archive(&mut self, choice: ArchiveChoice) {
        let lang = self.lang;
        if choice.is_open {
            self.say(match lang {
                Lang::Zh => format!("正在看的就是“{}”", choice.name),
                Lang::En => format!("{} is the one that is open", choice.name),
            });
            return;
        }
        // What is kept in memory alone ends with this archive. Whoever says it again knows.
        if self.keeps_nothing.is_some() && self.leaving.warned.as_ref() != Some(&choice.name) {
            self.say_problem(match lang {
                Lang::Zh => "资料库不能写，换走后这次的改动就没有了；再来一次照样换",
                Lang::En => "The library cannot be written: going there loses what was changed. Again to go all the same",
            });
            self.leaving.warned = Some(choice.name);
            return;
        }
        self.say(match lang {
            Lang::Zh => format!("正在打开“{}”…", choice.name),
            Lang::En => format!("Opening {}…", choice.name),
        });
        self.leaving.opening = Some(choice.name.clone());
        self.leaving.opened = None;
        self.ask_work(Request::OpenArchive {
            name: choice.name,
            path: choice.path,
        });
    }

    /// Another archive is open, or cannot be opened: then this one stays.
    pub(super) fn archive_opened(&mut self, name: &str, opened: Result<Archive, OpenError>) {
        // Another one was asked for meanwhile.
        if self.leaving.opening.as_deref() != Some(name) {
            return;
        }
        self.leaving.opening = None;
        match opened {
            Ok(archive) => self.leaving.opened = Some(archive),
            Err(error) => {
                let why = archive_trouble(self.lang, &error);
                self.say_problem(match self.lang {
                    Lang::Zh => format!("没有换档案：{why}"),
                    Lang::En => format!("Still here: {why}"),
                });
            }
        }
    }

    /// Leaves this archive for the one that is open, unless something is being typed.
    pub(super) fn leave_for_another(&mut self) {
        if self.prompt.is_some() || self.next_archive.is_some() {
            return;
        }
        if let Some(archive) = self.leaving.opened.take() {
            self.leave();
            self.next_archive = Some(archive);
            self.effects.push(Effect::Quit);
        }
    }

    /// The archive that is to be shown in place of this one, which was left for it.
    pub fn take_next_archive(&mut self) -> Option<Archive> {
        self.next_archive.take()
    }

    /// Whether there is nothing of the archive to show yet.
    pub fn is_bare(&self) -> bool {
        let stands = self.loading.stands || self.loading.done;
        !stands || !self.journey.shelved
    }
}

/// Says that no archive is called `name`, and which there are.
pub fn no_archive(lang: Lang, name: &str, near: Option<&str>, names: &[String]) -> String {
    let listed = |between| names.join(between);
    match (lang, near, names.is_empty()) {
        (Lang::Zh, _, true) => format!("没有名为“{name}”的档案或文件夹。名字写在设置的 [archives] 里"),
        (Lang::En, _, true) => {
            format!("no archive or folder is named {name}; names are given in [archives] in the settings")
        }
        (Lang::Zh, Some(near), _) => {
            format!("没有名为“{name}”的档案，是不是 {near}？有：{}", listed("、"))
        }
        (Lang::En, Some(near), _) => format!(
            "no archive is named {name}; did you mean {near}? There are: {}",
            listed(", ")
        ),
        (Lang::Zh, None, _) => format!("没有名为“{name}”的档案。有：{}", listed("、")),
        (Lang::En, None, _) => format!("no archive is named {name}; there are: {}", listed(", ")),
    }
}

/// `path` as it may be shown, with `~` for the home folder.
pub fn shown_place(path: &Path, home: Option<&Path>) -> String {
    let below = home.and_then(|home| path.strip_prefix(home).ok());
    clean_line(&match below {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    })
}
