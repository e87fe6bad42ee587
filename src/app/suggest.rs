//! What a search that is being typed may go on to: a category or an outlet whose name holds, or is read as, its last word.

use crate::config::Lang;
use crate::store::Store;
use crate::text::fold::fold;
use crate::text::needle::Needle;
use crate::text::pinyin::Spelling;

/// A search with a name for its last word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What the prompt would say.
    pub query: String,
    /// The field and the name: `分类:财联社`.
    pub name: String,
}

/// What `typed` may go on to in `store`: names that begin with its last word before those that hold it, those before names
/// that are read so; of equal ones the category with most articles. Nothing for one letter, and nothing that is typed out.
pub(super) fn suggestion(store: &Store, typed: &str, lang: Lang) -> Option<Suggestion> {
    let start = typed.rfind(char::is_whitespace).map_or(0, |at| {
        at + typed
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8)
    });
    let (before, word) = typed.split_at_checked(start)?;
    if word.chars().nth(1).is_none()
        || word.contains(|c: char| c.is_ascii_punctuation() || "：“”（）－".contains(c))
    {
        return None;
    }
    let (folded, needle, spelling) = (fold(word), Needle::new(word), Spelling::new(word));
    let rank = |name: &str| {
        if fold(name).starts_with(&folded) {
            Some(0)
        } else if needle.is_in(name) {
            Some(1)
        } else {
            let spelled = spelling.as_ref()?.find(name)?;
            Some(if spelled.start == 0 { 2 } else { 3 })
        }
    };
    let (category, outlet) = match lang {
        Lang::Zh => ("分类", "来源"),
        Lang::En => ("category", "outlet"),
    };
    let categories = store
        .categories()
        .iter()
        .map(|entry| (category, &*entry.label, entry.articles));
    let outlets = store.outlets().map(|name| (outlet, name, 0));
    let named = categories
        .chain(outlets)
        .filter_map(|(field, name, articles)| Some((rank(name)?, std::cmp::Reverse(articles), field, name)));
    let (_, _, field, name) = named.min()?;
    let quote = if name.contains(|c: char| !c.is_alphanumeric()) {
        "\""
    } else {
        ""
    };
    if name.contains('"') {
        return None;
    }
    let name = format!("{field}:{quote}{name}{quote}");
    Some(Suggestion {
        query: format!("{before}{name}"),
        name,
    })
}
