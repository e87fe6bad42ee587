//! What comes of a line: the effects of the program are carried out, what workers report is taken in, and what was asked
//! for is waited for.

use std::io::{self, Write as _};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crate::app::{Effect, Event, Outcome};
use crate::post::unix_time;
use crate::term;
use crate::work::{Report, Request};

use super::session::Session;
use super::words::text;

/// How long a listener waits before something is said of the waiting.
const PATIENCE: Duration = Duration::from_secs(5);

impl Session<'_> {
    /// Takes in what has happened.
    pub(super) fn take(&mut self, event: Event) -> io::Result<()> {
        let is_awaited = matches!(
            event,
            Event::Report(
                Report::Source { .. }
                    | Report::Facts(_)
                    | Report::Text(..)
                    | Report::Exported(..)
                    | Report::ArchiveOpened { .. }
                    | Report::About(_)
                    | Report::Undone(_)
            )
        );
        self.awaited = self.awaited.saturating_sub(usize::from(is_awaited));
        self.app.now = unix_time();
        let effects = self.app.update(event, Instant::now());
        self.carry_out(effects)
    }

    pub(super) fn carry_out(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            let outcome = match effect {
                Effect::Work(request) => {
                    let is_awaited = matches!(
                        request,
                        Request::Source { .. }
                            | Request::Facts { .. }
                            | Request::Text(_)
                            | Request::Export(_)
                            | Request::About(_)
                            | Request::OpenArchive { .. }
                            | Request::Undo
                    );
                    self.awaited += usize::from(is_awaited);
                    self.worker.ask(request);
                    continue;
                }
                Effect::Open(link) => self.hosting(|inbox| Some(term::open_link(&link, inbox)))?,
                Effect::Host(guest) => self.hosting(|_| term::host(&guest))?,
                Effect::Copy(text) => {
                    self.say_lines(&text)?;
                    continue;
                }
                Effect::Quit => {
                    self.over = true;
                    continue;
                }
                Effect::Suspend | Effect::Redraw => continue,
            };
            match outcome {
                // There is no clipboard; what is said can be taken up from where it stands.
                Some(Outcome::CopiedInstead(link)) => self.say(&link)?,
                Some(outcome) => self.take(Event::Outcome(outcome))?,
                None => self.say(text(
                    self.lang,
                    (
                        "标准输入和输出不是终端，交不出去。",
                        "There is no terminal to give away.",
                    ),
                ))?,
            }
        }
        Ok(())
    }

    /// Carries out one effect.
    pub(super) fn carry(&mut self, effect: Effect) -> io::Result<()> {
        self.carry_out(vec![effect])
    }

    /// Lets `run` have the terminal.
    fn hosting(
        &mut self,
        run: impl FnOnce(&Sender<Event>) -> Option<Outcome>,
    ) -> io::Result<Option<Outcome>> {
        self.out.flush()?;
        self.input.hosting.store(true, Ordering::SeqCst);
        let outcome = run(self.inbox);
        self.input.hosting.store(false, Ordering::SeqCst);
        Ok(outcome)
    }

    /// Waits until what was asked for is there.
    pub(super) fn wait(&mut self) -> io::Result<()> {
        self.wait_while(|session| session.app.is_waiting() || session.awaited > 0)
    }

    pub(super) fn wait_while(&mut self, waits: impl Fn(&Self) -> bool) -> io::Result<()> {
        while !self.over && waits(self) {
            match self.events.recv_timeout(PATIENCE) {
                Ok(Event::Leave) | Err(RecvTimeoutError::Disconnected) => self.over = true,
                Ok(event) => self.take(event)?,
                Err(RecvTimeoutError::Timeout) => {
                    self.say(text(self.lang, ("请稍候…", "One moment…")))?;
                    self.out.flush()?;
                }
            }
        }
        Ok(())
    }
}
