//! A program in a pseudo-terminal, watched with a clock: when each piece of its screen came, and how long it was.

use std::io::{self, Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::memory;

/// The screen on which everything is measured.
pub const COLUMNS: u16 = 100;
/// Its rows.
pub const ROWS: u16 = 30;

/// A frame has been sent when nothing comes for so long.
const QUIET: Duration = Duration::from_millis(40);
/// A key that has shown nothing for so long shows nothing.
const UNPAINTED: Duration = Duration::from_secs(2);
/// Nothing takes longer.
const PATIENCE: Duration = Duration::from_secs(300);

/// A program on a screen.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
    pieces: Receiver<(Instant, Vec<u8>)>,
    parser: vt100::Parser,
    begun: Instant,
    /// When the first byte came.
    first_byte: Option<Instant>,
    received: usize,
}

/// What a key led to.
pub struct Painted {
    /// From the key to the first piece of the frame, which is all of it where frames are written at once.
    pub first: Duration,
    /// From the key to the last byte. Where more is shown at the same time, of that too.
    pub after: Duration,
    /// Sent for it.
    pub bytes: usize,
}

impl Terminal {
    /// Starts `program` with `args`; what it keeps goes below `home`.
    pub fn start(program: &str, args: &[&str], home: &Path) -> io::Result<Self> {
        let size = PtySize {
            rows: ROWS,
            cols: COLUMNS,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pty = native_pty_system().openpty(size).map_err(io::Error::other)?;
        let mut command = CommandBuilder::new(program);
        command.args(args);
        for (name, value) in variables(home) {
            command.env(name, value);
        }
        command.cwd(home);
        let mut reader = pty.master.try_clone_reader().map_err(io::Error::other)?;
        let writer = pty.master.take_writer().map_err(io::Error::other)?;
        let (sender, pieces) = channel();
        let begun = Instant::now();
        let child = pty.slave.spawn_command(command).map_err(io::Error::other)?;
        drop(pty.slave);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                let piece = buffer.get(..read).unwrap_or_default().to_owned();
                if sender.send((Instant::now(), piece)).is_err() {
                    break;
                }
            }
        });
        let cells = |number| NonZero::new(number).expect("a screen has cells");
        Ok(Self {
            child,
            writer,
            _master: pty.master,
            pieces,
            parser: vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0),
            begun,
            first_byte: None,
            received: 0,
        })
    }

    /// The time from the start until the screen was as `holds` wants it.
    pub fn until(&mut self, holds: impl Fn(&str) -> bool) -> Option<Duration> {
        let begun = self.begun;
        self.wait(holds).map(|at| at - begun)
    }

    /// From the start to the first byte, as soon as one has come.
    pub fn first_byte(&self) -> Option<Duration> {
        self.first_byte.map(|at| at - self.begun)
    }

    /// Bytes that have come.
    pub fn received(&self) -> usize {
        self.received
    }

    /// The screen as text, one line a row.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// The moment when the screen was as `holds` wants it.
    pub fn wait(&mut self, holds: impl Fn(&str) -> bool) -> Option<Instant> {
        let until = Instant::now() + PATIENCE;
        let mut last = Instant::now();
        while !holds(&self.parser.screen().contents()) {
            let (at, piece) = self.pieces.recv_timeout(until - Instant::now()).ok()?;
            self.first_byte.get_or_insert(at);
            self.take(&piece);
            last = at;
        }
        Some(last)
    }

    /// Shows a piece, and answers what it asks as terminals do: the cursor's column, what it is, and whether it is well.
    fn take(&mut self, piece: &[u8]) {
        self.parser.process(piece);
        self.received += piece.len();
        if memchr::memmem::find(piece, b"\x1b[c").is_some() {
            // A program that is gone asks no more.
            let _ = self.writer.write_all(b"\x1b[1;2R\x1b[?62c");
            let _ = self.writer.flush();
        }
        if memchr::memmem::find(piece, b"\x1b[5n").is_some() {
            let _ = self.writer.write_all(b"\x1b[0n");
            let _ = self.writer.flush();
        }
    }

    /// Takes what comes until nothing comes any more; the end of the last piece, and the bytes.
    fn drain(&mut self) -> (Option<Instant>, usize) {
        let (mut last, mut bytes) = (None, 0);
        loop {
            match self.pieces.recv_timeout(QUIET) {
                Ok((at, piece)) => {
                    self.take(&piece);
                    last = Some(at);
                    bytes += piece.len();
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return (last, bytes),
            }
        }
    }

    /// Types `keys` when all is quiet; the moment when they were sent.
    pub fn send(&mut self, keys: &str) -> io::Result<Instant> {
        self.drain();
        let pressed = Instant::now();
        self.writer.write_all(keys.as_bytes())?;
        self.writer.flush()?;
        Ok(pressed)
    }

    /// Types `keys` and waits for the frame; `None` where nothing is painted.
    pub fn key(&mut self, keys: &str) -> Option<Painted> {
        self.drain();
        let pressed = Instant::now();
        self.writer.write_all(keys.as_bytes()).ok()?;
        self.writer.flush().ok()?;
        let (at, piece) = self.pieces.recv_timeout(UNPAINTED).ok()?;
        self.take(&piece);
        let (last, bytes) = self.drain();
        Some(Painted {
            first: at - pressed,
            after: last.unwrap_or(at) - pressed,
            bytes: bytes + piece.len(),
        })
    }

    /// Memory of the program's own, in MiB: what is not of files.
    pub fn own_memory(&self) -> f64 {
        let pid = self.child.process_id().unwrap_or_default();
        memory::own(pid)
    }

    /// Types `keys`, which end the program: the time that takes.
    pub fn end(mut self, keys: &str) -> Option<Duration> {
        let pressed = Instant::now();
        self.writer.write_all(keys.as_bytes()).ok()?;
        self.writer.flush().ok()?;
        self.child.wait().ok()?;
        Some(pressed.elapsed())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What keeps a program inside `home`, in Chinese.
pub fn variables(home: &Path) -> Vec<(String, String)> {
    let folder = |name: &str| home.join(name).display().to_string();
    [
        ("HOME", home.display().to_string()),
        ("XDG_DATA_HOME", folder("data")),
        ("XDG_CACHE_HOME", folder("cache")),
        ("XDG_CONFIG_HOME", folder("config")),
        ("XDG_STATE_HOME", folder("state")),
        ("LANG", "zh_CN.UTF-8".into()),
        ("LC_ALL", "C.UTF-8".into()),
        ("LC_MESSAGES", "zh_CN.UTF-8".into()),
        ("FINEWS_LANG", String::new()),
        ("TERM", "xterm-256color".into()),
        ("FINEWS_ARCHIVE", String::new()),
        ("NO_COLOR", String::new()),
        ("SSH_TTY", String::new()),
        ("TMUX", String::new()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
