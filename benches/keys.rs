//! Bytes and milliseconds per key on a screen of 100 columns and 30 rows, pane by pane, and the start, direct, in tmux and over
//! 9,600 baud; beside newsboat and neomutt with the same posts, where they are installed.
//!
//! ```text
//! cargo bench --bench keys                          10,000 posts
//! cargo bench --bench keys -- --posts 100000        so many: newsboat's first reading takes minutes
//! ```

mod support;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use finews::archive::{Archive, PostFile};
use finews::store::{Scope, Store};
use finews::work::load;
use support::arguments::sizes;
use support::disk;
use support::figures::{keys, median, ms, row};
use support::peers::{is_installed, newsboat_with_feed};
use support::pty::{Painted, Terminal, variables};

/// Presses of each key.
const PRESSES: usize = 60;
/// Starts whose median counts.
const STARTS: usize = 5;
/// 9,600 baud, in bytes a second.
const SLOW: f64 = 960.0;

fn main() -> io::Result<()> {
    let Some(sizes) = sizes() else { return Ok(()) };
    // The larger one is asked for by name.
    let posts = sizes.first().copied().unwrap_or(10_000);
    let folder = disk::archive_of(posts);
    println!("\n{posts} posts");
    let archive = Archive::open(&folder).map_err(io::Error::other)?;
    let mut store = None;
    load(&archive, 0, &AtomicBool::new(false), |batch| {
        store = Some(batch.store);
    });
    let store = store.ok_or_else(|| io::Error::other("an archive without articles"))?;
    finews(&folder)?;
    if is_installed("newsboat") {
        newsboat(&archive, &store)?;
    }
    if is_installed("neomutt") {
        neomutt(&archive, &store)?;
    }
    Ok(())
}

/// A reader that is measured, and the words that its first screen shows.
struct Reader<'a> {
    name: &'a str,
    program: &'a str,
    args: Vec<&'a str>,
    home: &'a Path,
    shows: &'a str,
}

impl Reader<'_> {
    fn start(&self) -> io::Result<Terminal> {
        Terminal::start(self.program, &self.args, self.home)
    }

    /// The start: direct, in tmux, and how long the bytes of the first screen take over a slow line.
    fn starts(&self, quit: &str) -> io::Result<()> {
        let holds = |screen: &str| screen.contains(self.shows);
        let (mut direct, mut tmux, mut bytes) = (Vec::new(), Vec::new(), 0);
        for _ in 0..STARTS {
            let mut start = self.start()?;
            direct.extend(start.until(holds));
            bytes = start.received();
            start.end(quit);
        }
        row(&format!("{}: start", self.name), &ms(median(direct)));
        if is_installed("tmux") {
            let socket = self.home.join("tmux").display().to_string();
            for _ in 0..STARTS {
                let mut args = vec!["-S", &socket, "-f", "/dev/null", "new-session", self.program];
                args.extend(&self.args);
                let mut start = Terminal::start("tmux", &args, self.home)?;
                tmux.extend(start.until(holds));
                start.end(quit);
            }
            row(&format!("{}: start in tmux", self.name), &ms(median(tmux)));
        }
        let seconds = bytes as f64 / SLOW;
        row(
            &format!("{}: first screen over 9,600 baud", self.name),
            &format!("{bytes} bytes, {seconds:.1} s"),
        );
        Ok(())
    }

    fn presses(&self, terminal: &mut Terminal, what: &str, key: &str) {
        let pressed: Vec<Painted> = (0..PRESSES).filter_map(|_| terminal.key(key)).collect();
        row(
            &format!("{}: {what} ({})", self.name, pressed.len()),
            &keys(&pressed),
        );
    }

    fn once(&self, terminal: &mut Terminal, what: &str, key: &str) {
        let pressed: Vec<Painted> = terminal.key(key).into_iter().collect();
        row(&format!("{}: {what}", self.name), &keys(&pressed));
    }
}

const PAGE_DOWN: &str = "\x1b[6~";

fn finews(folder: &Path) -> io::Result<()> {
    let home = tempfile::tempdir()?;
    let archive = folder.display().to_string();
    let program = env!("CARGO_BIN_EXE_finews");
    let index = Command::new(program)
        .args(["--archive", &archive, "index"])
        .envs(variables(home.path()))
        .stdout(std::process::Stdio::null())
        .status()?;
    if !index.success() {
        return Err(io::Error::other("finews index failed"));
    }
    let reader = Reader {
        name: "finews",
        program,
        args: vec!["--lang", "zh", "--archive", &archive],
        home: home.path(),
        shows: " 1/",
    };
    reader.starts("Q")?;
    let mut terminal = reader.start()?;
    terminal.until(|screen| screen.contains(reader.shows));
    reader.presses(&mut terminal, "j in the list", "j");
    reader.presses(&mut terminal, "Page Down in the list", PAGE_DOWN);
    reader.once(&mut terminal, "open an article", "\r");
    reader.presses(&mut terminal, "j in the page beside the list", "j");
    terminal.key("q");
    terminal.key("h");
    reader.presses(&mut terminal, "j in the categories", "j");
    terminal.key("l");
    terminal.key("gg");
    terminal.key("\r");
    terminal.key("z");
    terminal.key("gg");
    reader.presses(&mut terminal, "j in the zoomed page", "j");
    terminal.key("gg");
    reader.presses(&mut terminal, "Page Down in the zoomed page", PAGE_DOWN);
    terminal.key("z");
    terminal.key("q");
    terminal.key("/");
    reader.presses(&mut terminal, "a letter in a prompt, with what it finds", "央");
    terminal.key("\x1b");
    terminal.end("Q");
    Ok(())
}

fn newsboat(archive: &Archive, store: &Store) -> io::Result<()> {
    let home = tempfile::tempdir()?;
    let args = newsboat_with_feed(archive, store, home.path())?;
    let reader = Reader {
        name: "newsboat",
        program: "newsboat",
        args: args.iter().map(String::as_str).collect(),
        home: home.path(),
        shows: "EVERYTHING",
    };
    reader.starts("q")?;
    let mut terminal = reader.start()?;
    terminal.until(|screen| screen.contains(reader.shows));
    reader.once(&mut terminal, "open the list", "\r");
    reader.presses(&mut terminal, "j in the list", "j");
    reader.presses(&mut terminal, "Page Down in the list", PAGE_DOWN);
    reader.once(&mut terminal, "open an article", "\r");
    reader.presses(&mut terminal, "j in the page", "j");
    reader.presses(&mut terminal, "Page Down in the page", PAGE_DOWN);
    Ok(())
}

fn neomutt(archive: &Archive, store: &Store) -> io::Result<()> {
    let home = tempfile::tempdir()?;
    let mbox = home.path().join("mbox");
    let mut mails = String::new();
    for article in store.rows(Scope::All) {
        let body = archive.read(&PostFile::from_raw(&article.path())).body;
        let (title, body) = (
            STANDARD.encode(article.title()),
            body.replace("\nFrom ", "\n>From "),
        );
        writeln!(
            mails,
            "From news@example.com Thu Jan  6 10:00:00 2022\nFrom: News <news@example.com>\nSubject: =?utf-8?B?{title}?=\n\
             Date: Thu, 6 Jan 2022 10:00:00 +0800\nMessage-ID: <{}@example.com>\nMIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\nStatus: RO\n\n{body}\n",
            article.id()
        )
        .map_err(io::Error::other)?;
    }
    fs::write(&mbox, mails)?;
    let header_cache = home.path().join("headers").display().to_string();
    let settings = format!(
        "set header_cache=\"{header_cache}\"\nset sort=mailbox-order\nset quit=yes\nset mark_old=no\nset pager_index_lines=0\n"
    );
    fs::write(home.path().join("muttrc"), settings)?;
    let (mbox, settings) = (
        mbox.display().to_string(),
        home.path().join("muttrc").display().to_string(),
    );
    let reader = Reader {
        name: "neomutt",
        program: "neomutt",
        args: vec!["-F", &settings, "-n", "-R", "-f", &mbox],
        home: home.path(),
        shows: "News",
    };
    reader.starts("x")?;
    let mut terminal = reader.start()?;
    terminal.until(|screen| screen.contains(reader.shows));
    terminal.key("=");
    reader.presses(&mut terminal, "j in the list", "j");
    reader.presses(&mut terminal, "Page Down in the list", "z");
    reader.once(&mut terminal, "open an article", "\r");
    reader.presses(&mut terminal, "a line down in the page", "\r");
    reader.presses(&mut terminal, "Page Down in the page", " ");
    Ok(())
}
