//! What can be said of a document only when all of it is there.

use std::collections::HashMap;

use super::inlines::NOWHERE;
use crate::document::{Document, InlineKind};
use crate::text::fold::is_cjk;

/// Puts the inlines in the order of their text, outer before inner.
pub(super) fn order_inlines(document: &mut Document) {
    document.inlines.sort_by(|a, b| {
        a.range
            .start
            .cmp(&b.range.start)
            .then(b.range.end.cmp(&a.range.end))
    });
}

/// Drops links without text, puts the others in the order of their text, and numbers their notes.
pub(super) fn number_links(document: &mut Document) {
    let mut order: Vec<usize> = (0..document.links.len()).collect();
    order.retain(|&i| document.links.get(i).is_some_and(|link| link.range != NOWHERE));
    order.sort_by_key(|&i| document.links.get(i).map(|link| (link.range.start, i)));
    let mut place = vec![None; document.links.len()];
    let mut links = Vec::with_capacity(order.len());
    let mut notes: HashMap<String, usize> = HashMap::new();
    for (new, old) in order.into_iter().enumerate() {
        let Some(mut link) = document.links.get(old).cloned() else {
            continue;
        };
        let shown = document.text.get(link.range.clone()).unwrap_or_default();
        let same = shown == link.url || link.url.strip_suffix('/') == Some(shown);
        if !same {
            let next = notes.len() + 1;
            link.note = Some(*notes.entry(link.url.clone()).or_insert(next));
        }
        if let Some(place) = place.get_mut(old) {
            *place = Some(new);
        }
        links.push(link);
    }
    document.links = links;
    let moved = |old: usize| place.get(old).copied().flatten();
    document.inlines.retain_mut(|inline| {
        match &mut inline.kind {
            InlineKind::Link(index) => match moved(*index) {
                Some(new) => *index = new,
                None => return false,
            },
            InlineKind::Image(Some(index)) => match moved(*index) {
                Some(new) => *index = new,
                None => inline.kind = InlineKind::Image(None),
            },
            _ => {}
        }
        true
    });
}

/// Ideographs, and words of other scripts.
pub(super) fn count(text: &str) -> usize {
    let mut characters = 0;
    let mut in_word = false;
    for c in text.chars() {
        let letter = c.is_alphanumeric();
        if letter && is_cjk(c) {
            characters += 1;
            in_word = false;
        } else {
            characters += usize::from(letter && !in_word);
            in_word = letter;
        }
    }
    characters
}
