//! The forms in which articles leave, and the names of the files that hold them.

use std::path::Path;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::post::PostId;

/// In what form articles leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown: CommonMark with GFM's tables.
    Markdown,
    /// One page of HTML.
    Html,
    /// Lines of text, as `finews show --plain` prints them.
    Text,
    /// A book.
    Epub,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Markdown, Self::Html, Self::Text, Self::Epub];

    /// The end of the name of a file of this format, without the stop.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Text => "txt",
            Self::Epub => "epub",
        }
    }

    /// The format that the end of a file's name stands for, in whatever case.
    pub fn of_file(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "markdown" => Some(Self::Markdown),
            "htm" | "xhtml" => Some(Self::Html),
            "text" => Some(Self::Text),
            extension => Self::ALL
                .into_iter()
                .find(|format| format.extension() == extension),
        }
    }
}

/// Bytes of the longest name that is proposed: file systems take 255, and a temporary name is longer.
const LONGEST: usize = 200;

/// A name for a file that holds the article `id`: its title, as far as every file system takes it.
pub fn file_name(id: &PostId, title: &str, format: Format) -> String {
    let taken = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let title: String = title.chars().map(|c| if taken(c) { ' ' } else { c }).collect();
    let mut name = String::new();
    for grapheme in title
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .graphemes(true)
    {
        if name.len() + grapheme.len() > LONGEST {
            break;
        }
        name.push_str(grapheme);
    }
    // What begins so is hidden, a home folder or an option.
    let name = name
        .trim_start_matches(['.', '~', '-', ' '])
        .trim_end_matches(['.', ' ']);
    let id = id.to_string();
    let name = if name.is_empty() {
        id.rsplit('/').next().unwrap_or("article")
    } else {
        name
    };
    format!("{name}.{}", format.extension())
}
