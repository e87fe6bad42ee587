//! What can be written behind the commands that leave with articles.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::config::CitationStyle;
use crate::exchange::Format;

use super::dates::{Days, day};

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

#[derive(Debug, clap::Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub(in crate::cli) struct Export {
    /// IDs of articles, files, or - for a post on standard input
    #[arg(value_name = "ID|FILE|-", required_unless_present_any = ["bookmarked", "search"])]
    pub(in crate::cli) what: Vec<PathBuf>,
    /// The bookmarked articles of the archive
    #[arg(long, conflicts_with = "what")]
    pub(in crate::cli) bookmarked: bool,
    /// The articles that this query finds, newest first
    #[arg(long, value_name = "QUERY", conflicts_with_all = ["what", "bookmarked"])]
    pub(in crate::cli) search: Option<String>,
    /// At most so many of those that are bookmarked or found
    #[arg(long, value_name = "N", conflicts_with = "what")]
    pub(in crate::cli) limit: Option<usize>,
    /// What is written [default: by the end of the file's name; without a file markdown]
    #[arg(long, value_name = "FORMAT")]
    pub(in crate::cli) format: Option<FormatArg>,
    /// The file to write, in place of standard output; never in the archive
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(in crate::cli) force: bool,
    /// The title of the whole [default: that of the one article; else by what was asked for]
    #[arg(long, value_name = "TITLE")]
    pub(in crate::cli) title: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormatArg {
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
pub(in crate::cli) struct Cite {
    /// IDs of articles, files, or - for a post on standard input
    #[arg(value_name = "ID|FILE|-", required = true)]
    pub(in crate::cli) what: Vec<PathBuf>,
    /// How they are cited [default: that of the settings, which is gb7714 unless they say otherwise]
    #[arg(long, value_name = "STYLE")]
    pub(in crate::cli) style: Option<StyleArg>,
    /// The day on which the articles were looked at [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(in crate::cli) accessed: Option<Days>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StyleArg {
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
