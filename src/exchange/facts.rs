//! What is told of an article wherever it goes: in the line under its title, in a table of contents, in a citation.

use jiff::civil::{Date, DateTime};

use crate::document::Document;
use crate::library::Bookmark;
use crate::post::{ArticleDate, DateFrom, Post, PostId, wall_time};
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
}

impl From<&Bookmark> for Facts {
    fn from(bookmark: &Bookmark) -> Self {
        let date = ArticleDate {
            timestamp: bookmark.date,
            offset: bookmark.date_offset,
            precision: bookmark.date_precision,
            from: DateFrom::None,
        };
        Self {
            id: bookmark.id.clone(),
            title: clean_line(&bookmark.title),
            outlet: bookmark.outlet.as_deref().map(clean_line),
            date,
            source_url: bookmark.source_url.as_deref().map(clean_line),
        }
        .without_blanks()
    }
}
