//! The program: `cli::run`, then the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    finews::cli::run()
}
