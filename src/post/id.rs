//! The name of an article (`design.md`, decision 1).

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

/// Smallest and largest number of digits of the site's own article numbers.
const DIGITS: std::ops::RangeInclusive<usize> = 14..=18;

/// Digits of `YYYYMMDD`, which the site's numbers begin with.
const DAY_DIGITS: u32 = 8;

/// Extensions of posts, in any case: Jekyll's `markdown_ext` and HTML.
const EXTENSIONS: [&str; 7] = ["md", "markdown", "mkdown", "mkdn", "mkd", "html", "htm"];

/// The name of a file or its path without a post's extension; `None` if it has another, or none.
pub fn without_extension(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    EXTENSIONS
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
        .then_some(stem)
}

/// The name of an article. Only posts with equal ids are copies of one article.
///
/// Ordered by number, all numbers before all paths.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PostId {
    /// The site's own article number, 14 to 18 digits, the same in every copy and archive.
    Number(u64),
    /// The path within its archive, `/` between folders, without extension.
    Path(Arc<str>),
}

impl PostId {
    /// The id in a slug `(NW)?` + 14 to 18 digits, if it is one. A leading zero makes it a path id,
    /// so that the number and the text never differ.
    pub fn from_slug(slug: &str) -> Option<Self> {
        let digits = slug.strip_prefix("NW").unwrap_or(slug);
        let well_formed = DIGITS.contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if !well_formed {
            return None;
        }
        digits.parse().ok().map(Self::Number)
    }

    /// The id of a post that has no number: its path without extension.
    pub fn from_path(path_without_extension: &str) -> Self {
        Self::Path(path_without_extension.into())
    }

    /// The day that the site's own numbers begin with; `None` for a path, and for a number whose first eight digits are no
    /// day: other sites number by milliseconds since 1970 or at random.
    pub fn day(&self) -> Option<Date> {
        let Self::Number(number) = self else { return None };
        let mut day = *number;
        while day >= 10_u64.pow(DAY_DIGITS) {
            day /= 10;
        }
        let date = Date::new((day / 10_000) as i16, (day / 100 % 100) as i8, (day % 100) as i8).ok()?;
        (1990..2100).contains(&date.year()).then_some(date)
    }

    /// The numbers in `text`, an address or the like, that can be an article's, in order: whole runs of digits.
    pub fn numbers_in(text: &str) -> impl Iterator<Item = Self> {
        text.split(|c: char| !c.is_ascii_digit())
            .filter_map(Self::from_slug)
    }

    /// The id that a user wrote: a number with or without `NW`, or a path with or without extension.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let path = || Self::from_path(without_extension(text).unwrap_or(text));
        Self::from_slug(text).unwrap_or_else(path)
    }
}

impl fmt::Display for PostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Path(path) => f.write_str(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_and_without_prefix_are_one() {
        assert_eq!(
            PostId::from_slug("NW202201072239307540"),
            Some(PostId::Number(202_201_072_239_307_540))
        );
        assert_eq!(
            PostId::from_slug("202201072239307540"),
            PostId::from_slug("NW202201072239307540")
        );
        assert_eq!(PostId::from_slug("2022010722393"), None, "13 digits");
        assert_eq!(PostId::from_slug("2022010722393075401"), None, "19 digits");
        assert_eq!(PostId::from_slug("nw202201072239307540"), None);
        assert_eq!(PostId::from_slug("02201072239307540"), None);
    }

    #[test]
    fn numbers_in_addresses() {
        let numbers = |text| {
            PostId::numbers_in(text)
                .map(|id| id.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            numbers("/news/1344,202112082206704122.html"),
            ["202112082206704122"]
        );
        assert_eq!(
            numbers("/2021-12-08/NW202112082206704122/1234"),
            ["202112082206704122"]
        );
        assert_eq!(numbers("/2021120822067041221/"), Vec::<String>::new(), "too long");
    }

    #[test]
    fn a_number_of_the_site_begins_with_a_day() {
        let day = |number| PostId::Number(number).day().map(|day| day.to_string());
        assert_eq!(day(202_112_082_206_704_122).as_deref(), Some("2021-12-08"));
        assert_eq!(day(202_113_082_206_704_122), None);
        assert_eq!(day(1_641_360_674_000_000), None);
    }

    #[test]
    fn what_a_user_writes() {
        assert_eq!(
            PostId::parse("_posts/2021-12-01-init.md"),
            PostId::from_path("_posts/2021-12-01-init")
        );
        assert_eq!(
            PostId::parse(" 202201072239307540 ").to_string(),
            "202201072239307540"
        );
    }
}
