//! A word typed at the search prompt of the program in a pseudo-terminal: from its last key to the first hits on the screen,
//! to all hits, and to the sentences that matched.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::figures::{median, ms, row};
use super::pty::{Terminal, variables};

/// Words typed whose median counts.
const ROUNDS: usize = 5;

/// Measures `words`, each as it is called, with the index of texts or without. The catalogue is there.
pub fn measure(folder: &Path, words: &[(&str, &str)], indexed: bool) -> io::Result<()> {
    let home = tempfile::tempdir()?;
    run(folder, home.path(), &["index"])?;
    if indexed {
        run(folder, home.path(), &["index", "--text"])?;
    }
    for (what, word) in words {
        let (mut first, mut all, mut sentences) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let typed = typed(folder, home.path(), word)?;
            first.push(typed.first);
            all.extend(typed.all);
            sentences.push(typed.sentences);
        }
        let all = if all.is_empty() {
            "later".to_owned()
        } else {
            ms(median(all))
        };
        let figures = format!("{}, {all}, {}", ms(median(first)), ms(median(sentences)));
        row(&format!("{what}, {word}"), &figures);
    }
    Ok(())
}

/// From the last key.
struct Typed {
    /// To the first hits.
    first: Duration,
    /// To the whole answer, if it came with the first.
    all: Option<Duration>,
    /// To the first sentence that matched.
    sentences: Duration,
}

fn typed(folder: &Path, home: &Path, word: &str) -> io::Result<Typed> {
    let args = ["--lang", "zh", "--archive", &folder.display().to_string()];
    let mut terminal = Terminal::start(env!("CARGO_BIN_EXE_finews"), &args, home)?;
    let fail = |terminal: &Terminal, what: &str| {
        io::Error::other(format!("waited for {what} in vain:\n{}", terminal.screen()))
    };
    if terminal.wait(|screen| screen.contains("? 帮助")).is_none() {
        return Err(fail(&terminal, "the first screen"));
    }
    terminal.key("/");
    let pressed = terminal.send(word)?;
    let status = |screen: &str| screen.lines().last().unwrap_or_default().to_owned();
    let hits = |screen: &str| status(screen).contains(" 篇") && !status(screen).contains(" 0 篇");
    let Some(first) = terminal.wait(hits) else {
        return Err(fail(&terminal, "hits"));
    };
    let whole = !status(&terminal.screen()).contains("还要读");
    // A title is cut by its cells, a sentence has an ellipsis or stands under its row: the word comes once more for each.
    let sentence = |screen: &str| {
        let lines = screen
            .lines()
            .filter(|line| line.starts_with("  ") && !line.contains(':'));
        lines.filter(|line| line.contains(word)).count() > 0
    };
    let Some(sentences) = terminal.wait(sentence) else {
        return Err(fail(&terminal, "a sentence"));
    };
    Ok(Typed {
        first: first - pressed,
        all: whole.then(|| first - pressed),
        sentences: sentences - pressed,
    })
}

fn run(folder: &Path, home: &Path, command: &[&str]) -> io::Result<()> {
    let status = Command::new(env!("CARGO_BIN_EXE_finews"))
        .arg("--archive")
        .arg(folder)
        .args(command)
        .envs(variables(home))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("finews {command:?} failed")))
    }
}
