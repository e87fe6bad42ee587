//! One article, read and understood: what the page is made of.

use crate::archive::{Archive, PostFile};
use crate::document::Document;
use crate::library::Bookmark;
use crate::post::{DateFrom, Folder, Post, PostDate, TitleFrom};

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

    /// What a bookmark still knows of an article that the archive no longer has; `notice` says so.
    pub fn gone(bookmark: &Bookmark, notice: &str) -> Self {
        let date = PostDate {
            timestamp: bookmark.date,
            offset: bookmark.date_offset,
            precision: bookmark.date_precision,
            from: if bookmark.date.is_some() {
                DateFrom::FrontMatter
            } else {
                DateFrom::None
            },
            ..PostDate::UNKNOWN
        };
        let post = Post {
            id: bookmark.id.clone(),
            path: String::new(),
            folder: Folder::Posts,
            title: bookmark.title.clone(),
            title_from: TitleFrom::FrontMatter,
            date,
            categories: Vec::new(),
            tag: None,
            outlet: bookmark.outlet.clone(),
            source_url: bookmark.source_url.clone(),
            body: notice.to_owned(),
            body_line: 1,
            problems: Vec::new(),
        };
        Self::new(post, Vec::new())
    }
}

/// Reads the article whose shown copy stands at `path`; a copy that cannot be read is a page that says why.
pub fn read_article(archive: &Archive, path: &RawPath, copies: &[RawPath]) -> Article {
    let shown = |path: &RawPath| PostFile::from_raw(path).shown();
    let mut post = archive.read(&PostFile::from_raw(path));
    if post.body.trim().is_empty()
        && let Some(problem) = post
            .problems
            .iter()
            .find(|problem| problem.kind == crate::post::ProblemKind::Unreadable)
    {
        post.body.clone_from(&problem.message);
    }
    Article::new(post, copies.iter().map(shown).collect())
}
