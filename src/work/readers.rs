//! The threads that read files. More than there are cores: from a disk that is not in memory a file takes some
//! hundred microseconds to come, and disks answer many questions at once.

use std::sync::OnceLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// With 8 the first reading of 100,000 posts from a solid-state disk took 2.8 s where with 2 it took 6.5 s; from memory,
/// both the same.
const LEAST: usize = 8;

/// How much the threads give way to the one that draws, in steps of `nice`.
const NICE: i32 = 10;

/// Lets this thread give way to others. Where the system does not do that for threads, it stays as it is.
pub(super) fn give_way() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::setpriority_process;
        use rustix::thread::gettid;
        // Linux counts threads as processes here (setpriority(2), "Bugs").
        let _ = setpriority_process(Some(gettid()), NICE);
    }
}

/// A pool of threads for reading, which start when something is first read.
pub(super) struct Readers(OnceLock<Option<ThreadPool>>);

impl Readers {
    pub(super) fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Runs `read`, whose parallel iterators then use these threads.
    pub(super) fn run<T: Send>(&self, read: impl FnOnce() -> T + Send) -> T {
        match self.0.get_or_init(pool) {
            Some(pool) => pool.install(read),
            // Where the system gives no more threads, those that compute read too.
            None => read(),
        }
    }
}

fn pool() -> Option<ThreadPool> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    ThreadPoolBuilder::new()
        .num_threads(cores.max(LEAST))
        .thread_name(|number| format!("read-{number}"))
        .start_handler(|_| give_way())
        .build()
        .ok()
}
