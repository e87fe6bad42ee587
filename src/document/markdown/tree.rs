//! Where the tree that CommonMark makes of lists is not the one that kramdown makes (syntax, "Lists", "Definition
//! Lists").

use comrak::Node;
use comrak::nodes::{ListType, NodeValue};

/// Makes the lists and descriptions under `root` those of kramdown.
pub(super) fn mend(root: Node<'_>) {
    let nodes: Vec<Node> = root.descendants().collect();
    for node in nodes {
        match &mut node.data_mut().value {
            // What follows the first paragraph of a description is no part of it.
            NodeValue::DescriptionItem(item) => {
                item.tight = false;
                continue;
            }
            NodeValue::List(_) | NodeValue::DescriptionTerm => {}
            _ => continue,
        }
        if kind(node).is_some() {
            join_lists(node);
        } else {
            split_term(node);
        }
    }
}

/// Each line of a term is a term of its own.
fn split_term(term: Node<'_>) {
    let Some(paragraph) = term.first_child() else {
        return;
    };
    for inline in paragraph.children() {
        let value = &mut inline.data_mut().value;
        if matches!(value, NodeValue::SoftBreak | NodeValue::LineBreak) {
            *value = NodeValue::HtmlInline("</dt>\n<dt>".to_owned());
        }
    }
}

/// The type of the list that `node` is.
fn kind(node: Node<'_>) -> Option<ListType> {
    match &node.data().value {
        NodeValue::List(list) => Some(list.list_type),
        _ => None,
    }
}

/// Bullets of another kind go on the same list; a list of the other type that follows without a blank line belongs to
/// the item before it.
fn join_lists(list: Node<'_>) {
    while let Some(next) = list.next_sibling() {
        let Some(other) = kind(next) else {
            return;
        };
        if kind(list) == Some(other) {
            next.detach();
            let items: Vec<Node> = next.children().collect();
            for item in items {
                list.append(item);
            }
        } else {
            let follows = next.data().sourcepos.start.line <= list.data().sourcepos.end.line + 1;
            let Some(item) = list.last_child().filter(|_| follows) else {
                return;
            };
            next.detach();
            item.append(next);
        }
        let end = next.data().sourcepos.end;
        list.data_mut().sourcepos.end = end;
    }
}
