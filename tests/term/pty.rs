//! A small program on the loop, started by a test program that starts itself again
//! (`FINEWS_TERM_CHILD`), and the pseudo-terminal that it runs in, with an emulated screen.

#![allow(
    dead_code,
    reason = "helpers of tests, which clippy does not know for such; no test program uses them all"
)]

use std::io::{Read as _, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::{Duration, Instant};

use finews::app::{Effect, Event, Guest, Key, KeyCode, Size, TerminalFacts};
use finews::term::{Options, Program, Terminal};
use finews::ui::Linked;
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use ratatui::style::Style;
use rustix::process::{Pid, Signal, kill_process};

pub(crate) const CHILD: &str = "FINEWS_TERM_CHILD";
/// A file to which the child appends what must be seen after its end.
pub(crate) const TRACE: &str = "FINEWS_TERM_TRACE";
pub(crate) const HOST: &str = "FINEWS_TERM_HOST";
/// Longer than anything takes; a test that waits so long has failed.
pub(crate) const FOR_EVER: Duration = Duration::from_secs(20);

struct Probe {
    size: Size,
    facts: TerminalFacts,
    keys: Vec<String>,
    news: String,
    ticks: u32,
    deadline: Option<Instant>,
    panics_in_draw: bool,
}

impl Program for Probe {
    fn update(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        match event {
            Event::Resize(size) => self.size = size,
            Event::Terminal(facts) => self.facts = facts,
            Event::Mouse(mouse) => self.news = format!("{mouse:?}"),
            Event::Paste(text) => self.news = format!("pasted {text:?}"),
            Event::Outcome(outcome) => self.news = format!("{outcome:?}"),
            Event::Tick => {
                self.ticks += 1;
                self.deadline = None;
            }
            Event::Leave => trace("leave"),
            Event::Key(key) => return self.key(key, now),
            Event::Report(_) | Event::CaughtUp => {}
        }
        Vec::new()
    }

    fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    fn draw(&self, frame: &mut ratatui::Frame<'_>) -> Vec<Linked> {
        assert!(!self.panics_in_draw, "drawn on purpose");
        let lines = [
            format!("ready {}x{}", self.size.width, self.size.height),
            format!("keys[{}]", self.keys.join(" ")),
            format!(
                "wide={:?} dark={:?} sync={:?}",
                self.facts.ambiguous_wide, self.facts.dark, self.facts.synchronised
            ),
            self.news.clone(),
            format!("ticks={} pid={}.", self.ticks, std::process::id()),
        ];
        let area = frame.area();
        for (y, line) in (0..area.height).zip(lines) {
            frame
                .buffer_mut()
                .set_stringn(0, y, line, area.width.into(), Style::new());
        }
        Vec::new()
    }
}

impl Probe {
    fn key(&mut self, key: Key, now: Instant) -> Vec<Effect> {
        self.keys.push(match key {
            Key {
                code: KeyCode::Char(c),
                ctrl,
                alt,
            } => format!(
                "{}{}{c}",
                if ctrl { "C-" } else { "" },
                if alt { "M-" } else { "" }
            ),
            Key { code, .. } => format!("{code:?}"),
        });
        match key.code {
            KeyCode::Char('z') if key.ctrl => return vec![Effect::Suspend],
            KeyCode::Char('l') if key.ctrl => return vec![Effect::Redraw],
            KeyCode::Char('q') => {
                trace("quit");
                return vec![Effect::Quit];
            }
            KeyCode::Char('c') => return vec![Effect::Copy("央行\u{1b}".into())],
            KeyCode::Char('C') => return (0..20).map(|_| Effect::Copy("央".repeat(20_000))).collect(),
            KeyCode::Char('o') => return vec![Effect::Open("https://example.com/央?a=$(id)".into())],
            KeyCode::Char('O') => return vec![Effect::Open("file:///etc/passwd".into())],
            KeyCode::Char('|') => {
                return vec![Effect::Host(Guest::Pipe {
                    command: "echo counted $(wc -l)".to_owned(),
                    text: "a\nb\n".to_owned(),
                    done: "go back",
                })];
            }
            KeyCode::Char('t') => self.deadline = Some(now + Duration::from_millis(50)),
            KeyCode::Char('p') => panic!("pressed on purpose"),
            KeyCode::Char('P') => self.panics_in_draw = true,
            KeyCode::Char('w') => drop(std::thread::spawn(|| panic!("worked on purpose")).join()),
            _ => {}
        }
        Vec::new()
    }
}

fn trace(line: &str) {
    if let Some(path) = std::env::var_os(TRACE) {
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .unwrap();
        writeln!(file, "{line}").unwrap();
    }
}

/// Not a test: where the program under test starts.
#[test]
fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let probe = Probe {
        size: Size { width: 0, height: 0 },
        facts: TerminalFacts::default(),
        keys: Vec::new(),
        news: String::new(),
        ticks: 0,
        deadline: None,
        panics_in_draw: false,
    };
    let inbox: (Sender<Event>, Receiver<Event>) = channel();
    let entered = Terminal::enter(inbox, Options::default());
    let code = match entered.and_then(|mut terminal| terminal.run(probe, |_| ())) {
        Ok(_) => 0,
        Err(error) => {
            eprintln!("finews: {error}");
            1
        }
    };
    trace("end");
    std::process::exit(code);
}

pub(crate) struct Pty {
    pub(crate) master: Option<Box<dyn MasterPty + Send>>,
    pub(crate) writer: Option<Box<dyn Write + Send>>,
    pub(crate) output: Receiver<Vec<u8>>,
    /// Everything that came.
    pub(crate) raw: Vec<u8>,
    pub(crate) emulator: vt100::Parser,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    _folder: tempfile::TempDir,
    pub(crate) trace: PathBuf,
    pub(crate) modes: String,
}

/// The number in `pid=….`.
pub(crate) fn pid_in(text: &str) -> Pid {
    let (_, rest) = text.split_once("pid=").unwrap();
    let (number, _) = rest.split_once('.').unwrap();
    Pid::from_raw(number.parse().unwrap()).unwrap()
}

/// The command line that starts this program as the child.
pub(crate) fn command() -> Vec<String> {
    let program = std::env::current_exe().unwrap();
    let mut words = vec![program.to_str().unwrap().to_owned()];
    words.extend(["pty::child", "--exact", "--nocapture", "--test-threads=1"].map(String::from));
    words
}

impl Pty {
    pub(crate) fn start(environment: &[(&str, &str)]) -> Self {
        Self::start_command(&command(), environment, true)
    }

    pub(crate) fn start_command(words: &[String], environment: &[(&str, &str)], controlling: bool) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: 12,
                cols: 70,
                ..PtySize::default()
            })
            .unwrap();
        let modes = format!("{:?}", pair.master.get_termios());
        let folder = tempfile::tempdir().unwrap();
        let trace = folder.path().join("trace");
        let mut command = CommandBuilder::new(&words[0]);
        command.args(&words[1..]);
        for name in [
            "SSH_TTY",
            "SSH_CONNECTION",
            "BROWSER",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "STY",
        ] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        command.env(CHILD, "1");
        // A host's own trace is for its child.
        command.env(
            TRACE,
            std::env::var_os(TRACE).unwrap_or_else(|| trace.clone().into()),
        );
        command.env_remove(HOST);
        for (name, value) in environment {
            command.env(name, value);
        }
        command.set_controlling_tty(controlling);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        // Bounded: a test that does not look is a terminal that does not take.
        let (sender, output) = sync_channel(4);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            output,
            raw: Vec::new(),
            emulator: vt100::Parser::new(12.try_into().unwrap(), 70.try_into().unwrap(), 0),
            child,
            _folder: folder,
            trace,
            modes,
        }
    }

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.emulator.process(bytes);
    }

    pub(crate) fn text(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Waits until what came so far satisfies `condition`.
    pub(crate) fn wait(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !condition(self) {
            let left = FOR_EVER.saturating_sub(start.elapsed());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("waited in vain for {what}; the screen:\n{}", self.text());
            };
            self.take(&bytes);
        }
    }

    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait(text, |pty| pty.text().contains(text));
    }

    pub(crate) fn sent(&self, bytes: &str) -> bool {
        self.raw
            .windows(bytes.len())
            .any(|window| window == bytes.as_bytes())
    }

    /// Bytes that come within `time`.
    pub(crate) fn listen(&mut self, time: Duration) -> usize {
        let start = Instant::now();
        let mut count = 0;
        loop {
            match self.output.recv_timeout(time.saturating_sub(start.elapsed())) {
                Ok(bytes) => {
                    count += bytes.len();
                    self.take(&bytes);
                }
                Err(RecvTimeoutError::Timeout) => return count,
                Err(RecvTimeoutError::Disconnected) => panic!("the program is gone"),
            }
        }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap()
    }

    /// Waits for the end, which must come within `most`.
    pub(crate) fn end(&mut self, most: Duration) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
                    self.take(&bytes);
                }
                return status;
            }
            assert!(
                start.elapsed() < most,
                "still running; the screen:\n{}",
                self.text()
            );
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(5)) {
                self.take(&bytes);
            }
        }
    }

    pub(crate) fn traced(&self) -> String {
        std::fs::read_to_string(&self.trace)
            .unwrap_or_default()
            .replace('\n', " ")
    }

    pub(crate) fn wait_traced(&self, wanted: &str) {
        let start = Instant::now();
        while self.traced() != wanted {
            assert!(start.elapsed() < FOR_EVER, "{}", self.traced());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The terminal is as the shell left it.
    pub(crate) fn assert_restored(&self) {
        let screen = self.emulator.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        let modes = format!("{:?}", self.master.as_ref().unwrap().get_termios());
        assert_eq!(modes, self.modes);
    }

    pub(crate) fn resize(&mut self, rows: u16, cols: u16) {
        let size = PtySize {
            rows,
            cols,
            ..PtySize::default()
        };
        self.master.as_ref().unwrap().resize(size).unwrap();
        self.emulator
            .screen_mut()
            .set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The end of the questions, and what an ordinary terminal answers.
pub(crate) const ASKED: &str = "\x1b[c";
pub(crate) const ANSWERS: &str = "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\\x1b[?2026;2$y\x1b[1;3R\x1b[?62;22;52c";
pub(crate) const FACTS: &str = "wide=Some(true) dark=Some(false) sync=Some(true)";
