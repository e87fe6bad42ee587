//! The loop in a real pseudo-terminal: this test program starts itself again as the program under
//! test (`FINEWS_TERM_CHILD`), plays the terminal, and looks at an emulated screen.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, which clippy does not know for such"
)]

use std::io::{Read as _, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::{Duration, Instant};

use finews::app::{Effect, Event, Key, KeyCode, Size, TerminalFacts};
use finews::term::{Options, Program, run};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use ratatui::style::Style;
use rustix::process::{Pid, Signal, kill_process};

const CHILD: &str = "FINEWS_TERM_CHILD";
/// A file to which the child appends what must be seen after its end.
const TRACE: &str = "FINEWS_TERM_TRACE";
const HOST: &str = "FINEWS_TERM_HOST";
/// Longer than anything takes; a test that waits so long has failed.
const FOR_EVER: Duration = Duration::from_secs(20);

// ---- the program under test ----

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
            Event::Paste(text) => self.news = format!("pasted {text:?}"),
            Event::Outcome(outcome) => self.news = format!("{outcome:?}"),
            Event::Tick => {
                self.ticks += 1;
                self.deadline = None;
            }
            Event::Leave => trace("leave"),
            Event::Report(report) => match report {},
            Event::Key(key) => return self.key(key, now),
        }
        Vec::new()
    }

    fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    fn draw(&self, frame: &mut ratatui::Frame<'_>) {
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

/// Not a test: where the child starts.
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
    let code = match run(probe, inbox, |request| match request {}, Options::default()) {
        Ok(_) => 0,
        Err(error) => {
            eprintln!("finews: {error}");
            1
        }
    };
    trace("end");
    std::process::exit(code);
}

// ---- the terminal ----

struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    /// Everything that came.
    raw: Vec<u8>,
    emulator: vt100::Parser,
    child: Box<dyn Child + Send + Sync>,
    _folder: tempfile::TempDir,
    trace: PathBuf,
    modes: String,
}

/// The number in `pid=….`.
fn pid_in(text: &str) -> Pid {
    let (_, rest) = text.split_once("pid=").unwrap();
    let (number, _) = rest.split_once('.').unwrap();
    Pid::from_raw(number.parse().unwrap()).unwrap()
}

/// The command line that starts this program as the child.
fn command() -> Vec<String> {
    let program = std::env::current_exe().unwrap();
    let mut words = vec![program.to_str().unwrap().to_owned()];
    words.extend(["child", "--exact", "--nocapture", "--test-threads=1"].map(String::from));
    words
}

impl Pty {
    fn start(environment: &[(&str, &str)]) -> Self {
        Self::start_command(&command(), environment, true)
    }

    fn start_command(words: &[String], environment: &[(&str, &str)], controlling: bool) -> Self {
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

    fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.emulator.process(bytes);
    }

    fn text(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Waits until what came so far satisfies `condition`.
    fn wait(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !condition(self) {
            let left = FOR_EVER.saturating_sub(start.elapsed());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("waited in vain for {what}; the screen:\n{}", self.text());
            };
            self.take(&bytes);
        }
    }

    fn wait_for(&mut self, text: &str) {
        self.wait(text, |pty| pty.text().contains(text));
    }

    fn sent(&self, bytes: &str) -> bool {
        self.raw
            .windows(bytes.len())
            .any(|window| window == bytes.as_bytes())
    }

    /// Bytes that come within `time`.
    fn listen(&mut self, time: Duration) -> usize {
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

    fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap()
    }

    /// Waits for the end, which must come within `most`.
    fn end(&mut self, most: Duration) -> ExitStatus {
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

    fn traced(&self) -> String {
        std::fs::read_to_string(&self.trace)
            .unwrap_or_default()
            .replace('\n', " ")
    }

    fn wait_traced(&self, wanted: &str) {
        let start = Instant::now();
        while self.traced() != wanted {
            assert!(start.elapsed() < FOR_EVER, "{}", self.traced());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The terminal is as the shell left it.
    fn assert_restored(&self) {
        let screen = self.emulator.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        let modes = format!("{:?}", self.master.as_ref().unwrap().get_termios());
        assert_eq!(modes, self.modes);
    }

    fn resize(&mut self, rows: u16, cols: u16) {
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
const ASKED: &str = "\x1b[c";
const ANSWERS: &str = "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\\x1b[?2026;2$y\x1b[1;3R\x1b[?62;22;52c";
const FACTS: &str = "wide=Some(true) dark=Some(false) sync=Some(true)";

// ---- the tests ----

#[test]
fn keys_arrive_and_the_terminal_is_given_back() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready 70x12");
    assert!(pty.emulator.screen().alternate_screen() && pty.emulator.screen().hide_cursor());
    pty.send("jG央\x1b[A\x1bx\x04");
    pty.wait_for("keys[j G 央 Up M-x C-d]");
    pty.send("\x1b");
    pty.wait_for("C-d Esc]");
    pty.send("\x1b[200~利率\r下行\x1b[201~");
    pty.wait_for("pasted \"利率\\n下行\"");
    pty.send("q");
    assert_eq!(pty.end(FOR_EVER).exit_code(), 0);
    pty.assert_restored();
    assert_eq!(pty.traced(), "quit end ");
}

#[test]
fn what_was_typed_ahead_is_kept() {
    let mut pty = Pty::start(&[]);
    pty.send("jk央");
    pty.wait_for("keys[j k 央]");
}

#[test]
fn the_size_is_followed() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready 70x12");
    for (rows, cols) in [(5, 40), (1, 1), (50, 200), (12, 70)] {
        pty.resize(rows, cols);
        if cols > 20 {
            pty.wait_for(&format!("ready {cols}x{rows}"));
        }
    }
}

#[test]
fn a_deadline_brings_one_tick() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ticks=0");
    pty.send("t");
    pty.wait_for("ticks=1");
}

#[test]
fn answers_become_facts_and_frames_are_framed() {
    let mut pty = Pty::start(&[]);
    pty.wait("the questions", |pty| pty.sent(ASKED));
    pty.send(ANSWERS);
    pty.wait_for(FACTS);
    pty.send("j");
    pty.wait_for("keys[j]");
    assert!(pty.sent("\x1b[?2026h\x1b["));
}

#[test]
fn the_first_screen_waits_for_no_answer() {
    let mut pty = Pty::start(&[]);
    pty.wait("the questions", |pty| pty.sent(ASKED));
    let asked = Instant::now();
    pty.wait_for("ready");
    assert!(
        asked.elapsed() < Duration::from_millis(100),
        "{:?}",
        asked.elapsed()
    );
    pty.send("q");
    assert_eq!(pty.end(Duration::from_secs(2)).exit_code(), 0);
    pty.assert_restored();
}

#[test]
fn late_answers_cut_anywhere_are_no_keys() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("j");
    pty.wait_for("keys[j]");
    for byte in ANSWERS.bytes() {
        pty.send([byte]);
        std::thread::sleep(Duration::from_millis(12));
    }
    pty.wait_for(FACTS);
    pty.send("k");
    pty.wait_for("keys[j k]");
}

#[test]
fn odd_answers_are_no_keys_either() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send(
        "\x1b]11;?\x07\x1b[?2026;0$y\x1b[24;80R\x1b[>1;10;0c\x1bP>|term 1.0\x1b\\\x1b[?997;1n\x1b[?1;2c",
    );
    pty.send("k");
    pty.wait_for("keys[k]");
    assert!(
        pty.text().contains("wide=None dark=None sync=Some(false)"),
        "{}",
        pty.text()
    );
}

#[test]
fn answers_do_not_reach_the_shell() {
    let script = format!("{}; read -r line; echo \"got:$line:\"", command().join(" "));
    let mut pty = Pty::start_command(&["/bin/sh".into(), "-c".into(), script], &[], true);
    pty.wait("the questions", |pty| pty.sent(ASKED));
    pty.send("q");
    pty.wait("the quit", |pty| {
        pty.traced().contains("quit") || pty.sent("nothing")
    });
    pty.send(ANSWERS);
    pty.wait("the main screen", |pty| !pty.emulator.screen().alternate_screen());
    pty.send("hello\r");
    pty.wait_for("got:hello:");
}

#[test]
fn the_linux_console_is_asked_nothing() {
    let mut pty = Pty::start(&[("TERM", "linux")]);
    pty.wait_for("ready");
    assert!(!pty.sent("\x1b]11") && !pty.sent(ASKED));
}

#[test]
fn told_to_go_it_saves_and_goes() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut pty = Pty::start(&[]);
        pty.wait_for("ready");
        pty.signal(signal);
        assert_eq!(pty.end(Duration::from_secs(2)).exit_code(), 0, "{signal:?}");
        assert_eq!(pty.traced(), "leave end ", "{signal:?}");
        pty.assert_restored();
    }
}

/// Not a test: a terminal of its own process, which the test kills. With `FINEWS_TERM_HOST=plain`
/// the terminal does not control the child, so that no SIGHUP tells it.
#[test]
fn host() {
    let Ok(kind) = std::env::var(HOST) else { return };
    let mut pty = Pty::start_command(&command(), &[], kind != "plain");
    pty.wait_for("ready");
    println!("pid={}.", pty.pid().as_raw_nonzero());
    loop {
        std::thread::park();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_goes_away_takes_it_along() {
    for kind in ["controlling", "plain"] {
        let folder = tempfile::tempdir().unwrap();
        let trace = folder.path().join("trace");
        let mut host = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["host", "--exact", "--nocapture", "--test-threads=1"])
            .env(HOST, kind)
            .env(TRACE, &trace)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut text = String::new();
        let mut output = host.stdout.take().unwrap();
        while !text.split_once("pid=").is_some_and(|(_, pid)| pid.contains('.')) {
            let mut byte = [0];
            if output.read_exact(&mut byte).is_err() {
                break;
            }
            text.push(byte[0] as char);
        }
        host.kill().unwrap();
        host.wait().unwrap();
        let pid = pid_in(&text);
        let start = Instant::now();
        while std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))
            .is_ok_and(|stat| !stat.contains(") Z "))
        {
            assert!(start.elapsed() < Duration::from_secs(2), "{kind}: still running");
            std::thread::sleep(Duration::from_millis(5));
        }
        let traced = std::fs::read_to_string(&trace).unwrap();
        assert_eq!(traced, "leave\nend\n", "{kind}");
    }
}

/// The terminal has stopped taking bytes in the middle of a frame.
#[cfg(target_os = "linux")]
fn stuck() -> Pty {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("C");
    let place = format!("/proc/{}/wchan", pty.pid().as_raw_nonzero());
    let start = Instant::now();
    // Containers may hide where a process waits; then a second has to do.
    while !std::fs::read_to_string(&place).is_ok_and(|place| place.contains("write"))
        && start.elapsed() < Duration::from_secs(1)
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    pty
}

#[cfg(target_os = "linux")]
fn gone_within(pty: &mut Pty, most: Duration) {
    let start = Instant::now();
    while pty.child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < most, "still running");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_takes_nothing_does_not_hold_it() {
    let mut pty = stuck();
    pty.signal(Signal::TERM);
    gone_within(&mut pty, Duration::from_secs(10));
}

#[cfg(target_os = "linux")]
#[test]
fn told_twice_it_goes_at_once() {
    let mut pty = stuck();
    pty.signal(Signal::TERM);
    // Two that are pending together are one: the second is another.
    pty.signal(Signal::INT);
    gone_within(&mut pty, Duration::from_secs(3));
}

#[test]
fn a_panic_gives_the_terminal_back_first() {
    for key in ["p", "P"] {
        let mut pty = Pty::start(&[]);
        pty.wait_for("ready");
        pty.send(key);
        assert_ne!(pty.end(FOR_EVER).exit_code(), 0);
        pty.assert_restored();
        let raw = String::from_utf8_lossy(&pty.raw).into_owned();
        let (_, after) = raw.split_once("\x1b[?1049l").unwrap();
        assert!(
            after.contains("on purpose") && after.contains("start it again"),
            "{after}"
        );
    }
}

#[test]
fn a_panic_elsewhere_leaves_the_screen_and_is_told_afterwards() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("wj");
    pty.wait_for("keys[w j]");
    assert!(!pty.text().contains("on purpose"));
    pty.send("q");
    assert_eq!(pty.end(FOR_EVER).exit_code(), 0);
    pty.assert_restored();
    assert!(pty.text().contains("worked on purpose"), "{}", pty.text());
}

/// Times that the threads of a process went to sleep.
#[cfg(target_os = "linux")]
fn sleeps(pid: Pid) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero())).unwrap();
    tasks
        .map(|task| {
            let status = std::fs::read_to_string(task.unwrap().path().join("status")).unwrap();
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            line.unwrap().trim().parse::<u64>().unwrap()
        })
        .sum()
}

#[cfg(target_os = "linux")]
#[test]
fn idle_it_sleeps_and_is_silent() {
    let mut pty = Pty::start(&[]);
    pty.wait("the questions", |pty| pty.sent(ASKED));
    pty.send(ANSWERS);
    pty.wait_for(FACTS);
    pty.listen(Duration::from_millis(300));
    let before = sleeps(pty.pid());
    assert_eq!(pty.listen(Duration::from_secs(1)), 0);
    assert_eq!(sleeps(pty.pid()), before);
}

#[test]
fn a_redraw_sends_everything_again() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.emulator.process("\x1b[H垃圾垃圾垃圾".as_bytes());
    pty.send("\x0c");
    pty.wait_for("ready 70x12");
    pty.wait_for("keys[C-l]");
}

#[test]
fn text_is_copied_by_osc_52() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("c");
    pty.wait_for("Copied(");
    assert!(pty.sent("\x1b]52;c;5aSu6KGM\x07"));
}

#[test]
fn a_link_is_copied_where_no_browser_is() {
    let mut pty = Pty::start(&[("SSH_TTY", "/dev/pts/9"), ("DISPLAY", ":0")]);
    pty.wait_for("ready");
    pty.send("o");
    pty.wait_for("CopiedInstead(\"https://example.com/%E5%A4%AE?a=$(id)\")");
    assert!(pty.sent("\x1b]52;c;"));
    pty.send("O");
    pty.wait_for("Failed(\"not a web address");
}

#[test]
fn a_browser_gets_the_link_and_nothing_of_the_terminal() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let browser = folder.path().join("browser");
    let log = folder.path().join("log");
    let script = format!(
        "#!/bin/sh\necho noise; echo noise >&2\nprintf '%s|' \"$#\" \"$@\" >{0}.new\nmv {0}.new {0}\nexit 3\n",
        log.display()
    );
    std::fs::write(&browser, script).unwrap();
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let value = format!("/no/such/browser:{} -x", browser.display());
    let mut pty = Pty::start(&[("BROWSER", &value)]);
    pty.wait_for("ready");
    pty.send("o");
    pty.wait_for("browser could not open the link (exit status: 3)");
    assert_eq!(
        std::fs::read_to_string(&log).unwrap(),
        "2|-x|https://example.com/%E5%A4%AE?a=$(id)|"
    );
    assert!(!pty.text().contains("noise"));
}

/// An interactive shell with job control, in which the program has been started.
fn in_a_shell() -> Pty {
    let mut pty = Pty::start_command(
        &["/bin/sh".into(), "-i".into()],
        &[("PS1", "prompt> "), ("ENV", ""), ("HISTFILE", "")],
        true,
    );
    pty.wait_for("prompt>");
    pty.send(format!("set -m; clear; {}\r", command().join(" ")));
    pty.wait_for("ready 70x12");
    pty
}

fn wait_until_stopped(pty: &mut Pty) {
    pty.wait("the shell", |pty| {
        !pty.emulator.screen().alternate_screen() && pty.text().contains("Stopped")
    });
    assert!(!pty.emulator.screen().hide_cursor());
}

#[test]
fn stopped_and_continued_by_a_shell() {
    let mut pty = in_a_shell();
    pty.send("j\x1a");
    wait_until_stopped(&mut pty);
    pty.resize(20, 60);
    pty.send("fg\r");
    pty.wait_for("ready 60x20");
    pty.wait_for("keys[j C-z]");
    assert!(pty.emulator.screen().alternate_screen());
    pty.send("k");
    pty.wait_for("keys[j C-z k]");
    pty.send("q");
    pty.wait("the shell", |pty| !pty.emulator.screen().alternate_screen());
    pty.send("echo back $((40+2))\r");
    pty.wait_for("back 42");
}

#[test]
fn stopped_from_outside_and_continued() {
    let mut pty = in_a_shell();
    pty.wait_for("pid=");
    kill_process(pid_in(&pty.text()), Signal::TSTP).unwrap();
    wait_until_stopped(&mut pty);
    pty.send("fg\r");
    pty.wait_for("ready 70x12");
    pty.send("k");
    pty.wait_for("keys[k]");
}

#[test]
fn told_to_go_while_stopped_it_saves_and_goes() {
    let mut pty = in_a_shell();
    pty.send("\x1a");
    wait_until_stopped(&mut pty);
    // bash sends the second one by itself.
    pty.send("kill %1; kill -CONT %1\r");
    pty.wait_traced("leave end ");
}

/// Without a shell that could continue it, Ctrl-Z must not stop it for ever.
#[test]
fn nobody_to_continue_it() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("\x1aj");
    pty.wait_for("keys[C-z j]");
    pty.signal(Signal::TSTP);
    pty.send("k");
    pty.wait_for("keys[C-z j k]");
}

#[test]
fn no_terminal_is_said_plainly() {
    let words = command();
    let run = |term: Option<&str>| {
        let mut command = std::process::Command::new(&words[0]);
        command.args(&words[1..]).env(CHILD, "1").env_remove(TRACE);
        if let Some(term) = term {
            command.env("TERM", term);
        }
        let output = command.stdin(std::process::Stdio::null()).output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, message) = run(Some("xterm"));
    assert_eq!(code, Some(1));
    assert!(
        message.contains("not a terminal") && message.contains("finews list"),
        "{message}"
    );
    let mut pty = Pty::start(&[("TERM", "dumb")]);
    assert_eq!(pty.end(FOR_EVER).exit_code(), 1);
    assert!(pty.text().contains("TERM=dumb"));
}
