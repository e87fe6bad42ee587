//! Filtering titles: every article whose title holds a text, in the order of its list.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::post::PostId;
use crate::store::{Store, find_titles};
use crate::text::needle::Needle;

use super::TitleScope;

/// The articles of `scope` whose title holds `query`, folded; nothing useful once `cancelled`.
pub(super) fn find(store: &Store, scope: &TitleScope, query: &str, cancelled: &AtomicBool) -> Arc<[PostId]> {
    let needle = Needle::new(query);
    match scope {
        TitleScope::Store(scope) => find_titles(store, *scope, &needle, cancelled).into(),
        TitleScope::Ids(ids) => ids
            .iter()
            .filter(|id| store.locate(id).is_some_and(|row| needle.is_in(row.title())))
            .cloned()
            .collect(),
    }
}
