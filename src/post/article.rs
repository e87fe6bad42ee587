//! One entry of a list, made of all the posts that share its id.

use super::{DateFrom, DatePrecision, PostDate, PostId};

/// A path relative to the archive as the file system has it, `/` between folders: a name that is not
/// UTF-8 can be opened again.
pub type RawPath = Box<[u8]>;

/// Most pairs of category and label that an article keeps.
pub const CATEGORIES: usize = 64;

/// When an article was written: [`PostDate`] without what only the page needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleDate {
    /// Seconds since 1970-01-01T00:00:00Z; `None` where nothing is known.
    pub timestamp: Option<i64>,
    /// The offset from UTC in which it is shown, in minutes.
    pub offset: i16,
    /// How exact it is.
    pub precision: DatePrecision,
    /// Where it came from.
    pub from: DateFrom,
}

impl From<&PostDate> for ArticleDate {
    fn from(date: &PostDate) -> Self {
        Self {
            timestamp: date.timestamp,
            offset: date.offset,
            precision: date.precision,
            from: date.from,
        }
    }
}

/// One entry: what a list shows of it, and the files it can be read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its name.
    pub id: PostId,
    /// One line, not empty.
    pub title: String,
    /// When it was written.
    pub date: ArticleDate,
    /// The union of its copies' categories, each with the label that a copy's tag gives it: folder
    /// name and label, no two pairs equal, 64 at most. A name stands twice where two copies label it differently.
    pub categories: Vec<(String, Option<String>)>,
    /// The source, without a trailing `新闻`.
    pub outlet: Option<String>,
    /// The file shown.
    pub path: RawPath,
    /// CRC-32 of the bytes of the file shown: tells whether what was made of its text is still of that text.
    pub checksum: u32,
    /// The other files, best first.
    pub copies: Vec<RawPath>,
}
