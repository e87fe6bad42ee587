//! Groups of categories: what those of the settings are in the archive, their lists, and folding them in the pane.

use std::sync::{Arc, OnceLock};

use crate::post::PostId;
use crate::store::{CategoryId, List, Scope, Store};
use crate::text::clean::clean_line;

use super::{App, Source};

/// A group of which the archive has categories.
#[derive(Debug)]
pub(super) struct Group {
    /// Its name.
    pub(super) name: Arc<str>,
    /// The folder names of its categories.
    pub(super) members: Vec<Arc<str>>,
    ids: Vec<CategoryId>,
    /// Articles in any of them, once all are there to be counted.
    pub(super) articles: Option<usize>,
    /// Those articles, once they have been listed.
    list: OnceLock<Arc<[PostId]>>,
}

impl App {
    /// Finds out what the groups of the settings are in the archive as it is now.
    pub(super) fn renew_groups(&mut self) {
        self.groups.clear();
        self.groups_odd.clear();
        for setting in &self.settings.groups {
            let (mut members, mut ids, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
            for member in &setting.members {
                let named = self.store.categories_named(member);
                if named.is_empty() {
                    unknown.push(clean_line(member));
                }
                for category in named {
                    if !ids.contains(&category.id) {
                        members.push(Arc::clone(&category.name));
                        ids.push(category.id);
                    }
                }
            }
            // One that has nothing here is another archive's.
            if members.is_empty() {
                continue;
            }
            if self.loading.done && !unknown.is_empty() {
                let what = (self.arrange_words().unknown_members)(&unknown.join(", "));
                self.groups_odd.push((format!("[groups] {}", setting.name), what));
            }
            // An article of two of its categories is one.
            let articles = self
                .loading
                .done
                .then(|| self.store.shown_of_categories(&ids).count_ones(..));
            self.groups.push(Group {
                name: setting.name.as_str().into(),
                members,
                ids,
                articles,
                list: OnceLock::new(),
            });
        }
    }

    /// The articles of the group of this name, newest first.
    pub(super) fn group_list(&self, name: &str) -> List {
        let group = self.groups.iter().find(|group| *group.name == *name);
        let list = group.map(|group| group.list.get_or_init(|| articles(&self.store, &group.ids)));
        List::Ids(list.cloned().unwrap_or_default())
    }

    /// Unfolds the group that the cursor stands on, or folds the one that it stands on or in.
    pub(super) fn fold(&mut self) {
        let Some(entry) = self.categories.selected() else {
            return;
        };
        let name = match (&entry.group, &entry.source) {
            (Some(name), _) | (None, Source::Group(name)) => Arc::clone(name),
            _ => {
                self.say(self.arrange_words().no_group);
                return;
            }
        };
        if !self.arrangement.unfolded.remove(&*name) {
            self.arrangement.unfolded.insert(name.to_string());
        }
        self.categories.select(&Source::Group(name));
        self.renew_categories();
        self.move_category(self.categories.cursor);
    }
}

/// The articles of any of these categories, newest first.
fn articles(store: &Store, categories: &[CategoryId]) -> Arc<[PostId]> {
    let rows = store.shown_of_categories(categories);
    let rows = rows.ones().filter_map(|index| store.row(Scope::All, index));
    rows.map(|row| row.id()).collect()
}
