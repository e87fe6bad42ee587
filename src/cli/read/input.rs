//! What comes in: lines of standard input, each read only when one is wanted, so that a program which is given the terminal
//! in between has it to itself; and the signals that end the reading.

use std::io::{self, BufRead as _, Read as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::app::Event;

/// Bytes of the longest line that is taken in; what is longer is cut there.
const LONGEST: u64 = 64 * 1024;

/// The reading of standard input.
pub(super) struct Input {
    wanted: Sender<()>,
    /// Whether another program has the terminal: what its keys send is meant for it.
    pub(super) hosting: Arc<AtomicBool>,
}

impl Input {
    /// Starts to listen: a line becomes [`Event::Paste`], the end of the input or a signal [`Event::Leave`].
    pub(super) fn start(inbox: &Sender<Event>) -> io::Result<Self> {
        let (wanted, orders) = channel();
        let lines = inbox.clone();
        std::thread::Builder::new().name("input".into()).spawn(move || {
            for () in orders {
                let event = match line() {
                    Some(line) => Event::Paste(line),
                    None => Event::Leave,
                };
                // Nobody listens any more only where the program has ended.
                let _ = lines.send(event);
            }
        })?;
        let hosting = Arc::new(AtomicBool::new(false));
        watch(inbox.clone(), Arc::clone(&hosting))?;
        Ok(Self { wanted, hosting })
    }

    /// Asks for one line.
    pub(super) fn want(&self) {
        let _ = self.wanted.send(());
    }
}

/// The next line of standard input, without its end; `None` where there is none.
fn line() -> Option<String> {
    let mut input = io::stdin().lock();
    let mut bytes = Vec::new();
    let read = (&mut input).take(LONGEST).read_until(b'\n', &mut bytes).ok()?;
    if read == 0 {
        return None;
    }
    while bytes.last() != Some(&b'\n') && bytes.len() as u64 >= LONGEST {
        let mut rest = Vec::new();
        let more = (&mut input).take(LONGEST).read_until(b'\n', &mut rest).ok()?;
        if more == 0 || rest.last() == Some(&b'\n') {
            break;
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The first signal ends the reading, with everything saved; a second one means it.
fn watch(inbox: Sender<Event>, hosting: Arc<AtomicBool>) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            let mut told = false;
            for signal in signals.forever() {
                match signal {
                    SIGINT | SIGQUIT if hosting.load(Ordering::SeqCst) => {}
                    _ if told => {
                        let _ = emulate_default_handler(signal);
                    }
                    _ => {
                        told = true;
                        let _ = inbox.send(Event::Leave);
                    }
                }
            }
        })?;
    Ok(())
}
