//! RIS: a tag and a value a line, `XX  - value`, lines ended by CR LF.

use jiff::civil::Date;

use crate::exchange::Facts;

use super::key;

/// The record, every line ended.
pub(super) fn record(facts: &Facts, accessed: Date) -> String {
    let slashed = |day: Date| day.strftime("%Y/%m/%d").to_string();
    let kind = if facts.outlet.is_some() { "NEWS" } else { "ELEC" };
    let day = facts.day();
    let online = facts.source_url.clone();
    let lines = [
        ("TY", Some(kind.to_owned())),
        ("ID", Some(key(&facts.id))),
        ("TI", Some(facts.title.clone())),
        ("T2", facts.outlet.clone()),
        ("PY", day.map(|day| day.strftime("%Y").to_string())),
        ("DA", day.map(slashed)),
        ("LA", Some("zh".to_owned())),
        ("Y2", online.is_some().then(|| slashed(accessed))),
        ("UR", online),
        ("ER", Some(String::new())),
    ];
    lines
        .into_iter()
        .filter_map(|(tag, value)| Some(format!("{tag}  - {}\r\n", value?)))
        .collect()
}
