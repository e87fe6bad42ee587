//! Sets of a store's articles, by their index among all: what a query is answered with. Days are stretches of it, for the
//! list of all stands in the order of time.

use std::collections::HashMap;
use std::ops::Range;

use fixedbitset::FixedBitSet;

use crate::post::PostId;

use super::names::CategoryId;
use super::snapshot::{Category, Scope, Store};

impl Store {
    /// The empty set of its articles.
    pub fn nothing(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.len())
    }

    /// All its articles.
    pub fn everything(&self) -> FixedBitSet {
        let mut rows = self.nothing();
        rows.insert_range(..);
        rows
    }

    /// The articles of these indices.
    pub fn those(&self, indices: impl IntoIterator<Item = usize>) -> FixedBitSet {
        let mut rows = self.nothing();
        for index in indices.into_iter().filter(|index| *index < self.len()) {
            rows.insert(index);
        }
        rows
    }

    /// The articles of these ids, as far as they are there.
    pub fn of_ids<'a>(&self, ids: impl IntoIterator<Item = &'a PostId>) -> FixedBitSet {
        let rows = ids.into_iter().filter_map(|id| self.locate(id));
        self.those(rows.map(|row| row.index()))
    }

    /// The articles of any of these categories that are not hidden.
    pub fn shown_of_categories(&self, categories: &[CategoryId]) -> FixedBitSet {
        let mut rows = self.of_categories(categories);
        for row in self.hidden_rows() {
            rows.remove(row);
        }
        rows
    }

    /// The articles of a scope, hidden ones too.
    pub fn of_scope(&self, scope: Scope) -> FixedBitSet {
        match scope {
            Scope::All | Scope::Shown => self.everything(),
            Scope::Category(category) => self.of_categories(&[category]),
        }
    }

    /// The articles of the categories that `pred` holds of.
    pub fn in_categories(&self, pred: impl Fn(&Category) -> bool) -> FixedBitSet {
        let categories = self.categories().iter().filter(|category| pred(category));
        let categories: Vec<CategoryId> = categories.map(|category| category.id).collect();
        self.of_categories(&categories)
    }

    /// The categories that `name` means: the one of this folder name or, failing that, those of this label.
    pub fn categories_named(&self, name: &str) -> Vec<&Category> {
        match self.category_by_name(name) {
            Some(category) => vec![category],
            None => (self.categories().iter())
                .filter(|category| &*category.label == name)
                .collect(),
        }
    }

    /// The articles of any of these categories.
    pub fn of_categories(&self, categories: &[CategoryId]) -> FixedBitSet {
        let mut rows = self.nothing();
        let mut start = 0;
        for segment in self.segments() {
            for row in categories.iter().flat_map(|category| segment.posting(*category)) {
                rows.insert(start + usize::from(*row));
            }
            start += segment.len();
        }
        rows
    }

    /// The articles of the outlets whose names `pred` holds of.
    pub fn from_outlets(&self, pred: impl Fn(&str) -> bool) -> FixedBitSet {
        let mut known: HashMap<u32, bool> = HashMap::new();
        let mut rows = self.nothing();
        let mut start = 0;
        for segment in self.segments() {
            for row in 0..segment.len() {
                let Some(outlet) = segment.outlet(row) else {
                    continue;
                };
                let named = *known.entry(outlet).or_insert_with(|| {
                    let name = self.names().outlet(outlet);
                    name.is_some_and(|name| pred(name))
                });
                if named {
                    rows.insert(start + row);
                }
            }
            start += segment.len();
        }
        rows
    }

    /// The articles dated from one moment to another, in seconds since 1970, both included; undated ones lie in no
    /// stretch of time.
    pub fn between(&self, from: Option<i64>, until: Option<i64>) -> Range<usize> {
        let first = until.map_or(0, |until| self.first_on_or_before(Scope::All, until));
        // The undated ones stand last.
        let earliest = from.unwrap_or(i64::MIN);
        let end = match earliest.checked_sub(1) {
            Some(before) => self.first_on_or_before(Scope::All, before),
            None => self.dated(),
        };
        first..end.max(first)
    }

    /// How many articles have a date.
    pub fn dated(&self) -> usize {
        self.segments()
            .iter()
            .map(|segment| segment.timestamps().len())
            .sum()
    }
}
