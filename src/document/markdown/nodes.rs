//! What kramdown sees in a block and CommonMark does not, done in the tree that CommonMark makes: which element an
//! attribute list is for, where a tag ends that is not closed, and that no block stands in a stretch of text.

use comrak::nodes::{AstNode, NodeHtmlBlock, NodeValue};

use super::super::tags::{self, Kind, Tag};
use super::blocks::tag_name;
use super::kept::{For, Kept, Place};
use super::lines::RUNNING;

type Node<'a> = &'a AstNode<'a>;
type Arena<'a> = comrak::Arena<'a>;

/// Goes over the tree below `root` once.
pub(super) fn finish<'a>(root: Node<'a>, arena: &'a Arena<'a>, kept: &Kept) {
    let nodes: Vec<Node<'a>> = root.descendants().collect();
    for node in nodes {
        let block = match &node.data().value {
            NodeValue::HtmlBlock(block) => Some(Place::list(&block.literal)),
            _ => None,
        };
        match block {
            Some(Some(list)) => block_list(node, list, arena, kept),
            Some(None) => {}
            None => Spans::new(node, arena, kept).run(),
        }
    }
}

fn html<'a>(html: &str, arena: &'a Arena<'a>) -> Node<'a> {
    arena.alloc(NodeValue::HtmlInline(html.to_owned()).into())
}

/// An attribute list between blocks.
fn block_list<'a>(node: Node<'a>, list: usize, arena: &'a Arena<'a>, kept: &Kept) {
    let is_list = |node: &Node<'a>| match &node.data().value {
        NodeValue::HtmlBlock(block) => Place::list(&block.literal).is_some(),
        _ => false,
    };
    let target = match kept.lists.get(list).map(|list| list.is_for) {
        Some(For::Previous) => node.previous_sibling(),
        Some(For::Next) => node.following_siblings().skip(1).find(|next| !is_list(next)),
        _ => None,
    };
    // The paragraphs of a close list are no elements.
    let close = |target: &Node<'a>| {
        matches!(target.data().value, NodeValue::Paragraph)
            && target
                .ancestors()
                .nth(2)
                .is_some_and(|list| matches!(&list.data().value, NodeValue::List(list) if list.tight))
    };
    if let Some(target) = target.filter(|target| !close(target)) {
        let comment = NodeHtmlBlock {
            block_type: 2,
            literal: Place::Attributes.comment(list),
        };
        target.insert_before(arena.alloc(NodeValue::HtmlBlock(comment).into()));
    }
    // What stands before it does not go on behind it.
    if let NodeValue::HtmlBlock(block) = &mut node.data_mut().value {
        "<!-- -->".clone_into(&mut block.literal);
    }
}

/// The stretches of text in one block, or in one such stretch.
struct Spans<'a, 'k> {
    parent: Node<'a>,
    arena: &'a Arena<'a>,
    kept: &'k Kept<'k>,
    /// The tags that are open.
    open: Vec<(String, Node<'a>)>,
    /// The element that ends where we stand, by its first node.
    last: Option<Node<'a>>,
    /// Whether there has been no text so far.
    first: bool,
}

impl<'a, 'k> Spans<'a, 'k> {
    fn new(parent: Node<'a>, arena: &'a Arena<'a>, kept: &'k Kept<'k>) -> Self {
        Self {
            parent,
            arena,
            kept,
            open: Vec::new(),
            last: None,
            first: true,
        }
    }

    fn run(mut self) {
        let is_html = |node: Node<'a>| matches!(node.data().value, NodeValue::HtmlInline(_));
        if !self.parent.children().any(is_html) {
            return;
        }
        let in_image = matches!(self.parent.data().value, NodeValue::Image(_));
        let children: Vec<Node<'a>> = self.parent.children().collect();
        for node in children {
            let (tag, running) = match &node.data().value {
                NodeValue::HtmlInline(tag) => (Some(tag.clone()), false),
                NodeValue::Text(text) => (None, text.chars().all(|c| c == RUNNING || c == ' ')),
                _ => (None, false),
            };
            let Some(tag) = tag else {
                let text = matches!(
                    node.data().value,
                    NodeValue::Text(_) | NodeValue::SoftBreak | NodeValue::LineBreak
                );
                self.last = (!text).then_some(node);
                self.first &= running;
                continue;
            };
            if in_image {
                // The description of an image is text, its stars too.
                let stars = match tag.trim_start_matches(['<', '/']) {
                    "em>" => "*",
                    "strong>" => "**",
                    _ => "",
                };
                node.data_mut().value = NodeValue::Text(stars.into());
            } else if let Some(list) = Place::list(&tag) {
                self.list(node, list);
            } else if tag.starts_with("<!--") {
                self.last = None;
            } else {
                self.tag(node, &tag);
                self.first = false;
            }
        }
        // A paragraph ends what is open in it.
        for (name, _) in self.open.iter().rev() {
            self.parent.append(html(&format!("</{name}>"), self.arena));
        }
    }

    fn tag(&mut self, node: Node<'a>, tag: &str) {
        let last = self.last.take();
        let Some((name, closing)) = tag_name(tag) else {
            return;
        };
        let known = Tag::named(name);
        if known.is_none() && !tags::is_ignored(name) {
            return;
        }
        let name = name.to_ascii_lowercase();
        if let Some(depth) = self.open.iter().rposition(|(open, _)| closing && *open == name) {
            self.last = self.open.get(depth).map(|(_, node)| *node);
            self.open.truncate(depth);
        } else if known.is_some_and(|tag| tag.kind.is_block()) {
            if !self.open.is_empty() {
                node.data_mut().value = NodeValue::HtmlInline("<br>".to_owned());
            }
        } else if known.is_some_and(|tag| tag.kind == Kind::Void)
            || tags::is_void(&name)
            || tag.ends_with("/>")
        {
            self.last = Some(node);
        } else if !closing {
            self.open.push((name, node));
        } else {
            self.last = last;
        }
    }

    /// An attribute list behind an element of the line, or at the beginning of an item.
    fn list(&mut self, node: Node<'a>, list: usize) {
        let is_item = || {
            let item = self
                .parent
                .parent()
                .filter(|_| self.parent.previous_sibling().is_none());
            item.is_some_and(|item| {
                matches!(
                    item.data().value,
                    NodeValue::Item(_) | NodeValue::TaskItem(_) | NodeValue::DescriptionDetails
                )
            })
        };
        let target = self.last.filter(|_| !self.first);
        if let Some(target) = target {
            target.insert_before(html(&Place::Attributes.comment(list), self.arena));
            node.detach();
        } else if self.first && is_item() {
            let comment = Place::Item.comment(list);
            node.data_mut().value = NodeValue::HtmlInline(comment);
        } else {
            // It is text.
            let text = self.kept.lists.get(list).map(|list| list.text.clone());
            node.data_mut().value = NodeValue::Text(text.unwrap_or_default().into());
        }
    }
}
