//! Days on the command line: which they are depends on the zone of the settings.

use std::ops::RangeInclusive;

use jiff::civil::{Date, DateTime};

use crate::config::Settings;
use crate::post::{parse_days, unix_time, wall_time};

/// How days are written.
pub(in crate::cli) const DAYS_FORM: &str = "write 2022-01-05, 2022-01, 2022, 01-05, yesterday or last-week";

/// How one day is written.
pub(in crate::cli) const DAY_FORM: &str = "write a day: 2022-01-05, 01-05 or yesterday";

/// Days as they were written: which days they are depends on what day it is in the zone of the settings.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Days(String);

impl Days {
    /// From the first to the last, in the zone `zone` (minutes from UTC).
    pub(in crate::cli) fn range(&self, zone: i16) -> Option<RangeInclusive<Date>> {
        let today = wall_time(unix_time(), zone)
            .map(DateTime::date)
            .unwrap_or_default();
        parse_days(&self.0, today, today)
    }
}

/// Takes `text` if it names days.
pub(super) fn days(text: &str) -> Result<Days, String> {
    let days = Days(text.to_owned());
    match days.range(Settings::default().zone) {
        Some(_) => Ok(days),
        None => Err(DAYS_FORM.to_owned()),
    }
}

/// Takes `text` if it names one day.
pub(super) fn day(text: &str) -> Result<Days, String> {
    let is_one = |days: &Days| {
        let range = days.range(Settings::default().zone);
        range.is_some_and(|days| days.start() == days.end())
    };
    days(text).ok().filter(is_one).ok_or_else(|| DAY_FORM.to_owned())
}
