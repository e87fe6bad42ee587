//! Signals from outside: told to go, stopped, continued, resized. They become events in the inbox;
//! the thread that waits for them lives as long as the process, so that a signal ends it even while
//! the caller still waits for workers.

use std::io;
use std::os::raw::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use rustix::process::{Signal, getpgid, getpgrp, getppid, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, raise};

use crate::app::Event;

use super::guest::Hosting;
use super::tty::{self, Tty};

/// How long the program may take to save and leave before it is ended the hard way. A terminal
/// that is stuck, with a frame half written, would hold it for ever.
const GRACE: Duration = Duration::from_secs(5);

/// Starts the thread. When `ended` is set, the loop is through and a signal ends the process at once. While `hosting` is,
/// another program has the terminal: what its keys send is meant for it.
pub(super) fn watch(
    tty: Arc<Tty>,
    inbox: Sender<Event>,
    ended: Arc<AtomicBool>,
    hosting: Arc<Hosting>,
) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            let mut told = false;
            for signal in signals.forever() {
                match signal {
                    SIGWINCH => send(&inbox, Event::Resize(tty::size())),
                    SIGINT | SIGQUIT if hosting.gets_keys() => {}
                    SIGCONT if hosting.is_on() => {}
                    // It is stopped too: the shell gets the terminal, and `fg` goes on with both.
                    SIGTSTP if hosting.is_on() => stop(&tty, true),
                    SIGTSTP => stop(&tty, ended.load(Ordering::SeqCst)),
                    // Continued in the background (`bg`), the terminal is the shell's; the next key
                    // stops us again.
                    SIGCONT if !ended.load(Ordering::SeqCst) && tty::in_foreground() => {
                        // A terminal that is gone shows in the next read.
                        let _ = tty.enter("");
                        tty.mark_stale();
                        send(&inbox, Event::Resize(tty::size()));
                    }
                    SIGCONT => {}
                    SIGQUIT => end(&tty, signal),
                    // A terminal that goes away may tell so twice, itself and by its shell: what is on its way out goes on.
                    SIGHUP if told || ended.load(Ordering::SeqCst) => {}
                    // The last changes are being written. Whoever does not want to wait says it again.
                    SIGTERM if !told && ended.load(Ordering::SeqCst) => told = true,
                    // A second one means it.
                    _ if told || ended.load(Ordering::SeqCst) => end(&tty, signal),
                    _ => {
                        told = true;
                        send(&inbox, Event::Leave);
                        end_later(&tty, &ended, signal);
                    }
                }
            }
        })?;
    Ok(())
}

/// Asks the shell to stop us, and everything that was started along with us, as Ctrl-Z does. The
/// answer is a signal to ourselves. Does nothing where no shell could continue us.
pub(super) fn suspend() {
    if can_be_continued() {
        let _ = kill_current_process_group(Signal::TSTP);
    }
}

/// Whether a shell with job control waits for us: stopped without one, we would stop for ever. POSIX
/// says so of orphaned process groups; this is that test for one that is led from outside.
fn can_be_continued() -> bool {
    let (Ok(session), Some(parent)) = (getsid(None), getppid()) else {
        return false;
    };
    let group = getpgrp();
    group != session
        && (getpgid(Some(parent)).is_ok_and(|other| other == group)
            || getsid(Some(parent)).is_ok_and(|other| other == session))
}

fn stop(tty: &Tty, ended: bool) {
    if !can_be_continued() {
        return;
    }
    if !ended {
        tty.leave_between_frames();
    }
    // SIGSTOP, since the handler for SIGTSTP is ours. SIGCONT comes as a signal of its own.
    let _ = raise(signal_hook::consts::SIGSTOP);
}

fn send(inbox: &Sender<Event>, event: Event) {
    // Once the loop is through nobody listens, and nobody needs to.
    let _ = inbox.send(event);
}

/// Ends the process as `signal` would have.
fn end(tty: &Tty, signal: c_int) {
    tty.leave();
    let _ = emulate_default_handler(signal);
}

fn end_later(tty: &Arc<Tty>, ended: &Arc<AtomicBool>, signal: c_int) {
    let (tty, ended) = (Arc::clone(tty), Arc::clone(ended));
    let _ = std::thread::Builder::new().name("grace".into()).spawn(move || {
        std::thread::sleep(GRACE);
        if !ended.load(Ordering::SeqCst) {
            end(&tty, signal);
        }
    });
}
