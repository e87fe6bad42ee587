//! `finews categories`.

use std::collections::HashMap;
use std::io::Write;

use serde::Serialize;

use crate::config::{CategoryOrder, GroupSetting};
use crate::library::{EntryKey, Prominence};
use crate::store::{CategoryId, Scope, Store, Unread};
use crate::text::collation::sort_key;
use crate::work::Shelf;

use super::args::{Args, Categories};
use super::table::{padded, right_aligned};
use super::{archive, output};

#[derive(Serialize)]
struct Category<'a> {
    id: &'a str,
    label: &'a str,
    articles: usize,
    unread: usize,
    pinned: bool,
    hidden: bool,
    groups: Vec<&'a str>,
}

pub(super) fn run(args: &Args, command: &Categories) -> anyhow::Result<()> {
    let archive = archive::required(args)?;
    let store = archive::articles(&archive, args.lang())?;
    // A plain list says nothing of the user's own, and is there whatever has become of that.
    let order = CategoryOrder::from(command.sort);
    let (shelf, unread, store) = if command.json || order == CategoryOrder::Used {
        let (shelf, unread, store) = archive::shelf(args, &archive, &store)?;
        (Some(shelf), unread, store)
    } else {
        (
            None,
            Unread::default(),
            archive::less_hidden(args, &archive, &store),
        )
    };
    let own = shelf.as_ref().map(Own::new).unwrap_or_default();
    let groups = groups(&store, &args.settings.groups);
    let mut out = output::output();
    let mut categories: Vec<Category<'_>> = store
        .categories()
        .iter()
        .map(|category| {
            let prominence = own.prominences.get(&*category.name);
            Category {
                id: &category.name,
                label: &category.label,
                articles: category.articles,
                unread: unread.count(Scope::Category(category.id)),
                pinned: prominence == Some(&Prominence::Pinned),
                hidden: prominence == Some(&Prominence::Hidden),
                groups: groups.get(&category.id).cloned().unwrap_or_default(),
            }
        })
        .collect();
    match order {
        CategoryOrder::Articles => {}
        CategoryOrder::Name => categories.sort_by_cached_key(|category| sort_key(category.label)),
        CategoryOrder::Used => {
            categories.sort_by_key(|category| own.used.get(category.id).copied().unwrap_or(usize::MAX));
        }
    }
    if command.json {
        for category in &categories {
            output::json_line(&mut out, category)?;
        }
        return Ok(out.flush()?);
    }
    let cells = args.settings.cells;
    let label_width = categories
        .iter()
        .map(|category| cells.width(category.label))
        .max()
        .unwrap_or(0);
    for category in &categories {
        let label = padded(category.label, label_width, cells);
        writeln!(
            out,
            "{}  {label}  {}",
            right_aligned(&category.articles.to_string(), 8, cells),
            category.id
        )?;
    }
    Ok(out.flush()?)
}

/// What the user has made of the categories, by folder name.
#[derive(Default)]
struct Own<'a> {
    prominences: HashMap<&'a str, Prominence>,
    /// How many were used after each.
    used: HashMap<&'a str, usize>,
}

impl<'a> Own<'a> {
    fn new(shelf: &'a Shelf) -> Self {
        let category = |key: &'a EntryKey| match key {
            EntryKey::Category { name, .. } => Some(name.as_str()),
            EntryKey::Search(_) => None,
        };
        let prominences = shelf.prominences.iter();
        let used = shelf.used.iter().enumerate();
        Self {
            prominences: prominences
                .filter_map(|(key, how)| Some((category(key)?, *how)))
                .collect(),
            used: used
                .filter_map(|(place, key)| Some((category(key)?, place)))
                .collect(),
        }
    }
}

/// The names of the groups in which each category is.
fn groups<'a>(store: &Store, settings: &'a [GroupSetting]) -> HashMap<CategoryId, Vec<&'a str>> {
    let mut groups: HashMap<CategoryId, Vec<&str>> = HashMap::new();
    for group in settings {
        for category in group
            .members
            .iter()
            .flat_map(|member| store.categories_named(member))
        {
            let names = groups.entry(category.id).or_default();
            if !names.contains(&group.name.as_str()) {
                names.push(&group.name);
            }
        }
    }
    groups
}
