//! The commands of the `:` prompt: one table of their names, what the prompt says of each, and what it does. Every action
//! that a key can do is one too, by its name.

use crate::config::Lang;
use crate::text::fold::fold;
use crate::text::pinyin::Spelling;

use super::{Action, App, TABLE};

/// What is to be done by typing its name.
#[derive(Debug)]
pub struct Command {
    /// Its names in English and Chinese, then others by which it goes.
    pub names: &'static [&'static str],
    /// How it is written and what it does, Chinese and English: a few words.
    pub help: (&'static str, &'static str),
    /// What Tab may complete its argument to.
    argument: fn(&App) -> Vec<String>,
    run: fn(&mut App, &str),
}

/// Every command.
pub static COMMANDS: &[Command] = &[
    Command {
        names: &["save", "存"],
        help: ("存 名字：保存这次搜索", "save NAME: keep this search"),
        argument: saved_names,
        run: App::save_search,
    },
    Command {
        names: &["tag", "标签"],
        help: (
            "标签 芯片 -旧：加上或去掉标签",
            "tag chips -old: add and remove tags",
        ),
        argument: App::tags,
        run: App::tag,
    },
    Command {
        names: &["keep", "留"],
        help: (
            "留：把正文也存下，再来一次不存",
            "keep: the text too; again lets it go",
        ),
        argument: |_| Vec::new(),
        run: |app, _| app.keep_text(),
    },
    Command {
        names: &["forget", "删", "unsave"],
        help: ("删 名字：删掉保存的搜索", "forget NAME: a saved search"),
        argument: saved_names,
        run: App::forget_search,
    },
    Command {
        names: &["rules", "规则"],
        help: ("规则：列出规则和做过的事", "rules: what they did"),
        argument: |_| Vec::new(),
        run: |app, _| app.show_rules(),
    },
    Command {
        names: &["hidden", "已隐藏"],
        help: ("已隐藏：列出隐藏的文章", "hidden: list what is hidden"),
        argument: |_| Vec::new(),
        run: |app, _| app.list_hidden(),
    },
    Command {
        names: &["hide", "隐藏", "unhide"],
        help: (
            "隐藏：隐藏文章，再来一次恢复",
            "hide: the article; again shows it",
        ),
        argument: |_| Vec::new(),
        run: |app, _| app.toggle_hidden(),
    },
    Command {
        names: &["theme", "主题"],
        help: ("主题 名字：换颜色", "theme NAME: other colours"),
        argument: App::theme_names,
        run: App::choose_theme,
    },
    Command {
        names: &["archive", "档案"],
        help: (
            "档案 名字：换一个档案；不写名字则列出",
            "archive NAME: another archive; without a name, lists them",
        ),
        argument: App::archive_names,
        run: App::choose_archive,
    },
];

fn saved_names(app: &App) -> Vec<String> {
    app.searches.iter().map(|saved| saved.name.to_string()).collect()
}

impl Command {
    /// How it is written and what it does, in `lang`.
    pub fn help(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.help.0,
            Lang::En => self.help.1,
        }
    }

    /// The command that goes by `name`, in whatever case and width.
    pub fn named(name: &str) -> Option<&'static Self> {
        let name = fold(name);
        COMMANDS
            .iter()
            .find(|command| command.names.contains(&name.as_str()))
    }
}

/// The names of all commands, in `lang`: `存、删`.
fn known(lang: Lang) -> String {
    let (nth, between) = match lang {
        Lang::Zh => (1, "、"),
        Lang::En => (0, ", "),
    };
    let names: Vec<&str> = COMMANDS
        .iter()
        .filter_map(|command| command.names.get(nth).copied())
        .collect();
    names.join(between)
}

/// The command's name and its argument.
fn split(text: &str) -> (&str, Option<&str>) {
    let text = text.trim_start();
    match text.split_once(char::is_whitespace) {
        Some((name, argument)) => (name, Some(argument.trim())),
        None => (text, None),
    }
}

impl App {
    /// Does what was typed at the `:` prompt.
    pub(super) fn run_command(&mut self, text: &str) {
        let (name, argument) = split(text);
        if name.is_empty() {
            return;
        }
        self.commanded.retain(|past| past != text);
        self.commanded.push(text.to_owned());
        let Some(command) = Command::named(name) else {
            if let Some(action) = Action::named(name) {
                self.act_as_command(action, argument);
                return;
            }
            let name = self.shortened(name);
            self.say_problem((self.words().unknown_command)(&name, &known(self.lang)));
            return;
        };
        (command.run)(self, argument.unwrap_or_default());
    }

    /// What the prompt says of `text`: the help of its command, or which commands there are.
    pub fn command_help(&self, text: &str) -> String {
        let name = split(text).0;
        match (Command::named(name), Action::named(name)) {
            (Some(command), _) => command.help(self.lang).to_owned(),
            (None, Some(action)) => self.action_help(action).to_owned(),
            (None, None) => known(self.lang),
        }
    }

    /// What `action` does in the focused pane or, where it has no place there, anywhere.
    fn action_help(&self, action: Action) -> &'static str {
        let here = self.bindings(self.focus).iter().map(|binding| binding.row);
        let mut rows = here.chain(TABLE);
        rows.find(|row| row.action == action)
            .map_or("", |row| row.help(self.lang))
    }

    /// Does `action`, if it has a place in the focused pane; a number after its name is the count.
    fn act_as_command(&mut self, action: Action, count: Option<&str>) {
        let has_place = self
            .bindings(self.focus)
            .iter()
            .any(|binding| binding.row.action == action);
        if !has_place {
            self.say_problem((self.own_words().no_place_here)(action.name_in(self.lang)));
            return;
        }
        self.act(action, count.and_then(|count| count.parse().ok()));
    }

    /// `text` with the name of its command completed or, behind one, its argument, as far as is certain.
    pub(super) fn completed(&self, text: &str) -> Option<String> {
        let (name, argument) = split(text);
        let Some(argument) = argument else {
            let names = COMMANDS.iter().flat_map(|command| command.names);
            let actions = Action::all().flat_map(|action| Lang::ALL.map(|lang| action.name_in(lang)));
            let names = names.copied().chain(actions).map(str::to_owned).collect();
            let completed = common(name, names)?;
            let whole = Command::named(&completed).is_some();
            return Some(completed + if whole { " " } else { "" });
        };
        let command = Command::named(name)?;
        let completed = common(argument, (command.argument)(self))?;
        Some(format!("{name} {completed}"))
    }
}

/// What those of `candidates` have in common at their beginning that begin with `typed`, or whose beginning is read so
/// in pinyin; `None` where there is nothing.
fn common(typed: &str, mut candidates: Vec<String>) -> Option<String> {
    let (folded, spelling) = (fold(typed), Spelling::new(typed));
    let is_read_so = |candidate: &str| {
        let run = spelling.as_ref().and_then(|spelling| spelling.find(candidate));
        run.is_some_and(|run| run.start == 0)
    };
    candidates.retain(|candidate| fold(candidate).starts_with(&folded) || is_read_so(candidate));
    let mut candidates = candidates.into_iter();
    let first = candidates.next()?;
    let common = candidates.fold(first, |common, other| {
        let pairs = common.chars().zip(other.chars());
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    });
    (!common.is_empty()).then_some(common)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_from_its_argument() {
        assert_eq!(split("save"), ("save", None));
        assert_eq!(split(" save  半 导 体 "), ("save", Some("半 导 体")));
        assert_eq!(split("存\u{3000}芯片"), ("存", Some("芯片")));
    }

    #[test]
    fn what_is_certain_is_completed() {
        let names = || vec!["芯片".to_owned(), "芯片出口".to_owned(), "央行".to_owned()];
        assert_eq!(common("芯", names()).as_deref(), Some("芯片"));
        assert_eq!(common("xpck", names()).as_deref(), Some("芯片出口"));
        assert_eq!(common("yang", names()).as_deref(), Some("央行"));
        assert_eq!(common("", names()), None);
        assert_eq!(common("没有", names()), None);
    }

    #[test]
    fn no_name_means_two_commands() {
        let mut seen = std::collections::HashSet::new();
        for command in COMMANDS {
            assert!(command.names.len() >= 2);
            assert!(!command.help.0.is_empty() && !command.help.1.is_empty());
            for name in command.names {
                assert!(seen.insert(*name), "{name} twice");
            }
        }
    }
}
