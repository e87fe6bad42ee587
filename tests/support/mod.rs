//! What the end-to-end tests share: the real program in a pseudo-terminal, with a screen that can be
//! read, and folders of its own so that nothing of the user's is touched.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// How long a screen may take to show what is waited for, on a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a terminal is asked that may be behind (DSR 5).
const ASKED: &[u8] = b"\x1b[5n";

/// A home folder for one test.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The variables that keep the program inside this home, in Chinese.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let folder = |name: &str| self.path().join(name).display().to_string();
        [
            ("HOME", self.path().display().to_string()),
            ("XDG_DATA_HOME", folder("data")),
            ("XDG_CACHE_HOME", folder("cache")),
            ("XDG_CONFIG_HOME", folder("config")),
            ("XDG_STATE_HOME", folder("state")),
            ("LANG", "zh_CN.UTF-8".into()),
            ("LC_ALL", String::new()),
            ("LC_MESSAGES", String::new()),
            ("TERM", "xterm-256color".into()),
            ("FINEWS_ARCHIVE", String::new()),
            ("NO_COLOR", String::new()),
            ("BROWSER", String::new()),
            ("SSH_TTY", String::new()),
            ("SSH_CONNECTION", String::new()),
            ("DISPLAY", String::new()),
            ("WAYLAND_DISPLAY", String::new()),
            ("TMUX", String::new()),
            ("STY", String::new()),
            ("VTE_VERSION", String::new()),
            ("KONSOLE_VERSION", String::new()),
            ("TERM_PROGRAM", String::new()),
            ("KITTY_WINDOW_ID", String::new()),
            ("WT_SESSION", String::new()),
            ("WEZTERM_PANE", String::new()),
            ("ALACRITTY_WINDOW_ID", String::new()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// Runs a command of the program to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// A command of the program, to be run.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(args).envs(self.variables()).current_dir(self.path());
        command
    }

    /// The library.
    pub(crate) fn library(&self) -> PathBuf {
        self.path().join("data/finews/library.db")
    }
}

/// The program under test.
pub(crate) fn program() -> &'static str {
    env!("CARGO_BIN_EXE_finews")
}

fn cells(number: u16) -> NonZero<u16> {
    NonZero::new(number).unwrap()
}

/// The program on a screen.
pub(crate) struct Screen {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    terminal: Arc<Mutex<vt100::Parser>>,
    raw: Arc<Mutex<Vec<u8>>>,
    /// Makes the reading thread end at the next byte.
    hung_up: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

impl Screen {
    /// Starts the program with `args` on a screen of `columns` and `rows`.
    pub(crate) fn start(home: &Home, args: &[&str], (columns, rows): (u16, u16)) -> Self {
        let mut command = CommandBuilder::new(program());
        command.args(args);
        Self::start_command(home, command, (columns, rows))
    }

    /// Starts `command` on a screen, in `home`.
    pub(crate) fn start_command(home: &Home, command: CommandBuilder, size: (u16, u16)) -> Self {
        Self::over_line(home, command, size, None)
    }

    /// Starts the program with `args` on a screen at the end of a line that carries so many bytes a second.
    pub(crate) fn start_slowly(home: &Home, args: &[&str], size: (u16, u16), speed: u32) -> Self {
        let mut command = CommandBuilder::new(program());
        command.args(args);
        Self::over_line(home, command, size, Some(speed))
    }

    fn over_line(
        home: &Home,
        mut command: CommandBuilder,
        (columns, rows): (u16, u16),
        speed: Option<u32>,
    ) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pty = native_pty_system().openpty(size).unwrap();
        for (name, value) in home.variables() {
            command.env(name, value);
        }
        command.cwd(home.path());
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let terminal = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pty.master.try_clone_reader().unwrap();
        let writer = Arc::new(Mutex::new(pty.master.take_writer().unwrap()));
        let (parser, bytes, answers) = (terminal.clone(), raw.clone(), writer.clone());
        let hung_up = Arc::new(AtomicBool::new(false));
        let stop = hung_up.clone();
        let thread = std::thread::spawn(move || {
            let mut buffer = vec![0; if speed.is_some() { 96 } else { 8192 }];
            while let Ok(read) = reader.read(&mut buffer) {
                if read == 0 || stop.load(Ordering::Relaxed) {
                    break;
                }
                if let Some(speed) = speed {
                    std::thread::sleep(Duration::from_secs(1) * read as u32 / speed);
                }
                let mut all = bytes.lock().unwrap();
                all.extend_from_slice(&buffer[..read]);
                // Whether it is behind, the terminal says once it is not; the question may come in two pieces.
                let begins = all.len().saturating_sub(read + ASKED.len() - 1);
                if all[begins..].windows(ASKED.len()).any(|window| window == ASKED) {
                    let _ = answers.lock().unwrap().write_all(b"\x1b[0n");
                }
                drop(all);
                parser.lock().unwrap().process(&buffer[..read]);
            }
        });
        Self {
            child,
            master: Some(pty.master),
            writer,
            terminal,
            raw,
            hung_up,
            reader: Some(thread),
        }
    }

    /// Types `keys` as they are; `\r` is Enter, `\x1b` Esc.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        let mut writer = self.writer.lock().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
        drop(writer);
        self
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&mut self, (columns, rows): (u16, u16)) -> &mut Self {
        self.terminal
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.as_ref().unwrap().resize(size).unwrap();
        self
    }

    /// The screen as text, one line a row.
    pub(crate) fn text(&self) -> String {
        self.terminal.lock().unwrap().screen().contents()
    }

    /// Every byte the program has sent.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.raw.lock().unwrap().clone()
    }

    /// Whether the alternate screen is shown.
    pub(crate) fn alternate(&self) -> bool {
        self.terminal.lock().unwrap().screen().alternate_screen()
    }

    /// Waits until the screen holds `text`.
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("“{text}” on the screen"), |screen| {
            screen.contains(text)
        })
    }

    /// Waits until the screen no longer holds `text`.
    pub(crate) fn wait_gone(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("“{text}” gone from the screen"), |screen| {
            !screen.contains(text)
        })
    }

    /// Waits until the screen is as `holds` wants it.
    pub(crate) fn wait_until(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Self {
        let until = Instant::now() + PATIENCE;
        loop {
            let text = self.text();
            if holds(&text) {
                return self;
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                self.read_out();
                let text = self.text();
                if holds(&text) {
                    return self;
                }
                panic!("waited for {what}, but the program ended with {status:?}; the screen:\n{text}");
            }
            assert!(
                Instant::now() < until,
                "waited for {what} in vain; the screen:\n{text}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until nothing changes on the screen for a while.
    pub(crate) fn settle(&mut self) -> &mut Self {
        let mut last = self.text();
        let mut since = Instant::now();
        while since.elapsed() < Duration::from_millis(400) {
            std::thread::sleep(Duration::from_millis(20));
            let now = self.text();
            if now != last {
                last = now;
                since = Instant::now();
            }
        }
        self
    }

    /// The process.
    pub(crate) fn pid(&self) -> i32 {
        self.child.process_id().unwrap() as i32
    }

    /// Sends a signal to the process.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(self.pid()).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Closes the terminal under the program. A key makes it send the byte that ends the reading thread,
    /// which holds the terminal open as well.
    pub(crate) fn hang_up(&mut self) {
        self.hung_up.store(true, Ordering::Relaxed);
        self.keys("j");
        self.reader.take().unwrap().join().unwrap();
        *self.writer.lock().unwrap() = Box::new(std::io::sink());
        self.master = None;
    }

    /// Waits for the program's end, and for what it sent last.
    pub(crate) fn wait_end(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.read_out();
                return status;
            }
            assert!(
                Instant::now() < until,
                "the program did not end; the screen:\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until what the program had sent when it ended is read, or until something else that holds the
    /// terminal has had time to say so.
    fn read_out(&self) {
        let until = Instant::now() + Duration::from_secs(2);
        while self.reader.as_ref().is_some_and(|reader| !reader.is_finished()) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Quits, and checks that the terminal is as it was.
    pub(crate) fn quit(&mut self) {
        self.keys("Q");
        let status = self.wait_end();
        assert!(status.success(), "{status:?}");
        assert!(!self.alternate(), "the alternate screen was left");
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An archive in a temporary folder, written post by post.
pub(crate) struct Archive {
    folder: TempDir,
}

impl Archive {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("_posts")).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    /// Writes a file of this path and content.
    pub(crate) fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Writes a post in the archive's own format.
    pub(crate) fn post(&self, day: &str, number: u64, title: &str, body: &str) -> &Self {
        let content = format!(
            "---\nlayout: post\ntitle: \"{title}\"\ndate: {day} 10:{:02}:00 +0800\ncategories: shiyan\ntags: 实验日报新闻\n---\n\
             {body}\n\n<https://example.com/{number}>\n\n[返回实验日报新闻](//example.com/category/shiyan.html)｜[返回首页](//example.com/)",
            number % 60
        );
        self.file(&format!("_posts/{day}-{number}.md"), content)
    }
}
