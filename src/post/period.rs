//! A stretch of days as a hand types it: whatever names days, `2022-01..2022-03`, `2022-01..`, `..上月`.

use jiff::ToSpan;
use jiff::civil::Date;

use super::date_query::{parse_days, typed};

/// What may stand between the two ends, `…` and `～` being typed as `...` and `~`.
const BETWEEN: [&str; 3] = ["..", "~", "至"];

/// Days from one to another, both included; an end that is missing is open, but never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

/// Why a text names no days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDays {
    /// It does not look like a date.
    Unknown,
    /// It looks like one that the calendar does not have: `2022-02-30`.
    NotInCalendar,
}

/// The days that `text` names, counted from `today` where it does not say the year. What lacks a year at the
/// end is the next one after the beginning; ends in the wrong order are taken in the right one.
pub fn parse_period(text: &str, today: Date) -> Result<Period, NoDays> {
    let text = typed(text);
    let ends = BETWEEN.iter().find_map(|between| text.split_once(between));
    let Some((first, last)) = ends else {
        let days = days(&text, today, today)?;
        return Ok(Period {
            from: Some(*days.start()),
            until: Some(*days.end()),
        });
    };
    // `…` has one point more.
    let last = last.trim_start_matches('.');
    let first = some(first).map(|text| days(text, today, today)).transpose()?;
    let Some(last) = some(last) else {
        let from = Some(*first.ok_or(NoDays::Unknown)?.start());
        return Ok(Period { from, until: None });
    };
    let Some(first) = first else {
        let until = Some(*days(last, today, today)?.end());
        return Ok(Period { from: None, until });
    };
    // A day or a month without a year is looked for a month after the beginning, then a year after it.
    let last = [1.month(), 1.year()]
        .into_iter()
        .filter_map(|span| parse_days(last, today, first.end().checked_add(span).ok()?))
        .find(|days| days.start() >= first.start())
        .map_or_else(|| days(last, today, today), Ok)?;
    Ok(Period {
        from: Some(*first.start().min(last.start())),
        until: Some(*first.end().max(last.end())),
    })
}

fn days(text: &str, today: Date, near: Date) -> Result<std::ops::RangeInclusive<Date>, NoDays> {
    parse_days(text, today, near).ok_or_else(|| {
        let is_numbers = text
            .chars()
            .all(|c| c.is_ascii_digit() || "年月日号-/. ".contains(c));
        if is_numbers && text.contains(|c: char| c.is_ascii_digit()) {
            NoDays::NotInCalendar
        } else {
            NoDays::Unknown
        }
    })
}

/// `text` without white space around it, if anything is left.
fn some(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> Result<(Option<Date>, Option<Date>), NoDays> {
        parse_period(text, date(2026, 11, 24)).map(|period| (period.from, period.until))
    }

    const fn closed(first: Date, last: Date) -> (Option<Date>, Option<Date>) {
        (Some(first), Some(last))
    }

    #[test]
    fn one_name_of_days() {
        assert_eq!(at("2022-01-05"), Ok(closed(date(2022, 1, 5), date(2022, 1, 5))));
        assert_eq!(at(" 2022 "), Ok(closed(date(2022, 1, 1), date(2022, 12, 31))));
        assert_eq!(at("上月"), Ok(closed(date(2026, 10, 1), date(2026, 10, 31))));
    }

    #[test]
    fn from_one_to_another() {
        let quarter = Ok(closed(date(2022, 1, 1), date(2022, 3, 31)));
        for text in [
            "2022-01..2022-03",
            "2022-01 .. 2022-03",
            "２０２２－０１．．２０２２－０３",
            "2022-01…2022-03",
            "2022年1月～2022年3月",
            "2022-01至2022-03",
            "2022-03..2022-01",
        ] {
            assert_eq!(at(text), quarter, "{text}");
        }
        assert_eq!(at("2022-01.."), Ok((Some(date(2022, 1, 1)), None)));
        assert_eq!(at("..2022-03"), Ok((None, Some(date(2022, 3, 31)))));
        assert_eq!(
            at("上月..今天"),
            Ok(closed(date(2026, 10, 1), date(2026, 11, 24)))
        );
    }

    #[test]
    fn what_lacks_a_year_at_the_end_follows_the_beginning() {
        for (text, last) in [
            ("2022-01-05..7", date(2022, 1, 7)),
            ("2022-01-05..3", date(2022, 2, 3)),
            ("2022-01-05..01-20", date(2022, 1, 20)),
            ("2022-01-05..12-20", date(2022, 12, 20)),
            ("2022-01-05..01-02", date(2023, 1, 2)),
        ] {
            assert_eq!(at(text), Ok(closed(date(2022, 1, 5), last)), "{text}");
        }
    }

    #[test]
    fn what_names_no_days_says_why() {
        for text in ["", "..", "x", "2022..x", "x..2022", "-"] {
            assert_eq!(at(text), Err(NoDays::Unknown), "{text}");
        }
        for text in ["2022-02-30", "2022-13", "2022-01..2022-02-30", "2022年13月"] {
            assert_eq!(at(text), Err(NoDays::NotInCalendar), "{text}");
        }
    }
}
