//! What can be written behind `finews bookmark`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  finews bookmark list                     the bookmarks in this archive, or all of them
  finews bookmark add --tag 芯片 202201072239307540
  finews bookmark export --output bookmarks.md
  finews bookmark import --dry-run other.jsonl";

const LIST_EXAMPLES: &str = "\
Examples:
  finews bookmark list                     of the archive in this folder; in any other folder all
  finews bookmark list --archive ~/archive --tag 芯片
  finews bookmark list --sort date --json | jq -r .title";

const ADD_EXAMPLES: &str = "\
Examples:
  finews bookmark add 202201072239307540
  finews bookmark add --tag 待读 202201072239307540 202201071211306543
  finews bookmark add --note '对照去年的数字' 202201072239307540";

const REMOVE_EXAMPLES: &str = "\
Examples:
  finews bookmark remove 202201072239307540";

const EXPORT_EXAMPLES: &str = "\
Examples:
  finews bookmark export --output bookmarks.jsonl      for another finews, to be put together
  finews bookmark export --everything --output all.jsonl   marks, searches and history too
  finews bookmark export --output notes.md             with quotes and notes, for reading
  finews bookmark export --format csv | column -s, -t";

const IMPORT_EXAMPLES: &str = "\
Examples:
  finews bookmark import --dry-run other.jsonl         what would happen
  finews bookmark import other.jsonl                   from another finews; removes nothing
  finews bookmark import --allow-removals other.jsonl  and removes what was removed there
  finews bookmark import bookmarks.html                from a browser: the links of this site's articles";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Bookmark {
    #[command(subcommand)]
    pub(super) command: BookmarkCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum BookmarkCommand {
    /// List the bookmarks, last added first
    List(List),
    /// Bookmark articles of the archive
    Add(Add),
    /// Take bookmarks away; their tags and notes are there again if they come back
    Remove(Remove),
    /// Write bookmarks, notes and passages for another finews, or another program
    Export(Export),
    /// Take in what another finews, or another program, has written
    Import(Import),
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIST_EXAMPLES)]
pub(super) struct List {
    /// Only those with this tag; may be given several times
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Vec<String>,
    /// The order of the bookmarks
    #[arg(long, value_name = "ORDER", default_value = "added")]
    pub(super) sort: SortArg,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

/// The order of bookmarks
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SortArg {
    /// Last added first
    Added,
    /// Newest article first
    Date,
}

#[derive(Debug, clap::Args)]
#[command(after_help = ADD_EXAMPLES)]
pub(super) struct Add {
    /// Articles of the archive
    #[arg(value_name = "ID", required = true)]
    pub(super) ids: Vec<String>,
    /// A tag for each of them; may be given several times
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Vec<String>,
    /// A note on each of them
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = REMOVE_EXAMPLES)]
pub(super) struct Remove {
    /// Bookmarked articles
    #[arg(value_name = "ID", required = true)]
    pub(super) ids: Vec<String>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub(super) struct Export {
    /// What is written [default: by the end of the file's name; without a file jsonl]
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<FormArg>,
    /// The file to write, in place of standard output; never in an archive
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// Saved searches, read marks, places and the history too (jsonl only)
    #[arg(long)]
    pub(super) everything: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub(super) struct Import {
    /// A file, or - for standard input
    #[arg(value_name = "FILE|-")]
    pub(super) file: PathBuf,
    /// What the file is [default: by the end of the file's name, else by its beginning]
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<ReadArg>,
    /// Say what would happen, and change nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Take away what was taken away in the other library (jsonl)
    #[arg(long)]
    pub(super) allow_removals: bool,
}

/// The form of a file of bookmarks
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormArg {
    /// JSON Lines: every item with its identity and time, for another finews
    Jsonl,
    /// Markdown with quotes and links, for reading
    Markdown,
    /// A table
    Csv,
    /// The bookmark file of browsers
    Netscape,
}

impl FormArg {
    /// That of a file of this name, by its end.
    pub(super) fn of_file(path: &std::path::Path) -> Option<Self> {
        let end = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match end.as_str() {
            "jsonl" | "ndjson" | "json" => Self::Jsonl,
            "md" | "markdown" => Self::Markdown,
            "csv" | "tsv" => Self::Csv,
            "html" | "htm" => Self::Netscape,
            _ => return None,
        })
    }
}

/// The form of a file of bookmarks that can be read
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReadArg {
    /// JSON Lines: every item with its identity and time, of another finews
    Jsonl,
    /// A table
    Csv,
    /// The bookmark file of browsers
    Netscape,
}

impl From<ReadArg> for FormArg {
    fn from(form: ReadArg) -> Self {
        match form {
            ReadArg::Jsonl => Self::Jsonl,
            ReadArg::Csv => Self::Csv,
            ReadArg::Netscape => Self::Netscape,
        }
    }
}
