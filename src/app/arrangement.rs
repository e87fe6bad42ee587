//! How the entries of the category pane are arranged: the fixed ones, what is pinned, what was used last, the saved searches,
//! the groups, and the other categories of the archive, in the order that was chosen.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::config::CategoryOrder;
use crate::library::Prominence;
use crate::store::Store;
use crate::text::collation::sort_key;
use crate::work::Count;

use super::groups::Group;
use super::list::Source;
use super::saved::Saved;

/// One entry of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What its list lists.
    pub source: Source,
    /// Its name as shown.
    pub label: Arc<str>,
    /// Articles in it, once they have been counted.
    pub count: Option<Count>,
    /// The part of the pane in which it stands.
    pub part: Part,
    /// The group in which it stands.
    pub group: Option<Arc<str>>,
    /// Whether it is shown only where what is hidden is asked for.
    pub hidden: bool,
    /// Of a group: whether its categories are out of sight. Of one of these: whether it is.
    pub folded: bool,
}

impl Entry {
    /// Whether it is shown, where what is hidden is shown or is not.
    pub(super) fn is_in_sight(&self, shows_hidden: bool) -> bool {
        (shows_hidden || !self.hidden) && (!self.folded || self.group.is_none())
    }

    fn new(source: Source, label: Arc<str>, count: Option<Count>, part: Part) -> Self {
        Self {
            source,
            label,
            count,
            part,
            group: None,
            hidden: false,
            folded: false,
        }
    }
}

/// A part of the pane, from the top down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Everything, and what is the user's own.
    Fixed,
    /// What is pinned.
    Pinned,
    /// What was used last, which stands in its own place too.
    Recent,
    /// The saved searches.
    Searches,
    /// The groups, each followed by its categories.
    Groups,
    /// The other categories of the archive.
    Categories,
}

/// What the user has chosen about the pane.
#[derive(Debug, Default)]
pub(super) struct Arrangement {
    /// The order.
    pub(super) order: CategoryOrder,
    /// What is pinned, the first pinned first.
    pub(super) pinned: Vec<Source>,
    /// What is hidden.
    pub(super) hidden: HashSet<Source>,
    /// What was used, the last first.
    pub(super) used: Vec<Source>,
    /// The groups whose categories are in sight.
    pub(super) unfolded: BTreeSet<String>,
}

/// What there is to be arranged.
pub(super) struct Stock<'a> {
    /// Everything, and what is the user's own.
    pub(super) fixed: Vec<(Source, &'static str, usize)>,
    /// The saved searches, in the order in which they were saved.
    pub(super) searches: &'a [Saved],
    /// The categories, those with the most articles first.
    pub(super) store: &'a Store,
    /// The groups.
    pub(super) groups: &'a [Group],
    /// How many of those used last are listed on top where not all fit into so many rows.
    pub(super) recent: (usize, usize),
}

impl Arrangement {
    /// Nothing is chosen but the order.
    pub(super) fn new(order: CategoryOrder) -> Self {
        Self {
            order,
            ..Self::default()
        }
    }

    /// How `source` stands, where it does not stand among the others.
    pub(super) fn prominence(&self, source: &Source) -> Option<Prominence> {
        if self.hidden.contains(source) {
            Some(Prominence::Hidden)
        } else {
            self.pinned.contains(source).then_some(Prominence::Pinned)
        }
    }

    /// Lets `source` stand so; what is pinned is the last of all that are.
    pub(super) fn set_prominence(&mut self, source: Source, prominence: Option<Prominence>) {
        if self.prominence(&source) == prominence {
            return;
        }
        self.hidden.remove(&source);
        self.pinned.retain(|pinned| *pinned != source);
        match prominence {
            Some(Prominence::Pinned) => self.pinned.push(source),
            Some(Prominence::Hidden) => drop(self.hidden.insert(source)),
            None => {}
        }
    }

    /// The entries of the pane, in order, the hidden ones too.
    pub(super) fn entries(&self, stock: &Stock<'_>) -> Vec<Entry> {
        let fixed = stock.fixed.iter().map(|(source, label, articles)| {
            let count = Some(Count::exact(*articles));
            Entry::new(source.clone(), (*label).into(), count, Part::Fixed)
        });
        let mut rest = self.in_order(stock);
        let pinned = self.take_pinned(&mut rest);
        let (most, rows) = stock.recent;
        let recent = self.recent(&rest, most);
        let groups = self.grouped(stock.groups, &rest);
        let members = groups.iter().filter(|entry| entry.group.is_some());
        let members: HashSet<&Source> = members.map(|entry| &entry.source).collect();
        rest.retain(|entry| !members.contains(&entry.source));
        let mut entries: Vec<Entry> = fixed.chain(pinned).chain(rest).chain(groups).collect();
        if entries.iter().filter(|entry| entry.is_in_sight(false)).count() > rows {
            entries.extend(recent);
        }
        entries.sort_by_key(|entry| entry.part);
        entries
    }

    /// The saved searches, and the categories, each in the order that was chosen.
    fn in_order(&self, stock: &Stock<'_>) -> Vec<Entry> {
        let searches = stock.searches.iter().map(|saved| {
            let source = Source::Search(Arc::clone(&saved.name));
            Entry::new(source, Arc::clone(&saved.name), saved.count, Part::Searches)
        });
        let categories = stock.store.categories().iter().map(|category| {
            let source = Source::Category(Arc::clone(&category.name));
            let count = Some(Count::exact(category.articles));
            Entry::new(source, Arc::clone(&category.label), count, Part::Categories)
        });
        let mut all: Vec<Entry> = searches.chain(categories).collect();
        for entry in &mut all {
            entry.hidden = self.hidden.contains(&entry.source);
        }
        match self.order {
            CategoryOrder::Articles => {}
            CategoryOrder::Name => all.sort_by_cached_key(|entry| sort_key(&entry.label)),
            CategoryOrder::Used => {
                let used: HashMap<&Source, usize> = places(&self.used);
                all.sort_by_key(|entry| used.get(&entry.source).copied().unwrap_or(usize::MAX));
            }
        }
        all
    }

    /// Takes from `entries` what is pinned.
    fn take_pinned(&self, entries: &mut Vec<Entry>) -> Vec<Entry> {
        let places = places(&self.pinned);
        let mut pinned: Vec<Entry> = entries
            .extract_if(.., |entry| places.contains_key(&entry.source))
            .collect();
        pinned.sort_by_key(|entry| places.get(&entry.source).copied());
        for entry in &mut pinned {
            entry.part = Part::Pinned;
        }
        pinned
    }

    /// The groups, each followed by those of `entries` that are in it.
    fn grouped(&self, groups: &[Group], entries: &[Entry]) -> Vec<Entry> {
        let mut all = Vec::new();
        for group in groups {
            let folded = !self.unfolded.contains(&*group.name);
            let head = Entry {
                folded,
                ..Entry::new(
                    Source::Group(Arc::clone(&group.name)),
                    Arc::clone(&group.name),
                    group.articles.map(Count::exact),
                    Part::Groups,
                )
            };
            all.push(head);
            let members: HashSet<&str> = group.members.iter().map(AsRef::as_ref).collect();
            let members = entries
                .iter()
                .filter(|entry| matches!(&entry.source, Source::Category(name) if members.contains(&**name)));
            all.extend(members.map(|entry| Entry {
                part: Part::Groups,
                group: Some(Arc::clone(&group.name)),
                folded,
                ..entry.clone()
            }));
        }
        all
    }

    /// Those of `entries` that were used last, at most so many.
    fn recent(&self, entries: &[Entry], most: usize) -> Vec<Entry> {
        let wanted: HashSet<&Source> = self.used.iter().collect();
        let there: HashMap<&Source, &Entry> = (entries.iter())
            .filter(|entry| !entry.hidden && wanted.contains(&entry.source))
            .map(|entry| (&entry.source, entry))
            .collect();
        let used = self.used.iter().filter_map(|source| there.get(source));
        used.take(most)
            .map(|entry| Entry {
                part: Part::Recent,
                ..(*entry).clone()
            })
            .collect()
    }
}

/// Where each of `sources` stands among them.
fn places(sources: &[Source]) -> HashMap<&Source, usize> {
    let sources = sources.iter().enumerate();
    sources.map(|(place, source)| (source, place)).collect()
}
