//! Arguments, one file per subcommand, exit codes, and the wiring of everything else.

mod archive;
mod args;
mod bookmark;
mod categories;
mod check;
mod cite;
mod completions;
mod doctor;
mod export;
mod failure;
mod found;
mod help;
mod index;
mod json;
mod keys;
mod library;
mod list;
mod man;
mod output;
mod read;
mod rules;
mod saved;
mod screen;
mod search;
mod settings;
mod show;
mod table;
mod text_index;
mod trend;
mod wiring;

use std::process::ExitCode;
use std::sync::Arc;

use signal_hook::consts::signal::SIGXFSZ;

use args::{Args, Command};

/// The command failed; standard error says why.
const FAILURE: u8 = 1;

/// Runs the program with the arguments of this process and returns its exit code: 0 when the command
/// did its work, 1 for a failure, 2 for wrong usage (which the argument parser reports itself). A closed
/// pipe is not an error.
pub fn run() -> ExitCode {
    let mut args = Args::read();
    // A file that may not grow is an error where it is written (SIGXFSZ would end the process). Where the
    // handler cannot be set, that is all that is lost.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
    settings::read(&mut args);
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("finews: {}", failure::told(args.lang(), &error));
            ExitCode::from(FAILURE)
        }
    }
}

fn dispatch(args: &Args) -> anyhow::Result<()> {
    // What works with the file, or tells of it, must not fail by it.
    if !matches!(args.command, Some(Command::Config(_) | Command::Doctor(_))) {
        settings::judge(args)?;
    }
    match &args.command {
        Some(Command::Read(read)) if read.line_mode => read::run(args, read),
        None | Some(Command::Read(_)) => screen::run(args),
        Some(Command::List(list)) => list::run(args, list),
        Some(Command::Search(search)) => search::run(args, search),
        Some(Command::Trend(trend)) => trend::run(args, trend),
        Some(Command::Categories(categories)) => categories::run(args, categories),
        Some(Command::Keys(keys)) => keys::run(args, keys),
        Some(Command::Show(show)) => show::run(args, show),
        Some(Command::Export(export)) => export::run(args, export),
        Some(Command::Cite(cite)) => cite::run(args, cite),
        Some(Command::Check(check)) => check::run(args, check),
        Some(Command::Index(index)) => index::run(args, index),
        Some(Command::Bookmark(bookmark)) => bookmark::run(args, bookmark),
        Some(Command::Rules(rules)) => rules::run(args, rules),
        Some(Command::Library(library)) => library::run(args, library),
        Some(Command::Config(config)) => settings::run(args, config),
        Some(Command::Doctor(doctor)) => doctor::run(args, doctor),
        Some(Command::Completions(completions)) => completions::run(args, completions),
        Some(Command::Man) => man::run(args),
    }
}

/// Whether the reader of our output went away.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
