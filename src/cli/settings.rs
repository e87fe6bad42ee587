//! Which settings hold: those of the file that `--config` names, else of the one in the config folder,
//! else the defaults; and `finews config`.

use std::io::{ErrorKind, Write};
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;

use jiff::civil::DateTime;

use crate::app::{Keymap, standing_rules};
use crate::config::folders::Folders;
use crate::config::theme::{ThemeTrouble, Themes};
use crate::config::{default_file, file};
use crate::post::{unix_time, wall_time};

use super::args::{Args, Command, Config, ConfigCommand};
use super::failure::{Failure, reason, shown};
use super::output;
use crate::text::clean::clean_line;

/// Something of the settings file that does not hold. Both texts are clean, each one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Oddity {
    /// The file, and the line where it is known.
    pub(super) place: String,
    /// What is wrong.
    pub(super) what: String,
}

/// The file that is meant, and whether the user named it.
fn path(args: &Args) -> anyhow::Result<(PathBuf, bool)> {
    match &args.config {
        Some(path) => Ok((path.clone(), true)),
        None => Ok((Folders::find().map_err(|_| Failure::NoHome)?.settings(), false)),
    }
}

/// The file that is meant, as it may be shown.
pub(super) fn place(args: &Args) -> anyhow::Result<String> {
    Ok(shown(&path(args)?.0))
}

/// Whether there is a file.
pub(super) fn is_there(args: &Args) -> bool {
    path(args).is_ok_and(|(path, _)| path.exists())
}

/// Reads the settings and themes into `args`. A mistake costs its own key or theme alone and is noted.
pub(super) fn read(args: &mut Args) {
    read_file(args);
    // Nothing else has a theme.
    let wears_one = match &args.command {
        None | Some(Command::Doctor(_)) => true,
        Some(Command::Read(read)) => !read.line_mode,
        Some(Command::Config(config)) => matches!(config.command, ConfigCommand::Check),
        Some(_) => false,
    };
    if wears_one {
        read_themes(args);
    }
}

/// Reads the themes, with the one that the settings ask for.
fn read_themes(args: &mut Args) {
    let folder = Folders::find().ok().map(|folders| folders.themes());
    let (themes, troubles) = Themes::gather(folder.as_deref(), args.settings.theme.as_ref());
    let lang = args.lang();
    let settings = place(args).unwrap_or_default();
    let told = |trouble| match trouble {
        ThemeTrouble::InFile(path, mistake) => Oddity {
            place: format!("{}:{}", shown(&path), mistake.line),
            what: mistake.told(lang),
        },
        ThemeTrouble::Unreadable(path, error) => Oddity {
            place: shown(&path),
            what: match error.kind() {
                ErrorKind::NotFound => lang.words().no_such_file.to_owned(),
                _ => reason(lang, &error),
            },
        },
        ThemeTrouble::Missing(line, name) => Oddity {
            place: format!("{settings}:{line}"),
            what: ThemeTrouble::missing(lang, &clean_line(&name), &themes),
        },
    };
    let told: Vec<Oddity> = troubles.into_iter().map(told).collect();
    args.oddities.extend(told);
    args.themes = Some(themes);
}

/// Reads the settings file.
fn read_file(args: &mut Args) {
    let Ok((path, named)) = path(args) else {
        // No home folder, and so no file in it.
        return;
    };
    let place = shown(&path);
    match file::load(&path) {
        Ok((settings, mistakes)) => {
            args.settings = settings;
            let today = wall_time(unix_time(), args.settings.zone).map(DateTime::date);
            let (rules, wrong) = standing_rules(&args.settings.rules, today.unwrap_or_default());
            args.rules = rules;
            let rules = wrong
                .iter()
                .map(|mistake| (mistake.line, mistake.told(args.lang())));
            let keys = Keymap::new(&args.settings.keys).1;
            let keys = keys
                .iter()
                .map(|mistake| (mistake.line, mistake.told(args.lang())));
            let mut all: Vec<(usize, String)> = (mistakes.iter())
                .map(|mistake| (mistake.line, mistake.told(args.lang())))
                .chain(keys)
                .chain(rules)
                .collect();
            all.sort_by_key(|(line, _)| *line);
            args.oddities = oddities(&place, all);
        }
        Err(error) => {
            let absent = matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory);
            let what = if absent {
                args.lang().words().no_such_file.to_owned()
            } else {
                reason(args.lang(), &error)
            };
            if named || !absent {
                args.oddities = vec![Oddity { place, what }];
            }
        }
    }
}

/// What becomes of mistakes: in a file that was named they are failures. In the standard place they are
/// only told (the screen does it itself), for a slip of the hand keeps nobody from the news.
pub(super) fn judge(args: &Args) -> anyhow::Result<()> {
    if args.config.is_some() {
        return right(args);
    }
    let on_screen = match &args.command {
        None => true,
        Some(Command::Read(read)) => !read.line_mode,
        Some(_) => false,
    };
    if !on_screen {
        for line in lines(&args.oddities) {
            eprintln!("finews: {line}");
        }
    }
    Ok(())
}

/// Fails if anything in the file does not hold.
fn right(args: &Args) -> anyhow::Result<()> {
    if args.oddities.is_empty() {
        Ok(())
    } else {
        Err(Failure::Settings(lines(&args.oddities)).into())
    }
}

fn oddities(place: &str, mistakes: Vec<(usize, String)>) -> Vec<Oddity> {
    let odd = |(line, what)| Oddity {
        place: format!("{place}:{line}"),
        what,
    };
    mistakes.into_iter().map(odd).collect()
}

/// One line each, as they stand on standard error after `finews: `.
fn lines(oddities: &[Oddity]) -> Vec<String> {
    oddities
        .iter()
        .map(|oddity| format!("{}: {}", oddity.place, oddity.what))
        .collect()
}

/// `finews config`.
pub(super) fn run(args: &Args, command: &Config) -> anyhow::Result<()> {
    let mut out = output::output();
    match command.command {
        ConfigCommand::Default => write!(out, "{}", default_file(args.lang()))?,
        // Byte for byte, so that it can be opened.
        ConfigCommand::Path => {
            out.write_all(path(args)?.0.as_os_str().as_bytes())?;
            writeln!(out)?;
        }
        ConfigCommand::Check => {
            right(args)?;
            let place = place(args)?;
            let words = args.lang().words();
            let found = if is_there(args) {
                words.settings_right
            } else {
                words.settings_absent
            };
            writeln!(out, "{place}: {found}")?;
        }
    }
    Ok(out.flush()?)
}
