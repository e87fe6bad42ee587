//! How what was measured is told.

use std::time::Duration;

use super::pty::Painted;

/// One line of the report.
pub fn row(what: &str, figure: &str) {
    println!("  {what:<58} {figure}");
}

/// Milliseconds.
pub fn ms(time: Duration) -> String {
    let time = time.as_secs_f64() * 1000.0;
    if time < 1.0 {
        format!("{time:.2} ms")
    } else if time < 100.0 {
        format!("{time:.1} ms")
    } else {
        format!("{time:.0} ms")
    }
}

/// The one in the middle; zero of none.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// One line of the report, with what it is meant to be.
pub fn beside(what: &str, figure: &str, budget: &str) {
    row(what, &format!("{figure:<38} ({budget})"));
}

/// Median and 99 of 100.
pub fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    let at = |percent: usize| times.get((times.len() * percent / 100).min(last)).copied();
    format!(
        "{} / {}",
        ms(at(50).unwrap_or_default()),
        ms(at(99).unwrap_or_default())
    )
}

/// Median, 99 of 100, and the median of bytes.
pub fn keys(painted: &[Painted]) -> String {
    let times = painted.iter().map(|key| key.after).collect();
    let mut bytes: Vec<usize> = painted.iter().map(|key| key.bytes).collect();
    bytes.sort_unstable();
    format!(
        "{} p50 / p99, {} bytes",
        spread(times),
        bytes.get(bytes.len() / 2).copied().unwrap_or_default()
    )
}
