//! GB/T 7714—2015. A newspaper on the web: `题名[N/OL]. 报纸名, 出版日期[引用日期]. 获取和访问路径.` A page without a
//! newspaper: `题名[EB/OL]. (更新日期)[引用日期]. 获取和访问路径.` Where no author is known the title comes first (8.1.4).
//! What stands nowhere on the web has no `/OL` and was not looked at on any day (8.8).

use jiff::civil::Date;

use crate::exchange::Facts;

/// The reference, on one line.
pub(super) fn reference(facts: &Facts, accessed: Date) -> String {
    let day = facts.day().map(|day| day.to_string());
    let online = facts.source_url.as_deref();
    let kind = match (&facts.outlet, online) {
        (Some(_), Some(_)) => "N/OL",
        (Some(_), None) => "N",
        (None, Some(_)) => "EB/OL",
        // Other resources (appendix B).
        (None, None) => "Z",
    };
    let title = facts.title.trim_end_matches(['.', ' ']);
    let mut out = format!("{title}[{kind}]. ");
    match (&facts.outlet, &day) {
        (Some(outlet), Some(day)) => out.extend([outlet, ", ", day]),
        (Some(outlet), None) => out.push_str(outlet),
        (None, Some(day)) if online.is_some() => out.extend(["(", day, ")"]),
        (None, Some(day)) => out.push_str(day),
        (None, None) => {}
    }
    if let Some(url) = online {
        out.extend(["[", &accessed.to_string(), "]. ", url]);
    }
    // Every reference ends with a full stop, and with one.
    let out = out.trim_end_matches(['.', ' ']);
    format!("{out}.\n")
}
