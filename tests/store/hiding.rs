//! What is hidden stands in no list and counts nowhere, and comes back as it was.

use std::collections::HashSet;
use std::sync::Arc;

use finews::post::PostId;
use finews::store::{Article, Builder, Hiding, List, Scope, Store, Unread};
use proptest::prelude::*;

use super::model::article;

fn scopes(store: &Store) -> Vec<Scope> {
    let categories = store.categories().iter();
    let categories = categories.map(|category| Scope::Category(category.id));
    std::iter::once(Scope::Shown).chain(categories).collect()
}

fn ids(store: &Store, scope: Scope) -> Vec<PostId> {
    store.rows(scope).map(|row| row.id()).collect()
}

/// Whether `store` shows what `whole` has, less `hidden`, whatever it is asked.
fn shows_the_rest(whole: &Store, store: &Store, hidden: &HashSet<PostId>) {
    assert_eq!(store.len(), whole.len());
    let among_all: HashSet<PostId> = store
        .hidden_rows()
        .map(|row| store.row(Scope::All, row).unwrap().id())
        .collect();
    let there = hidden.iter().filter(|id| whole.locate(id).is_some());
    assert_eq!(among_all, there.cloned().collect::<HashSet<PostId>>());
    for scope in scopes(whole) {
        let rest: Vec<PostId> = ids(whole, scope)
            .into_iter()
            .filter(|id| !hidden.contains(id))
            .collect();
        assert_eq!(ids(store, scope), rest);
        assert_eq!(store.scope_len(scope), rest.len());
        assert!(store.row(scope, rest.len()).is_none());
        for (index, id) in rest.iter().enumerate() {
            let row = store.row(scope, index).unwrap();
            assert_eq!(row.id(), *id);
            assert_eq!(store.position(scope, id), Some(index));
            assert_eq!(store.nearest(scope, &row.key()), index);
            assert!(store.day_bounds(scope, index, 480).contains(&index));
            if let Some(moment) = row.timestamp() {
                let first = rest.iter().position(|id| {
                    let other = whole.locate(id).unwrap().timestamp();
                    other.is_none_or(|other| other <= moment)
                });
                assert_eq!(store.first_on_or_before(scope, moment), first.unwrap());
            }
        }
        for id in hidden {
            assert_eq!(store.position(scope, id), None);
            assert_eq!(store.hides(id), whole.locate(id).is_some());
        }
        if let Scope::Category(category) = scope {
            assert_eq!(store.category(category).unwrap().articles, rest.len());
        }
    }
    assert_eq!(store.announced(), store.scope_len(Scope::Shown));
}

proptest! {
    #[test]
    fn the_rest_is_listed(
        articles in prop::collection::vec(article(), 0..60),
        later in prop::collection::vec(article(), 0..10),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        limit in 1..40usize,
    ) {
        let mut builder = Builder::with_segment_limit(limit);
        builder.add(articles.clone());
        let whole = builder.snapshot();
        let all: Vec<Article> = articles.into_iter().chain(later.clone()).collect();
        let pick = |picks: &[prop::sample::Index]| -> HashSet<PostId> {
            let picked = picks.iter().filter(|_| !all.is_empty());
            picked.map(|pick| all[pick.index(all.len())].id.clone()).collect()
        };
        let (some, others) = (pick(&picks), pick(&picks[picks.len() / 2..]));
        let mut hiding = Hiding::new(some.clone());
        let mut unread = Unread::new(i64::MIN, HashSet::new(), HashSet::new()).hiding(hiding.ids());
        let store = hiding.applied_to(&whole);
        shows_the_rest(&whole, &store, &some);
        unread.sync(&store);
        let dated = store.rows(Scope::Shown).filter(|row| row.timestamp().is_some()).count();
        prop_assert_eq!(unread.count(Scope::All), dated);
        let list = List::Scope(Scope::Shown);
        let mut at = None;
        while let Some(next) = unread.next_unread(&store, &list, at) {
            prop_assert!(!some.contains(&list.id(&store, next).unwrap()));
            at = Some(next);
        }
        prop_assert_eq!(at.map_or(0, |last| last + 1), dated);

        // The archive grows, others are hidden, none is.
        builder.add(later);
        let whole = builder.snapshot();
        shows_the_rest(&whole, &hiding.applied_to(&whole), &some);
        hiding.renew(others.clone());
        shows_the_rest(&whole, &hiding.applied_to(&whole), &others);
        hiding.renew([]);
        prop_assert!(Arc::ptr_eq(&hiding.applied_to(&whole), &whole));
    }

    #[test]
    fn a_few_are_a_store_of_their_own(
        articles in prop::collection::vec(article(), 1..60),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let mut builder = Builder::with_segment_limit(20);
        builder.add(articles.clone());
        let whole = builder.snapshot();
        let picked: HashSet<PostId> = picks.iter().map(|pick| articles[pick.index(articles.len())].id.clone()).collect();
        let few = whole.only(&picked);
        let rest: Vec<PostId> = ids(&whole, Scope::All).into_iter().filter(|id| picked.contains(id)).collect();
        prop_assert_eq!(ids(&few, Scope::All), rest);
        for row in few.rows(Scope::All) {
            let same = whole.locate(&row.id()).unwrap();
            prop_assert_eq!((row.title(), row.outlet(), row.path()), (same.title(), same.outlet(), same.path()));
            let labels = |row: &finews::store::Row<'_>| -> Vec<Arc<str>> {
                row.categories().map(|category| category.label.clone()).collect()
            };
            prop_assert_eq!(labels(&row), labels(&same));
        }
    }
}
