//! Whether a table holds data or only arranges things.

use html2text::{Element, Handle};

/// Bytes of text in a cell from which on it is prose: some sixty ideographs.
const PROSE: usize = 180;
/// Rows of the largest table that is looked at for prose and pictures.
const FEW_ROWS: usize = 3;

/// What there is in a table.
#[derive(Default)]
struct Census {
    rows: usize,
    cells: usize,
    /// Cells of the longest row.
    widest: usize,
    /// Whether some cell is a header.
    headers: bool,
    images: usize,
    /// Whether there is what no cell of data holds.
    blocks: bool,
    /// Bytes of the longest paragraph or cell.
    longest: usize,
}

/// Whether the table only arranges things: it holds another table, has one column, is made of
/// pictures, or puts prose beside them.
pub(in super::super) fn is_layout(table: &Handle) -> bool {
    let mut census = Census::default();
    let mut stack: Vec<Handle> = table.children.borrow().iter().cloned().collect();
    while let Some(node) = stack.pop() {
        let Element {
            ref name, ref attrs, ..
        } = node.data
        else {
            continue;
        };
        let children = node.children.borrow();
        match &*name.local {
            "table" => return true,
            "tr" => {
                let cells = children.iter().filter(|child| is_cell(child)).count();
                census.widest = census.widest.max(cells);
                census.cells += cells;
                census.rows += usize::from(cells > 0);
            }
            "th" => census.headers = true,
            "img" => {
                let attrs = attrs.borrow();
                let small = attrs.iter().any(|a| {
                    matches!(&*a.name.local, "width" | "height")
                        && a.value
                            .trim_end_matches("px")
                            .parse::<u32>()
                            .is_ok_and(|side| side <= 32)
                });
                census.images += usize::from(!small);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figure" | "hr" | "blockquote" | "dl" => {
                census.blocks = true;
            }
            _ => {}
        }
        stack.extend(children.iter().cloned());
    }
    if census.widest <= 1 {
        return true;
    }
    if census.headers {
        return false;
    }
    if census.blocks || census.images * 2 >= census.cells {
        return true;
    }
    if census.rows <= FEW_ROWS {
        census.longest = longest_text(table);
    }
    let prose = census.longest > PROSE;
    prose && (census.images > 0 || census.rows == 1)
}

fn is_cell(node: &Handle) -> bool {
    matches!(&node.data, Element { name, .. } if matches!(&*name.local, "td" | "th"))
}

/// Bytes of the longest stretch of text without a tag, escapes counted.
fn longest_text(table: &Handle) -> usize {
    let mut longest = 0;
    let mut stack = vec![table.clone()];
    while let Some(node) = stack.pop() {
        if let Element { .. } = &node.data {
            stack.extend(node.children.borrow().iter().cloned());
            continue;
        }
        let mut bytes = Vec::new();
        if node.serialize(&mut bytes).is_ok() {
            longest = longest.max(bytes.trim_ascii().len());
        }
    }
    longest
}
