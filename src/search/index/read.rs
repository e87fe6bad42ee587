//! Asking the index: which of its documents a pattern matches, and which of them best.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EnableScoring, InvertedIndexRangeQuery, Occur, PhraseQuery,
    Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, Searcher, SegmentReader, Term};

use super::super::pattern::Pattern;
use super::beginning;
use super::error::IndexError;
use super::schema::{Fields, NAME, NUMBER, Part, STAMP};
use super::tokens::Sought;
use crate::post::PostId;

/// What a hit in a title counts against one in the text.
const TITLE_BOOST: Score = 3.0;

/// The index as one commit left it.
#[derive(Clone)]
pub struct Snapshot {
    searcher: Searcher,
    fields: Fields,
}

/// What tells one stretch of documents, as it is now, from any other: where it is the same, so are its documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StretchKey {
    segment: SegmentId,
    deletes: Option<u64>,
}

/// A stretch of the index: documents numbered from 0, which were written together.
#[derive(Clone, Copy)]
pub struct Stretch<'a> {
    reader: &'a SegmentReader,
    fields: Fields,
}

impl Snapshot {
    pub(super) fn new(searcher: Searcher, fields: Fields) -> Self {
        Self { searcher, fields }
    }

    /// Its stretches.
    pub fn stretches(&self) -> impl Iterator<Item = Stretch<'_>> {
        let readers = self.searcher.segment_readers().iter();
        readers.map(|reader| Stretch {
            reader,
            fields: self.fields,
        })
    }

    /// How many documents it holds.
    pub fn len(&self) -> usize {
        usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX)
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `most` documents that suit `patterns` best (BM25, titles above texts), as stretch, document and score,
    /// best first, of those that `counts` holds of; those of one score in the order of the index.
    ///
    /// # Errors
    /// As [`IndexError`] has it.
    pub fn best(
        &self,
        patterns: &[Pattern],
        most: usize,
        counts: &dyn Fn(usize, DocId) -> bool,
    ) -> Result<Vec<(usize, DocId, Score)>, IndexError> {
        let parts = patterns.iter().flat_map(|pattern| {
            let sought = Sought::of(pattern);
            let title = scored(&sought, self.fields.part(Part::Title));
            let text = scored(&sought, self.fields.part(Part::Text));
            let title: Box<dyn Query> = Box::new(BoostQuery::new(title, TITLE_BOOST));
            [(Occur::Should, title), (Occur::Should, text)]
        });
        let query = BooleanQuery::new(parts.collect());
        let weight = query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
        let mut best: BinaryHeap<Reverse<Ranked>> = BinaryHeap::new();
        for (stretch, reader) in self.searcher.segment_readers().iter().enumerate() {
            let alive = reader.alive_bitset();
            let mut threshold = Score::MIN;
            weight.for_each_pruning(threshold, reader, &mut |document, score| {
                let deleted = alive.is_some_and(|alive| !alive.is_alive(document));
                if deleted || !counts(stretch, document) {
                    return threshold;
                }
                best.push(Reverse(Ranked {
                    score,
                    stretch,
                    document,
                }));
                if best.len() > most {
                    best.pop();
                    threshold = best.peek().map_or(threshold, |least| least.0.score);
                }
                threshold
            })?;
        }
        let ranked = best.into_sorted_vec();
        Ok(ranked
            .into_iter()
            .map(|Reverse(ranked)| (ranked.stretch, ranked.document, ranked.score))
            .collect())
    }
}

/// Ordered by score, then by place: what stands first is greater.
#[derive(PartialEq)]
struct Ranked {
    score: Score,
    stretch: usize,
    document: DocId,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let place = |ranked: &Self| (ranked.stretch, ranked.document);
        self.score
            .total_cmp(&other.score)
            .then_with(|| place(other).cmp(&place(self)))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Stretch<'_> {
    /// What tells it from others.
    pub fn key(&self) -> StretchKey {
        StretchKey {
            segment: self.reader.segment_id(),
            deletes: self.reader.delete_opstamp(),
        }
    }

    /// How many documents are numbered in it, deleted ones among them.
    pub fn len(&self) -> usize {
        self.reader.max_doc() as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives `sink` each document that is not deleted: its number, its article and its stamp.
    ///
    /// # Errors
    /// As [`IndexError`] has it.
    pub fn documents(&self, mut sink: impl FnMut(DocId, PostId, u32)) -> Result<(), IndexError> {
        let columns = self.reader.fast_fields();
        let numbers: Column<u64> = columns.u64(NUMBER)?;
        let stamps: Column<u64> = columns.u64(STAMP)?;
        let names: Option<StrColumn> = columns.str(NAME)?;
        let mut name = String::new();
        for document in self.reader.doc_ids_alive() {
            let number = numbers.first(document).unwrap_or_default();
            let id = if number == 0 {
                name.clear();
                let Some(names) = &names else { continue };
                let Some(ordinal) = names.term_ords(document).next() else {
                    continue;
                };
                names.ord_to_str(ordinal, &mut name)?;
                PostId::from_path(&name)
            } else {
                PostId::Number(number)
            };
            let stamp = stamps.first(document).unwrap_or_default();
            sink(document, id, u32::try_from(stamp).unwrap_or_default());
        }
        Ok(())
    }

    /// Gives `sink` the documents, in order, whose `part` matches `pattern`; deleted ones may be among them.
    ///
    /// # Errors
    /// As [`IndexError`] has it.
    pub fn hits(&self, pattern: &Pattern, part: Part, sink: &mut dyn FnMut(DocId)) -> Result<(), IndexError> {
        let sought = Sought::of(pattern);
        let field = self.fields.part(part);
        match (&sought.terms[..], &sought.beginning) {
            (_, Some(_)) => beginning::hits(self.reader, field, &sought, sink),
            (terms, None) => self.documents_of(&*literal(terms, field), sink),
        }
    }

    /// Gives `sink` the documents, in order, that have a table; deleted ones may be among them.
    ///
    /// # Errors
    /// As [`IndexError`] has it.
    pub fn with_table(&self, sink: &mut dyn FnMut(DocId)) -> Result<(), IndexError> {
        let query = TermQuery::new(self.fields.with_table(), IndexRecordOption::Basic);
        self.documents_of(&query, sink)
    }

    fn documents_of(&self, query: &dyn Query, sink: &mut dyn FnMut(DocId)) -> Result<(), IndexError> {
        let scoring = EnableScoring::disabled_from_schema(self.reader.schema());
        let weight = query.weight(scoring)?;
        weight.for_each_no_score(self.reader, &mut |documents| {
            for document in documents {
                sink(*document);
            }
        })?;
        Ok(())
    }
}

/// The query for terms at their places.
fn literal(terms: &[(usize, String)], field: Field) -> Box<dyn Query> {
    let term = |text: &str| Term::from_field_text(field, text);
    if let [(_, text)] = terms {
        return Box::new(TermQuery::new(term(text), IndexRecordOption::WithFreqs));
    }
    let terms = terms.iter().map(|(place, text)| (*place, term(text)));
    Box::new(PhraseQuery::new_with_offset(terms.collect()))
}

/// A query whose score says how well `field` suits, for documents that are known to match.
fn scored(sought: &Sought, field: Field) -> Box<dyn Query> {
    match (&sought.terms[..], &sought.beginning) {
        ([], Some((_, text))) => Box::new(ConstScoreQuery::new(
            Box::new(InvertedIndexRangeQuery::new(
                std::ops::Bound::Included(Term::from_field_text(field, text)),
                beginning::end(field, text),
            )),
            1.0,
        )),
        (terms, _) => literal(terms, field),
    }
}
