//! What a post is once it has been read: plain data that every later step shares. A *post* is one
//! file; an *article* is one entry of a list, perhaps made of several posts with one [`PostId`].

mod article;
mod clock;
mod date;
mod date_query;
mod date_words;
mod id;
mod period;
mod problem;

pub use article::{Article, ArticleDate, CATEGORIES, RawPath};
pub use clock::{DAY, midnight, rfc3339, unix_time, wall_time};
pub use date::{DateFrom, DatePrecision, PostDate};
pub use date_query::parse_days;
pub use id::{PostId, without_extension};
pub use period::{NoDays, Period, parse_period};
pub use problem::{Problem, ProblemKind};

/// Which of the two folders a post stands in. Ordered by preference: `_posts` first (`design.md`, 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Folder {
    /// `_posts`, at any depth.
    Posts,
    /// `old_post`, at any depth.
    OldPost,
}

/// Where a title came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleFrom {
    /// The front matter said it.
    FrontMatter,
    /// The first `# heading` of the body (archive-format 18).
    Heading,
    /// The first sentence of the digest or body (archive-format 19).
    Body,
    /// The file's name or the id, for want of anything else.
    Name,
}

/// One file of the archive, read and understood as far as it goes. All strings but `body` and
/// `path` have passed [`crate::text::clean`]; the body is cleaned where it becomes a document.
#[derive(Clone, Debug)]
pub struct Post {
    /// The article it belongs to.
    pub id: PostId,
    /// Relative to the archive, `/` between folders, as shown: what is not UTF-8 stands as U+FFFD.
    pub path: String,
    /// The folder it stands in.
    pub folder: Folder,
    /// Never empty, one line.
    pub title: String,
    /// Where the title came from.
    pub title_from: TitleFrom,
    /// When it was written, as far as is known.
    pub date: PostDate,
    /// Folder names of its categories, in the order given, no two equal.
    pub categories: Vec<String>,
    /// Its first tag as it stands (`经济参考网新闻`), which labels its first category.
    pub tag: Option<String>,
    /// The source named by the tag: the tag minus one trailing `新闻` (archive-format 33).
    pub outlet: Option<String>,
    /// The source link of its tail lines, http or https only.
    pub source_url: Option<String>,
    /// What is left after front matter and tail lines: Markdown and HTML, CR dropped, not cleaned.
    pub body: String,
    /// Line of the file (from 1) on which `body` begins.
    pub body_line: u32,
    /// CRC-32 of the bytes of the file, as far as they are read.
    pub checksum: u32,
    /// What was odd about it.
    pub problems: Vec<Problem>,
}

impl Post {
    /// Whether the title was written by its author (an empty one makes the copy a hollow one, archive-format 2).
    pub fn has_title(&self) -> bool {
        matches!(self.title_from, TitleFrom::FrontMatter | TitleFrom::Heading)
    }
}
