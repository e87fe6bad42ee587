//! `finews man`: finews(1), written from the command line as it is, the table of keys and the default settings, so that it
//! cannot say anything else.

mod facts;
mod roff;

use std::io::Write;

use clap::{Arg, Command};

use crate::app::{Keymap, Keys};
use crate::config::default_file;
use crate::config::{KeyPane, Lang};

use super::args::Args;
use super::{help, keys, output};
use roff::Page;

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let mut out = output::output();
    out.write_all(page(args.lang()).as_bytes())?;
    Ok(out.flush()?)
}

/// The page in `lang`.
fn page(lang: Lang) -> String {
    let mut command = help::command(lang);
    let mut page = Page::new(
        "FINEWS",
        &format!("finews {}", env!("CARGO_PKG_VERSION")),
        either(lang, "用户命令", "User Commands"),
    );
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    page.section(either(lang, "名称", "NAME"));
    page.name("finews", &about);
    page.section(either(lang, "概要", "SYNOPSIS"));
    page.typed(&help::usage_of(lang, &mut command));
    page.section(either(lang, "说明", "DESCRIPTION"));
    for paragraph in facts::DESCRIPTION {
        page.paragraph(either(lang, paragraph.0, paragraph.1));
    }
    page.section(either(lang, "参数和选项", "OPTIONS"));
    page.text(either(
        lang,
        "各命令都可以带这些选项。",
        "Every command takes these options.",
    ));
    for arg in command.get_arguments() {
        option(&mut page, lang, arg);
    }
    examples(&mut page, &command);
    page.section(either(lang, "命令", "COMMANDS"));
    commands(&mut page, lang, &mut command);
    page.section(either(lang, "按键", "KEYS"));
    page.text(either(lang, facts::KEYS.0, facts::KEYS.1));
    for pane in KeyPane::ALL {
        bindings(&mut page, lang, pane);
    }
    page.section(either(lang, "设置", "SETTINGS"));
    page.text(either(lang, facts::SETTINGS.0, facts::SETTINGS.1));
    page.block(&default_file(lang));
    for (title, facts) in [
        (("文件", "FILES"), facts::FILES),
        (("环境变量", "ENVIRONMENT"), facts::ENVIRONMENT),
        (("退出码", "EXIT STATUS"), facts::EXIT),
    ] {
        page.section(either(lang, title.0, title.1));
        for (name, zh, en) in facts {
            page.item(&roff::bold(name), either(lang, zh, en));
        }
    }
    page.end()
}

fn either<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Every command below `command`, each with its own options and examples.
fn commands(page: &mut Page, lang: Lang, command: &mut Command) {
    for command in command.get_subcommands_mut() {
        // It has no more to say than --help.
        if command.get_name() == "help" {
            continue;
        }
        page.subsection(&help::usage_of(lang, command));
        page.text(&command.get_about().map(ToString::to_string).unwrap_or_default());
        // What all take stands above.
        let own = |arg: &&Arg| !arg.is_global_set() && arg.get_id() != "help";
        for arg in command.get_arguments().filter(own) {
            option(page, lang, arg);
        }
        examples(page, command);
        commands(page, lang, command);
    }
}

/// An argument with what it is, what it may be and what it is by default.
fn option(page: &mut Page, lang: Lang, arg: &Arg) {
    let written = match arg.get_short() {
        Some(short) => format!("-{short}, {arg}"),
        None => arg.to_string(),
    };
    let mut text: Vec<String> = arg.get_help().map(ToString::to_string).into_iter().collect();
    if arg.get_action().takes_values() {
        let values: Vec<String> = (arg.get_possible_values().iter())
            .map(|value| match (value.get_help(), lang) {
                (Some(help), Lang::Zh) => format!("{}（{help}）", value.get_name()),
                (Some(help), Lang::En) => format!("{} ({help})", value.get_name()),
                (None, _) => value.get_name().to_owned(),
            })
            .collect();
        if !values.is_empty() {
            text.push(match lang {
                Lang::Zh => format!("。可用的值：{}", values.join("、")),
                Lang::En => format!(". Values: {}", values.join(", ")),
            });
        }
        let default = arg.get_default_values().iter();
        let default: Vec<_> = default.map(|value| value.to_string_lossy()).collect();
        if !default.is_empty() {
            let default = default.join(" ");
            text.push(match lang {
                Lang::Zh => format!(" [默认：{default}]"),
                Lang::En => format!(" [default: {default}]"),
            });
        }
    }
    page.item(&roff::bold(&written), &text.concat());
}

/// The examples of `command`, as its help has them.
fn examples(page: &mut Page, command: &Command) {
    let examples = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    if let Some((title, lines)) = examples.split_once('\n') {
        page.paragraph(title);
        page.block(lines);
    }
}

/// The keys of `pane`, as they are without settings.
fn bindings(page: &mut Page, lang: Lang, pane: KeyPane) {
    page.subsection(&keys::pane_name(lang, pane));
    page.close(|page| {
        for binding in Keymap::new(&[]).0.of(pane) {
            let keys: Vec<String> = binding.keys.iter().map(Keys::to_string).collect();
            let action = roff::escaped(binding.row.action.name());
            let title = format!("{}  {action}", roff::bold(&keys.join("  ")));
            page.item(&title, binding.row.help(lang));
        }
    });
}
