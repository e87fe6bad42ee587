//! Tables as GFM and kramdown have them; as HTML where cells span others or there are several header rows.

use crate::document::{Document, Table};

use super::super::html;
use super::inlines::{Breaks, text};

/// The lines of `table`.
pub(super) fn lines(document: &Document, table: &Table, site: &str) -> Vec<String> {
    let spans = |row: &Vec<_>| {
        row.iter()
            .any(|cell: &crate::document::Cell| cell.colspan > 1 || cell.rowspan > 1)
    };
    if table.header_rows > 1 || table.rows.iter().any(spans) {
        // On one line: a blank one would end it.
        return vec![html::table(document, table, site).replace('\n', "")];
    }
    let row = |cells: &[crate::document::Cell]| {
        let mut texts = vec![String::new(); table.columns];
        for cell in cells {
            if let Some(place) = texts.get_mut(cell.column) {
                *place = text(document, &cell.range, site, Breaks::Tag);
            }
        }
        format!("| {} |", texts.join(" | "))
    };
    let (head, body) = table.rows.split_at_checked(table.header_rows).unwrap_or_default();
    // GFM knows no table without a head.
    let mut lines = vec![row(head.first().map(Vec::as_slice).unwrap_or_default())];
    lines.push(format!("|{}", " --- |".repeat(table.columns)));
    lines.extend(body.iter().map(|cells| row(cells)));
    lines
}
