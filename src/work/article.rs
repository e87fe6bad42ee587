//! One article, read and understood: what the page is made of.

use crate::archive::{Archive, PostFile};
use crate::document::Document;
use crate::library::ArticleFacts;
use crate::post::{DateFrom, Folder, Post, PostDate, ProblemKind, TitleFrom};

use crate::store::RawPath;

/// An article with its text.
#[derive(Debug)]
pub struct Article {
    /// The copy shown, its body moved into `document`.
    pub post: Post,
    /// Its text.
    pub document: Document,
    /// Paths of the other copies, as shown.
    pub copies: Vec<String>,
}

impl Article {
    /// The article of `post`.
    pub fn new(mut post: Post, copies: Vec<String>) -> Self {
        let body = std::mem::take(&mut post.body);
        Self {
            document: Document::parse(&body),
            post,
            copies,
        }
    }

    /// What a list or a bookmark still knows of an article whose post cannot be read; `notice` says why
    /// there is no more.
    pub fn stand_in(known: &ArticleFacts, notice: &str) -> Self {
        let from = if known.date.is_some() {
            DateFrom::FrontMatter
        } else {
            DateFrom::None
        };
        let date = PostDate {
            timestamp: known.date,
            offset: known.date_offset,
            precision: known.date_precision,
            from,
            ..PostDate::UNKNOWN
        };
        let post = Post {
            id: known.article.id.clone(),
            path: String::new(),
            folder: Folder::Posts,
            title: known.title.clone(),
            title_from: TitleFrom::FrontMatter,
            date,
            categories: Vec::new(),
            tag: None,
            outlet: known.outlet.clone(),
            source_url: known.source_url.clone(),
            body: notice.to_owned(),
            body_line: 1,
            checksum: 0,
            problems: Vec::new(),
        };
        Self::new(post, Vec::new())
    }

    /// Whether the copy that was to be shown could not be read at all.
    pub fn is_unreadable(&self) -> bool {
        let unread = |kind| {
            matches!(
                kind,
                ProblemKind::Unreadable | ProblemKind::NotAFile | ProblemKind::Symlink
            )
        };
        self.document.text.is_empty() && self.post.problems.iter().any(|problem| unread(problem.kind))
    }
}

/// Reads the article whose shown copy stands at `path`.
pub fn read_article(archive: &Archive, path: &RawPath, copies: &[RawPath]) -> Article {
    let shown = |path: &RawPath| PostFile::from_raw(path).shown();
    let post = archive.read(&PostFile::from_raw(path));
    Article::new(post, copies.iter().map(shown).collect())
}
