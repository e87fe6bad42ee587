//! What can be written behind the commands that list, find and print articles.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{StringValueParser, TypedValueParser};
use clap::{ValueEnum, ValueHint};

use super::dates::{Days, days};
use crate::config::CategoryOrder;

const LIST_EXAMPLES: &str = "\
Examples:
  finews list                              the archive in this folder
  finews list --archive ~/archive --limit 20
  finews list --since 2022-01 --until 2022-03 --category emnews
  finews list --since yesterday --unread
  finews list --bookmarked --json | jq -r .source_url";

const READ_EXAMPLES: &str = "\
Examples:
  finews read ~/archive                    on the screen, as finews alone does
  finews read --line-mode                  in plain lines, for a screen reader, a braille display, a dumb terminal
  finews read --line-mode --width 40 ~/archive";

const CATEGORIES_EXAMPLES: &str = "\
Examples:
  finews categories                        labels, names and counts
  finews categories --sort name            by name, Chinese ones as they are read
  finews categories --archive ~/archive --json";

const SHOW_EXAMPLES: &str = "\
Examples:
  finews show 202201072239307540           an article of the archive in this folder
  finews show --archive ~/archive _posts/2021-12-01-init
  finews show --plain --width 60 ~/archive/_posts/2022-01-07-202201072239307540.md
  finews show --json 202201072239307540 | jq -r .text
  git show HEAD:_posts/x.md | finews show -";

const SEARCH_EXAMPLES: &str = "\
Examples:
  finews search 芯片                         the newest 20 articles that say so, with the sentence
  finews search --sort relevance 芯片 出口 -光伏
  finews search 'outlet:财联社 date:2022-01 降准 OR 降息'
  finews search --saved 半导体               as :save kept it in the reader
  finews search --json --limit 1000 stock:600519 | jq -r .title";

const TREND_EXAMPLES: &str = "\
Examples:
  finews trend 芯片 光伏                      articles of each month that say so, side by side
  finews trend --json 'title:降准' | jq -r .articles";

#[derive(Debug, clap::Args)]
#[command(after_help = READ_EXAMPLES)]
pub(in crate::cli) struct Read {
    /// The archive, as without a command
    #[arg(value_name = "ARCHIVE", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) folder: Option<PathBuf>,
    /// Lists and pages as plain lines with numbered choices; commands are read from standard input, a line each
    #[arg(long)]
    pub(in crate::cli) line_mode: bool,
    /// Widest line, in cells, at least 20 [default: the terminal's width or COLUMNS, up to the measure; else 80]
    #[arg(long, value_name = "N", requires = "line_mode", value_parser = clap::value_parser!(u16).range(20..=10_000))]
    pub(in crate::cli) width: Option<u16>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIST_EXAMPLES)]
pub(in crate::cli) struct List {
    /// Only this category, by folder name or label, or this group of the settings
    #[arg(long, value_name = "C")]
    pub(in crate::cli) category: Option<String>,
    /// Only from this day on: 2022-01-05, 2022-01, 2022, yesterday, last-week, 7d
    #[arg(long, value_name = "D", value_parser = days)]
    pub(in crate::cli) since: Option<Days>,
    /// Only up to this day, which is included
    #[arg(long, value_name = "D", value_parser = days)]
    pub(in crate::cli) until: Option<Days>,
    /// Only unread articles
    #[arg(long)]
    pub(in crate::cli) unread: bool,
    /// Only bookmarked articles
    #[arg(long)]
    pub(in crate::cli) bookmarked: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(in crate::cli) limit: Option<usize>,
    /// One JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = SEARCH_EXAMPLES)]
pub(in crate::cli) struct Search {
    /// Words that all must stand in title or text; "a phrase", -not, a OR b, (brackets); title: outlet: category: stock: date: after: before: is:unread is:bookmarked is:hidden has:table tag:
    #[arg(value_name = "QUERY", required_unless_present = "saved", value_parser = StringValueParser::new().map(typed))]
    pub(in crate::cli) query: Vec<String>,
    /// What was saved under this name, in place of a query; without a name, list what was saved
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", conflicts_with = "query")]
    pub(in crate::cli) saved: Option<String>,
    /// The order of the articles
    #[arg(long, value_name = "ORDER", default_value = "date")]
    pub(in crate::cli) sort: SortArg,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(in crate::cli) limit: usize,
    /// One JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SortArg {
    /// Newest first
    Date,
    /// Best first
    Relevance,
}

#[derive(Debug, clap::Args)]
#[command(after_help = TREND_EXAMPLES)]
pub(in crate::cli) struct Trend {
    /// Queries, as for search, each one argument
    #[arg(value_name = "WORD", required = true, value_parser = StringValueParser::new().map(typed))]
    pub(in crate::cli) words: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CategorySort {
    /// Those with the most articles first
    Articles,
    /// By name, Chinese ones as they are read
    Name,
    /// Those used last first
    Used,
}

impl From<CategorySort> for CategoryOrder {
    fn from(sort: CategorySort) -> Self {
        match sort {
            CategorySort::Articles => Self::Articles,
            CategorySort::Name => Self::Name,
            CategorySort::Used => Self::Used,
        }
    }
}

#[derive(Debug, clap::Args)]
#[command(after_help = CATEGORIES_EXAMPLES)]
pub(in crate::cli) struct Categories {
    /// The order of the categories
    #[arg(long, value_name = "ORDER", default_value = "articles")]
    pub(in crate::cli) sort: CategorySort,
    /// One JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = SHOW_EXAMPLES)]
pub(in crate::cli) struct Show {
    /// An article's ID, a file, or - for a post on standard input
    #[arg(value_name = "ID|FILE|-")]
    pub(in crate::cli) what: PathBuf,
    /// Widest line, in cells, at least 2 [default: the terminal's width up to the measure; without a terminal 80]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=10_000))]
    pub(in crate::cli) width: Option<u16>,
    /// No escape sequences, as when standard output is not a terminal
    #[arg(long)]
    pub(in crate::cli) plain: bool,
    /// One JSON object, with the text
    #[arg(long, conflicts_with = "plain")]
    pub(in crate::cli) json: bool,
}

/// `arguments` with the full-width dash, which says the same in a query and begins no option, in front of what one dash
/// denies: `finews search 芯片 -光伏 --json`.
pub(super) fn with_denials(arguments: impl IntoIterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    let mut in_query = false;
    arguments.into_iter().map(move |argument| {
        let denied = argument.to_str().and_then(|text| text.strip_prefix('-'));
        match denied {
            Some(word) if in_query && word != "h" && !word.starts_with('-') => format!("－{word}").into(),
            _ => {
                in_query |= argument == "search" || argument == "trend";
                argument
            }
        }
    })
}

/// A part of a query as it was typed, before [`with_denials`].
fn typed(text: String) -> String {
    match text.strip_prefix('－') {
        Some(word) => format!("-{word}"),
        None => text,
    }
}
