//! What a file's name says: whether it is a post (archive-format 10), its date (1, 9), its slug and its id.

use jiff::civil::Date;

use crate::post::{PostId, without_extension};

/// Names (without extension) that are never posts, though `old_post` asks for no date in a name.
const NEVER_POSTS: [&str; 5] = ["readme", "index", "template", "license", "contributing"];

/// What a name says of its post.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name<'a> {
    /// The date in front, where there is one that exists in the calendar.
    pub(super) date: Option<Date>,
    /// What follows the date, or the whole name without extension and without `-` at its ends.
    pub(super) slug: &'a str,
}

impl<'a> Name<'a> {
    /// Reads a file's name, with or without a post's extension.
    pub(super) fn of(file_name: &'a str) -> Self {
        let stem = without_extension(file_name).unwrap_or(file_name);
        match dated(stem) {
            Some((date, slug)) => Self { date, slug },
            None => Self {
                date: None,
                slug: stem.trim_matches('-'),
            },
        }
    }
}

/// Why the entry of a post folder is no post, or `None` if it is one. `must_be_dated` in `_posts`.
pub(super) fn why_not_a_post(file_name: &str, must_be_dated: bool) -> Option<&'static str> {
    if skipped(file_name) {
        return Some("names that begin with . _ # ~ or end in ~ are skipped, as in Jekyll");
    }
    let Some(stem) = without_extension(file_name) else {
        return Some(
            "its name does not end like a post's (.md, .markdown, .mkdown, .mkdn, .mkd, .html, .htm)",
        );
    };
    if dated(stem).is_some() || PostId::from_slug(stem.trim_matches('-')).is_some() {
        return None;
    }
    if NEVER_POSTS.iter().any(|never| stem.eq_ignore_ascii_case(never)) {
        return Some("a file of this name is not a post");
    }
    must_be_dated.then_some("its name has neither a date in front (2022-01-31-name.md) nor an article number")
}

/// Whether Jekyll passes over a file or folder of this name wherever it stands (its `EntryFilter`).
pub(super) fn skipped(name: &str) -> bool {
    name.starts_with(['.', '_', '#', '~']) || name.ends_with('~')
}

/// Splits `YYYY-MM-DD-slug`, months and days of one digit and years of two allowed, as Jekyll's
/// `\d{2,4}-\d{1,2}-\d{1,2}-` does. The date is `None` where it is not in the calendar.
fn dated(stem: &str) -> Option<(Option<Date>, &str)> {
    let (year, rest) = number(stem, 2..=4)?;
    let (month, rest) = number(rest, 1..=2)?;
    let (day, slug) = number(rest, 1..=2)?;
    let year = match year {
        // Ruby's reading of two digits.
        (year, 2) if year >= 69 => 1900 + year,
        (year, 2) => 2000 + year,
        (year, 4) => year,
        _ => return Some((None, slug)),
    };
    Some((Date::new(year, month.0 as i8, day.0 as i8).ok(), slug))
}

/// The number before the next `-` if it has that many digits, how many it has, and what follows the `-`.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<((i16, usize), &str)> {
    let (number, rest) = text.split_once('-')?;
    let well_formed = digits.contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let value = number.parse().ok().filter(|_| well_formed)?;
    Some(((value, number.len()), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<String> {
        Name::of(text).date.map(|date| date.to_string())
    }

    #[test]
    fn dates_in_names_as_jekyll_reads_them() {
        assert_eq!(date("2022-01-07-NW202201072239307540.md").unwrap(), "2022-01-07");
        assert_eq!(date("2014-1-5-x.md").unwrap(), "2014-01-05");
        assert_eq!(date("22-01-05-x.md").unwrap(), "2022-01-05");
        assert_eq!(date("99-01-05-x.md").unwrap(), "1999-01-05");
        assert_eq!(date("2022-02-30-x.md"), None);
        assert_eq!(
            date("2022-01-05.md"),
            None,
            "no slug, no dash: not Jekyll's pattern"
        );
        assert_eq!(Name::of("2022-01-05-.md").slug, "");
        assert_eq!(Name::of("-202205262391921712.md").slug, "202205262391921712");
    }

    #[test]
    fn what_is_a_post() {
        for name in [
            "2022-01-05-x.md",
            "2022-01-05-{}+[].MD",
            "-202205262391921712.md",
            "2022-1-5-.html",
        ] {
            assert_eq!(why_not_a_post(name, true), None, "{name}");
        }
        for name in [
            "template.md",
            "2025-11-15-Things003md",
            ".x.md",
            "#x#",
            "2022-01-05-x.md~",
            "x.md",
        ] {
            assert!(why_not_a_post(name, true).is_some(), "{name}");
        }
        assert_eq!(why_not_a_post("x.md", false), None);
        assert!(why_not_a_post("README.md", false).is_some());
        assert!(why_not_a_post("x.txt", false).is_some());
    }

    #[test]
    fn the_day_in_an_article_number() {
        let day = |number| PostId::Number(number).day().map(|date| date.to_string());
        assert_eq!(day(202_205_262_391_921_712).unwrap(), "2022-05-26");
        assert_eq!(day(20_220_526_239_192).unwrap(), "2022-05-26");
        assert_eq!(day(164_212_310_000_000), None, "1642");
        assert_eq!(day(202_213_262_391_921_712), None);
    }
}
