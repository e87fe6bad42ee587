//! How articles lie in time, month by month.

use fixedbitset::FixedBitSet;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::post::{midnight, wall_time};
use crate::store::{Scope, Store};

/// Most months that are told apart: sixty years. What lies before counts for the first of them.
const MOST: usize = 720;

/// A month and how much lies in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// How many articles.
    pub articles: usize,
}

/// How `rows` of `store` lie in time: every month from the archive's last back to its first, the first month first. A month
/// is one of Beijing's, or of wherever the newest article says it is.
pub(super) fn of(store: &Store, rows: &FixedBitSet) -> Vec<Month> {
    let moment = |index: usize| store.row(Scope::All, index).and_then(|row| row.timestamp());
    let Some(newest) = store.row(Scope::All, 0) else {
        return Vec::new();
    };
    let zone = newest.offset();
    let month = |timestamp: i64| Some(wall_time(timestamp, zone)?.date().first_of_month());
    let dated = store.dated();
    let last = moment(0).and_then(month);
    let first = dated.checked_sub(1).and_then(moment).and_then(month);
    let (Some(last), Some(first)) = (last, first) else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let mut start = 0;
    let mut at = last;
    while at >= first && months.len() < MOST {
        let begins = midnight(at, zone).unwrap_or(i64::MIN);
        let before = begins.saturating_sub(1);
        let end = if months.len() + 1 == MOST || at == first {
            dated
        } else {
            store.first_on_or_before(Scope::All, before)
        };
        months.push(Month {
            first: at,
            articles: rows.count_ones(start..end.max(start)),
        });
        start = end.max(start);
        let Ok(earlier) = at.checked_sub(1.month()) else {
            break;
        };
        at = earlier;
    }
    months.reverse();
    months
}
