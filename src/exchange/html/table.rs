//! Tables as HTML.

use crate::document::{Document, Table};

use super::inlines::text;

/// The element of `table`.
pub(in super::super) fn table(document: &Document, table: &Table, site: &str) -> String {
    let mut out = "<table>\n".to_owned();
    let mut open = "";
    for (number, row) in table.rows.iter().enumerate() {
        let section = section(table, number);
        if section != open {
            out.push_str(&end_of(open));
            out.extend(["<", section, ">\n"]);
            open = section;
        }
        out.push_str("<tr>");
        for cell in row {
            let name = if cell.header { "th" } else { "td" };
            let (columns, rows) = (span("colspan", cell.colspan), span("rowspan", cell.rowspan));
            let content = text(document, &cell.range, site, true);
            out.extend(["<", name, &columns, &rows, ">", &content, "</", name, ">"]);
        }
        out.push_str("</tr>\n");
    }
    out.push_str(&end_of(open));
    out.push_str("</table>\n");
    out
}

/// The part of `table` to which row `number` belongs.
fn section(table: &Table, number: usize) -> &'static str {
    if number < table.header_rows {
        "thead"
    } else if number + table.footer_rows >= table.rows.len() {
        "tfoot"
    } else {
        "tbody"
    }
}

/// The end of this part, if there is one.
fn end_of(section: &str) -> String {
    if section.is_empty() {
        String::new()
    } else {
        format!("</{section}>\n")
    }
}

fn span(name: &str, over: usize) -> String {
    if over > 1 {
        format!(" {name}=\"{over}\"")
    } else {
        String::new()
    }
}
