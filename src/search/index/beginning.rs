//! Hits of a pattern whose last term is known by its beginning alone: one character, or a word that is still being typed. The
//! stretch of the dictionary that begins so may be thousands of terms long; each list of documents is read once.

use std::collections::HashMap;
use std::ops::Bound;

use fixedbitset::FixedBitSet;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::error::IndexError;
use super::tokens::Sought;

/// Gives `sink` the documents, in order, in which `sought` stands, which has a beginning.
pub(super) fn hits(
    reader: &SegmentReader,
    field: Field,
    sought: &Sought,
    sink: &mut dyn FnMut(DocId),
) -> Result<(), IndexError> {
    let Some((place, text)) = &sought.beginning else {
        return Ok(());
    };
    if sought.terms.is_empty() {
        let mut found = FixedBitSet::with_capacity(reader.max_doc() as usize);
        each_posting(reader, field, text, IndexRecordOption::Basic, &mut |postings| {
            let mut document = postings.doc();
            while document != TERMINATED {
                found.insert(document as usize);
                document = postings.advance();
            }
        })?;
        found.ones().for_each(|document| sink(document as DocId));
        return Ok(());
    }
    // Where the whole would have to begin, by document: where all the terms stand, then where a beginning does too.
    let Some(begins) = starts(reader, field, &sought.terms)? else {
        return Ok(());
    };
    let mut found: Vec<DocId> = Vec::new();
    let mut positions = Vec::new();
    each_posting(
        reader,
        field,
        text,
        IndexRecordOption::WithFreqsAndPositions,
        &mut |postings| {
            let mut document = postings.doc();
            while document != TERMINATED {
                if let Some(begins) = begins.get(&document) {
                    postings.positions(&mut positions);
                    let place = *place as u32;
                    let fits = |position: &u32| {
                        position
                            .checked_sub(place)
                            .is_some_and(|begin| begins.binary_search(&begin).is_ok())
                    };
                    if positions.iter().any(fits) {
                        found.push(document);
                    }
                }
                document = postings.advance();
            }
        },
    )?;
    found.sort_unstable();
    found.dedup();
    found.into_iter().for_each(sink);
    Ok(())
}

/// The end of the stretch of terms that begin with `text`.
pub(super) fn end(field: Field, text: &str) -> Bound<Term> {
    Bound::Excluded(Term::from_field_bytes(field, &end_bytes(text)))
}

/// What sorts behind all that begins with `text`: no UTF-8 has this byte.
fn end_bytes(text: &str) -> Vec<u8> {
    [text.as_bytes(), &[0xFF]].concat()
}

/// Gives `sink` the documents of each term that begins with `text`.
fn each_posting(
    reader: &SegmentReader,
    field: Field,
    text: &str,
    option: IndexRecordOption,
    sink: &mut dyn FnMut(&mut dyn Postings),
) -> Result<(), IndexError> {
    let inverted = reader.inverted_index(field)?;
    let dictionary = inverted.terms();
    let range = dictionary.range().ge(text.as_bytes()).lt(end_bytes(text));
    let mut stream = range.into_stream()?;
    while stream.advance() {
        let mut postings = inverted.read_postings_from_terminfo(stream.value(), option)?;
        sink(&mut postings);
    }
    Ok(())
}

/// By document, ascending: the positions at which all `terms` stand at their places, counted from place 0. `None` where
/// a term stands nowhere.
fn starts(
    reader: &SegmentReader,
    field: Field,
    terms: &[(usize, String)],
) -> Result<Option<HashMap<DocId, Vec<u32>>>, IndexError> {
    let inverted = reader.inverted_index(field)?;
    let mut lists = Vec::with_capacity(terms.len());
    for (place, text) in terms {
        let term = Term::from_field_text(field, text);
        let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
        let Some(postings) = postings else {
            return Ok(None);
        };
        lists.push((*place as u32, postings));
    }
    lists.sort_by_key(|(_, postings)| postings.size_hint());
    let Some(((first_place, mut first), mut others)) = split(lists) else {
        return Ok(None);
    };
    let mut found = HashMap::new();
    let (mut begins, mut positions) = (Vec::new(), Vec::new());
    let mut document = first.doc();
    while document != TERMINATED {
        begins.clear();
        let mut together = true;
        for (_, postings) in &mut others {
            if postings.doc() < document {
                postings.seek(document);
            }
            together &= postings.doc() == document;
        }
        if together {
            first.positions(&mut positions);
            begins.extend(positions.iter().filter_map(|at| at.checked_sub(first_place)));
            for (place, postings) in &mut others {
                postings.positions(&mut positions);
                begins.retain(|begin| positions.binary_search(&(begin + *place)).is_ok());
            }
            if !begins.is_empty() {
                found.insert(document, begins.clone());
            }
        }
        document = first.advance();
    }
    Ok(Some(found))
}

fn split<T>(mut lists: Vec<T>) -> Option<(T, Vec<T>)> {
    if lists.is_empty() {
        return None;
    }
    let first = lists.remove(0);
    Some((first, lists))
}
