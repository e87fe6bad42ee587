//! The command line with Chinese texts.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command};
use unicode_linebreak::linebreaks;

use crate::text::cells::Cells;

use super::twins::{EXPLAINED, TEXTS};

/// Cells that stand before the help of an option, where it has lines of its own.
const INDENT: usize = 10;

/// What clap writes around our texts, and what stands there in Chinese. None of it is in a text of ours.
const FRAME: [(&str, &str); 10] = [
    ("Usage: ", "用法："),
    // Styled, its blank stands behind the sequence that ends the style.
    ("Usage:", "用法："),
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Possible values:", "可用的值："),
    ("[possible values: ", "[可用的值："),
    ("[default: ", "[默认："),
    ("[OPTIONS]", "[选项]"),
    ("[COMMAND]", "[命令]"),
];

/// `command`, which is built, with Chinese texts. Values are no longer what the program takes: it is for telling alone.
pub(super) fn command(command: Command) -> Command {
    let about = command.get_about().map(|about| twin(&about.to_string()));
    let examples = command.get_after_help().map(|help| examples(&help.to_string()));
    let mut command = command.mut_args(arg).mut_subcommands(self::command);
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(examples) = examples {
        command = command.after_help(examples);
    }
    command
}

fn arg(arg: Arg) -> Arg {
    let help = arg.get_help().map(|help| twin(&help.to_string()));
    let long = arg.get_long_help().map(|help| twin(&help.to_string()));
    let values = arg.get_possible_values();
    let mut arg = arg;
    if let Some(help) = help {
        arg = arg.help(help);
    }
    if let Some(long) = long {
        arg = arg.long_help(long);
    }
    // Those of a flag are no values that anyone writes.
    if !values.is_empty() && arg.get_action().takes_values() {
        arg = arg.value_parser(PossibleValuesParser::new(values.iter().map(value)));
    }
    arg
}

fn value(value: &PossibleValue) -> PossibleValue {
    match value.get_help() {
        Some(help) => value.clone().help(twin(&help.to_string())),
        None => value.clone(),
    }
}

/// The Chinese of an English text. That every text has one is tested.
pub(super) fn twin(text: &str) -> String {
    let twin = TEXTS.iter().find(|(english, _)| *english == text);
    twin.map_or(text, |(_, chinese)| chinese).to_owned()
}

/// Examples: what is typed stays, what explains it is Chinese.
fn examples(text: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "Examples:" => "例子：".to_owned(),
        line => match explanation(line) {
            Some((typed, english)) => {
                let twin = EXPLAINED.iter().find(|(text, _)| *text == english);
                format!("{typed}{}", twin.map_or(english, |(_, chinese)| chinese))
            }
            None => line.to_owned(),
        },
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// An example with the blanks behind it, and what explains it.
pub(super) fn explanation(line: &str) -> Option<(&str, &str)> {
    let indent = line.len() - line.trim_start().len();
    let typed = line.get(indent..)?.find("  ")? + indent;
    let explained = line.get(typed..)?.trim_start();
    line.strip_suffix(explained).map(|typed| (typed, explained))
}

/// `command` with the help of its options set in lines that `width` cells hold: clap knows no line break but the blank.
pub(super) fn wrapped(command: Command, width: usize) -> Command {
    let arg = |arg: Arg| {
        let long = arg.get_long_help().or(arg.get_help()).map(ToString::to_string);
        match long {
            Some(text) => arg.long_help(in_lines(&text, width.saturating_sub(INDENT))),
            None => arg,
        }
    };
    command
        .mut_args(arg)
        .mut_subcommands(|command| wrapped(command, width))
}

/// `text` with line breaks where lines of `width` cells need them.
fn in_lines(text: &str, width: usize) -> String {
    let cells = Cells::default();
    let (mut lines, mut line, mut from) = (Vec::new(), String::new(), 0);
    for (at, _) in linebreaks(text) {
        let piece = text.get(from..at).unwrap_or_default();
        from = at;
        if !line.is_empty() && cells.width(&line) + cells.width(piece.trim_end()) > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        line.push_str(piece);
    }
    lines.push(line);
    lines.join("\n")
}

/// Help as clap has written it, with what it wrote around our texts in Chinese.
pub(super) fn frame(help: &str) -> String {
    let help = FRAME
        .iter()
        .fold(help.trim_end().to_owned(), |help, (english, chinese)| {
            help.replace(english, chinese)
        });
    help + "\n"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::config::Lang;

    /// Every text of `command` and what is below it: texts of their own, and those that explain examples.
    fn texts(command: &Command, own: &mut BTreeSet<String>, explained: &mut BTreeSet<String>) {
        own.extend(command.get_about().map(ToString::to_string));
        own.extend(command.get_long_about().map(ToString::to_string));
        let examples = command
            .get_after_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        explained.extend(
            examples
                .lines()
                .filter_map(explanation)
                .map(|(_, text)| text.to_owned()),
        );
        for arg in command.get_arguments() {
            let place = format!("{} {}", command.get_name(), arg.get_id());
            assert!(arg.get_help().is_some(), "{place} says nothing");
            own.extend(arg.get_help().map(ToString::to_string));
            own.extend(arg.get_long_help().map(ToString::to_string));
            if arg.get_action().takes_values() {
                let values = arg.get_possible_values();
                own.extend(
                    values
                        .iter()
                        .filter_map(|value| value.get_help())
                        .map(ToString::to_string),
                );
            }
        }
        for command in command.get_subcommands() {
            texts(command, own, explained);
        }
    }

    #[test]
    fn every_text_has_a_twin_and_every_twin_a_text() {
        let (mut own, mut explained) = (BTreeSet::new(), BTreeSet::new());
        texts(&super::super::command(Lang::En), &mut own, &mut explained);
        for (texts, twins) in [(&own, TEXTS), (&explained, EXPLAINED)] {
            let told: BTreeSet<String> = twins.iter().map(|(english, _)| (*english).to_owned()).collect();
            let lacking: Vec<&String> = texts.difference(&told).collect();
            assert!(lacking.is_empty(), "no Chinese for {lacking:#?}");
            let unused: Vec<&String> = told.difference(texts).collect();
            assert!(unused.is_empty(), "Chinese for nothing: {unused:#?}");
            assert_eq!(told.len(), twins.len(), "one text has two twins");
        }
    }

    #[test]
    fn nothing_of_the_chinese_command_is_english() {
        let (mut own, mut explained) = (BTreeSet::new(), BTreeSet::new());
        texts(&super::super::command(Lang::Zh), &mut own, &mut explained);
        // Names of formats are the same in both.
        let names = ["GB/T 7714—2015", "RIS", "Bash", "Zsh", "Fish"];
        for text in own.iter().chain(&explained) {
            let is_chinese = text.contains(|c| ('一'..='龥').contains(&c));
            assert!(is_chinese || names.contains(&text.as_str()), "{text}");
        }
    }

    #[test]
    fn lines_break_between_han() {
        assert_eq!(
            in_lines("只列未读的文章，新的在前", 12),
            "只列未读的文\n章，新的在前"
        );
        assert_eq!(in_lines("短", 12), "短");
        assert_eq!(in_lines("见 finews config path", 10), "见 finews\nconfig\npath");
    }
}
