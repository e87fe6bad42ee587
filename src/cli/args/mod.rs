//! What can be written on the command line: here what holds for all of it, one file for each group of commands.

mod articles;
mod dates;
mod export;
mod program;
mod rules;
mod upkeep;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum, ValueHint};

use crate::config::theme::Themes;
use crate::config::{Lang, Settings};
use crate::work::StandingRule;

use super::bookmark::args::Bookmark;
use super::failure::shown;
use super::help;
use super::settings::Oddity;

pub(super) use articles::{Categories, List, Read, Search, Show, SortArg, Trend};
pub(super) use dates::{DAY_FORM, DAYS_FORM};
pub(super) use export::{Cite, Export};
pub(super) use program::{Completions, Config, ConfigCommand, Doctor, KeysCommand, ShellArg};
pub(super) use rules::{Rules, RulesApply, RulesCommand, RulesTest};
pub(super) use upkeep::{Check, Index, Library, LibraryCommand, LibraryRestore};

use articles::with_denials;

/// Where the options that every command takes stand among its own: behind them.
const GLOBAL: usize = 900;

const EXAMPLES: &str = "\
Examples:
  finews ~/archive               read an archive
  finews                         read the archive in this folder, or the built-in guide
  finews finance                 read the archive that the settings call so, in [archives]
  finews --archive ~/archive list --since 2022-01 --limit 20
  finews --archive ~/archive show 202201072239307540
  git show HEAD:_posts/x.md | finews show -";

const MAN_EXAMPLES: &str = "\
Examples:
  finews man | man -l -                    read it
  finews man --lang zh                     in Chinese";

/// A terminal reader for large local archives of Chinese news.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, args_conflicts_with_subcommands = false, subcommand_precedence_over_arg = true)]
pub(super) struct Args {
    /// The archive: a folder that holds _posts or old_post, or a name of the settings [default: that of the settings; else this folder, if it is one; else the built-in guide]
    #[arg(value_name = "ARCHIVE", value_hint = ValueHint::DirPath)]
    pub(super) folder: Option<PathBuf>,

    /// The archive, for any command: a folder, a name of the settings, or `guide`, which is built in [env: FINEWS_ARCHIVE]
    #[arg(long, value_name = "DIR|NAME", value_hint = ValueHint::DirPath, global = true, display_order = GLOBAL)]
    pub(super) archive: Option<PathBuf>,

    /// The settings file [default: config.toml in the config folder, which `finews config path` names]
    #[arg(long, value_name = "FILE", global = true, display_order = GLOBAL)]
    pub(super) config: Option<PathBuf>,

    /// Language of the interface [default: by settings, else by locale]
    #[arg(long, value_name = "LANG", global = true, display_order = GLOBAL)]
    pub(super) lang: Option<LangArg>,

    /// When to use colours and bold type
    #[arg(long, value_name = "WHEN", global = true, display_order = GLOBAL, default_value = "auto")]
    pub(super) color: ColorArg,

    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// What the settings file says.
    #[arg(skip)]
    pub(super) settings: Settings,

    /// The themes there are, and which of them the settings ask for; `None` for what wears none.
    #[arg(skip)]
    pub(super) themes: Option<Themes>,

    /// The rules in it that are followed.
    #[arg(skip)]
    pub(super) rules: Vec<StandingRule>,

    /// What it says wrongly, in the standard place.
    #[arg(skip)]
    pub(super) oddities: Vec<Oddity>,
}

impl Args {
    /// The arguments of this process. Ends it where they are wrong usage, or ask for help.
    pub(super) fn read() -> Self {
        let arguments: Vec<OsString> = with_denials(std::env::args_os()).collect();
        let mut args = match Self::try_parse_from(&arguments) {
            Ok(args) => args,
            Err(error) => help::exit(&arguments, &error),
        };
        if let Some(Command::Read(read)) = &mut args.command
            && let Some(folder) = read.folder.take()
        {
            if let Some(other) = &args.folder {
                help::two_archives(help::early_lang(&arguments), &shown(other), &shown(&folder));
            }
            args.folder = Some(folder);
        }
        if let (Some(one), Some(other)) = (&args.archive, &args.folder) {
            help::two_archives(help::early_lang(&arguments), &shown(one), &shown(other));
        }
        args
    }

    /// The language of the interface.
    pub(super) fn lang(&self) -> Lang {
        match self.lang {
            Some(LangArg::Zh) => Lang::Zh,
            Some(LangArg::En) => Lang::En,
            None => self
                .settings
                .lang
                .unwrap_or_else(|| Lang::from_locale(|name| std::env::var(name).ok())),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    /// Chinese
    Zh,
    /// English
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorArg {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read on the screen or, with --line-mode, in plain lines
    Read(Read),
    /// List articles, newest first
    List(List),
    /// Find articles by what they say, in titles and texts
    Search(Search),
    /// Show how often something is written of, month by month
    Trend(Trend),
    /// List categories
    Categories(Categories),
    /// List the keys and the actions they stand for
    Keys(KeysCommand),
    /// Print one article as text
    Show(Show),
    /// Write articles as Markdown, HTML, text or EPUB
    Export(Export),
    /// Cite articles: GB/T 7714, BibTeX, RIS, CSL-JSON
    Cite(Cite),
    /// List what is odd about the archive, and what is shown instead
    Check(Check),
    /// Bring the catalogue of an archive up to date, or say what it knows
    Index(Index),
    /// Work with bookmarks
    Bookmark(Bookmark),
    /// Work with the rules in the settings: what is done with articles that arrive
    Rules(Rules),
    /// See that the library is sound, back it up, take a backup back
    Library(Library),
    /// Work with the settings file
    Config(Config),
    /// Say what a report of a bug needs to know of this machine
    Doctor(Doctor),
    /// Print what completes commands and options in a shell
    Completions(Completions),
    /// Print the manual page finews(1)
    #[command(after_help = MAN_EXAMPLES)]
    Man,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn options_stand_behind_a_query_too_and_one_dash_denies() {
        let query = |line: &str| {
            let arguments = with_denials(line.split(' ').map(OsString::from));
            match Args::try_parse_from(arguments).map(|args| args.command) {
                Ok(Some(Command::Search(search))) => Some((search.query.join(" "), search.limit)),
                _ => None,
            }
        };
        let is = |text: &str, limit| Some((text.to_owned(), limit));
        assert_eq!(query("finews search 芯片 -光伏 --limit 3"), is("芯片 -光伏", 3));
        assert_eq!(
            query("finews search --limit 3 -etf OR －a - b"),
            is("-etf OR -a - b", 3)
        );
        assert_eq!(query("finews search -- --x"), is("--x", 20));
        assert_eq!(query("finews search 芯片 --jsn"), None);
        assert_eq!(query("finews search 芯片 -h"), None);
    }

    #[test]
    fn every_command_has_examples_that_are_right() {
        let mut waiting = vec![Args::command()];
        let mut seen = 0;
        while let Some(command) = waiting.pop() {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                help.starts_with("Examples:\n"),
                "{}: {help:?}",
                command.get_name()
            );
            for line in help.lines().skip(1) {
                // What stands behind two blanks explains, what stands before a pipe or behind another is the shell's.
                let line = line.trim_start().split("  ").next().unwrap_or_default();
                let ours = line.split(" | ").find(|part| part.starts_with("finews"));
                let words = ours.unwrap_or_default().split_whitespace();
                let words: Vec<&str> = words.take_while(|word| *word != "<").collect();
                let arguments = with_denials(words.iter().map(OsString::from));
                assert!(Args::try_parse_from(arguments).is_ok(), "{line}");
                assert!(
                    command.get_name() == "finews" || words.contains(&command.get_name()),
                    "{line}"
                );
                seen += 1;
            }
            waiting.extend(
                command
                    .get_subcommands()
                    .filter(|sub| sub.get_name() != "help")
                    .cloned(),
            );
        }
        assert!(seen > 12, "{seen}");
    }
}
