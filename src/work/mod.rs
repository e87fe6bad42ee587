//! Slow work off the drawing thread: a [`Request`] goes in, [`Report`]s come back through one inbox.
//!
//! Nine threads, each with a queue of its own so that none waits for another: one loads the archive,
//! one reads articles and lays out large pages, one answers queries, one reads the sentences that matched, one keeps the
//! index of texts, one counts what saved searches find, one finds out which new articles
//! the rules mean, one writes what is exported, one keeps the library. Where only the newest request matters (a preview, a
//! query at each key) older ones that still wait are dropped.

mod again;
mod answer;
mod article;
mod batch;
mod catch_up;
mod count;
mod export;
mod head;
mod index;
mod keep;
mod load;
mod plain;
mod reach;
mod readers;
mod refresh;
mod rules;
mod search;
mod snippets;
mod take_in;
mod told;
mod watch;
mod worker;
mod write;

use std::path::PathBuf;
use std::sync::Arc;

use uuid::Uuid;

use crate::archive::{Archive, OpenError};
use crate::exchange::Facts;
use crate::layout::{Page, PageHead, Settings as PageSettings};
use crate::library::{
    Acted, ArticleFacts, Bookmark, EntryKey, LibraryError, Marks, NoteEdit, Passage, Place, Prominence,
    Rescued, RuleRecord, SavedSearch, Undone, Visit,
};
use crate::post::{PostId, Problem};
use crate::search::{IndexError, Snippet};
use crate::store::{RawPath, Scope};

pub use answer::answer;
pub use article::{Article, read_article};
pub use batch::{Batch, Look};
pub use count::{Count, CountOf, Counts};
pub use export::{ExportArticle, ExportOf, export_article, export_manner};
pub use head::{page_head, page_settings};
pub use index::{IndexOrder, IndexSettings};
pub use keep::{op_of, open_kept, read_shelf};
pub use load::{Loader, load};
pub use plain::{PlainText, TextOf, TextUse};
pub use reach::Reach;
pub use rules::{RulesOf, StandingRule, article_of, follow_rules, hidden_now, rule_ops};
pub use search::{
    Depth, Estimate, Found, Indexer, Month, Nearest, Order, Own, OwnBookmark, Progress, Quest, Searcher,
    SharedIndex, indexed_since,
};
pub use snippets::SnippetsOf;
pub use worker::{Inbox, Worker};
pub use write::{NotWritten, write_file};

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
    /// Open another archive, which may lie on a slow disk.
    OpenArchive {
        /// What it is called; comes back in the report.
        name: String,
        /// Its folder; `None` for the guide.
        path: Option<PathBuf>,
    },
    /// Find the source link of an article that is not shown.
    Source {
        /// The copy to read.
        path: RawPath,
        /// What is to be done with the link.
        then: LinkUse,
    },
    /// Tell the facts of an article that is not shown, to be cited.
    Facts {
        /// The copy to read.
        path: RawPath,
    },
    /// Read an article that is not shown, for what is known of it beside its text.
    About(ExportArticle),
    /// Set an article as plain text, for another program.
    Text(Box<PlainText>),
    /// Write articles into a file.
    Export(Box<ExportOf>),
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
    /// Find articles; a newer request replaces an older one.
    Search {
        /// Comes back in the report.
        generation: u64,
        /// What is looked for, where and in which order.
        quest: Box<Quest>,
    },
    /// Look no further for what was asked for last.
    StopSearch,
    /// Count what queries find; a newer request replaces an older one.
    Count {
        /// Comes back in the report.
        generation: u64,
        /// The queries.
        wanted: Vec<CountOf>,
    },
    /// Read the sentences that matched; a newer request replaces an older one.
    Snippets {
        /// Comes back in the report.
        generation: u64,
        /// Of which articles, and how wide.
        of: Box<SnippetsOf>,
    },
    /// Do something about the index of texts.
    Index(IndexOrder),
    /// Change the library.
    Keep(Change),
    /// Undo the newest change of the library.
    Undo,
    /// Do with what has come into the archive whatever the rules say; a newer request replaces an older one.
    Rules(Box<RulesOf>),
    /// Read the text that is kept of an article which the archive no longer has.
    OpenKept {
        /// Comes back in the report.
        generation: u64,
        /// What is known of the article.
        article: Box<ArticleFacts>,
    },
}

/// What is to be done with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkUse {
    /// Open it in a browser.
    Open,
    /// Copy it.
    Copy,
    /// Show it as a QR code.
    Show,
}

/// What is new of the index of texts.
#[derive(Debug)]
pub enum IndexNews {
    /// There is one.
    Opened,
    /// None can be had: the settings want none, or there is no place for it.
    Impossible,
    /// What building it would take.
    Estimate(Estimate),
    /// How far it is.
    Progress(Progress),
    /// It cannot be used or built, or is made anew because it was damaged.
    Trouble(IndexError),
}

/// The list in which articles are looked for.
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
        article: Box<ArticleFacts>,
        /// The copy shown, if the archive has it.
        path: Option<RawPath>,
    },
    /// No longer keep it.
    RemoveBookmark(PostId),
    /// Highlight this passage.
    AddPassage(Box<Passage>),
    /// Set the note on a passage, or take it away.
    NotePassage(Uuid, NoteEdit),
    /// No longer highlight it.
    RemovePassage(Uuid),
    /// It has been read, or has not.
    MarkRead(PostId, bool),
    /// It was gone into and left: it has been read.
    MarkLeft(PostId),
    /// Where the page stood when it was left.
    SetPlace(PostId, Place),
    /// Save this search, in place of the one that has the name.
    SaveSearch {
        /// One line.
        name: String,
        /// The query as typed.
        query: String,
    },
    /// Forget the search of this name.
    ForgetSearch(String),
    /// Pin or hide this category or saved search, or let it stand among the others.
    SetProminence(EntryKey, Option<Prominence>),
    /// This category or saved search was used.
    Use(EntryKey),
    /// This query was searched for.
    RememberSearch(String),
    /// The tags of an article.
    SetTags(PostId, Vec<String>),
    /// The note on an article.
    EditNote(PostId, NoteEdit),
    /// Keep the text of an article, read from the post at this path, or keep it no longer.
    KeepText(PostId, Option<RawPath>),
    /// Hide it, by hand.
    Hide(PostId),
    /// Show it again, whatever hid it.
    Show(PostId),
    /// It was read.
    Visit(Box<ArticleFacts>),
    /// Where the program is left.
    SetSession(String),
    /// Several of these as one, to be undone as one.
    Together(Vec<Change>),
}

/// The user's own data for one archive, as it stood when it was read.
#[derive(Debug)]
pub struct Shelf {
    /// Newest added first.
    pub bookmarks: Vec<Bookmark>,
    /// Newest first.
    pub passages: Vec<Passage>,
    /// Read and unread.
    pub marks: Marks,
    /// The place in each article.
    pub places: Vec<(PostId, Place)>,
    /// The saved searches, of no one archive, in their order.
    pub searches: Vec<SavedSearch>,
    /// What is pinned or hidden of the categories and saved searches, the first pinned first.
    pub prominences: Vec<(EntryKey, Prominence)>,
    /// Which of them were used, the last first.
    pub used: Vec<EntryKey>,
    /// What was searched for in any archive, the last at the end.
    pub searched: Vec<String>,
    /// What was read, the last first.
    pub visits: Vec<Visit>,
    /// The articles that are hidden, each with the rules that hide it; see [`hidden_now`].
    pub hidden: Vec<(PostId, Vec<String>)>,
    /// How far each rule is.
    pub rules: Vec<RuleRecord>,
    /// Where the program was left the last time.
    pub session: Option<String>,
}

/// What came of a request.
#[derive(Debug)]
pub enum Report {
    /// More of the archive is loaded.
    Loaded(Batch),
    /// The archive's folders have changed.
    Disturbed,
    /// Another archive is open, or why it cannot be opened.
    ArchiveOpened {
        /// Of the request.
        name: String,
        /// The archive.
        opened: Result<Archive, OpenError>,
    },
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
    /// The facts of an article.
    Facts(Box<Facts>),
    /// An article whose facts are wanted.
    About(Box<Article>),
    /// An article as plain text: its id, its title, the text, and what it is for.
    Text(PostId, String, String, TextUse),
    /// Articles were written into this file, or were not.
    Exported(Box<ExportOf>, Result<PathBuf, NotWritten>),
    /// A large article is laid out.
    LaidOut {
        /// Of the request.
        generation: u64,
        /// The page.
        page: Arc<Page>,
    },
    /// What was found so far.
    Found {
        /// Of the request.
        generation: u64,
        /// The articles and how they were found.
        found: Box<Found>,
    },
    /// How many articles queries find.
    Counted {
        /// Of the request.
        generation: u64,
        /// Of each query.
        counts: Counts,
    },
    /// Sentences that matched.
    Snippets {
        /// Of the request.
        generation: u64,
        /// Of each article.
        snippets: Vec<(PostId, Snippet)>,
    },
    /// Something is new of the index of texts.
    Index(IndexNews),
    /// The library is open, or another program has changed it.
    Shelf(Box<Shelf>),
    /// The newest change was undone, or there was none. [`Report::Shelf`] comes before it.
    Undone(Option<Undone>),
    /// Rules have changed something. [`Report::Shelf`] comes before it.
    Ruled {
        /// How many articles came.
        came: usize,
        /// What has changed.
        acted: Acted,
    },
    /// What the rules say could not be done; it will be when articles are loaded the next time.
    NotRuled(LibraryError),
    /// A change could not be kept. [`Report::Shelf`] comes with it and says what is kept.
    NotKept(LibraryError),
    /// The library cannot be changed at all: what is changed from here on is gone when the program ends, unless
    /// [`Report::KeepsAgain`] comes before that.
    KeepsNothing(LibraryError),
    /// The library can be changed again, and holds what was changed since [`Report::KeepsNothing`]. [`Report::Shelf`] follows.
    KeepsAgain,
    /// The library was damaged, lost or replaced: what became of it. [`Report::Shelf`] follows.
    Rescued(Box<Rescued>),
    /// The daily backup of the library could not be made.
    NotBackedUp(LibraryError),
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
