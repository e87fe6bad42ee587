//! Results by how well they suit: what the index says where it can, and the same measure (BM25) by counts for articles that
//! were read.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use crate::search::{Pattern, Snapshot, Text};
use crate::store::{Scope, Store};

use super::coverage::Covered;
use super::plan::{Plan, Sought};
use super::scan::Scanned;

/// How fast a further hit counts for less, and how much longer texts are held back: the values of Lucene and its kin.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Units of a usual title and text, where no index tells them.
const TITLE: f32 = 16.0;
const TEXT: f32 = 700.0;
/// What a hit in a title counts against one in the text.
const IN_TITLE: f32 = 3.0;

/// What was learnt by reading.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    read: HashMap<usize, Scanned>,
}

impl Ranking {
    pub(super) fn note(&mut self, scanned: Scanned) {
        self.read.insert(scanned.row, scanned);
    }

    /// The `most` of `holds` that suit best, with their scores; `None` where the query has no words to rank by.
    pub(super) fn best(
        &self,
        store: &Store,
        plan: &Plan,
        index: Option<(&Snapshot, &Covered)>,
        holds: &FixedBitSet,
        most: usize,
    ) -> Option<Vec<(usize, f32)>> {
        let words = plan.words();
        if words.is_empty() {
            return None;
        }
        let mut unranked = holds.clone();
        let mut ranked: Vec<(usize, f32)> = Vec::new();
        if let Some((snapshot, covered)) = index {
            let counts = |stretch, document| {
                covered
                    .row(stretch, document)
                    .is_some_and(|row| holds.contains(row))
            };
            for (stretch, document, score) in snapshot.best(words, most, &counts).ok()? {
                if let Some(row) = covered.row(stretch, document) {
                    ranked.push((row, score));
                }
            }
            unranked.intersect_with(&covered.missing(store));
        }
        let count = |pattern: &Pattern| {
            let same =
                |leaf: &&super::plan::Leaf| matches!(&leaf.sought, Sought::Words(own) if own == pattern);
            plan.leaves()
                .iter()
                .find(same)
                .map_or(0, |leaf| leaf.sure.count_ones(..))
        };
        let rarity: Vec<f32> = words
            .iter()
            .map(|word| rarity(store.len(), count(word)))
            .collect();
        for row in unranked.ones() {
            ranked.push((row, self.score(store, plan, row, &rarity)));
        }
        ranked.sort_unstable_by(|(row, score), (other_row, other)| {
            other.total_cmp(score).then_with(|| row.cmp(other_row))
        });
        ranked.truncate(most);
        // What the index does not rank for its words comes last, by date.
        if ranked.len() < most {
            let known: std::collections::HashSet<usize> = ranked.iter().map(|(row, _)| *row).collect();
            let rest = holds.ones().filter(|row| !known.contains(row));
            ranked.extend(rest.take(most - ranked.len()).map(|row| (row, 0.0)));
        }
        Some(ranked)
    }

    fn score(&self, store: &Store, plan: &Plan, row: usize, rarity: &[f32]) -> f32 {
        let title = store.row(Scope::All, row).map(|row| Text::new(row.title()));
        let read = self.read.get(&row);
        let words = plan.words().iter().zip(rarity);
        words
            .map(|(word, rarity)| {
                let in_title = title.as_ref().map_or(0.0, |title| {
                    weight(title.count(word) as f32, title.len() as f32, TITLE)
                });
                let in_text = read.map_or(0.0, |read| {
                    let same = |sought: &Sought| matches!(sought, Sought::Words(own) if own == word);
                    let leaf = plan.leaves().iter().position(|leaf| same(&leaf.sought));
                    let count = leaf.and_then(|leaf| read.counts.get(leaf)).copied();
                    weight(count.unwrap_or_default() as f32, read.length as f32, TEXT)
                });
                rarity * (IN_TITLE * in_title + in_text)
            })
            .sum()
    }
}

/// How much a word counts that `with` of `articles` have (BM25's inverse document frequency).
fn rarity(articles: usize, with: usize) -> f32 {
    let (articles, with) = (articles as f32, with as f32);
    (1.0 + (articles - with + 0.5).max(0.5) / (with + 0.5)).ln()
}

/// How much `hits` count in a text of `length`, `usual` being the length of most.
fn weight(hits: f32, length: f32, usual: f32) -> f32 {
    hits * (K1 + 1.0) / (hits + K1 * (1.0 - B + B * length / usual))
}
