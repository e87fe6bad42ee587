//! Slow work off the drawing thread: a [`Request`] goes in, [`Report`]s come back through one inbox.
//!
//! Four threads, each with a queue of its own so that none waits for another: one loads the archive,
//! one reads articles and lays out large pages, one filters titles, one keeps the library. Where only the newest
//! request matters (a preview, a filter at each key) older ones that still wait are dropped.

mod answer;
mod article;
mod batch;
mod catch_up;
mod keep;
mod load;
mod reach;
mod readers;
mod refresh;
mod search;
mod take_in;
mod titles;
mod told;
mod watch;
mod worker;

use std::sync::Arc;

use crate::layout::{Page, PageHead, Settings as PageSettings};
use crate::library::{Bookmark, BookmarkedArticle, LibraryError, Marks, Place};
use crate::post::{PostId, Problem};
use crate::store::{RawPath, Scope, Store};

pub use answer::answer;
pub use article::{Article, read_article};
pub use batch::{Batch, Look};
pub use keep::{op_of, read_shelf};
pub use load::{Loader, load};
pub use reach::Reach;
pub use search::{
    Depth, Estimate, Found, Indexer, Month, Order, Own, Progress, Quest, Searcher, SharedIndex, indexed_since,
};
pub use worker::{Inbox, Worker};

/// Something to be done in the background.
#[derive(Debug)]
pub enum Request {
    /// Read the archive, from the newest post on.
    Load {
        /// Comes back in every report of this load.
        generation: u64,
        /// How closely what is known is looked at.
        look: Look,
    },
    /// While the archive is being loaded: what is around this moment next.
    Reach {
        /// Seconds since 1970.
        timestamp: i64,
    },
    /// Read one article; a newer request of this kind replaces one that still waits.
    Open {
        /// Comes back in the report.
        generation: u64,
        /// The article.
        id: PostId,
        /// The copy to read.
        path: RawPath,
        /// The other copies, to be named on the page.
        copies: Vec<RawPath>,
    },
    /// Find the source link of an article that is not shown.
    Source {
        /// The copy to read.
        path: RawPath,
        /// What is to be done with the link.
        then: LinkUse,
    },
    /// Lay out an article too large to be laid out between two frames.
    LayOut {
        /// Comes back in the report.
        generation: u64,
        /// The article.
        article: Arc<Article>,
        /// What stands above its text.
        head: Box<PageHead>,
        /// The width and the rest.
        settings: Box<PageSettings>,
    },
    /// Find the articles whose title holds a text; a newer request replaces an older one.
    Titles {
        /// Comes back in the report.
        generation: u64,
        /// Where to look.
        store: Arc<Store>,
        /// In which list.
        scope: TitleScope,
        /// What is looked for, as typed.
        query: String,
    },
    /// Change the library.
    Keep(Change),
}

/// What is to be done with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkUse {
    /// Open it in a browser.
    Open,
    /// Copy it.
    Copy,
}

/// The list whose titles are filtered.
#[derive(Clone, Debug)]
pub enum TitleScope {
    /// A list of the store.
    Store(Scope),
    /// These articles.
    Ids(Arc<[PostId]>),
}

/// A change of the user's own data.
#[derive(Clone, Debug)]
pub enum Change {
    /// Keep this article; its source link is read from the post at `path` where the article has none.
    AddBookmark {
        /// What is kept of it.
        article: Box<BookmarkedArticle>,
        /// The copy shown, if the archive has it.
        path: Option<RawPath>,
    },
    /// No longer keep it.
    RemoveBookmark(PostId),
    /// It has been read, or has not.
    MarkRead(PostId, bool),
    /// Where the page stood when it was left.
    SetPlace(PostId, Place),
}

/// The user's own data for one archive, as it stood when it was read.
#[derive(Debug)]
pub struct Shelf {
    /// Newest added first.
    pub bookmarks: Vec<Bookmark>,
    /// Read and unread.
    pub marks: Marks,
    /// The place in each article.
    pub places: Vec<(PostId, Place)>,
}

/// What came of a request.
#[derive(Debug)]
pub enum Report {
    /// More of the archive is loaded.
    Loaded(Batch),
    /// The archive's folders have changed.
    Disturbed,
    /// An article is read.
    Opened {
        /// Of the request.
        generation: u64,
        /// The article, or a page that says what is wrong with it.
        article: Arc<Article>,
    },
    /// The source link of an article, if it has one.
    Source {
        /// http or https.
        url: Option<String>,
        /// Of the request.
        then: LinkUse,
    },
    /// A large article is laid out.
    LaidOut {
        /// Of the request.
        generation: u64,
        /// The page.
        page: Arc<Page>,
    },
    /// Titles are filtered.
    Titles {
        /// Of the request.
        generation: u64,
        /// What was looked for.
        query: String,
        /// The articles, in the order of the list.
        ids: Arc<[PostId]>,
    },
    /// The library is open, or another program has changed it.
    Shelf(Box<Shelf>),
    /// A change could not be kept. [`Report::Shelf`] comes with it and says what is kept.
    NotKept(LibraryError),
    /// The library cannot be changed at all: what is changed from here on is gone when the program ends.
    KeepsNothing(LibraryError),
    /// The oldest change that was asked for is dealt with: kept or, where [`Report::Shelf`] follows, refused.
    Settled,
}

/// A problem list that stays small: what the reader can look through, and how many there are.
#[derive(Debug, Default)]
pub struct Problems {
    /// The first of them.
    pub listed: Vec<Problem>,
    /// How many there are in all.
    pub total: usize,
}

impl Problems {
    /// Most problems that are kept for looking at; `finews check` lists all.
    const LISTED: usize = 2_000;

    /// Adds `problems`.
    pub fn extend(&mut self, problems: Vec<Problem>) {
        self.total += problems.len();
        let room = Self::LISTED.saturating_sub(self.listed.len());
        self.listed.extend(problems.into_iter().take(room));
    }
}
