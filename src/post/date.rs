//! When a post was written, and how well that is known. Parsing stands in `archive`.

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatePrecision {
    /// Nothing is known.
    None,
    /// The day alone; no clock time is to be shown.
    Day,
    /// Hours and minutes.
    Minute,
    /// Seconds.
    Second,
}

/// Which part of a post gave its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateFrom {
    /// The key `date` of the front matter.
    FrontMatter,
    /// The file name `YYYY-MM-DD-…`.
    Name,
    /// The first eight digits of the article number.
    Id,
    /// Nothing gave one.
    None,
}

/// A moment as the archive states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostDate {
    /// Seconds since 1970-01-01T00:00:00Z; `None` where nothing is known. A day alone counts as its
    /// midnight in the archive's zone.
    pub timestamp: Option<i64>,
    /// The offset from UTC in which it is shown, in minutes: its own zone, or the archive's (+08:00).
    pub offset: i16,
    /// How exact it is.
    pub precision: DatePrecision,
    /// Where it came from.
    pub from: DateFrom,
    /// Whether the front matter gave a zone (such a copy is preferred, `design.md`, 2).
    pub has_zone: bool,
    /// The front matter's own words, where they could not be understood (archive-format 28).
    pub raw: Option<String>,
}

impl PostDate {
    /// A date of which nothing is known.
    pub const UNKNOWN: Self = Self {
        timestamp: None,
        offset: 480,
        precision: DatePrecision::None,
        from: DateFrom::None,
        has_zone: false,
        raw: None,
    };
}
