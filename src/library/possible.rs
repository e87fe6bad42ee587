//! Which records can be: a file may have been edited, cut or made by another program, and what is put in stays.

use jiff::Timestamp;

use super::article::{ArticleKey, PostColumn, Scope};
use super::record::{Record, RecordFacts, RecordValue};
use super::tag::tidy_tag;
use crate::post::PostId;
use crate::text::clean::clean_line;

/// The largest logical time that is taken. The clock goes on from the newest record by one for each change, and SQLite's
/// integers end at 2^63 - 1, where it could not go on: half of them are left to it. No clock comes here by counting.
const LAST_TIME: i64 = 1 << 62;

/// The largest place in a text, in bytes: no article has four gigabytes.
const LAST_OFFSET: u64 = u32::MAX as u64;

/// Whether `record` can be put in, whatever is there already.
pub(super) fn is_possible(record: &Record) -> bool {
    (0..=LAST_TIME).contains(&record.time)
        && match &record.value {
            RecordValue::Bookmark { added, facts } => is_moment(*added) && are_possible(facts),
            RecordValue::Tag { tag } => says_something(tag) && tidy_tag(tag) == *tag,
            RecordValue::Note { .. } => true,
            RecordValue::Passage {
                added,
                place,
                article,
                ..
            } => {
                is_moment(*added)
                    && is_offset(u64::try_from(place.offset).ok())
                    && says_something(&place.quote)
                    && are_possible(article)
            }
            RecordValue::KeptText { at, .. } | RecordValue::Mark { at, .. } => is_moment(*at),
            RecordValue::Visit { at, facts } => is_moment(*at) && are_possible(facts),
            RecordValue::Search { name, added, .. } => is_moment(*added) && says_something(name),
            RecordValue::Hidden { rules } => rules.iter().all(|rule| clean_line(rule) == *rule),
            RecordValue::Category { name, pinned } => pinned.is_none_or(is_moment) && says_something(name),
            RecordValue::Place { offset, at, .. } => is_moment(*at) && is_offset(u64::try_from(*offset).ok()),
        }
}

/// Whether `seconds` since 1970 are of a year that a calendar knows.
fn is_moment(seconds: i64) -> bool {
    Timestamp::from_second(seconds).is_ok()
}

fn is_offset(offset: Option<u64>) -> bool {
    offset.is_some_and(|offset| offset <= LAST_OFFSET)
}

/// Whether anything is to be seen of `text`.
fn says_something(text: &str) -> bool {
    !clean_line(text).is_empty()
}

/// A precision of another name is taken: a newer finews may know one.
fn are_possible(facts: &RecordFacts) -> bool {
    facts.date.is_none_or(is_moment)
}

/// The article that a record is about; `None` where its scope and post name none.
pub(super) fn article_of(record: &Record) -> Option<ArticleKey> {
    let PostColumn(id) = record.post.as_ref()?.column();
    let scope = Scope::named(&record.scope)?;
    let names = match (&scope, &id) {
        (_, PostId::Path(path)) if path.is_empty() => false,
        (Scope::Site, PostId::Path(_)) | (Scope::Archive(_), PostId::Number(_)) => false,
        (Scope::Archive(identity), PostId::Path(_)) => !identity.is_empty(),
        (Scope::Site, PostId::Number(_)) | (Scope::Guide, _) => true,
    };
    names.then_some(ArticleKey { scope, id })
}
