//! Dates as other programs have them: written by RFC 3339, read in whatever order of marks spreadsheets leave them.

use jiff::civil::Date;

use crate::post::{DatePrecision, midnight, wall_time};

/// The offset from UTC of what says none, in minutes: China's.
pub(super) const OFFSET: i16 = 480;

/// The last year of which there are dates: numbers beyond it are of milliseconds.
const LAST_YEAR: i16 = 4999;

/// Whether `timestamp` is of a year that there are dates of.
pub(super) fn is_known(timestamp: i64) -> bool {
    wall_time(timestamp, 0).is_some_and(|time| (1..=LAST_YEAR).contains(&time.year()))
}

/// `timestamp` as exactly as `precision` says, and its offset in minutes; `None` where there is no date.
pub(super) fn tidy(timestamp: i64, offset: i16, precision: DatePrecision) -> Option<(i64, i16)> {
    let offset = if offset.unsigned_abs() < 24 * 60 {
        offset
    } else {
        OFFSET
    };
    let time = wall_time(timestamp, offset)?;
    if !(1..=LAST_YEAR).contains(&time.year()) {
        return None;
    }
    let exact = match precision {
        DatePrecision::None => return None,
        DatePrecision::Day => midnight(time.date(), offset)?,
        DatePrecision::Minute => timestamp - timestamp.rem_euclid(60),
        DatePrecision::Second => timestamp,
    };
    Some((exact, offset))
}

/// The date for a program: `2022-01-05`, `2022-01-05T13:31+08:00`, `2022-01-05T13:31:14+08:00`. A day of another zone
/// than China's has its offset too, as XML Schema writes it (`2022-01-05-05:00`).
pub(super) fn stamp(timestamp: i64, offset: i16, precision: DatePrecision) -> Option<String> {
    let format = match precision {
        DatePrecision::None => return None,
        DatePrecision::Day => "%Y-%m-%d",
        DatePrecision::Minute => "%Y-%m-%dT%H:%M",
        DatePrecision::Second => "%Y-%m-%dT%H:%M:%S",
    };
    let time = wall_time(timestamp, offset)?.strftime(format).to_string();
    if precision == DatePrecision::Day && offset == OFFSET {
        return Some(time);
    }
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs();
    Some(format!("{time}{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}

/// The date for a reader: `2022-01-05`, `2022-01-05 13:31`.
pub(super) fn shown(timestamp: i64, offset: i16, precision: DatePrecision) -> Option<String> {
    let format = match precision {
        DatePrecision::None => return None,
        DatePrecision::Day => "%Y-%m-%d",
        DatePrecision::Minute | DatePrecision::Second => "%Y-%m-%d %H:%M",
    };
    Some(wall_time(timestamp, offset)?.strftime(format).to_string())
}

/// The date that `text` says: what [`stamp`] writes, and also `2022/1/5 13:31`, `2022年1月5日`, `20220105`. What says no
/// zone is of China's.
pub(super) fn parse(text: &str) -> Option<(i64, i16, DatePrecision)> {
    let mut rest = Rest(text.trim());
    let year = rest.number(4, 4)?;
    let parted = rest.mark(&['-', '/', '.', '年']);
    let least = if parted { 1 } else { 2 };
    let month = rest.number(least, 2)?;
    if parted && !rest.mark(&['-', '/', '.', '月']) {
        return None;
    }
    let day = rest.number(least, 2)?;
    rest.mark(&['日']);
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()?;
    let began = rest.mark(&['T', 't']) || rest.blank() && rest.0.starts_with(|c: char| c.is_ascii_digit());
    let (mut seconds, mut precision) = (0, DatePrecision::Day);
    if began {
        let hour = rest.number(1, 2).filter(|&hour| hour < 24)?;
        let minute = rest
            .mark(&[':'])
            .then(|| rest.number(2, 2))?
            .filter(|&minute| minute < 60)?;
        (seconds, precision) = (hour * 3600 + minute * 60, DatePrecision::Minute);
        if rest.mark(&[':']) {
            seconds += rest.number(2, 2).filter(|&second| second < 60)?;
            precision = DatePrecision::Second;
            if rest.mark(&['.', ',']) {
                rest.number(1, 9)?;
            }
        }
    }
    rest.blank();
    let offset = rest.zone()?;
    Some((midnight(date, offset)? + i64::from(seconds), offset, precision))
}

/// A moment as programs have it: [`parse`]d, or a number of seconds, milliseconds or microseconds since 1970.
pub(super) fn moment(text: &str) -> Option<i64> {
    if let Some((date, ..)) = parse(text) {
        return Some(date);
    }
    unix(text)
}

/// A number of seconds, milliseconds or microseconds since 1970 as seconds.
pub(super) fn unix(text: &str) -> Option<i64> {
    let number: i64 = text.trim().parse().ok()?;
    Some(match number.unsigned_abs() {
        0..100_000_000_000 => number,
        100_000_000_000..100_000_000_000_000 => number.div_euclid(1000),
        _ => number.div_euclid(1_000_000),
    })
}

/// What of a date is not read yet.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    /// The number of at least so many digits and at most so many.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let digits = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at_checked(digits)?;
        if digits < least {
            return None;
        }
        self.0 = rest;
        number.parse().ok()
    }

    /// Whether one of these marks comes, which is then read.
    fn mark(&mut self, marks: &[char]) -> bool {
        match self.0.strip_prefix(marks) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// Whether blanks come, which are then read.
    fn blank(&mut self) -> bool {
        let rest = self.0.trim_start();
        let blank = rest.len() < self.0.len();
        self.0 = rest;
        blank
    }

    /// The offset that the rest is, in minutes; `None` where it is anything else.
    fn zone(&mut self) -> Option<i16> {
        if self.0.is_empty() {
            return Some(OFFSET);
        }
        if self.mark(&['Z', 'z']) {
            return self.0.is_empty().then_some(0);
        }
        let west = self.mark(&['-']);
        if !west && !self.mark(&['+']) {
            return None;
        }
        let hours = self.number(2, 2)?;
        self.mark(&[':']);
        let minutes = if self.0.is_empty() { 0 } else { self.number(2, 2)? };
        let offset = i16::try_from(hours * 60 + minutes).ok()?;
        (self.0.is_empty() && hours < 24 && minutes < 60).then_some(if west { -offset } else { offset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_spreadsheets_and_people_write_them() {
        let written = |text| parse(text).and_then(|(date, offset, precision)| stamp(date, offset, precision));
        for text in [
            "2022-01-05",
            "2022/1/5",
            "2022年1月5日",
            "20220105",
            " 2022.01.05 ",
        ] {
            assert_eq!(written(text).as_deref(), Some("2022-01-05"), "{text}");
        }
        for (text, stamp) in [
            ("2022/1/5 9:31", "2022-01-05T09:31+08:00"),
            ("2022-01-05 13:31:14 +0800", "2022-01-05T13:31:14+08:00"),
            ("2022-01-05T13:31:14.250Z", "2022-01-05T13:31:14+00:00"),
            ("2022-01-05-05:00", "2022-01-05-05:00"),
        ] {
            assert_eq!(written(text).as_deref(), Some(stamp), "{text}");
        }
        for text in [
            "",
            "昨天",
            "2022",
            "2022-13-01",
            "2022-02-30",
            "1/5/2022",
            "2022-01-05 25:00",
            "2022-01-05T",
            "2022-01-05T13:31+8:0",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_seconds_and_less() {
        for text in ["1641360674", "1641360674000", "1641360674000000"] {
            assert_eq!(moment(text), Some(1_641_360_674));
        }
    }
}
