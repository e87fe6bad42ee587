//! Reading articles that the index does not answer for. What cannot hold any of what is looked for, as its bytes tell, is
//! not made a document of.

use rayon::prelude::*;

use crate::archive::{Archive, PostFile};
use crate::search::{Pattern, Text};
use crate::store::{Scope, Store};

use super::entry::of_post;
use super::hint::{Body, Hint};
use super::plan::{Plan, Sought};

/// Articles that are read together.
pub(super) const TOGETHER: usize = 256;

/// What an article was found to say.
#[derive(Debug)]
pub(super) struct Scanned {
    /// The article, by its index among all.
    pub(super) row: usize,
    /// For each thing looked for, how often it stands in the text.
    pub(super) counts: Vec<u32>,
    /// Units of the text.
    pub(super) length: usize,
}

/// What the bytes of a post tell of what a plan looks for; nothing where something is looked for of which they tell nothing.
pub(super) struct Hints(Option<Vec<Hint>>);

impl Hints {
    /// Those of `plan`.
    pub(super) fn of(plan: &Plan) -> Self {
        Self(plan.leaves().iter().map(|leaf| hint(&leaf.sought)).collect())
    }

    fn may_be_in(&self, body: &mut Body<'_>, title: &mut Body<'_>) -> bool {
        self.0.as_ref().is_none_or(|hints| {
            let mut hints = hints.iter();
            hints.any(|hint| hint.may_be_in(body) || hint.may_be_in(title))
        })
    }
}

/// Those of `rows` that have something of what `plan` looks for.
pub(super) fn scan(archive: &Archive, store: &Store, rows: &[usize], plan: &Plan) -> Vec<Scanned> {
    let hints = Hints::of(plan);
    let one = |row: &usize| {
        let scanned = scan_one(archive, store, *row, &[Some((plan, &hints))]);
        scanned.into_iter().next().flatten()
    };
    rows.par_iter().filter_map(one).collect()
}

/// What the article in `row` has of what each of `plans` looks for, where it has something; it is read once.
pub(super) fn scan_one(
    archive: &Archive,
    store: &Store,
    row: usize,
    plans: &[Option<(&Plan, &Hints)>],
) -> Vec<Option<Scanned>> {
    let nothing = || plans.iter().map(|_| None).collect();
    let Some(article) = store.row(Scope::All, row) else {
        return nothing();
    };
    let post = archive.read(&PostFile::from_raw(&article.path()));
    // The title too may name a stock.
    let (mut body, mut title) = (Body::new(&post.body), Body::new(article.title()));
    let wanted: Vec<Option<&Plan>> = (plans.iter())
        .map(|plan| {
            let (plan, hints) = (*plan)?;
            hints.may_be_in(&mut body, &mut title).then_some(plan)
        })
        .collect();
    if wanted.iter().all(Option::is_none) {
        return nothing();
    }
    let entry = of_post(&post, article.title());
    let text = Text::new(&entry.text);
    let stocks: Vec<Text> = entry.stocks.iter().map(|stock| Text::new(stock)).collect();
    let among_stocks = |pattern: &Pattern| stocks.iter().map(|stock| stock.count(pattern)).sum::<usize>();
    let scanned = |plan: &Plan| {
        let counts = plan.leaves().iter().map(|leaf| match &leaf.sought {
            Sought::Words(pattern) if pattern.is_code() => text.count(pattern) + among_stocks(pattern),
            Sought::Words(pattern) => text.count(pattern),
            Sought::Stock(pattern) => among_stocks(pattern),
            Sought::Table => usize::from(entry.has_table),
        });
        let counts: Vec<u32> = counts.map(|count| count as u32).collect();
        let any = counts.iter().any(|count| *count > 0);
        any.then(|| Scanned {
            row,
            counts,
            length: text.len(),
        })
    };
    wanted.into_iter().map(|plan| scanned(plan?)).collect()
}

/// What the bytes of a post tell of what is looked for; `None` where they tell nothing.
fn hint(sought: &Sought) -> Option<Hint> {
    match sought {
        // Codes and names of stocks stand in the text or in attributes: in the bytes of the post.
        Sought::Words(pattern) | Sought::Stock(pattern) => Some(Hint::of(pattern)),
        Sought::Table => None,
    }
}
