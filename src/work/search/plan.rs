//! A query as sets of articles. What the store knows is known when the plan is made; what texts say comes in by and
//! by, from the index and from reading. Until all is known there are two answers: the articles that hold for sure,
//! and those that possibly do. Beside them stand those whose titles only sound like a word of it.

use std::sync::atomic::AtomicBool;

use fixedbitset::FixedBitSet;

use crate::post::midnight;
use crate::search::query::{Node, Term};
use crate::search::{IndexError, Part, Pattern, Snapshot};
use crate::store::{Store, find_titles};
use crate::text::fold::fold;
use crate::text::needle::Needle;

use super::coverage::Covered;
use super::readings::{Readings, named};
use super::scan::Scanned;
use super::{Depth, OwnBookmark, Quest};

/// Which articles are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// Those that hold, whatever is still to be learnt.
    Sure,
    /// Those that may hold.
    Possible,
}

/// What articles are asked for by.
#[derive(Clone, Copy, Debug)]
struct By {
    bound: Bound,
    /// Whether a title that sounds like a word counts as one that says it.
    read: bool,
}

impl By {
    /// What those are asked for by that are not to be there.
    fn denied(self) -> Self {
        let bound = match self.bound {
            Bound::Sure => Bound::Possible,
            Bound::Possible => Bound::Sure,
        };
        Self { bound, ..self }
    }
}

/// What is looked for in texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sought {
    /// A pattern in title or text; one of letters and digits alone also as the code of a stock.
    Words(Pattern),
    /// A pattern in codes and names of stocks.
    Stock(Pattern),
    /// A table.
    Table,
}

/// One thing looked for, and the articles that are known to have it.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) sought: Sought,
    pub(super) sure: FixedBitSet,
}

#[derive(Debug)]
enum Step {
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(Box<Step>),
    Known(FixedBitSet),
    Leaf(usize),
    /// A word, and its number among those that titles may be read as.
    Word(Box<Step>, usize),
}

/// A query over one store.
#[derive(Debug)]
pub(super) struct Plan {
    root: Step,
    leaves: Vec<Leaf>,
    /// What is looked for in titles and texts and not denied: what a ranking goes by.
    words: Vec<Pattern>,
    readings: Readings,
    articles: usize,
    /// Whether the index is asked for titles too.
    titles_asked: bool,
}

impl Plan {
    /// The plan for `quest`, where the index answers for what `covered` says; of no use once `cancelled`.
    pub(super) fn new(quest: &Quest, covered: &Covered, cancelled: &AtomicBool) -> Self {
        let mut planner = Planner {
            quest,
            // It has the titles in order, which saves looking through all of them.
            titles_asked: covered.is_whole(&quest.store),
            cancelled,
            leaves: Vec::new(),
            readings: Readings::default(),
            denied: false,
        };
        let root = match &quest.query.root {
            Some(root) => planner.step(root),
            None => Step::Known(quest.store.everything()),
        };
        Self {
            titles_asked: planner.titles_asked,
            root,
            leaves: planner.leaves,
            readings: planner.readings,
            words: quest.query.patterns(),
            articles: quest.store.len(),
        }
    }

    /// What is looked for in texts.
    pub(super) fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// The words that are looked for and not denied.
    pub(super) fn words(&self) -> &[Pattern] {
        &self.words
    }

    /// Takes in what `snapshot` says of texts, and of titles where they are not known yet.
    pub(super) fn ask(&mut self, snapshot: &Snapshot, covered: &Covered) -> Result<(), IndexError> {
        for leaf in &mut self.leaves {
            for (number, stretch) in snapshot.stretches().enumerate() {
                let mut note = |document| {
                    if let Some(row) = covered.row(number, document) {
                        leaf.sure.insert(row);
                    }
                };
                match &leaf.sought {
                    Sought::Words(pattern) => {
                        stretch.hits(pattern, Part::Text, &mut note)?;
                        if self.titles_asked {
                            stretch.hits(pattern, Part::Title, &mut note)?;
                        }
                        if pattern.is_code() {
                            stretch.hits(pattern, Part::Stocks, &mut note)?;
                        }
                    }
                    Sought::Stock(pattern) => stretch.hits(pattern, Part::Stocks, &mut note)?,
                    Sought::Table => stretch.with_table(&mut note)?,
                }
            }
        }
        Ok(())
    }

    /// Looks for titles that are read as words of the query. Gives whether there are any, when it is asked first.
    pub(super) fn look_for_readings(&mut self, store: &Store, cancelled: &AtomicBool) -> bool {
        self.readings.look(store, cancelled)
    }

    /// Takes in what an article was found to say.
    pub(super) fn note(&mut self, scanned: &Scanned) {
        for (leaf, count) in self.leaves.iter_mut().zip(&scanned.counts) {
            if *count > 0 {
                leaf.sure.insert(scanned.row);
            }
        }
    }

    /// The articles within `scope` that hold, `unknown` being those whose texts are not known.
    pub(super) fn rows(
        &self,
        bound: Bound,
        unknown: &FixedBitSet,
        scope: Option<&FixedBitSet>,
    ) -> FixedBitSet {
        self.rows_by(By { bound, read: false }, unknown, scope)
    }

    /// The articles within `scope` that hold for sure where a title may also only sound like a word.
    pub(super) fn rows_read(&self, unknown: &FixedBitSet, scope: Option<&FixedBitSet>) -> FixedBitSet {
        let by = By {
            bound: Bound::Sure,
            read: true,
        };
        self.rows_by(by, unknown, scope)
    }

    fn rows_by(&self, by: By, unknown: &FixedBitSet, scope: Option<&FixedBitSet>) -> FixedBitSet {
        let mut rows = self.step(&self.root, by, unknown);
        if let Some(scope) = scope {
            rows.intersect_with(scope);
        }
        rows
    }

    fn step(&self, step: &Step, by: By, unknown: &FixedBitSet) -> FixedBitSet {
        match step {
            Step::Known(rows) => rows.clone(),
            Step::Word(step, number) => {
                let mut rows = self.step(step, by, unknown);
                if let Some(read) = self.readings.of(*number).filter(|_| by.read) {
                    rows.union_with(read);
                }
                rows
            }
            Step::Leaf(leaf) => {
                let Some(leaf) = self.leaves.get(*leaf) else {
                    return FixedBitSet::with_capacity(self.articles);
                };
                let mut rows = leaf.sure.clone();
                if by.bound == Bound::Possible {
                    rows.union_with(unknown);
                }
                rows
            }
            Step::Not(step) => {
                let mut rows = self.step(step, by.denied(), unknown);
                rows.toggle_range(..);
                rows
            }
            Step::All(steps) => self.fold(steps, by, unknown, FixedBitSet::intersect_with),
            Step::Any(steps) => self.fold(steps, by, unknown, FixedBitSet::union_with),
        }
    }

    fn fold(
        &self,
        steps: &[Step],
        by: By,
        unknown: &FixedBitSet,
        join: impl Fn(&mut FixedBitSet, &FixedBitSet),
    ) -> FixedBitSet {
        let sets = steps.iter().map(|step| self.step(step, by, unknown));
        sets.reduce(|mut all, rows| {
            join(&mut all, &rows);
            all
        })
        .unwrap_or_else(|| FixedBitSet::with_capacity(self.articles))
    }
}

/// What makes a plan.
struct Planner<'a> {
    quest: &'a Quest,
    titles_asked: bool,
    cancelled: &'a AtomicBool,
    leaves: Vec<Leaf>,
    readings: Readings,
    /// Whether what is planned is not to be there: only what says a word is denied by it.
    denied: bool,
}

impl Planner<'_> {
    fn store(&self) -> &Store {
        &self.quest.store
    }

    fn step(&mut self, node: &Node) -> Step {
        match node {
            Node::All(nodes) => Step::All(nodes.iter().map(|node| self.step(node)).collect()),
            Node::Any(nodes) => Step::Any(nodes.iter().map(|node| self.step(node)).collect()),
            Node::Not(node) => {
                let before = std::mem::replace(&mut self.denied, true);
                let step = self.step(node);
                self.denied = before;
                Step::Not(Box::new(step))
            }
            Node::Term(term) => self.term(term),
        }
    }

    fn term(&mut self, term: &Term) -> Step {
        let nothing = || Step::Known(self.quest.store.nothing());
        match term {
            Term::Text { .. } => match term.pattern() {
                Some(pattern) => {
                    let step = self.words(pattern);
                    if self.denied {
                        step
                    } else {
                        Step::Word(Box::new(step), self.readings.add(term.clone()))
                    }
                }
                None => nothing(),
            },
            Term::Title { .. } => match term.pattern() {
                Some(pattern) => Step::Known(self.titled(&pattern)),
                None => nothing(),
            },
            Term::Stock(words) => match Pattern::new(words, false) {
                Some(pattern) => self.leaf(Sought::Stock(pattern), self.store().nothing()),
                None => nothing(),
            },
            Term::Table => self.leaf(Sought::Table, self.store().nothing()),
            Term::Outlet(name) => Step::Known(named(name, |holds| self.store().from_outlets(holds))),
            Term::Category(name) => Step::Known(named(name, |holds| {
                self.store()
                    .in_categories(|category| holds(&category.label) || holds(&category.name))
            })),
            Term::Days { from, until } => {
                let zone = self.quest.zone;
                let from = from.and_then(|date| midnight(date, zone));
                let until = until.and_then(|date| date.tomorrow().ok());
                let until = until.and_then(|date| midnight(date, zone));
                let mut rows = self.store().nothing();
                rows.insert_range(self.store().between(from, until.map(|after| after - 1)));
                Step::Known(rows)
            }
            Term::Unread => {
                let unread = self.quest.own.unread.ones();
                Step::Known(self.store().those(unread))
            }
            Term::Bookmarked => Step::Known(self.bookmarked(|_| true)),
            Term::Hidden => Step::Known(self.store().those(self.store().hidden_rows())),
            Term::Tag(tag) => {
                let tag = fold(tag);
                let has = |own: &OwnBookmark| own.tags.iter().any(|own| fold(own) == tag);
                Step::Known(self.bookmarked(has))
            }
            Term::Note(text) => {
                let needle = Needle::new(text);
                let has = |own: &OwnBookmark| own.note.as_ref().is_some_and(|note| needle.is_in(note));
                Step::Known(self.bookmarked(has))
            }
        }
    }

    /// What stands in titles or texts.
    fn words(&mut self, pattern: Pattern) -> Step {
        let titles = match self.quest.depth {
            Depth::Titles => return Step::Known(self.titled(&pattern)),
            Depth::Texts if self.titles_asked => self.store().nothing(),
            Depth::Texts => self.titled(&pattern),
        };
        self.leaf(Sought::Words(pattern), titles)
    }

    fn bookmarked(&self, pred: impl Fn(&OwnBookmark) -> bool) -> FixedBitSet {
        let some = self.quest.own.bookmarks.iter().filter(|own| pred(own));
        self.store().of_ids(some.map(|own| &own.id))
    }

    /// The articles whose titles match.
    fn titled(&self, pattern: &Pattern) -> FixedBitSet {
        let needle = Needle::new(pattern.longest());
        // The needle alone tells where a substring stands.
        let substring = pattern.is_substring();
        let matches = |title: &str| substring || pattern.is_in(&fold(title));
        find_titles(self.store(), &needle, &matches, self.cancelled)
    }

    /// One thing to look for; the same thing is looked for once.
    fn leaf(&mut self, sought: Sought, sure: FixedBitSet) -> Step {
        let known = self.leaves.iter().position(|leaf| leaf.sought == sought);
        Step::Leaf(known.unwrap_or_else(|| {
            self.leaves.push(Leaf { sought, sure });
            self.leaves.len() - 1
        }))
    }
}
