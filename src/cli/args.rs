//! What can be written on the command line.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::{Date, DateTime};

use crate::config::{Lang, Settings};
use crate::post::{parse_days, wall_time};

const EXAMPLES: &str = "\
Examples:
  finews ~/archive               read an archive
  finews                         read the archive in this folder, or the built-in guide
  finews --archive ~/archive list --since 2022-01 --limit 20
  finews --archive ~/archive show 202201072239307540
  git show HEAD:_posts/x.md | finews show -";

/// A terminal reader for large local archives of Chinese news.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, args_conflicts_with_subcommands = false, subcommand_precedence_over_arg = true)]
pub(super) struct Args {
    /// The archive: a folder that holds _posts or old_post [default: this folder, if it is one; else the built-in guide]
    #[arg(value_name = "ARCHIVE")]
    pub(super) folder: Option<PathBuf>,

    /// The archive, for any command; `guide` is the built-in guide [env: FINEWS_ARCHIVE]
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) archive: Option<PathBuf>,

    /// Language of the interface [default: by locale]
    #[arg(long, value_name = "LANG", global = true)]
    pub(super) lang: Option<LangArg>,

    /// When to use colours and bold type
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(super) color: ColorArg,

    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

impl Args {
    /// The language of the interface.
    pub(super) fn lang(&self) -> Lang {
        match self.lang {
            Some(LangArg::Zh) => Lang::Zh,
            Some(LangArg::En) => Lang::En,
            None => Lang::from_locale(|name| std::env::var(name).ok()),
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
    /// List articles, newest first
    List(List),
    /// List categories
    Categories(Categories),
    /// Print one article as text
    Show(Show),
    /// List what is odd about the archive, and what is shown instead
    Check(Check),
    /// Work with bookmarks
    Bookmark(Bookmark),
}

/// Days, first to last.
pub(super) type Days = RangeInclusive<Date>;

/// The days that `text` names, counted from today.
fn days(text: &str) -> Result<Days, String> {
    let today = wall_time(super::unix_time(), Settings::default().zone)
        .map(DateTime::date)
        .unwrap_or_default();
    parse_days(text, today, today)
        .ok_or_else(|| "write 2022-01-05, 2022-01, 2022, 01-05 or yesterday".to_owned())
}

#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Only this category, by folder name or label
    #[arg(long, value_name = "C")]
    pub(super) category: Option<String>,
    /// Only from this day on: 2022-01-05, 2022-01, 2022, yesterday
    #[arg(long, value_name = "D", value_parser = days)]
    pub(super) since: Option<Days>,
    /// Only up to this day, which is included
    #[arg(long, value_name = "D", value_parser = days)]
    pub(super) until: Option<Days>,
    /// Only unread articles
    #[arg(long)]
    pub(super) unread: bool,
    /// Only bookmarked articles
    #[arg(long)]
    pub(super) bookmarked: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Categories {
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// An article's ID, a file, or - for a post on standard input
    #[arg(value_name = "ID|FILE|-")]
    pub(super) what: PathBuf,
    /// Widest line, in cells, at least 2 [default: the terminal's width up to 80]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=10_000))]
    pub(super) width: Option<u16>,
    /// No escape sequences, as when standard output is not a terminal
    #[arg(long)]
    pub(super) plain: bool,
    /// One JSON object, with the text
    #[arg(long, conflicts_with = "plain")]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Bookmark {
    #[command(subcommand)]
    pub(super) command: BookmarkCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum BookmarkCommand {
    /// List the bookmarks, last added first
    List(BookmarkList),
}

#[derive(Debug, clap::Args)]
pub(super) struct BookmarkList {
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
    }
}
