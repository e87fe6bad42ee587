//! Categories and tags: one string or a list, plural or singular (archive-format 30, 31, 33).

use std::borrow::Cow;

use super::front::{Fields, Key, Value};
use crate::text::clean::{clean, clean_line};

/// What the template glues to the outlet's name to make its tag (33).
const GLUED: &str = "新闻";

/// Categories and first tag of a post, and what was odd about either.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lists {
    pub(super) categories: Vec<String>,
    pub(super) tag: Option<String>,
    /// The key whose value is not what a list should be, and what is the matter.
    pub(super) odd: Option<(Key, &'static str)>,
}

impl Lists {
    /// Adds a category if it is a new one. Cleaned but not folded to single spaces: there are folders with
    /// two in their names.
    fn add_category(&mut self, name: &str) {
        let name = clean(name).replace('\n', " ");
        let name = name.trim();
        if !name.is_empty() && !self.categories.iter().any(|known| known == name) {
            self.categories.push(name.to_owned());
        }
    }
}

/// Reads the lists of `fields`. `folders` are the categories that its path gives. `is_category` says
/// whether there is a page of exactly that name under `category/`.
pub(super) fn read(fields: &Fields<'_>, folders: &[String], is_category: &dyn Fn(&str) -> bool) -> Lists {
    let mut lists = Lists::default();
    for folder in folders {
        lists.add_category(folder);
    }
    let mut whole = false;
    // As Jekyll: the singular key first, not split.
    for key in [Key::Category, Key::Categories] {
        // Only a name with spaces can be told from several names by its page.
        let one = match fields.get(key) {
            Some(Value::Text(text)) if key == Key::Categories => {
                text.trim().contains(char::is_whitespace) && is_category(text.trim())
            }
            _ => false,
        };
        whole |= one;
        let names = items(
            fields.get(key),
            key == Key::Categories && !one,
            key,
            &mut lists.odd,
        );
        for name in &names {
            lists.add_category(name);
        }
    }
    for key in [Key::Tag, Key::Tags] {
        // The template's tag is one name, spaces or not; other archives write several in a row.
        let one = matches!(fields.get(key), Some(Value::Text(text)) if whole || text.trim().ends_with(GLUED));
        let names = items(fields.get(key), key == Key::Tags && !one, key, &mut lists.odd);
        let tag = names
            .iter()
            .map(|name| clean_line(name))
            .find(|name| !name.is_empty());
        lists.tag = lists.tag.or(tag);
    }
    lists
}

/// The outlet that a tag names: the tag without one trailing `新闻`.
pub(super) fn outlet(tag: &str) -> &str {
    tag.strip_suffix(GLUED)
        .map(str::trim_end)
        .filter(|outlet| !outlet.is_empty())
        .unwrap_or(tag)
}

/// The items of a value: a string at its white space if it is to be split, without commas at the ends.
fn items<'a>(
    value: Option<&'a Value<'_>>,
    split: bool,
    key: Key,
    odd: &mut Option<(Key, &'static str)>,
) -> Vec<Cow<'a, str>> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Text(text)) if split => text
            .split_whitespace()
            .map(|word| {
                let item = word.trim_matches([',', '，', '、']);
                if item.len() < word.len() {
                    odd.get_or_insert((key, "commas in a list that white space separates"));
                }
                item.into()
            })
            .collect(),
        Some(Value::Text(text)) => vec![text.trim().into()],
        Some(Value::List(list)) => {
            if list.iter().any(Option::is_none) {
                odd.get_or_insert((key, "an item of the list is null"));
            }
            list.iter().flatten().map(|item| item.as_ref().into()).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::front;
    use super::*;

    const SPACED: &str = "21shijijingjibaodao  nancailicaitong";

    fn lists(text: &str) -> Lists {
        read(&front::read(text).unwrap(), &[], &|name| name == SPACED)
    }

    #[test]
    fn a_string_is_matched_whole_before_it_is_split() {
        let found = lists(&format!("categories: {SPACED}\ntags: 21世纪经济报道  南财理财通"));
        assert_eq!(found.categories, [SPACED]);
        assert_eq!(found.tag.as_deref(), Some("21世纪经济报道 南财理财通"));
        let found = lists("categories: a b a\ntags: x y");
        assert_eq!(
            (found.categories, found.tag.as_deref()),
            (vec!["a".to_owned(), "b".to_owned()], Some("x"))
        );
    }

    #[test]
    fn commas_are_trimmed_and_told() {
        let found = lists("categories: news, foundation");
        assert_eq!(found.categories, ["news", "foundation"]);
        assert_eq!(found.odd.map(|(key, _)| key), Some(Key::Categories));
    }

    #[test]
    fn the_singular_is_not_split() {
        assert_eq!(lists("category: a b\ncategories: c").categories, ["a b", "c"]);
        assert_eq!(lists("tag: a b\ntags: c").tag.as_deref(), Some("a b"));
    }

    #[test]
    fn odd_items() {
        let found = lists("categories: [中文, A b, 2022, null, a/b, 1.10]");
        assert_eq!(found.categories, ["中文", "A b", "2022", "a/b", "1.10"]);
        assert!(found.odd.is_some());
        assert_eq!(lists("categories: 1e3").categories, ["1e3"]);
        assert_eq!(lists("categories:").categories, [""; 0]);
    }

    #[test]
    fn outlets() {
        assert_eq!(outlet("券商中国新闻"), "券商中国");
        assert_eq!(outlet("每日经济新闻新闻"), "每日经济新闻");
        assert_eq!(outlet("站长消息"), "站长消息");
        assert_eq!(outlet("新闻"), "新闻");
    }
}
