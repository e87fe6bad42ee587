//! What is told of an article wherever it goes: in the line under its title, in a table of contents, in a citation.

use jiff::civil::{Date, DateTime};

use crate::document::Document;
use crate::library::{ArticleFacts, Bookmark};
use crate::post::{ArticleDate, DateFrom, DatePrecision, Post, PostId, rfc3339, wall_time};
use crate::text::clean::clean_line;

/// The facts of one article. Its texts are clean lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The article.
    pub id: PostId,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub date: ArticleDate,
    /// Where it stands on the web, http or https.
    pub source_url: Option<String>,
}

impl Facts {
    /// Those of `post`, whose body is `document`.
    pub fn new(post: &Post, document: &Document) -> Self {
        // The rolling news name their source in the text alone.
        let outlet = document.outlet.as_ref().or(post.outlet.as_ref());
        Self {
            id: post.id.clone(),
            title: clean_line(&post.title),
            outlet: outlet.map(|outlet| clean_line(outlet)),
            date: ArticleDate::from(&post.date),
            source_url: post.source_url.as_deref().map(clean_line),
        }
        .without_blanks()
    }

    /// What is blank is not known.
    fn without_blanks(mut self) -> Self {
        self.outlet = self.outlet.filter(|outlet| !outlet.is_empty());
        self.source_url = self.source_url.filter(|url| !url.is_empty());
        self
    }

    /// What a clock of the article's own zone showed.
    fn time(&self) -> Option<DateTime> {
        self.date
            .timestamp
            .and_then(|timestamp| wall_time(timestamp, self.date.offset))
    }

    /// The day on which it was published.
    pub fn day(&self) -> Option<Date> {
        self.time().map(DateTime::date)
    }

    /// The date as exactly as it is known: `2022-01-05 13:31`, `2022-01-05`.
    pub(super) fn date_line(&self) -> Option<String> {
        let format = if self.date.precision >= DatePrecision::Minute {
            "%Y-%m-%d %H:%M"
        } else {
            "%Y-%m-%d"
        };
        self.time().map(|time| time.strftime(format).to_string())
    }

    /// The same as HTML's `time` and EPUB's `dc:date` have it.
    pub(super) fn date_stamp(&self) -> Option<String> {
        if self.date.precision >= DatePrecision::Minute {
            rfc3339(self.date.timestamp?, self.date.offset)
        } else {
            self.day().map(|day| day.to_string())
        }
    }
}

impl From<&Bookmark> for Facts {
    fn from(bookmark: &Bookmark) -> Self {
        Self::from(&bookmark.facts())
    }
}

impl From<&ArticleFacts> for Facts {
    fn from(known: &ArticleFacts) -> Self {
        let date = ArticleDate {
            timestamp: known.date,
            offset: known.date_offset,
            precision: known.date_precision,
            from: DateFrom::None,
        };
        Self {
            id: known.article.id.clone(),
            title: clean_line(&known.title),
            outlet: known.outlet.as_deref().map(clean_line),
            date,
            source_url: known.source_url.as_deref().map(clean_line),
        }
        .without_blanks()
    }
}
