//! What can be written on the command line.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::builder::{StringValueParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::{Date, DateTime};

use crate::config::{CitationStyle, Lang, Settings};
use crate::exchange::Format;
use crate::post::{parse_days, unix_time, wall_time};

use super::bookmark::args::Bookmark;
use super::settings::Oddity;

use super::failure::shown;

const EXAMPLES: &str = "\
Examples:
  finews ~/archive               read an archive
  finews                         read the archive in this folder, or the built-in guide
  finews --archive ~/archive list --since 2022-01 --limit 20
  finews --archive ~/archive show 202201072239307540
  git show HEAD:_posts/x.md | finews show -";

const LIST_EXAMPLES: &str = "\
Examples:
  finews list                              the archive in this folder
  finews list --archive ~/archive --limit 20
  finews list --since 2022-01 --until 2022-03 --category emnews
  finews list --since yesterday --unread
  finews list --bookmarked --json | jq -r .source_url";

const CATEGORIES_EXAMPLES: &str = "\
Examples:
  finews categories                        labels, names and counts
  finews categories --archive ~/archive --json";

const SHOW_EXAMPLES: &str = "\
Examples:
  finews show 202201072239307540           an article of the archive in this folder
  finews show --archive ~/archive _posts/2021-12-01-init
  finews show --plain --width 60 ~/archive/_posts/2022-01-07-202201072239307540.md
  finews show --json 202201072239307540 | jq -r .text
  git show HEAD:_posts/x.md | finews show -";

const EXPORT_EXAMPLES: &str = "\
Examples:
  finews export 202201072239307540 --output 文章.md
  finews export --format html 202201072239307540 202201051234567890 | less
  finews export --bookmarked --output 收藏.epub
  finews export --search date:2022-01 --limit 100 --title 一月 --output 一月.epub";

const CITE_EXAMPLES: &str = "\
Examples:
  finews cite 202201072239307540           as GB/T 7714—2015 has it
  finews cite --style bibtex 202201072239307540 202201051234567890
  finews cite --style ris --accessed 2022-03-01 202201072239307540
  finews cite --style csl-json 202201072239307540 | pandoc --from csljson --to biblatex";

const CHECK_EXAMPLES: &str = "\
Examples:
  finews check                             the archive in this folder
  finews check --archive ~/archive --json | jq -r .kind | sort | uniq -c";

const INDEX_EXAMPLES: &str = "\
Examples:
  finews index                             read what has changed, as after a git pull
  finews index --text                      make an index of all texts, for searching
  finews index --status --archive ~/archive
  finews index --rebuild                   read every file again";

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

const KEYS_EXAMPLES: &str = "\
Examples:
  finews keys                              the keys of every pane, yours among them
  finews keys --json | jq -r .action | sort -u";

const CONFIG_EXAMPLES: &str = "\
Examples:
  finews config default                    what holds without a file, each setting explained
  finews config path
  finews --config my.toml config check";

const CONFIG_PATH_EXAMPLES: &str = "\
Examples:
  finews config path                       where finews looks for its settings
  finews config path --config my.toml      the file that is named";

const CONFIG_DEFAULT_EXAMPLES: &str = "\
Examples:
  finews config default | less
  finews config default                    send it to a file to begin with";

const CONFIG_CHECK_EXAMPLES: &str = "\
Examples:
  finews config check                      exit code 1 and a line for each mistake
  finews config check --config my.toml";

const LIBRARY_EXAMPLES: &str = "\
Examples:
  finews library check                     whether bookmarks, marks, places and searches are sound
  finews library backup
  finews library restore latest --dry-run  what is in the newest backup";

const LIBRARY_CHECK_EXAMPLES: &str = "\
Examples:
  finews library check                     exit code 1 where it is damaged
  finews library check --json | jq -r .backups[].taken";

const LIBRARY_BACKUP_EXAMPLES: &str = "\
Examples:
  finews library backup                    one more beside the library, which stays
  finews library backup /media/stick/library-2026.db";

const LIBRARY_RESTORE_EXAMPLES: &str = "\
Examples:
  finews library restore latest --dry-run  what is in it; nothing is changed
  finews library restore 2026-11-27        the last backup of that day
  finews library restore /media/stick/library-2026.db";

/// A terminal reader for large local archives of Chinese news.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, args_conflicts_with_subcommands = false, subcommand_precedence_over_arg = true)]
pub(super) struct Args {
    /// The archive: a folder that holds _posts or old_post [default: that of the settings; else this folder, if it is one; else the built-in guide]
    #[arg(value_name = "ARCHIVE")]
    pub(super) folder: Option<PathBuf>,

    /// The archive, for any command; `guide` is the built-in guide [env: FINEWS_ARCHIVE]
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) archive: Option<PathBuf>,

    /// The settings file [default: config.toml in the config folder, which `finews config path` names]
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) config: Option<PathBuf>,

    /// Language of the interface [default: by settings, else by locale]
    #[arg(long, value_name = "LANG", global = true)]
    pub(super) lang: Option<LangArg>,

    /// When to use colours and bold type
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(super) color: ColorArg,

    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// What the settings file says.
    #[arg(skip)]
    pub(super) settings: Settings,

    /// What it says wrongly, in the standard place.
    #[arg(skip)]
    pub(super) oddities: Vec<Oddity>,
}

impl Args {
    /// The arguments of this process. Ends it where they are wrong usage, or ask for help.
    pub(super) fn read() -> Self {
        let args = Self::parse_from(with_denials(std::env::args_os()));
        if let (Some(one), Some(other)) = (&args.archive, &args.folder) {
            let message = format!(
                "two archives are named, name one: --archive {} or {}",
                shown(one),
                shown(other)
            );
            Self::command().error(ErrorKind::ArgumentConflict, message).exit();
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
    /// See that the library is sound, back it up, take a backup back
    Library(Library),
    /// Work with the settings file
    Config(Config),
}

/// Days as they were written: which days they are depends on what day it is in the zone of the settings.
#[derive(Clone, Debug)]
pub(super) struct Days(String);

impl Days {
    /// From the first to the last, in the zone `zone` (minutes from UTC).
    pub(super) fn range(&self, zone: i16) -> Option<RangeInclusive<Date>> {
        let today = wall_time(unix_time(), zone)
            .map(DateTime::date)
            .unwrap_or_default();
        parse_days(&self.0, today, today)
    }
}

/// Takes `text` if it names days.
fn days(text: &str) -> Result<Days, String> {
    let days = Days(text.to_owned());
    match days.range(Settings::default().zone) {
        Some(_) => Ok(days),
        None => Err("write 2022-01-05, 2022-01, 2022, 01-05, yesterday or last-week".to_owned()),
    }
}

/// Takes `text` if it names one day.
fn day(text: &str) -> Result<Days, String> {
    let is_one = |days: &Days| {
        let range = days.range(Settings::default().zone);
        range.is_some_and(|days| days.start() == days.end())
    };
    days(text)
        .ok()
        .filter(is_one)
        .ok_or_else(|| "write a day: 2022-01-05, 01-05 or yesterday".to_owned())
}

/// `arguments` with the full-width dash, which says the same in a query and begins no option, in front of what one dash
/// denies: `finews search 芯片 -光伏 --json`.
fn with_denials(arguments: impl IntoIterator<Item = OsString>) -> impl Iterator<Item = OsString> {
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

#[derive(Debug, clap::Args)]
#[command(after_help = LIST_EXAMPLES)]
pub(super) struct List {
    /// Only this category, by folder name or label
    #[arg(long, value_name = "C")]
    pub(super) category: Option<String>,
    /// Only from this day on: 2022-01-05, 2022-01, 2022, yesterday, last-week, 7d
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
#[command(after_help = SEARCH_EXAMPLES)]
pub(super) struct Search {
    /// Words that all must stand in title or text; "a phrase", -not, a OR b, (brackets); title: outlet: category: stock: date: after: before: is:unread is:bookmarked has:table tag:
    #[arg(value_name = "QUERY", required_unless_present = "saved", value_parser = StringValueParser::new().map(typed))]
    pub(super) query: Vec<String>,
    /// What was saved under this name, in place of a query; without a name, list what was saved
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", conflicts_with = "query")]
    pub(super) saved: Option<String>,
    /// The order of the articles
    #[arg(long, value_name = "ORDER", default_value = "date")]
    pub(super) sort: SortArg,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) limit: usize,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SortArg {
    /// Newest first
    Date,
    /// Best first
    Relevance,
}

#[derive(Debug, clap::Args)]
#[command(after_help = TREND_EXAMPLES)]
pub(super) struct Trend {
    /// Queries, as for search, each one argument
    #[arg(value_name = "WORD", required = true, value_parser = StringValueParser::new().map(typed))]
    pub(super) words: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = KEYS_EXAMPLES)]
pub(super) struct KeysCommand {
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = CATEGORIES_EXAMPLES)]
pub(super) struct Categories {
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = SHOW_EXAMPLES)]
pub(super) struct Show {
    /// An article's ID, a file, or - for a post on standard input
    #[arg(value_name = "ID|FILE|-")]
    pub(super) what: PathBuf,
    /// Widest line, in cells, at least 2 [default: the terminal's width up to the measure; without a terminal 80]
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
#[command(after_help = EXPORT_EXAMPLES)]
pub(super) struct Export {
    /// IDs of articles, files, or - for a post on standard input
    #[arg(value_name = "ID|FILE|-", required_unless_present_any = ["bookmarked", "search"])]
    pub(super) what: Vec<PathBuf>,
    /// The bookmarked articles of the archive
    #[arg(long, conflicts_with = "what")]
    pub(super) bookmarked: bool,
    /// The articles that this query finds, newest first
    #[arg(long, value_name = "QUERY", conflicts_with_all = ["what", "bookmarked"])]
    pub(super) search: Option<String>,
    /// At most so many of those that are bookmarked or found
    #[arg(long, value_name = "N", conflicts_with = "what")]
    pub(super) limit: Option<usize>,
    /// [default: by the end of the file's name; without a file markdown]
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<FormatArg>,
    /// The file to write, in place of standard output; never in the archive
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// The title of the whole [default: that of the one article; else by what was asked for]
    #[arg(long, value_name = "TITLE")]
    pub(super) title: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// Markdown, read alike by CommonMark, GitHub and kramdown
    Markdown,
    /// One page that needs nothing else
    Html,
    /// Plain text, as show --plain
    Text,
    /// An EPUB 3 book, a chapter an article
    Epub,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Html => Self::Html,
            FormatArg::Text => Self::Text,
            FormatArg::Epub => Self::Epub,
        }
    }
}

#[derive(Debug, clap::Args)]
#[command(after_help = CITE_EXAMPLES)]
pub(super) struct Cite {
    /// IDs of articles, files, or - for a post on standard input
    #[arg(value_name = "ID|FILE|-", required = true)]
    pub(super) what: Vec<PathBuf>,
    /// [default: that of the settings, which is gb7714 unless they say otherwise]
    #[arg(long, value_name = "STYLE")]
    pub(super) style: Option<StyleArg>,
    /// The day on which the articles were looked at [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) accessed: Option<Days>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum StyleArg {
    /// GB/T 7714—2015
    Gb7714,
    /// BibTeX, for biblatex too
    Bibtex,
    /// RIS
    Ris,
    /// CSL-JSON, one array
    CslJson,
}

impl From<StyleArg> for CitationStyle {
    fn from(style: StyleArg) -> Self {
        match style {
            StyleArg::Gb7714 => Self::Gb7714,
            StyleArg::Bibtex => Self::Bibtex,
            StyleArg::Ris => Self::Ris,
            StyleArg::CslJson => Self::CslJson,
        }
    }
}

#[derive(Debug, clap::Args)]
#[command(after_help = INDEX_EXAMPLES)]
pub(super) struct Index {
    /// What the catalogue holds, when the archive was last looked at, whether a program writes it
    #[arg(long)]
    pub(super) status: bool,
    /// Make an index of all texts too, and say first how large it will be; where there is one it is always kept up to date
    #[arg(long)]
    pub(super) text: bool,
    /// Throw the catalogue away, and the index of texts where there is one, and read every file again
    #[arg(long, conflicts_with = "status")]
    pub(super) rebuild: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub(super) struct Check {
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIBRARY_EXAMPLES)]
pub(super) struct Library {
    #[command(subcommand)]
    pub(super) command: LibraryCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum LibraryCommand {
    /// Say whether the library is sound, what it holds, where it and its backups lie
    Check(LibraryCheck),
    /// Make a backup now; it stays until you remove it
    Backup(LibraryBackup),
    /// Take a backup back; the library as it is gets a backup of its own first
    Restore(LibraryRestore),
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIBRARY_CHECK_EXAMPLES)]
pub(super) struct LibraryCheck {
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIBRARY_BACKUP_EXAMPLES)]
pub(super) struct LibraryBackup {
    /// Where to, a file that is not there yet [default: the folder backups beside the library]
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIBRARY_RESTORE_EXAMPLES)]
pub(super) struct LibraryRestore {
    /// A file; `latest`; or a date, or its beginning, as `finews library check` lists them
    #[arg(value_name = "FILE|latest|DATE")]
    pub(super) what: PathBuf,
    /// Only say what is in it
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = CONFIG_EXAMPLES)]
pub(super) struct Config {
    #[command(subcommand)]
    pub(super) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Print where the settings file is looked for
    #[command(after_help = CONFIG_PATH_EXAMPLES)]
    Path,
    /// Print a file with every setting explained, each as it is by default
    #[command(after_help = CONFIG_DEFAULT_EXAMPLES)]
    Default,
    /// Say whether the file is right, and which lines are not
    #[command(after_help = CONFIG_CHECK_EXAMPLES)]
    Check,
}

#[cfg(test)]
mod tests {
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
