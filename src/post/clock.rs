//! Wall-clock times at an offset from UTC, and back.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// Seconds of a day.
pub const DAY: i64 = 24 * 60 * 60;

/// Now, in seconds since 1970-01-01T00:00:00Z; 0 on a machine whose clock stands before that.
pub fn unix_time() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() as i64)
}

/// An offset of so many minutes from UTC.
fn offset(minutes: i16) -> Option<Offset> {
    Offset::from_seconds(i32::from(minutes) * 60).ok()
}

/// What a clock `minutes` from UTC shows at `timestamp`, in seconds since 1970-01-01T00:00:00Z; `None`
/// beyond the years of the calendar.
pub fn wall_time(timestamp: i64, minutes: i16) -> Option<DateTime> {
    Some(offset(minutes)?.to_datetime(Timestamp::from_second(timestamp).ok()?))
}

/// The seconds since 1970-01-01T00:00:00Z at which `date` begins, `minutes` from UTC.
pub fn midnight(date: Date, minutes: i16) -> Option<i64> {
    Some(
        offset(minutes)?
            .to_timestamp(date.to_datetime(jiff::civil::Time::midnight()))
            .ok()?
            .as_second(),
    )
}

/// `timestamp` as RFC 3339 has it, `minutes` from UTC: `2022-01-05T13:31:14+08:00`.
pub fn rfc3339(timestamp: i64, minutes: i16) -> Option<String> {
    Some(
        Timestamp::from_second(timestamp)
            .ok()?
            .display_with_offset(offset(minutes)?)
            .to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let date = jiff::civil::date(2022, 1, 5);
        let begins = midnight(date, 480).unwrap();
        assert_eq!(wall_time(begins, 480).unwrap().date(), date);
        assert_eq!(
            wall_time(begins - 1, 480).unwrap().date(),
            date.yesterday().unwrap()
        );
        assert_eq!(rfc3339(begins, 480).unwrap(), "2022-01-05T00:00:00+08:00");
        assert_eq!(wall_time(i64::MAX, 480), None);
    }
}
