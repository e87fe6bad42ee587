//! BibTeX. Braces in a value must pair, escaped ones too; `{\textbraceleft}` does in both readers.

use jiff::civil::Date;

use crate::exchange::Facts;

use super::key;

/// The names that BibTeX's styles write out.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The entry, every line ended.
pub(super) fn entry(facts: &Facts, accessed: Date) -> String {
    let (kind, place) = match &facts.outlet {
        Some(outlet) => ("article", Some(("journal", outlet))),
        None => ("misc", None),
    };
    let mut fields: Vec<(&str, String)> = Vec::new();
    // A second pair keeps styles from lowering the case of Latin words.
    fields.push(("title", format!("{{{{{}}}}}", escape(&facts.title))));
    fields.extend(place.map(|(name, outlet)| (name, format!("{{{}}}", escape(outlet)))));
    if let Some(day) = facts.day() {
        fields.push(("year", format!("{{{}}}", day.year())));
        let month = usize::from(day.month().unsigned_abs()).checked_sub(1);
        let name = month.and_then(|month| MONTHS.get(month).copied());
        fields.extend(name.map(|name| ("month", name.to_owned())));
        fields.push(("day", format!("{{{}}}", day.day())));
    }
    if let Some(url) = &facts.source_url {
        fields.push(("url", format!("{{{}}}", address(url))));
        fields.push(("urldate", format!("{{{accessed}}}")));
    }
    fields.push(("language", "{chinese}".to_owned()));
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("  {name} = {value},\n"))
        .collect();
    format!("@{kind}{{{},\n{}}}\n", key(&facts.id), fields.concat())
}

/// `text` as TeX sets it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '%' | '&' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// An address, which is read as it stands but for braces, that must pair, and what TeX reads first.
fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}
