//! The name of an article (`design.md`, decision 1).

use std::fmt;
use std::sync::Arc;

/// Smallest and largest number of digits of the site's own article numbers.
const DIGITS: std::ops::RangeInclusive<usize> = 14..=18;

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
