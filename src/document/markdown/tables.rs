//! Tables as kramdown writes them (syntax, "Tables"), in the form that CommonMark's extension reads: one head row and
//! a line under it, as many columns there as any row has.

use super::inlines::closing_run;

/// Columns of the widest table; what stands beyond shares the last.
const MAX_COLUMNS: usize = 256;

/// The table that `paragraph` is, or ends with, in an item of a list or not; `None` where it is none, as is a line of news with a bare `|`.
pub(super) fn rewritten(paragraph: &str, in_item: bool) -> Option<String> {
    let lines: Vec<&str> = paragraph.lines().collect();
    let lead = lines.iter().take_while(|line| is_separator(line)).count();
    // A line of `=` parts the foot and makes no head.
    let makes_head = |line: &&str| is_separator(line) && line.contains('-');
    let rule = (lead..lines.len()).find(|&at| lines.get(at).is_some_and(makes_head));
    let outer = |line: &&str| {
        let line = line.trim();
        line.len() > 1 && line.starts_with('|') && line.ends_with('|') || is_separator(line)
    };
    // A head with a line under it, or bars at both ends of every line.
    let (before, head) = match rule {
        Some(rule) if rule > lead && lines.get(rule - 1)?.contains('|') => (rule - 1, Some(rule)),
        _ if lines.iter().all(outer) => (lead, None),
        _ => return None,
    };
    let rows: Vec<(&str, Vec<String>)> = lines
        .iter()
        .skip(before)
        .filter(|line| !is_separator(line))
        .map(|line| (if in_item { indent(line) } else { "" }, cells(line)))
        .collect();
    // Not so many that rows of one cell become a page of nothing.
    let total: usize = rows.iter().map(|(_, row)| row.len()).sum();
    let most = (4 * total + 4_096) / rows.len().max(1);
    let columns = rows
        .iter()
        .map(|(_, row)| row.len())
        .max()?
        .min(most)
        .min(MAX_COLUMNS);
    let aligned = head.or(lead.checked_sub(1)).and_then(|rule| lines.get(rule));
    let aligned = aligned.map(|line| cells(line)).unwrap_or_default();
    let mut out = String::with_capacity(paragraph.len() * 2);
    for line in lines.iter().take(if head.is_some() { before } else { 0 }) {
        if !is_separator(line) {
            out.push_str(line);
            out.push('\n');
        }
    }
    let empty = (rows.first().map_or("", |(indent, _)| indent), Vec::new());
    let ((indent, first), rest) = match head {
        Some(_) => rows.split_first()?,
        None => (&empty, rows.as_slice()),
    };
    out.push_str(indent);
    write_row(&mut out, first.iter().map(String::as_str), columns, Some(""));
    let rules = aligned
        .iter()
        .take(columns)
        .map(|cell| match (cell.starts_with(':'), cell.ends_with(':')) {
            (true, true) => ":-:",
            (false, true) => "-:",
            _ => "-",
        });
    out.push_str(indent);
    write_row(&mut out, rules, columns, Some("-"));
    for (indent, row) in rest {
        out.push_str(indent);
        write_row(&mut out, row.iter().map(String::as_str), columns, None);
    }
    Some(out)
}

/// The white space that `line` begins with.
fn indent(line: &str) -> &str {
    let text = line.trim_start_matches([' ', '\t']);
    line.strip_suffix(text).unwrap_or_default()
}

/// Writes a row of at most `columns` cells, the last with all that are left; those that are missing are `filling`.
fn write_row<'a>(
    out: &mut String,
    cells: impl Iterator<Item = &'a str>,
    columns: usize,
    filling: Option<&'a str>,
) {
    let mut count = 0;
    for cell in cells {
        out.push(if count < columns { '|' } else { ' ' });
        out.push_str(cell);
        count += 1;
    }
    for _ in count..filling.map_or(0, |_| columns) {
        out.push('|');
        out.push_str(filling.unwrap_or_default());
    }
    out.push_str("|\n");
}

/// Whether a line parts head, bodies or foot.
fn is_separator(line: &str) -> bool {
    let line = line.trim();
    let foot = line.len() > 1 && line.bytes().all(|b| b == b'=');
    (foot || line.contains(['|', '+']))
        && line.contains(['-', '='])
        && line
            .bytes()
            .all(|b| matches!(b, b'|' | b'+' | b':' | b'-' | b'=' | b' ' | b'\t'))
}

/// The cells of a row. A bar that is escaped or within code parts none.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['|', '\\', '`']) {
        let (before, mark) = rest.split_at_checked(at).unwrap_or((rest, ""));
        cell.push_str(before);
        let mut length = 1;
        if mark.starts_with('|') {
            cells.push(cell.trim().to_owned());
            cell.clear();
        } else if mark.starts_with('`') {
            let run = mark.len() - mark.trim_start_matches('`').len();
            length = closing_run(mark.as_bytes(), run, run).unwrap_or(run);
            // Within a row, the extension wants the bar escaped even in code.
            cell.push_str(&mark.get(..length).unwrap_or_default().replace('|', "\\|"));
        } else {
            length += mark.chars().nth(1).map_or(0, char::len_utf8);
            cell.push_str(mark.get(..length).unwrap_or_default());
        }
        rest = mark.get(length..).unwrap_or_default();
    }
    cell.push_str(rest);
    if !cell.trim().is_empty() {
        cells.push(cell.trim().to_owned());
    }
    cells
}

/// `html` without the heads that [`rewritten`] gave to tables without one.
pub(super) fn drop_empty_heads(html: String) -> String {
    const TAGS: [&str; 5] = ["<tr>", "</tr>", "<th>", "</th>", "\n"];
    if !html.contains("<th></th>") {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once("<thead>") {
        out.push_str(before);
        rest = after;
        let mut head = after;
        while let Some(tail) = TAGS.iter().find_map(|tag| head.strip_prefix(tag)) {
            head = tail;
        }
        match head.strip_prefix("</thead>") {
            Some(after) => rest = after,
            None => out.push_str("<thead>"),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(paragraph: &str) -> String {
        rewritten(paragraph, false).unwrap_or_default()
    }

    #[test]
    fn tables_of_kramdown() {
        assert_eq!(table("甲 | 乙\n--|-:\n丙 | 丁"), "|甲|乙|\n|-|-:|\n|丙|丁|\n");
        assert_eq!(
            table("|---\n|甲|乙\n|:-:|-\n|丙|丁\n|===\n|戊|己"),
            "|甲|乙|\n|:-:|-|\n|丙|丁|\n|戊|己|\n"
        );
        for foot in ["===", "|===", "|===|===|"] {
            let text = format!("| 甲 | 乙 |\n| 丙 | 丁 |\n{foot}\n| 戊 | 己 |");
            assert_eq!(table(&text), "|||\n|-|-|\n|甲|乙|\n|丙|丁|\n|戊|己|\n");
        }
        assert_eq!(table("|甲|乙|\n|丙|丁|"), "|||\n|-|-|\n|甲|乙|\n|丙|丁|\n");
        assert_eq!(
            rewritten("- 表：\n  |甲\n  |-\n  |丙", true).as_deref(),
            Some("- 表：\n  |甲|\n  |-|\n  |丙|\n")
        );
        assert_eq!(table("表：\n|甲|\n|-|\n|丙|"), "表：\n|甲|\n|-|\n|丙|\n");
    }

    #[test]
    fn no_cell_is_lost() {
        assert_eq!(table("|甲|\n|-|\n|一|二|"), "|甲||\n|-|-|\n|一|二|\n");
        assert_eq!(
            table("|甲|\n|-|\n|`a|b` 与 \\| |"),
            "|甲|\n|-|\n|`a\\|b` 与 \\||\n"
        );
        let wide = table(&format!(
            "|甲|\n|-|\n{}{}",
            "|一\n".repeat(10_000),
            "|二".repeat(300)
        ));
        assert!(wide.matches('二').count() == 300 && wide.len() < 200_000);
    }

    #[test]
    fn lines_of_news_are_no_table() {
        for text in ["甲 | 乙", "甲 | 乙\n丙 | 丁", "|", "甲\n-\n乙", "- 甲\n- 乙"] {
            assert_eq!(rewritten(text, false), None, "{text}");
        }
    }
}
