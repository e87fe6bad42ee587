//! Dates in every shape seen in front matters (archive-format 25 to 29), and what stands in for them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use crate::post::{DateFrom, DatePrecision, PostDate, PostId};
use crate::text::clean::clean_line;

/// The date of a post: its front matter's, else the one in its name, else the one in its number.
/// `zone` is the offset from UTC, in minutes, of whatever says none.
pub(super) fn date(written: Option<&str>, named: Option<Date>, id: &PostId, zone: i16) -> PostDate {
    if let Some(date) = written.and_then(|text| parse(text, zone)) {
        return date;
    }
    let raw = written.map(clean_line).filter(|raw| !raw.is_empty());
    let from_id = || id.day().map(|date| (date, DateFrom::Id));
    let day = named.map(|date| (date, DateFrom::Name)).or_else(from_id);
    day.and_then(|(date, from)| {
        Some(PostDate {
            timestamp: Some(timestamp(date.to_datetime(Time::midnight()), zone)?),
            offset: zone,
            precision: DatePrecision::Day,
            from,
            has_zone: false,
            raw: raw.clone(),
        })
    })
    .unwrap_or(PostDate {
        offset: zone,
        raw,
        ..PostDate::UNKNOWN
    })
}

/// Reads `2021-05-06`, `2021-5-6 7:08`, `2021-05-06T02:30:43.000Z`, `2021-05-06 07:08:09 +0800`, with
/// `/`, `.` or `年月日` between the parts of the day, and zones `Z`, `UTC`, `GMT`, `+08`, `-4`, `+08:00`, with
/// or without a space in front. Anything else, or a moment not in the calendar, is `None`.
pub(super) fn parse(text: &str, zone: i16) -> Option<PostDate> {
    let mut rest = Rest(text.trim());
    let date = rest.date()?;
    let mut precision = DatePrecision::Day;
    let mut time = Time::midnight();
    let before = rest.0;
    if rest.0.starts_with(['T', 't', ' ', '\t']) {
        rest.0 = rest.0.get(1..)?.trim_start();
        if rest.0.starts_with(|c: char| c.is_ascii_digit()) {
            (time, precision) = rest.time()?;
        } else if !before.starts_with([' ', '\t']) {
            return None;
        }
    }
    rest.0 = rest.0.trim_start();
    let (offset, has_zone) = if rest.0.is_empty() {
        (zone, false)
    } else {
        (rest.zone()?, true)
    };
    Some(PostDate {
        timestamp: Some(timestamp(date.to_datetime(time), offset)?),
        offset,
        precision,
        from: DateFrom::FrontMatter,
        has_zone,
        raw: None,
    })
}

fn timestamp(moment: DateTime, offset: i16) -> Option<i64> {
    let offset = Offset::from_seconds(i32::from(offset) * 60).ok()?;
    offset.to_timestamp(moment).ok().map(jiff::Timestamp::as_second)
}

/// What is left to read.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    /// A number of that many digits, no fewer and no more.
    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at_checked(end).filter(|_| digits.contains(&end))?;
        self.0 = rest;
        number.parse().ok()
    }

    /// One of `marks`, if it comes next.
    fn mark(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.0.chars().next().filter(|c| marks.contains(c))?;
        self.0 = self.0.strip_prefix(mark)?;
        Some(mark)
    }

    fn date(&mut self) -> Option<Date> {
        let year = self.number(4..=4)?;
        let first = self.mark(&['-', '/', '.', '年'])?;
        let month = self.number(1..=2)?;
        self.mark(&[if first == '年' { '月' } else { first }])?;
        let day = self.number(1..=2)?;
        if first == '年' {
            self.mark(&['日'])?;
        }
        Date::new(year, month as i8, day as i8).ok().filter(|_| year > 0)
    }

    fn time(&mut self) -> Option<(Time, DatePrecision)> {
        let hour = self.number(1..=2)?;
        self.mark(&[':'])?;
        let minute = self.number(1..=2)?;
        let mut precision = DatePrecision::Minute;
        let mut second = 0;
        if self.mark(&[':']).is_some() {
            // A leap second counts as the one before it.
            second = self
                .number(1..=2)
                .map(|second| if second == 60 { 59 } else { second })?;
            precision = DatePrecision::Second;
            if self.mark(&['.', ',']).is_some() {
                self.number_any()?;
            }
        }
        let time = Time::new(hour as i8, minute as i8, second as i8, 0).ok()?;
        Some((time, precision))
    }

    /// Passes over digits; `None` if there are none.
    fn number_any(&mut self) -> Option<()> {
        let rest = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < self.0.len()).then(|| self.0 = rest)
    }

    /// An offset in minutes, with nothing after it.
    fn zone(&mut self) -> Option<i16> {
        if ["z", "utc", "gmt"]
            .iter()
            .any(|name| self.0.eq_ignore_ascii_case(name))
        {
            return Some(0);
        }
        let sign = if self.mark(&['+', '-'])? == '-' { -1 } else { 1 };
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (hours, minutes) = if digits == 4 {
            let both = self.number(4..=4)?;
            (both / 100, both % 100)
        } else {
            let hours = self.number(1..=2)?;
            let minutes = self.mark(&[':']).map_or(Some(0), |_| self.number(2..=2))?;
            (hours, minutes)
        };
        (self.0.is_empty() && hours <= 15 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The moment in UTC, the offset, the precision.
    fn read(text: &str) -> Option<(String, i16, DatePrecision)> {
        let date = parse(text, 480)?;
        let moment = jiff::Timestamp::from_second(date.timestamp?).unwrap();
        Some((moment.to_string(), date.offset, date.precision))
    }

    #[test]
    fn the_shapes_of_entry_27() {
        use DatePrecision::{Day, Minute, Second};
        for (text, moment, offset, precision) in [
            ("2022-01-07 10:46:18 +0800", "2022-01-07T02:46:18Z", 480, Second),
            ("2022-01-07 10:46:18", "2022-01-07T02:46:18Z", 480, Second),
            ("2022-01-07 10:46:18+08:00", "2022-01-07T02:46:18Z", 480, Second),
            ("2022-01-07 10:46:18 -4", "2022-01-07T14:46:18Z", -240, Second),
            ("2022-01-07T02:30:43Z", "2022-01-07T02:30:43Z", 0, Second),
            (
                "2004-12-16 15:17:59.000000000 +00:00",
                "2004-12-16T15:17:59Z",
                0,
                Second,
            ),
            ("2021-05-06 07:08", "2021-05-05T23:08:00Z", 480, Minute),
            ("2021-5-6 7:08", "2021-05-05T23:08:00Z", 480, Minute),
            ("2021-05-06", "2021-05-05T16:00:00Z", 480, Day),
            ("2021/05/06", "2021-05-05T16:00:00Z", 480, Day),
            ("2021年5月6日 07:08", "2021-05-05T23:08:00Z", 480, Minute),
            (" 2021-05-06 UTC ", "2021-05-06T00:00:00Z", 0, Day),
            ("2016-12-31 23:59:60Z", "2016-12-31T23:59:59Z", 0, Second),
        ] {
            assert_eq!(read(text), Some((moment.to_owned(), offset, precision)), "{text}");
        }
    }

    #[test]
    fn nonsense_is_no_date() {
        for text in [
            "",
            "+0800",
            "2021-02-30",
            "2017-02-10 00:10::00 -03:00",
            "Fri Sep  3 10:00:00 CEST 2021",
            "2021-05-06T",
            "2023-01-29 18:30:22 2023 -0800",
            "2021-13-01",
            "2021-05-06 25:00",
            "2021-05-06 07:08 CST",
            "2021-05/06",
            "0000-01-01",
            "2021-05-06 07",
            "2021-05-06 07:08 +99:00",
            "今天",
            "20210506",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_stands_in() {
        let id = PostId::Number(202_205_262_391_921_712);
        let named = Date::new(2022, 5, 25).unwrap();
        let from = |written, named| {
            let date = date(written, named, &id, 480);
            (date.from, date.timestamp, date.raw)
        };
        let midnight = |day: &str| parse(day, 480).unwrap().timestamp;
        assert_eq!(
            from(Some("+0800"), None),
            (DateFrom::Id, midnight("2022-05-26"), Some("+0800".to_owned()))
        );
        assert_eq!(
            from(None, Some(named)),
            (DateFrom::Name, midnight("2022-05-25"), None)
        );
        let unknown = date(Some("昨天\u{1b}"), None, &PostId::from_path("x"), 0);
        assert_eq!(
            unknown,
            PostDate {
                offset: 0,
                raw: Some("昨天".to_owned()),
                ..PostDate::UNKNOWN
            }
        );
    }

    proptest! {
        #[test]
        fn never_a_panic(text in "[0-9]{0,5}[-/.年T ]{0,2}[0-9:.+Zz -]{0,24}\\PC{0,3}", zone in any::<i16>()) {
            let _ = parse(&text, zone);
        }

        #[test]
        fn what_is_written_is_read(second in 0_i64..4_000_000_000, hours in -12_i16..=14) {
            let moment = Offset::from_hours(hours as i8).unwrap().to_datetime(jiff::Timestamp::from_second(second).unwrap());
            let text = format!("{} {}{:02}:00", moment.to_string().replace('T', " "), if hours < 0 { '-' } else { '+' }, hours.abs());
            prop_assert_eq!(parse(&text, 480).and_then(|date| date.timestamp), Some(second));
        }
    }
}
