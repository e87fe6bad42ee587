//! Standing rules: what came into the archive is looked through by each rule's query, in a thread of its own, and what the
//! rules do is handed to the library, which writes it in one piece with how far they have come.
//!
//! The library says what came ([`Library::note_arrivals`]), this thread which of that each rule means, the library acts
//! ([`Library::act`]). Whatever ends the program in between, the next load begins with the same articles.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, Sender};

use fixedbitset::FixedBitSet;

use crate::archive::{Archive, PostFile};
use crate::config::Rule;
use crate::library::{
    Acted, Arrivals, ArticleFacts, ArticleKey, BY_HAND, Library, LibraryError, LibraryOp, RuleActs,
};
use crate::post::{PostId, unix_time};
use crate::search::query::{Query, Term};
use crate::store::{Hiding, Row, Scope, Store};

use super::keep::Errand;
use super::readers::{Readers, give_way};
use super::search::holding;
use super::worker::take_waiting;
use super::{Depth, Order, Own, Quest, TitleScope};

/// A rule that is followed.
#[derive(Clone, Debug)]
pub struct StandingRule {
    /// What tells it from any other.
    pub key: Arc<str>,
    /// What it does; its tags as they are kept.
    pub rule: Rule,
    /// Of which articles.
    pub query: Query,
}

impl StandingRule {
    /// What it is called and asks for: `宏观  央行 OR 降准`.
    pub fn head(&self) -> String {
        match &self.rule.name {
            Some(name) => format!("{name}  {}", self.rule.query),
            None => self.rule.query.clone(),
        }
    }
}

/// The rules that stand, and what they ask about.
#[derive(Clone, Debug)]
pub struct RulesOf {
    /// All articles there are.
    pub store: Arc<Store>,
    /// The rules.
    pub rules: Arc<[StandingRule]>,
    /// Whether no other rules stand: the settings were just read.
    pub anew: bool,
    /// What the user's own data says, by the articles of `store`.
    pub own: Own,
    /// How closely articles are looked at.
    pub depth: Depth,
    /// The offset from UTC in which days are counted, in minutes.
    pub zone: i16,
}

/// Which articles each rule means, to be found out.
pub(super) struct Job {
    pub(super) of: Box<RulesOf>,
    pub(super) arrivals: Vec<Arrivals>,
    /// Set once something newer is asked for, which has these arrivals too.
    pub(super) cancelled: Arc<AtomicBool>,
    /// Where what is to be done is handed to.
    pub(super) library: Sender<Errand>,
}

impl RulesOf {
    /// Whether any of the rules asks for `term`.
    pub fn asks(rules: &[StandingRule], term: &Term) -> bool {
        let mut roots = rules.iter().filter_map(|rule| rule.query.root.as_ref());
        roots.any(|root| root.holds(&|own| own == term))
    }

    /// The names by which the library knows the rules.
    fn keys(&self) -> Vec<&str> {
        self.rules.iter().map(|rule| &*rule.key).collect()
    }

    /// What came with which the rules have not dealt yet.
    ///
    /// # Errors
    /// Where nothing can be written: then nothing was noted.
    pub fn note_arrivals(
        &self,
        library: &mut Library,
        archive: &Archive,
    ) -> Result<Vec<Arrivals>, LibraryError> {
        let there = || self.store.rows(Scope::All).map(|row| row.id());
        library.note_arrivals(archive.identity(), there, &self.keys(), self.anew, unix_time())
    }

    /// What the rules do with `arrivals`; `None` where it was `cancelled`.
    fn acts(
        &self,
        archive: &Archive,
        readers: &Readers,
        arrivals: &[Arrivals],
        cancelled: &AtomicBool,
    ) -> Option<Vec<RuleActs>> {
        let came: BTreeSet<&PostId> = arrivals.iter().flat_map(|arrivals| &arrivals.posts).collect();
        let hidden = came
            .iter()
            .filter(|id| self.store.hides(id))
            .map(|id| (*id).clone());
        let few = Hiding::new(hidden).applied_to(&self.store.only(came));
        let own = Own {
            unread: self.unread_of(&few),
            bookmarks: self.own.bookmarks.clone(),
        };
        let with_rules: Vec<(&Arrivals, &StandingRule)> = (arrivals.iter())
            .filter_map(|arrivals| {
                let rule = self.rules.iter().find(|rule| *rule.key == *arrivals.rule)?;
                Some((arrivals, rule))
            })
            .collect();
        let quests: Vec<Quest> = (with_rules.iter())
            .map(|(_, rule)| self.quest(rule, &few, &own))
            .collect();
        let held = holding(archive, readers, &quests, cancelled)?;
        let acts = with_rules.into_iter().zip(held).map(|((arrivals, rule), held)| {
            let own: HashSet<&PostId> = arrivals.posts.iter().collect();
            let meant: Vec<PostId> = held.into_iter().filter(|id| own.contains(id)).collect();
            RuleActs {
                rule: arrivals.rule.clone(),
                after: Some(arrivals.after),
                upto: arrivals.upto,
                articles: meant.len(),
                ops: rule_ops(archive, &few, rule, &meant),
            }
        });
        Some(acts.collect())
    }

    /// The question that `rule` is, over `store`.
    pub fn quest(&self, rule: &StandingRule, store: &Arc<Store>, own: &Own) -> Quest {
        Quest {
            store: Arc::clone(store),
            scope: TitleScope::Store(Scope::All),
            query: rule.query.clone(),
            depth: self.depth,
            order: Order::Newest,
            zone: self.zone,
            reading: true,
            most: usize::MAX,
            own: own.clone(),
        }
    }

    /// Those of `few` that are unread, by their index in it.
    fn unread_of(&self, few: &Store) -> FixedBitSet {
        let is_unread = |row: &Row<'_>| {
            let whole = self.store.locate(&row.id());
            whole.is_some_and(|row| self.own.unread.contains(row.index()))
        };
        let unread = few.rows(Scope::All).filter(is_unread);
        few.those(unread.map(|row| row.index()))
    }
}

/// What `rule` does with the articles `ids` of `store`.
pub fn rule_ops(archive: &Archive, store: &Store, rule: &StandingRule, ids: &[PostId]) -> Vec<LibraryOp> {
    let identity = archive.identity();
    let mut ops = Vec::new();
    for row in ids.iter().filter_map(|id| store.locate(id)) {
        let key = ArticleKey::of(&row.id(), identity);
        // A tag hangs on a bookmark.
        if rule.rule.star || !rule.rule.tags.is_empty() {
            let source_url = archive.read(&PostFile::from_raw(&row.path())).source_url;
            ops.push(LibraryOp::AddBookmark(article_of(&row, source_url, identity)));
        }
        if !rule.rule.tags.is_empty() {
            ops.push(LibraryOp::AddTags(key.clone(), rule.rule.tags.clone()));
        }
        if rule.rule.read {
            ops.push(LibraryOp::MarkRead(key.clone(), true));
        }
        if rule.rule.hide {
            ops.push(LibraryOp::Hide(key, rule.key.to_string()));
        }
    }
    ops
}

/// Does with what came whatever the rules say, here and now: how many articles came, and what has changed.
///
/// # Errors
/// Where nothing can be written: then nothing has changed.
pub fn follow_rules(
    library: &mut Library,
    archive: &Archive,
    of: &RulesOf,
) -> Result<(usize, Acted), LibraryError> {
    let arrivals = of.note_arrivals(library, archive)?;
    let acts = of.acts(archive, &Readers::new(), &arrivals, &AtomicBool::new(false));
    let acted = library.act(archive.identity(), &acts.unwrap_or_default(), unix_time())?;
    Ok((came(&arrivals), acted))
}

/// How many articles these are.
fn came(arrivals: &[Arrivals]) -> usize {
    let came: HashSet<&PostId> = arrivals.iter().flat_map(|arrivals| &arrivals.posts).collect();
    came.len()
}

/// The articles that are hidden, given what the library says and which `rules` stand: those by hand, and those by a rule
/// that stands and hides.
pub fn hidden_now<'a>(
    hidden: &'a [(PostId, Vec<String>)],
    rules: &'a [StandingRule],
) -> impl Iterator<Item = PostId> + use<'a> {
    let hiding: HashSet<&str> = (rules.iter().filter(|rule| rule.rule.hide))
        .map(|rule| &*rule.key)
        .collect();
    let stands = move |rule: &String| rule == BY_HAND || hiding.contains(rule.as_str());
    let hidden = hidden.iter().filter(move |(_, by)| by.iter().any(&stands));
    hidden.map(|(id, _)| id.clone())
}

/// What is kept of the article in `row`, so that it outlives the archive.
pub fn article_of(row: &Row<'_>, source_url: Option<String>, archive_identity: &str) -> ArticleFacts {
    ArticleFacts {
        article: ArticleKey::of(&row.id(), archive_identity),
        title: row.title().to_owned(),
        outlet: row.outlet().map(ToOwned::to_owned),
        date: row.timestamp(),
        date_offset: row.offset(),
        date_precision: row.precision(),
        source_url,
    }
}

/// Finds out the newest of the jobs that wait, and hands over what is to be done.
pub(super) fn serve(archive: &Archive, jobs: &Receiver<Job>) {
    give_way();
    let readers = Readers::new();
    while let Some(waiting) = take_waiting(jobs) {
        let Some(job) = waiting.into_iter().next_back() else {
            continue;
        };
        let acts = job.of.acts(archive, &readers, &job.arrivals, &job.cancelled);
        if let Some(acts) = acts {
            // That thread ends only with the program.
            let _ = job.library.send(Errand::Act(acts, came(&job.arrivals)));
        }
    }
}
