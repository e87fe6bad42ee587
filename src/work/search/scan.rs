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

/// Those of `rows` that have something of what `plan` looks for.
pub(super) fn scan(archive: &Archive, store: &Store, rows: &[usize], plan: &Plan) -> Vec<Scanned> {
    let hints: Option<Vec<Hint>> = plan.leaves().iter().map(|leaf| hint(&leaf.sought)).collect();
    let one = |row: &usize| {
        let article = store.row(Scope::All, *row)?;
        let post = archive.read(&PostFile::from_raw(&article.path()));
        if let Some(hints) = &hints {
            // The title too may name a stock.
            let (mut body, mut title) = (Body::new(&post.body), Body::new(article.title()));
            if !hints
                .iter()
                .any(|hint| hint.may_be_in(&mut body) || hint.may_be_in(&mut title))
            {
                return None;
            }
        }
        let entry = of_post(&post, article.title());
        let text = Text::new(&entry.text);
        let stocks: Vec<Text> = entry.stocks.iter().map(|stock| Text::new(stock)).collect();
        let among_stocks = |pattern: &Pattern| stocks.iter().map(|stock| stock.count(pattern)).sum::<usize>();
        let counts = plan.leaves().iter().map(|leaf| match &leaf.sought {
            Sought::Words(pattern) if pattern.is_code() => text.count(pattern) + among_stocks(pattern),
            Sought::Words(pattern) => text.count(pattern),
            Sought::Stock(pattern) => among_stocks(pattern),
            Sought::Table => usize::from(entry.has_table),
        });
        let counts: Vec<u32> = counts.map(|count| count as u32).collect();
        let any = counts.iter().any(|count| *count > 0);
        any.then(|| Scanned {
            row: *row,
            counts,
            length: text.len(),
        })
    };
    rows.par_iter().filter_map(one).collect()
}

/// What the bytes of a post tell of what is looked for; `None` where they tell nothing.
fn hint(sought: &Sought) -> Option<Hint> {
    match sought {
        // Codes and names of stocks stand in the text or in attributes: in the bytes of the post.
        Sought::Words(pattern) | Sought::Stock(pattern) => Some(Hint::of(pattern)),
        Sought::Table => None,
    }
}
