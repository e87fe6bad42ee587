//! Names that many articles share, each kept once: categories, outlets, labels, forms of paths.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use crate::post::PostId;

use super::paths::{PathCode, form_of};

/// A category of a [`Store`](super::Store). The same in all snapshots of one
/// [`Builder`](super::Builder); over a reload keep the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryId(pub(super) u32);

/// More forms of paths than this are not kept: an archive has one or two for each folder.
const FORMS: usize = 4_096;

/// Each name once, numbered in the order first seen.
#[derive(Debug)]
struct Interner<T: ?Sized> {
    names: Vec<Arc<T>>,
    ids: HashMap<Arc<T>, u32>,
}

// By hand, as derived ones would ask the same of `T`.
impl<T: ?Sized> Clone for Interner<T> {
    fn clone(&self) -> Self {
        Self {
            names: self.names.clone(),
            ids: self.ids.clone(),
        }
    }
}

impl<T: ?Sized> Default for Interner<T> {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            ids: HashMap::new(),
        }
    }
}

impl<T: ?Sized + Eq + Hash> Interner<T>
where
    for<'a> Arc<T>: From<&'a T>,
{
    fn find(&self, name: &T) -> Option<u32> {
        self.ids.get(name).copied()
    }

    fn add(&mut self, name: &T) -> u32 {
        let shared: Arc<T> = name.into();
        let id = self.names.len() as u32;
        self.names.push(Arc::clone(&shared));
        self.ids.insert(shared, id);
        id
    }

    fn get(&self, id: u32) -> Option<&Arc<T>> {
        self.names.get(id as usize)
    }
}

/// A category with the label that a post's tag gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    /// The category.
    pub(super) category: CategoryId,
    /// The number of the label among the outlets.
    pub(super) label: Option<u32>,
}

/// All shared names of a builder and its snapshots. Grows only; a snapshot keeps the state it was made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    categories: Interner<str>,
    /// Outlets and labels.
    outlets: Interner<str>,
    forms: Interner<[u8]>,
    pairs: Vec<Pair>,
    pair_ids: HashMap<Pair, u32>,
}

impl Names {
    /// The folder name of a category.
    pub(super) fn category(&self, id: CategoryId) -> Option<&Arc<str>> {
        self.categories.get(id.0)
    }

    /// The category of that folder name.
    pub(super) fn category_id(&self, name: &str) -> Option<CategoryId> {
        self.categories.find(name).map(CategoryId)
    }

    /// How many categories have been seen.
    pub(super) fn categories(&self) -> usize {
        self.categories.names.len()
    }

    /// An outlet or label.
    pub(super) fn outlet(&self, id: u32) -> Option<&Arc<str>> {
        self.outlets.get(id)
    }

    /// All names of outlets, and labels of categories.
    pub(super) fn outlets(&self) -> impl Iterator<Item = &Arc<str>> {
        (0..).map_while(|id| self.outlet(id))
    }

    /// A pair of category and label.
    pub(super) fn pair(&self, id: u32) -> Option<Pair> {
        self.pairs.get(id as usize).copied()
    }

    /// The categories of a row's pairs, each once: two labels of one category are one category.
    pub(super) fn categories_of(&self, pairs: &[u32]) -> impl Iterator<Item = CategoryId> {
        let of = |pair: &u32| self.pair(*pair).map(|pair| pair.category);
        pairs.iter().enumerate().filter_map(move |(place, pair)| {
            let category = of(pair)?;
            let mut before = pairs.iter().take(place);
            (!before.any(|pair| of(pair) == Some(category))).then_some(category)
        })
    }

    /// All pairs in the order first seen.
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// A form of paths.
    pub(super) fn form(&self, id: u32) -> Option<&[u8]> {
        self.forms.get(id).map(AsRef::as_ref)
    }

    // Interning writes, and so copies what a snapshot shares, only when a name is new.

    /// The number of an outlet.
    pub(super) fn intern_outlet(this: &mut Arc<Self>, name: &str) -> u32 {
        match this.outlets.find(name) {
            Some(id) => id,
            None => Arc::make_mut(this).outlets.add(name),
        }
    }

    /// The number of a category.
    pub(super) fn intern_category(this: &mut Arc<Self>, name: &str) -> CategoryId {
        CategoryId(match this.categories.find(name) {
            Some(id) => id,
            None => Arc::make_mut(this).categories.add(name),
        })
    }

    /// The number of a pair.
    pub(super) fn intern_pair(this: &mut Arc<Self>, name: &str, label: Option<&str>) -> u32 {
        let category = Self::intern_category(this, name);
        let label = label.map(|label| Self::intern_outlet(this, label));
        let pair = Pair { category, label };
        if let Some(id) = this.pair_ids.get(&pair) {
            return *id;
        }
        let names = Arc::make_mut(this);
        let id = names.pairs.len() as u32;
        names.pairs.push(pair);
        names.pair_ids.insert(pair, id);
        id
    }

    /// The short form of a path.
    pub(super) fn intern_path<'a>(this: &mut Arc<Self>, path: &'a [u8], id: &PostId) -> PathCode<'a> {
        let Some(form) = form_of(path, id) else {
            return PathCode::Literal(path);
        };
        match this.forms.find(&form) {
            Some(id) => PathCode::Form(id),
            None if this.forms.names.len() < FORMS => PathCode::Form(Arc::make_mut(this).forms.add(&form)),
            None => PathCode::Literal(path),
        }
    }
}
