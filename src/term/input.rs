//! The thread that reads standard input: bytes → [`Event`]s. It sleeps in `poll` and is woken by the
//! terminal or, to end, by a pipe.

use std::io::{self, PipeReader, PipeWriter, Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;

use crate::app::{Event, TerminalFacts};

use super::decode::{Decoder, Input, Reply};
use super::questions::Answers;

/// For how long after the questions Esc waits a little longer, lest it be the start of an answer.
const ANSWERS_COME: Duration = Duration::from_secs(2);

/// The running thread; it ends with this value.
pub(super) struct Reader {
    thread: Option<JoinHandle<()>>,
    wake: Option<PipeWriter>,
    complete: Arc<AtomicBool>,
    /// Tells that the thread has stopped reading.
    paused: Receiver<()>,
}

/// While this lives, standard input is not read.
pub(super) struct Paused(Option<PipeWriter>);

impl Drop for Paused {
    fn drop(&mut self) {
        if let Some(wake) = &mut self.0 {
            let _ = wake.write_all(b".");
        }
    }
}

impl Reader {
    /// Starts reading. `asked` says that questions have just been sent, `known` what is settled
    /// without them; `asked_name` that the terminal's name, which decides on links, is among them.
    pub(super) fn start(
        inbox: Sender<Event>,
        asked: bool,
        known: TerminalFacts,
        asked_name: bool,
    ) -> io::Result<Self> {
        let (mut ended, wake) = io::pipe()?;
        let (pauses, paused) = channel();
        let complete = Arc::new(AtomicBool::new(!asked));
        let mut listener = Listener {
            inbox: Gone(inbox),
            decoder: Decoder::new(),
            answers: Answers {
                facts: known,
                asked_name,
                complete: !asked,
            },
            complete: Arc::clone(&complete),
            told: known,
            since: Instant::now(),
        };
        let thread = std::thread::Builder::new().name("input".into()).spawn(move || {
            // Without standard input there is nothing left to do; `Gone` tells the loop.
            let _ = listener.listen(&mut ended, &pauses);
        })?;
        Ok(Self {
            thread: Some(thread),
            wake: Some(wake),
            complete,
            paused,
        })
    }

    /// Leaves standard input to others; when this returns, nothing is read any more.
    pub(super) fn pause(&self) -> Paused {
        let mut wake = self.wake.as_ref().and_then(|wake| wake.try_clone().ok());
        if let Some(wake) = &mut wake
            && wake.write_all(b".").is_ok()
        {
            // An error says that the thread has ended, which reads nothing either.
            let _ = self.paused.recv();
        }
        Paused(wake)
    }

    /// Whether every answer that will come has come.
    pub(super) fn complete(&self) -> bool {
        self.complete.load(Ordering::SeqCst)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        drop(self.wake.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The inbox; when reading ends, for whatever reason, it gets [`Event::Leave`].
struct Gone(Sender<Event>);

impl Drop for Gone {
    fn drop(&mut self) {
        let _ = self.0.send(Event::Leave);
    }
}

struct Listener {
    inbox: Gone,
    decoder: Decoder,
    answers: Answers,
    complete: Arc<AtomicBool>,
    /// The facts last sent.
    told: TerminalFacts,
    /// When the questions were asked.
    since: Instant,
}

impl Listener {
    /// Reads until the terminal is gone or `wake` is closed at its other end. A byte from there pauses the reading, the next
    /// one goes on with it.
    fn listen(&mut self, wake: &mut PipeReader, pauses: &Sender<()>) -> io::Result<()> {
        let mut bytes = [0; 4096];
        let mut inputs = Vec::new();
        loop {
            let asked = !self.answers.complete && self.since.elapsed() < ANSWERS_COME;
            let patience = self.decoder.patience(asked).map(|patience| Timespec {
                tv_sec: patience.as_secs().cast_signed(),
                tv_nsec: patience.subsec_nanos().into(),
            });
            let input = stdin();
            let mut ready = [
                PollFd::from_borrowed_fd(input, PollFlags::IN),
                PollFd::new(&*wake, PollFlags::IN),
            ];
            match poll(&mut ready, patience.as_ref()) {
                Ok(0) => self.decoder.rest(&mut inputs),
                Ok(_) if ready.iter().skip(1).any(|end| !end.revents().is_empty()) => {
                    let mut byte = [0];
                    if wake.read(&mut byte)? == 0 {
                        return Ok(());
                    }
                    // Nobody waits for this only where the loop has ended, and then the pipe is closed.
                    let _ = pauses.send(());
                    if wake.read(&mut byte)? == 0 {
                        return Ok(());
                    }
                }
                Ok(_) => match rustix::io::read(input, &mut bytes) {
                    Ok(0) => return Ok(()),
                    Ok(read) => {
                        let read = bytes.get(..read).unwrap_or_default();
                        self.decoder.feed(read, &mut inputs);
                    }
                    Err(Errno::INTR | Errno::AGAIN) => {}
                    Err(error) => return Err(error.into()),
                },
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            self.pass_on(&mut inputs);
        }
    }

    fn pass_on(&mut self, inputs: &mut Vec<Input>) {
        let was_complete = self.answers.complete;
        for input in inputs.drain(..) {
            let event = match input {
                Input::Key(key) => Event::Key(key),
                Input::Mouse(mouse) => Event::Mouse(mouse),
                Input::Paste(text) => Event::Paste(text),
                Input::Reply(Reply::CaughtUp) => Event::CaughtUp,
                Input::Reply(reply) => {
                    self.answers.take(reply);
                    continue;
                }
            };
            // The receiver lives as long as the loop, and this thread no longer.
            let _ = self.inbox.0.send(event);
        }
        self.complete.store(self.answers.complete, Ordering::SeqCst);
        if self.answers.facts != self.told || self.answers.complete != was_complete {
            self.told = self.answers.facts;
            let _ = self.inbox.0.send(Event::Terminal(self.told));
        }
    }
}
