//! The arguments of the benches that measure archives of several sizes.

use clap::Parser;

/// Measure what a reader waits for.
#[derive(Parser)]
struct Arguments {
    /// Files of posts; may be given several times
    #[arg(long, default_values_t = [10_000, 100_000])]
    posts: Vec<usize>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
    /// Given by cargo where the benches of all files are filtered
    #[arg(hide = true)]
    filter: Option<String>,
}

/// The sizes of the archives to be measured, in files of posts; `None` where cargo filters, which names no such bench.
pub fn sizes() -> Option<Vec<usize>> {
    let arguments = Arguments::parse();
    arguments.filter.is_none().then_some(arguments.posts)
}
