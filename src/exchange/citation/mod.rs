//! Citations of articles, for papers and for reference managers.
//!
//! | style | after |
//! | --- | --- |
//! | [`CitationStyle::Gb7714`] | GB/T 7714—2015, 4.3 and 4.6: newspapers and electronic resources |
//! | [`CitationStyle::Bibtex`] | BibTeX 0.99d; the fields of biblatex 3 where BibTeX has none |
//! | [`CitationStyle::Ris`] | the RIS format of Research Information Systems |
//! | [`CitationStyle::CslJson`] | CSL-JSON, schema 1.0 |
//!
//! An article has no author that is known; one without an outlet is a page of the web, one with an outlet is an article
//! in a newspaper. What else is missing is left out.

mod bibtex;
mod csl;
mod gb7714;
mod ris;

use jiff::civil::Date;

use crate::config::CitationStyle;
use crate::post::PostId;

use super::Facts;

/// What cites `articles`, which were looked at on the day `accessed`: every line ended.
pub fn cite(style: CitationStyle, articles: &[Facts], accessed: Date) -> String {
    match style {
        CitationStyle::Gb7714 => each(articles, |facts| gb7714::reference(facts, accessed), "\n"),
        CitationStyle::Bibtex => each(articles, |facts| bibtex::entry(facts, accessed), "\n"),
        CitationStyle::Ris => each(articles, |facts| ris::record(facts, accessed), "\r\n"),
        CitationStyle::CslJson => csl::items(articles, accessed),
    }
}

/// The citations one after the other; those of several lines parted by an empty one, which ends as theirs do.
fn each(articles: &[Facts], one: impl Fn(&Facts) -> String, end: &str) -> String {
    let cited: Vec<String> = articles.iter().map(one).collect();
    let several = cited.iter().any(|text| text.lines().nth(1).is_some());
    cited.join(if several { end } else { "" })
}

/// A name of ASCII letters, digits and hyphens for the article, the same every time and another for every other.
fn key(id: &PostId) -> String {
    match id {
        PostId::Number(number) => format!("finews{number}"),
        PostId::Path(path) => {
            let words = path.split(|c: char| !c.is_ascii_alphanumeric());
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            format!(
                "finews-{}-{:08x}",
                words.join("-"),
                crc32fast::hash(path.as_bytes())
            )
        }
    }
}
