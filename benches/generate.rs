//! Writes an archive like the real one, of any size, to be measured and read by hand:
//!
//! ```text
//! cargo bench --bench generate -- --posts 100000 [--seed 1] DIR
//! ```

mod support;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use support::facts::Plan;

/// Write a generated archive of Chinese news.
#[derive(Parser)]
struct Arguments {
    /// Files of posts, copies included
    #[arg(long, default_value_t = 10_000)]
    posts: usize,
    /// The same seed gives the same archive
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
    /// A new or empty folder
    folder: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Some(folder) = arguments.folder else {
        // `cargo bench` alone runs all benches: this is none.
        println!("generate: no folder named, nothing written");
        return ExitCode::SUCCESS;
    };
    let plan = Plan {
        posts: arguments.posts,
        seed: arguments.seed,
    };
    let start = Instant::now();
    match support::archive::write(&plan, &folder) {
        Ok(written) => {
            let (posts, mega) = (written.posts, written.bytes / 1_000_000);
            let seconds = start.elapsed().as_secs_f64();
            println!("{posts} posts, {mega} MB, {seconds:.1} s: {}", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("generate: {error}");
            ExitCode::FAILURE
        }
    }
}
