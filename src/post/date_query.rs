//! Days as a hand types them: `2022-01-05`, `01-05`, `5`, `2022-01`, `2022`, `昨天`, `上周`. The same at every
//! prompt and in every command.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::date_words::relative;

/// The days that `text` names, first to last; `None` where it names none. A day or month without a
/// year is the last one that does not lie after `near`; words such as `昨天` and `last week` count from `today`.
///
/// Full-width digits, `年 月 日`, `/` and `.` are understood.
pub fn parse_days(text: &str, today: Date, near: Date) -> Option<RangeInclusive<Date>> {
    let text = typed(text);
    if text.contains("..") {
        return None;
    }
    if let Some(days) = relative(&text, today).or_else(|| compact(&text)) {
        return Some(days);
    }
    let separated = text
        .replace(['年', '月', '/', '.'], "-")
        .replace(['日', '号'], "");
    let parts: Vec<&str> = separated.split('-').filter(|part| !part.is_empty()).collect();
    let numbers: Vec<i16> = parts
        .iter()
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let four_digits = parts.first().is_some_and(|part| part.len() == 4);
    match (numbers.as_slice(), four_digits) {
        (&[year, month, day], _) => {
            // `22` is 2022, as in Jekyll's file names.
            let year = if four_digits || year >= 100 {
                year
            } else {
                year + 2000
            };
            Date::new(year, month.try_into().ok()?, day.try_into().ok()?)
                .ok()
                .map(one)
        }
        (&[year, month], true) => Date::new(year, month.try_into().ok()?, 1).ok().map(month_of),
        (&[year], true) => Some(Date::new(year, 1, 1).ok()?..=Date::new(year, 12, 31).ok()?),
        (&[month, day], false) => {
            let (month, day) = (month.try_into().ok()?, day.try_into().ok()?);
            // February 29 may lie up to eight years back.
            let date = |back| {
                Date::new(near.year() - back, month, day)
                    .ok()
                    .filter(|date| *date <= near)
            };
            (0..=8).find_map(date).map(one)
        }
        (&[month], false) if text.ends_with('月') => {
            let month = month.try_into().ok()?;
            let first = |back| {
                Date::new(near.year() - back, month, 1)
                    .ok()
                    .filter(|first| *first <= near)
            };
            (0..=1).find_map(first).map(month_of)
        }
        (&[day], false) => {
            let day: i8 = day.try_into().ok()?;
            let first = near.first_of_month();
            let date = |back: i32| {
                let month = first.checked_sub(back.months()).ok()?;
                Date::new(month.year(), month.month(), day)
                    .ok()
                    .filter(|date| *date <= near)
            };
            (0..=2).find_map(date).map(one)
        }
        _ => None,
    }
}

/// `text` as it is compared: without white space around it, full-width signs and capitals.
pub(super) fn typed(text: &str) -> String {
    text.trim().nfkc().collect::<String>().to_lowercase()
}

fn one(date: Date) -> RangeInclusive<Date> {
    date..=date
}

fn month_of(date: Date) -> RangeInclusive<Date> {
    date.first_of_month()..=date.last_of_month()
}

/// `20220105` or `202201`.
fn compact(text: &str) -> Option<RangeInclusive<Date>> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = text.parse().ok()?;
    let date = |year: i32, month: i32, day: i32| {
        Date::new(
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        )
        .ok()
    };
    match text.len() {
        8 => date(number / 10_000, number / 100 % 100, number % 100).map(one),
        6 => date(number / 100, number % 100, 1).map(month_of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> Option<(Date, Date)> {
        parse_days(text, date(2026, 11, 24), date(2022, 1, 7)).map(RangeInclusive::into_inner)
    }

    const fn day(year: i16, month: i8, day: i8) -> (Date, Date) {
        (date(year, month, day), date(year, month, day))
    }

    #[test]
    fn full_dates_in_many_shapes() {
        for text in [
            "2021-12-08",
            "2021/12/8",
            "2021年12月8日",
            "20211208",
            "21-12-8",
            "２０２１－１２－０８",
        ] {
            assert_eq!(at(text), Some(day(2021, 12, 8)), "{text}");
        }
    }

    #[test]
    fn months_and_years_are_all_their_days() {
        assert_eq!(at("2021-12"), Some((date(2021, 12, 1), date(2021, 12, 31))));
        assert_eq!(at("202102"), Some((date(2021, 2, 1), date(2021, 2, 28))));
        assert_eq!(at("2021"), Some((date(2021, 1, 1), date(2021, 12, 31))));
        assert_eq!(at("2021年"), at("2021"));
    }

    #[test]
    fn what_has_no_year_lies_before_the_place_in_the_list() {
        assert_eq!(at("01-05"), Some(day(2022, 1, 5)));
        assert_eq!(at("12-08"), Some(day(2021, 12, 8)));
        assert_eq!(at("5"), Some(day(2022, 1, 5)));
        assert_eq!(at("8"), Some(day(2021, 12, 8)));
        assert_eq!(at("31"), Some(day(2021, 12, 31)));
        assert_eq!(at("2-29"), Some(day(2020, 2, 29)));
        assert_eq!(at("1月"), Some((date(2022, 1, 1), date(2022, 1, 31))));
        assert_eq!(at("5月"), Some((date(2021, 5, 1), date(2021, 5, 31))));
        assert_eq!(at("13月"), None);
    }

    #[test]
    fn words_count_from_today() {
        assert_eq!(at("昨天"), Some(day(2026, 11, 23)));
        assert_eq!(at("Today"), Some(day(2026, 11, 24)));
        assert_eq!(at("Last Week"), Some((date(2026, 11, 16), date(2026, 11, 22))));
    }

    #[test]
    fn a_year_of_four_digits_is_that_year() {
        assert_eq!(at("0021-12-08"), Some(day(21, 12, 8)));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "-",
            "13-40",
            "x",
            "2021-13-01",
            "0",
            "99999999999999",
            "2021-02-30",
            "2021-02..",
            "2021..02",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
