//! Memory of a program's own, what is not of files: now, and the most of it for as long as it is watched.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Often enough for what grows over seconds.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// What the process `pid` has of its own, in MiB.
pub fn own(pid: u32) -> f64 {
    kilobytes(pid) as f64 / 1024.0
}

fn kilobytes(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or_default()
}

/// Looks at a process again and again.
pub struct Peak {
    most: Arc<AtomicU64>,
    ended: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Peak {
    /// Watches the process `pid` from now on.
    pub fn watch(pid: u32) -> Self {
        let (most, ended) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let thread = std::thread::spawn({
            let (most, ended) = (Arc::clone(&most), Arc::clone(&ended));
            move || {
                while !ended.load(Ordering::Relaxed) {
                    most.fetch_max(kilobytes(pid), Ordering::Relaxed);
                    std::thread::sleep(BETWEEN_LOOKS);
                }
            }
        });
        Self { most, ended, thread }
    }

    /// The most that it had, in MiB.
    pub fn end(self) -> f64 {
        self.ended.store(true, Ordering::Relaxed);
        let _ = self.thread.join();
        self.most.load(Ordering::Relaxed) as f64 / 1024.0
    }
}
