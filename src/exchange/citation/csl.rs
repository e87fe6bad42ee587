//! CSL-JSON: one array of items, as pandoc and Zotero read it.

use jiff::civil::Date;
use serde::Serialize;

use crate::exchange::Facts;

use super::key;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Day>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    language: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Day {
    date_parts: [[i16; 3]; 1],
}

impl From<Date> for Day {
    fn from(day: Date) -> Self {
        Self {
            date_parts: [[day.year(), day.month().into(), day.day().into()]],
        }
    }
}

/// The items of `articles`.
pub(super) fn items(articles: &[Facts], accessed: Date) -> String {
    let items: Vec<Item<'_>> = articles.iter().map(|facts| item(facts, accessed)).collect();
    // Writing names and numbers to a string cannot fail.
    let json = serde_json::to_string_pretty(&items).unwrap_or_default();
    json + "\n"
}

fn item(facts: &Facts, accessed: Date) -> Item<'_> {
    let url = facts.source_url.as_deref();
    Item {
        id: key(&facts.id),
        kind: if facts.outlet.is_some() {
            "article-newspaper"
        } else {
            "webpage"
        },
        title: &facts.title,
        container_title: facts.outlet.as_deref(),
        issued: facts.day().map(Day::from),
        accessed: url.map(|_| Day::from(accessed)),
        url,
        language: "zh-CN",
    }
}
