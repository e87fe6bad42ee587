//! Arguments, one file per subcommand, exit codes, and the wiring of everything else.

use std::process::ExitCode;

/// Runs the program with the arguments of this process and returns its exit code.
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
