//! The names of fields, and of what needs no value, in both languages.

use unicode_normalization::UnicodeNormalization;

use super::Term;

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Outlet,
    Category,
    Stock,
    Tag,
    Note,
    Date,
    After,
    Before,
    Is,
}

/// All names of all fields.
const NAMES: [(&str, Field); 23] = [
    ("title", Field::Title),
    ("标题", Field::Title),
    ("outlet", Field::Outlet),
    ("来源", Field::Outlet),
    ("category", Field::Category),
    ("分类", Field::Category),
    ("stock", Field::Stock),
    ("股票", Field::Stock),
    ("tag", Field::Tag),
    ("标签", Field::Tag),
    ("note", Field::Note),
    ("笔记", Field::Note),
    ("date", Field::Date),
    ("日期", Field::Date),
    ("after", Field::After),
    ("之后", Field::After),
    ("before", Field::Before),
    ("之前", Field::Before),
    ("is", Field::Is),
    ("是", Field::Is),
    ("has", Field::Is),
    ("有", Field::Is),
    ("含", Field::Is),
];

/// The field that `name` is a name of; capitals and width do not matter.
pub(super) fn field(name: &str) -> Option<Field> {
    let name = folded(name);
    let (_, field) = NAMES.iter().find(|(other, _)| *other == name)?;
    Some(*field)
}

/// What `name` says of an article without a value: `is:unread`, `未读:`.
pub(super) fn flag(name: &str) -> Option<Term> {
    match folded(name).as_str() {
        "unread" | "未读" => Some(Term::Unread),
        "bookmarked" | "bookmark" | "收藏" | "已收藏" => Some(Term::Bookmarked),
        "table" | "表格" => Some(Term::Table),
        "hidden" | "隐藏" | "已隐藏" => Some(Term::Hidden),
        _ => None,
    }
}

fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase()
}
