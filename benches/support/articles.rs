//! The articles of a generated archive without its files: what the store is fed.

use finews::post::{DateFrom, DatePrecision, PostId};
use finews::store::{Article, ArticleDate};

use super::facts::{Plan, Role};

/// The articles of a plan, newest first, in batches; fewer than its files, as copies are one.
pub fn batches(plan: &Plan, size: usize) -> impl Iterator<Item = Vec<Article>> {
    let starts = (0..plan.posts).step_by(size);
    starts.map(move |start| {
        let end = plan.posts.min(start + size);
        (start..end).filter_map(|index| article(plan, index)).collect()
    })
}

fn article(plan: &Plan, index: usize) -> Option<Article> {
    let facts = plan.facts(index);
    if facts.role != Role::First {
        return None;
    }
    // One in two thousand has lost its number or date, as some files have.
    let odd = plan.oddity(&facts).below(4_000);
    let path = facts.path();
    let (category, outlet) = facts.category.clone();
    let mut categories = vec![(category, Some(outlet))];
    let mut copies = Vec::new();
    let next = plan.facts(index + 1);
    if next.role != Role::First {
        copies.push(next.path().into_bytes().into());
        let (category, outlet) = next.category;
        if categories.iter().all(|pair| pair.0 != category) {
            categories.push((category, Some(outlet)));
        }
    }
    Some(Article {
        id: match odd {
            0 => PostId::from_path(path.trim_end_matches(".md")),
            _ => PostId::Number(facts.number),
        },
        title: facts.title,
        date: ArticleDate {
            timestamp: (odd != 1).then_some(facts.timestamp),
            offset: 480,
            precision: DatePrecision::Second,
            from: DateFrom::FrontMatter,
        },
        outlet: categories.last().and_then(|pair| pair.1.clone()),
        categories,
        path: path.into_bytes().into(),
        checksum: facts.number as u32,
        copies,
    })
}
