//! What a reader may have meant where a query finds nothing: one beside it that finds something.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::DateTime;

use crate::post::{unix_time, wall_time};
use crate::search::Snapshot;
use crate::search::query::{Node, Query, Term};
use crate::store::Scope;

use super::coverage::Covered;
use super::plan::{Bound, Plan};
use super::run::{left_out, scope_rows};
use super::{Depth, Nearest, Quest, TitleScope};

/// Most queries that are tried.
const TRIED: usize = 12;

/// The query nearest to one that found nothing: the same in everything, or as the date or the mark that it names, or with one
/// of its terms left out, or with a long word in two, or one of its terms alone; of one kind the one that finds most. `index` is asked, nothing is read.
pub(super) fn nearest(
    quest: &Quest,
    index: Option<(&Snapshot, &Covered)>,
    cancelled: &AtomicBool,
) -> Option<Nearest> {
    let root = quest.query.root.as_ref()?;
    let everything = TitleScope::Store(Scope::All);
    let narrowed = !matches!(quest.scope, TitleScope::Store(Scope::All));
    let wider = narrowed
        .then(|| try_out(quest, root.clone(), &everything, index, cancelled))
        .flatten();
    if wider.is_some() {
        return wider;
    }
    let find = |roots: Vec<Node>| {
        let tried = roots.into_iter().take(TRIED);
        tried
            .filter_map(|root| try_out(quest, root, &quest.scope, index, cancelled))
            .max_by_key(|nearest| nearest.articles)
    };
    find(meant(quest, root))
        .or_else(|| find(beside(root)))
        .or_else(|| find(one_of(root)))
}

/// What words were perhaps meant as: a date, or something that an article is, `未读`.
fn meant(quest: &Quest, root: &Node) -> Vec<Node> {
    let words: Option<Vec<&str>> = match root {
        Node::All(members) => members.iter().map(text).collect(),
        member => text(member).map(|words| vec![words]),
    };
    let Some(words) = words.map(|words| words.join(" ")) else {
        return Vec::new();
    };
    let today = wall_time(unix_time(), quest.zone).map(DateTime::date);
    let dated = Query::parse(&format!("date:\"{words}\" "), today.unwrap_or_default());
    let flag = Query::parse(&format!("{words}: "), today.unwrap_or_default());
    let known = |query: Query| {
        let is_known = |node: &Node| {
            matches!(
                node,
                Node::Term(Term::Days { .. } | Term::Unread | Term::Bookmarked | Term::Table | Term::Hidden)
            )
        };
        query.root.filter(is_known)
    };
    known(dated).into_iter().chain(known(flag)).collect()
}

fn text(node: &Node) -> Option<&str> {
    match node {
        Node::Term(Term::Text { words, .. }) => Some(words),
        _ => None,
    }
}

/// Each of several terms alone.
fn one_of(root: &Node) -> Vec<Node> {
    match root {
        Node::All(members) => {
            let alone = members.iter().filter(|node| !matches!(node, Node::Not(_)));
            alone.cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// Queries that ask for a little less.
fn beside(root: &Node) -> Vec<Node> {
    match root {
        Node::All(members) => {
            let all_but = |left_out: usize| {
                let rest = members.iter().enumerate().filter(|(at, _)| *at != left_out);
                Node::all(rest.map(|(_, member)| member.clone()).collect())
            };
            let fewer = (0..members.len()).filter_map(all_but);
            // What only forbids would find nearly everything.
            fewer.filter(|node| !matches!(node, Node::Not(_))).collect()
        }
        Node::Term(Term::Text { words, .. }) => {
            let names = [Term::Category(words.clone()), Term::Outlet(words.clone())];
            names.map(Node::Term).into_iter().chain(halves(words)).collect()
        }
        _ => Vec::new(),
    }
}

/// A phrase of Han characters in two words, at each place where both have two characters at least.
fn halves(words: &str) -> Vec<Node> {
    let chars: Vec<char> = words.chars().collect();
    if chars.len() < 4 || chars.iter().any(char::is_ascii) {
        return Vec::new();
    }
    let word = |chars: &[char]| {
        Node::Term(Term::Text {
            words: chars.iter().collect(),
            exact: false,
            prefix: false,
        })
    };
    (2..=chars.len() - 2)
        .filter_map(|at| {
            let (first, second) = chars.split_at_checked(at)?;
            Node::all(vec![word(first), word(second)])
        })
        .collect()
}

fn try_out(
    quest: &Quest,
    root: Node,
    scope: &TitleScope,
    index: Option<(&Snapshot, &Covered)>,
    cancelled: &AtomicBool,
) -> Option<Nearest> {
    if cancelled.load(Ordering::Relaxed) {
        return None;
    }
    let query = Query {
        root: Some(root),
        doubts: Vec::new(),
    };
    let other = Quest {
        query,
        ..quest.clone()
    };
    let store = &quest.store;
    let none = Covered::none(store);
    let mut plan = Plan::new(&other, index.map_or(&none, |(_, covered)| covered), cancelled);
    let mut unknown = match quest.depth {
        Depth::Titles => store.nothing(),
        Depth::Texts => store.everything(),
    };
    if let Some((snapshot, covered)) = index {
        plan.ask(snapshot, covered).ok()?;
        unknown.intersect_with(&covered.missing(store));
    }
    let scope_rows = scope_rows(store, scope);
    let left_out = left_out(&other, scope);
    let count = |bound| {
        let mut rows = plan.rows(bound, &unknown, scope_rows.as_ref());
        if let Some(left_out) = &left_out {
            rows.difference_with(left_out);
        }
        rows.count_ones(..)
    };
    let articles = count(Bound::Sure);
    (articles > 0).then(|| Nearest {
        exact: count(Bound::Possible) == articles,
        query: other.query.to_string().trim_end().to_owned(),
        whole: !matches!(quest.scope, TitleScope::Store(Scope::All))
            && matches!(scope, TitleScope::Store(Scope::All)),
        articles,
    })
}
