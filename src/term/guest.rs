//! Programs that get the terminal and give it back: an editor or pager with an article's text, a command the user typed
//! that reads it, a browser of the terminal.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::stdio::stdin;

use crate::app::Guest;
use crate::text::clean::clean_line;

/// A signal that a key of a guest sent may arrive so much later than its end.
const LATE: Duration = Duration::from_millis(500);

/// Whether another program has the terminal, or has just had it.
#[derive(Debug, Default)]
pub(super) struct Hosting(Mutex<Option<Stay>>);

#[derive(Clone, Copy, Debug)]
enum Stay {
    Now,
    Until(Instant),
}

impl Hosting {
    /// A guest comes.
    pub(super) fn begin(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Stay::Now);
    }

    /// It has gone.
    pub(super) fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Stay::Until(Instant::now()));
    }

    /// Whether there is one now.
    pub(super) fn is_on(&self) -> bool {
        matches!(
            *self.0.lock().unwrap_or_else(PoisonError::into_inner),
            Some(Stay::Now)
        )
    }

    /// Whether a signal that the keyboard sends is meant for a guest.
    pub(super) fn gets_keys(&self) -> bool {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(Stay::Now) => true,
            Some(Stay::Until(ended)) => ended.elapsed() < LATE,
            None => false,
        }
    }
}

/// How a guest ended: it did its work, or why not, as one clean line.
pub(super) type Ended = Result<(), String>;

/// Runs `guest` on the terminal, which is its own for so long. `variable` looks up the environment.
pub(super) fn run(guest: &Guest, variable: impl Fn(&str) -> Option<OsString>) -> Ended {
    match guest {
        Guest::Pipe { command, text, done } => {
            let ended = pipe(command, text).map_err(|error| told("sh", &error));
            wait_for_enter(done);
            judged(command, ended?)
        }
        Guest::Edit { name, text } => edit(name, text, &editors(variable)),
    }
}

/// Runs one command with the terminal.
pub(super) fn foreground(program: &str, arguments: &[String]) -> io::Result<ExitStatus> {
    Command::new(program).args(arguments).status()
}

/// Whether it did its work, or what its name and status are.
pub(super) fn judged(name: &str, status: ExitStatus) -> Ended {
    if status.success() {
        Ok(())
    } else {
        Err(format!("{}: {status}", clean_line(name)))
    }
}

fn told(name: &str, error: &io::Error) -> String {
    clean_line(&format!("{name}: {error}"))
}

/// The command, as the user typed it, is the only thing that a shell ever sees; the text comes on its standard input.
fn pipe(command: &str, text: &str) -> io::Result<ExitStatus> {
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // One that reads only a part, as `head` does, is no failure.
        let _ = input.write_all(text.as_bytes());
    }
    child.wait()
}

/// Opens `text`, in a file of its own, with the first of `editors` that there is.
fn edit(name: &str, text: &str, editors: &[String]) -> Ended {
    let folder = tempfile::tempdir().map_err(|error| told(name, &error))?;
    let path = folder.path().join(name);
    fs::write(&path, text).map_err(|error| told(name, &error))?;
    let mut failed = io::Error::from(io::ErrorKind::NotFound);
    for editor in editors {
        let mut words = editor.split_whitespace();
        let Some(program) = words.next() else { continue };
        match Command::new(program).args(words).arg(&path).status() {
            Ok(status) => return judged(program, status),
            Err(error) => failed = error,
        }
    }
    Err(told(editors.first().map_or("", String::as_str), &failed))
}

/// The commands to try: what the user says, else what there mostly is. Arguments are separated by white space.
fn editors(variable: impl Fn(&str) -> Option<OsString>) -> Vec<String> {
    let named = ["VISUAL", "EDITOR", "PAGER"].into_iter().filter_map(variable);
    let named = named.map(|value| value.to_string_lossy().into_owned());
    let usual = ["less", "more", "vi"].map(str::to_owned);
    named
        .filter(|value| !value.trim().is_empty())
        .chain(usual)
        .collect()
}

/// Says `done` below what the command wrote and waits for Enter, byte by byte: nothing that was typed ahead is lost.
fn wait_for_enter(done: &str) {
    eprint!("\n{done} ");
    let mut byte = [0];
    while let Ok(1) = rustix::io::read(stdin(), &mut byte) {
        if byte == *b"\n" {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_editor_goes_before_what_there_mostly_is() {
        let of = |set: &[(&str, &str)]| {
            editors(|name| {
                let found = set.iter().find(|(own, _)| *own == name);
                found.map(|(_, value)| OsString::from(value))
            })
        };
        assert_eq!(of(&[]), ["less", "more", "vi"]);
        assert_eq!(
            of(&[("EDITOR", "vim -R"), ("PAGER", "most"), ("VISUAL", " ")])[..2],
            ["vim -R", "most"]
        );
    }

    #[test]
    fn a_file_is_opened_by_the_first_there_is() {
        let commands = ["/no/such/editor".to_owned(), "grep -q 正文".to_owned()];
        assert_eq!(edit("a.txt", "一段正文", &commands), Ok(()));
        let failed = edit("a.txt", "别的", &commands).unwrap_err();
        assert!(failed.contains("grep: exit status: 1"), "{failed}");
        let none = edit("a.txt", "", &commands[..1]).unwrap_err();
        assert!(none.contains("/no/such/editor"), "{none}");
    }

    #[test]
    fn a_command_reads_the_text_and_may_stop_reading() {
        let status = pipe("grep -q 正文", "一段正文").unwrap();
        assert!(status.success());
        let long = "一行\n".repeat(100_000);
        assert!(pipe("head -1 >/dev/null", &long).unwrap().success());
    }
}
