//! `--help` and wrong usage in the language of the interface.
//!
//! clap speaks English alone, and must know its texts before it parses. So arguments are parsed in English, and only where
//! that ends in help or an error the language is looked for in what was typed and they are parsed again by a command whose
//! texts are Chinese. Completions and the man page are made from the same command.

mod chinese;
mod twins;
mod usage;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _, stderr, stdout};
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Command, CommandFactory as _, ValueEnum as _};

use crate::config::folders::Folders;
use crate::config::{Lang, file};

use super::args::{Args, LangArg};

/// The whole command line, with all its texts in `lang`.
pub(super) fn command(lang: Lang) -> Command {
    let mut command = Args::command();
    // What clap adds by itself (--help, help, --version) is there from now on.
    command.build();
    match lang {
        Lang::En => command,
        Lang::Zh => chinese::command(command),
    }
}

/// How `command` is written, in `lang`: `finews list [OPTIONS]`.
pub(super) fn usage_of(lang: Lang, command: &mut Command) -> String {
    let usage = command.render_usage().to_string();
    let usage = match lang {
        Lang::En => usage,
        Lang::Zh => chinese::frame(&usage),
    };
    let usage = usage.trim();
    usage
        .split_once(['：', ':'])
        .map_or(usage, |(_, usage)| usage.trim_start())
        .to_owned()
}

/// Ends the process with what `error` says of `arguments`, in the language that they, the settings or the locale name.
pub(super) fn exit(arguments: &[OsString], error: &clap::Error) -> ! {
    if early_lang(arguments) == Lang::En || error.kind() == ErrorKind::DisplayVersion {
        error.exit();
    }
    let command = chinese::wrapped(command(Lang::Zh), width());
    // Else it went wrong for what clap does not know of.
    let Err(error) = command.try_get_matches_from(arguments) else {
        error.exit();
    };
    let styled = if error.use_stderr() {
        stderr().is_terminal()
    } else {
        stdout().is_terminal()
    };
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let styled =
        styled && variable("NO_COLOR").is_none() && variable("TERM").is_some_and(|term| term != "dumb");
    let text = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let help = error.render();
            chinese::frame(&if styled {
                help.ansi().to_string()
            } else {
                help.to_string()
            })
        }
        _ => usage::told(&error),
    };
    // Nobody is left to tell that it could not be told.
    let _ = if error.use_stderr() {
        stderr().write_all(text.as_bytes())
    } else {
        stdout().write_all(text.as_bytes())
    };
    std::process::exit(error.exit_code());
}

/// Ends the process because two archives are named.
pub(super) fn two_archives(lang: Lang, one: &str, other: &str) -> ! {
    let message = format!("two archives are named, name one: --archive {one} or {other}");
    let error = Args::command().error(ErrorKind::ArgumentConflict, message);
    if lang == Lang::En {
        error.exit();
    }
    eprint!(
        "{}",
        usage::framed(&format!("指定了两个档案，请只留一个：--archive {one} 或 {other}"))
    );
    std::process::exit(error.exit_code());
}

/// The cells of a line of help: no more than a hundred, which is clap's own measure.
fn width() -> usize {
    super::output::terminal_width().unwrap_or(100).min(100)
}

/// The language of the interface, before the arguments are parsed: the first of `--lang`, the settings file they name, the
/// locale.
pub(super) fn early_lang(arguments: &[OsString]) -> Lang {
    if let Some(lang) = value(arguments, "--lang") {
        match LangArg::from_str(&lang.to_string_lossy(), false) {
            Ok(LangArg::Zh) => return Lang::Zh,
            Ok(LangArg::En) => return Lang::En,
            // Which is said in another one.
            Err(_) => {}
        }
    }
    let named = value(arguments, "--config").map(PathBuf::from);
    let settings = named.or_else(|| Some(Folders::find().ok()?.settings()));
    settings
        .and_then(|path| file::load(&path).ok()?.0.lang)
        .unwrap_or_else(|| Lang::from_locale(|name| std::env::var(name).ok()))
}

/// What stands behind the first `option`, as its value.
fn value(arguments: &[OsString], option: &str) -> Option<OsString> {
    let mut arguments = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    while let Some(argument) = arguments.next() {
        if argument == option {
            return arguments.next().cloned();
        }
        let joined = argument
            .to_str()
            .and_then(|text| text.strip_prefix(option)?.strip_prefix('='));
        if let Some(value) = joined {
            return Some(value.into());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_in_what_was_typed() {
        let lang = |line: &str| early_lang(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        for line in [
            "finews --lang zh",
            "finews list --lang=zh --help",
            "finews --x --lang zh",
        ] {
            assert_eq!(lang(line), Lang::Zh, "{line}");
        }
        assert_eq!(lang("finews --lang en --lang zh"), Lang::En);
    }
}
