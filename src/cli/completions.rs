//! `finews completions`: what makes a shell complete commands, options and their values.

use std::io::Write;

use clap_complete::{Shell, generate};

use super::args::{Args, Completions, ShellArg};
use super::{help, output};

pub(super) fn run(args: &Args, command: &Completions) -> anyhow::Result<()> {
    let shell = match command.shell {
        ShellArg::Bash => Shell::Bash,
        ShellArg::Zsh => Shell::Zsh,
        ShellArg::Fish => Shell::Fish,
    };
    // It panics where what it writes to fails, as a closed pipe does.
    let mut script = Vec::new();
    generate(shell, &mut help::command(args.lang()), "finews", &mut script);
    let mut out = output::output();
    out.write_all(&script)?;
    Ok(out.flush()?)
}
