//! `finews completions`: what makes a shell complete commands, options and their values.

use std::io::Write;

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use super::args::{Args, Completions, ShellArg};
use super::output;

pub(super) fn run(command: &Completions) -> anyhow::Result<()> {
    let shell = match command.shell {
        ShellArg::Bash => Shell::Bash,
        ShellArg::Zsh => Shell::Zsh,
        ShellArg::Fish => Shell::Fish,
    };
    // It panics where what it writes to fails, as a closed pipe does.
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), "finews", &mut script);
    let mut out = output::output();
    out.write_all(&script)?;
    Ok(out.flush()?)
}
