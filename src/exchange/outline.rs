//! The blocks of a document within what holds them, as steps in and out: what Markdown and HTML are both
//! written from.

use std::collections::HashMap;

use crate::document::{Block, ContainerKind, Document, Marker};

/// What holds blocks. The numbers tell one from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A quotation, by its place in [`Document::containers`].
    Quote(usize),
    /// A list, by its number in the document.
    List(usize),
    /// An item, by its place in [`Document::containers`], of the list with this number, and what stands before it.
    Item(usize, usize, Marker),
    /// The description of a term, by its place in [`Document::containers`].
    Description(usize),
}

/// One step through a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Enter(Part),
    Leave(Part),
    Block(&'a Block),
}

/// `document` as steps. Whatever is entered is left.
pub(super) fn steps(document: &Document) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut inside: Vec<Part> = Vec::new();
    for block in &document.blocks {
        let parts = parts(document, block.container);
        let shared = inside.iter().zip(&parts).take_while(|(a, b)| a == b).count();
        steps.extend(inside.drain(shared..).rev().map(Step::Leave));
        for part in parts.into_iter().skip(shared) {
            steps.push(Step::Enter(part));
            inside.push(part);
        }
        steps.push(Step::Block(block));
    }
    steps.extend(inside.into_iter().rev().map(Step::Leave));
    steps
}

/// What `container` is and stands in, from the outside.
fn parts(document: &Document, container: Option<usize>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = container;
    while let Some(index) = at
        && let Some(container) = document.containers.get(index)
    {
        match container.kind {
            ContainerKind::Quote => parts.push(Part::Quote(index)),
            ContainerKind::Description => parts.push(Part::Description(index)),
            ContainerKind::Item { list, marker } => {
                parts.push(Part::Item(index, list, marker));
                parts.push(Part::List(list));
            }
        }
        at = container.parent;
    }
    parts.reverse();
    parts
}

/// The markers of the items of each list, in order, by the list's number.
pub(super) fn markers(document: &Document) -> HashMap<usize, Vec<Marker>> {
    let mut markers: HashMap<usize, Vec<Marker>> = HashMap::new();
    for container in &document.containers {
        if let ContainerKind::Item { list, marker } = container.kind {
            markers.entry(list).or_default().push(marker);
        }
    }
    markers
}
