//! How what was measured in a pseudo-terminal is told.

use std::time::Duration;

use super::pty::Painted;

/// One line of the report.
pub fn row(what: &str, figure: &str) {
    println!("  {what:<58} {figure}");
}

/// Milliseconds.
pub fn ms(time: Duration) -> String {
    let time = time.as_secs_f64() * 1000.0;
    if time < 100.0 {
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

/// Median, 99 of 100, and the median of bytes.
pub fn keys(painted: &[Painted]) -> String {
    let mut times: Vec<Duration> = painted.iter().map(|key| key.after).collect();
    times.sort_unstable();
    let mut bytes: Vec<usize> = painted.iter().map(|key| key.bytes).collect();
    bytes.sort_unstable();
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)));
    let (half, most) = (at(50).copied(), at(99).copied());
    format!(
        "{} / {} p50 / p99, {} bytes",
        ms(half.unwrap_or_default()),
        ms(most.unwrap_or_default()),
        bytes.get(bytes.len() / 2).copied().unwrap_or_default()
    )
}
