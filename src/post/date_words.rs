//! Days named by where they lie from today: `昨天`, `上周`, `this month`, `最近7天`, `7d`. Weeks begin on Monday.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::Date;

/// What the stretch before today may be called, before its number.
const RECENT: [&str; 5] = ["最近", "近", "过去", "last", "past"];

/// The days that a word names, `today` being known. White space and hyphens do not count: `last-week`.
/// `text` has gone through [`typed`](super::date_query::typed).
pub(super) fn relative(text: &str, today: Date) -> Option<RangeInclusive<Date>> {
    let word: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    match word.as_str() {
        "今天" | "今日" | "today" => day(today, 0),
        "昨天" | "昨日" | "yesterday" => day(today, 1),
        "前天" | "前日" => day(today, 2),
        "本周" | "这周" | "本星期" | "这星期" | "这个星期" | "thisweek" => week(today, 0),
        "上周" | "上星期" | "上个星期" | "lastweek" => week(today, 1),
        "本月" | "这个月" | "thismonth" => month(today, 0),
        "上月" | "上个月" | "lastmonth" => month(today, 1),
        "今年" | "本年" | "thisyear" => year(today, 0),
        "去年" | "lastyear" => year(today, 1),
        "前年" => year(today, 2),
        _ => recent(&word, today),
    }
}

fn day(today: Date, back: i64) -> Option<RangeInclusive<Date>> {
    let day = today.checked_sub(back.days()).ok()?;
    Some(day..=day)
}

fn week(today: Date, back: i64) -> Option<RangeInclusive<Date>> {
    let since_monday = i64::from(today.weekday().to_monday_zero_offset());
    let monday = today.checked_sub((since_monday + 7 * back).days()).ok()?;
    Some(monday..=monday.checked_add(6.days()).ok()?)
}

fn month(today: Date, back: i64) -> Option<RangeInclusive<Date>> {
    let first = today.first_of_month().checked_sub(back.months()).ok()?;
    Some(first..=first.last_of_month())
}

fn year(today: Date, back: i64) -> Option<RangeInclusive<Date>> {
    let first = today.first_of_year().checked_sub(back.years()).ok()?;
    Some(first..=first.last_of_year())
}

/// `最近7天`, `近三个月`, `last2weeks`, `7d`: so many days, weeks, months or years that end with today.
fn recent(word: &str, today: Date) -> Option<RangeInclusive<Date>> {
    let named = RECENT.iter().find_map(|name| word.strip_prefix(name));
    let length = named.unwrap_or(word);
    let after_digits = length.trim_start_matches(|c: char| c.is_ascii_digit());
    let (number, unit): (i64, &str) = if after_digits.len() == length.len() {
        let mut chars = length.chars();
        (numeral(chars.next()?)?, chars.as_str())
    } else {
        let digits = length.strip_suffix(after_digits)?;
        (digits.parse().ok()?, after_digits)
    };
    // No longer than the calendar, which has four digits of years.
    if !(1..=9999).contains(&number) {
        return None;
    }
    let span = match unit {
        "天" | "d" | "day" | "days" => number.days(),
        "周" | "星期" | "个星期" | "w" | "week" | "weeks" => number.weeks(),
        "个月" | "m" | "month" | "months" => number.months(),
        "y" | "year" | "years" => number.years(),
        // `5日`, `5月` and `22年` alone are a date.
        "日" if named.is_some() => number.days(),
        "月" if named.is_some() => number.months(),
        "年" if named.is_some() => number.years(),
        _ => return None,
    };
    let first = today.checked_sub(span).ok()?.tomorrow().ok()?;
    (first.year() >= 0).then_some(first..=today)
}

/// The number that one Han character stands for.
fn numeral(c: char) -> Option<i64> {
    let numerals = "一二三四五六七八九十".chars();
    match c {
        '两' => Some(2),
        _ => (1..).zip(numerals).find(|(_, other)| *other == c).map(|(n, _)| n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// A Tuesday.
    const TODAY: Date = date(2026, 11, 24);

    fn at(text: &str) -> Option<(Date, Date)> {
        relative(text, TODAY).map(RangeInclusive::into_inner)
    }

    #[test]
    fn days_weeks_months_and_years() {
        for (words, first, last) in [
            ("今天 today", date(2026, 11, 24), TODAY),
            ("前天", date(2026, 11, 22), date(2026, 11, 22)),
            ("本周 这周 this-week", date(2026, 11, 23), date(2026, 11, 29)),
            ("上周 上星期 last-week", date(2026, 11, 16), date(2026, 11, 22)),
            ("本月 this-month", date(2026, 11, 1), date(2026, 11, 30)),
            ("上月 上个月 last-month", date(2026, 10, 1), date(2026, 10, 31)),
            ("今年 this-year", date(2026, 1, 1), date(2026, 12, 31)),
            ("去年 last-year", date(2025, 1, 1), date(2025, 12, 31)),
        ] {
            for word in words.split(' ') {
                assert_eq!(at(word), Some((first, last)), "{word}");
            }
        }
        assert_eq!(at("last week"), at("上周"));
    }

    #[test]
    fn a_week_begins_on_monday() {
        let monday = date(2026, 11, 23);
        for days in 0..7 {
            let today = monday.checked_add(days.days()).unwrap();
            assert_eq!(relative("本周", today), Some(monday..=date(2026, 11, 29)));
        }
    }

    #[test]
    fn the_last_so_many_days_include_today() {
        for word in [
            "最近7天",
            "近7天",
            "近七日",
            "7d",
            "7天",
            "1w",
            "last 7 days",
            "过去一周",
        ] {
            assert_eq!(at(word), Some((date(2026, 11, 18), TODAY)), "{word}");
        }
        assert_eq!(at("近三个月"), Some((date(2026, 8, 25), TODAY)));
        assert_eq!(at("最近1年"), Some((date(2025, 11, 25), TODAY)));
    }

    #[test]
    fn what_is_no_such_word() {
        for word in [
            "",
            "近",
            "last",
            "0d",
            "5日",
            "5月",
            "d",
            "7",
            "9999y",
            "99999999999999999999d",
            "9999999999999d",
            "天",
        ] {
            assert_eq!(at(word), None, "{word}");
        }
    }
}
