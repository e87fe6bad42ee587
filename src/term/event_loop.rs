//! The loop: take what waits, update for each, carry out the effects, draw once, sleep until the next
//! event or the program's deadline.

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::panic::{set_hook, take_hook};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rustix::io::Errno;

use crate::app::{Effect, Event, Outcome, TerminalFacts};
use crate::text::clean::clean_line;
use crate::work::Request;

use super::guest::Hosting;
use super::hyperlinks;
use super::input::Reader;
use super::pace::{self, Pace};
use super::questions::questions;
use super::screen::Screen;
use super::tty::{self, Tty};
use super::{Options, Program, able, browser, clipboard, guest, signals};

/// A frame is drawn at least so often while events pour in.
const LONGEST_DRAIN: Duration = Duration::from_millis(10);

/// Left sooner than this after the questions, the loop waits for the answers, lest they appear at
/// the shell's prompt.
const ANSWERS_DUE: Duration = Duration::from_millis(500);

/// The same for the answer of a terminal that is behind.
const ANSWER_COMES: Duration = Duration::from_secs(2);

/// How long the last frame of one program may stay on the screen until the next one has something to show.
const HELD: Duration = Duration::from_millis(100);

/// The terminal, set up for programs that run on it one after another. When dropped it is as it was.
pub struct Terminal {
    reader: Reader,
    screen: Screen,
    pace: Pace,
    /// Until when there is a frame to be drawn that the line has no room for.
    held_until: Option<Instant>,
    tty: Arc<Tty>,
    inbox: Sender<Event>,
    events: Receiver<Event>,
    /// Events that came while no program ran.
    waiting: VecDeque<Event>,
    hosting: Arc<Hosting>,
    /// What is known of the terminal so far.
    facts: TerminalFacts,
    /// When it was asked.
    asked: Instant,
    /// Whether a program has run on it.
    used: bool,
    /// Whether it has failed or gone away.
    lost: bool,
    /// Dropped last: nothing of ours reads or writes any more.
    _restore: Restore,
}

impl Terminal {
    /// Sets the terminal up. `inbox` is where workers send their [`Event::Report`]s, with the receiver.
    ///
    /// # Errors
    /// [`super::NoScreen`] where there is no terminal that could show a program; else an error of the terminal.
    pub fn enter(
        (inbox, events): (Sender<Event>, Receiver<Event>),
        options: Options,
    ) -> anyhow::Result<Self> {
        able::check()?;
        let term = std::env::var_os("TERM");
        let tty = Arc::new(Tty::new(options.mouse).context("the terminal's modes cannot be read")?);
        let ended = Arc::new(AtomicBool::new(false));
        let restore = Restore::new(&tty, &ended);
        let hosting = Arc::new(Hosting::default());
        signals::watch(Arc::clone(&tty), inbox.clone(), ended, Arc::clone(&hosting))?;

        let questions = questions(
            term.as_deref(),
            options.ambiguous_wide.is_none(),
            options.hyperlinks.is_none(),
        );
        // Until the terminal says its name, or where it does not.
        let taken = || hyperlinks::are_taken(|name| std::env::var_os(name));
        let facts = TerminalFacts {
            ambiguous_wide: options.ambiguous_wide,
            hyperlinks: Some(options.hyperlinks.unwrap_or_else(taken)),
            ..TerminalFacts::default()
        };
        tty.enter(&questions).context("the terminal cannot be set up")?;
        let asked = Instant::now();
        let reader = Reader::start(
            inbox.clone(),
            !questions.is_empty(),
            facts,
            options.hyperlinks.is_none(),
        )?;

        let fills = able::fills(term.as_deref());
        let regions = !term.is_some_and(|name| name.as_encoded_bytes().starts_with(b"linux"));
        let mut screen = Screen::new(tty::size(), regions, fills)?;
        screen.learn(facts);
        Ok(Self {
            reader,
            screen,
            pace: Pace::default(),
            held_until: None,
            tty,
            inbox,
            events,
            waiting: VecDeque::new(),
            hosting,
            facts,
            asked,
            used: false,
            lost: false,
            _restore: restore,
        })
    }

    /// Runs `program` until it asks to quit or the terminal goes away; `work` hands workers a request.
    ///
    /// The first event the program gets is [`Event::Resize`]; [`Event::Leave`] is the last if the terminal is lost or a
    /// signal ends it. The program comes back in every case but a panic; the caller then waits for its workers.
    ///
    /// # Errors
    /// An error of the terminal. A terminal that is gone is not an error: there was nothing to be done.
    pub fn run<P: Program>(&mut self, program: P, work: impl FnMut(Request)) -> anyhow::Result<P> {
        let first = [Event::Resize(tty::size()), Event::Terminal(self.facts)];
        let again = std::mem::replace(&mut self.used, true);
        let mut running = Loop {
            program,
            work,
            terminal: self,
            ending: false,
        };
        let result = running.until_the_end(first, again);
        let program = running.program;
        self.lost |= result.is_err();
        match result {
            Err(error) if !is_gone(&error) => Err(error).context("the terminal failed"),
            _ => Ok(program),
        }
    }

    /// Drops what workers have sent so far, once those of the program that ran have fallen silent: the next one is not
    /// to hear of it. Keys and signals wait for it.
    pub fn forget_reports(&mut self) {
        let is_kept = |event: &Event| !matches!(event, Event::Report(_) | Event::Outcome(_) | Event::Tick);
        self.waiting.extend(self.events.try_iter().filter(is_kept));
    }

    /// Waits a little for an answer that is still to come, lest whoever gets the terminal next reads it. What else happens
    /// meanwhile no longer matters.
    fn hear_out(&mut self) {
        let until = Instant::now() + ANSWER_COMES;
        while self.pace.is_waiting() {
            match self
                .events
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(Event::CaughtUp) => self.pace.answered(),
                Ok(_) => {}
                Err(_) => break,
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        while !self.lost && !self.reader.complete() {
            let left = ANSWERS_DUE.saturating_sub(self.asked.elapsed());
            if left.is_zero() || self.events.recv_timeout(left).is_err() {
                break;
            }
        }
        if !self.lost {
            self.hear_out();
        }
    }
}

struct Loop<'a, P, W> {
    program: P,
    work: W,
    terminal: &'a mut Terminal,
    ending: bool,
}

impl<P: Program, W: FnMut(Request)> Loop<'_, P, W> {
    /// Runs to the end. If the terminal fails, the program still gets [`Event::Leave`].
    fn until_the_end(&mut self, first: impl IntoIterator<Item = Event>, again: bool) -> io::Result<()> {
        let result = self.turns(first, again);
        if result.is_err() {
            // The same failure again is no news.
            let _ = self.take(Event::Leave);
        }
        result
    }

    /// `again`: another program has drawn the screen, which stands until there is something to put in its place.
    fn turns(&mut self, first: impl IntoIterator<Item = Event>, again: bool) -> io::Result<()> {
        for event in first {
            self.take(event)?;
        }
        let began = Instant::now();
        while again && !self.ending && self.program.is_bare() {
            let left = HELD.saturating_sub(began.elapsed());
            let Ok(event) = self.terminal.events.recv_timeout(left) else {
                break;
            };
            self.hear(event)?;
        }
        while !self.ending
            && let Some(event) = self.terminal.waiting.pop_front()
        {
            self.take(event)?;
        }
        while !self.ending {
            self.draw()?;
            let since = match self.next() {
                ControlFlow::Continue(Some(event)) => {
                    let since = Instant::now();
                    self.take(event)?;
                    since
                }
                ControlFlow::Continue(None) => continue,
                ControlFlow::Break(()) => return Ok(()),
            };
            while !self.ending && since.elapsed() < LONGEST_DRAIN {
                let Ok(event) = self.terminal.events.try_recv() else {
                    break;
                };
                self.take(event)?;
            }
        }
        Ok(())
    }

    /// Takes a report; whatever else comes waits its turn.
    fn hear(&mut self, event: Event) -> io::Result<()> {
        if matches!(event, Event::Report(_)) {
            return self.take(event);
        }
        self.terminal.waiting.push_back(event);
        Ok(())
    }

    /// Sleeps until there is an event, or it is time for a tick or, without one, for the frame that is held; breaks off where
    /// nobody is left to send events.
    fn next(&self) -> ControlFlow<(), Option<Event>> {
        let events = &self.terminal.events;
        let deadline = self.program.deadline();
        let Some(until) = [deadline, self.terminal.held_until].into_iter().flatten().min() else {
            let event = events.recv();
            return event.map_or(ControlFlow::Break(()), |event| ControlFlow::Continue(Some(event)));
        };
        let left = until.saturating_duration_since(Instant::now());
        let waited = if left.is_zero() {
            Err(RecvTimeoutError::Timeout)
        } else {
            events.recv_timeout(left)
        };
        match waited {
            Ok(event) => ControlFlow::Continue(Some(event)),
            Err(RecvTimeoutError::Timeout) => {
                ControlFlow::Continue((deadline == Some(until)).then_some(Event::Tick))
            }
            Err(RecvTimeoutError::Disconnected) => ControlFlow::Break(()),
        }
    }

    /// Gives the program one event, and whatever follows from it at once.
    fn take(&mut self, event: Event) -> io::Result<()> {
        let mut waiting = VecDeque::from([event]);
        while let Some(event) = waiting.pop_front() {
            match &event {
                Event::Resize(size) => self.terminal.screen.resize(*size),
                Event::Terminal(facts) => {
                    self.terminal.facts = *facts;
                    self.terminal.screen.learn(*facts);
                }
                Event::CaughtUp => {
                    self.terminal.pace.answered();
                    continue;
                }
                Event::Leave => self.ending = true,
                _ => {}
            }
            for effect in self.program.update(event, Instant::now()) {
                waiting.extend(self.carry_out(effect)?.map(Event::Outcome));
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<Option<Outcome>> {
        match effect {
            Effect::Work(request) => (self.work)(request),
            Effect::Open(link) => return self.open(&link).map(Some),
            Effect::Copy(text) => {
                return Ok(Some(match self.copy(&text)? {
                    None => Outcome::Copied(text),
                    Some(failed) => failed,
                }));
            }
            Effect::Host(guest) => {
                let ended = self.host(|| guest::run(&guest, |name| std::env::var_os(name)))?;
                return Ok(Some(ended.map_or_else(Outcome::Failed, |()| Outcome::Returned)));
            }
            Effect::Suspend => signals::suspend(),
            Effect::Redraw => self.terminal.tty.mark_stale(),
            Effect::Quit => self.ending = true,
        }
        Ok(None)
    }

    fn open(&mut self, link: &str) -> io::Result<Outcome> {
        let Some(url) = browser::address(link) else {
            return Ok(Outcome::Failed(format!(
                "not a web address: {}",
                clean_line(link)
            )));
        };
        let link = url.as_str().to_owned();
        for launch in browser::plan(&url, |name| std::env::var_os(name)) {
            if !launch.in_terminal {
                if browser::start(&launch, &self.terminal.inbox).is_ok() {
                    return Ok(Outcome::Opened(link));
                }
                continue;
            }
            let name = browser::name(&launch.program);
            let ended = self.host(|| guest::foreground(&launch.program, &launch.arguments))?;
            // Where there is none of that name, the next one is tried.
            if let Ok(status) = ended {
                let ended = guest::judged(name, status);
                return Ok(ended.map_or_else(Outcome::Failed, |()| Outcome::Returned));
            }
        }
        Ok(self.copy(&link)?.unwrap_or(Outcome::CopiedInstead(link)))
    }

    /// Gives the terminal to what `run` starts, and takes it back when that has ended. Keys typed meanwhile are not ours.
    fn host<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        let paused = self.terminal.reader.pause();
        self.terminal.hosting.begin();
        self.terminal.tty.leave_between_frames();
        let ended = run();
        self.terminal.hosting.end();
        self.terminal.tty.enter("")?;
        self.terminal.tty.mark_stale();
        drop(paused);
        // The terminal may have another size by now.
        let _ = self.terminal.inbox.send(Event::Resize(tty::size()));
        Ok(ended)
    }

    /// Sends `text` to the clipboard, or says why it cannot.
    fn copy(&mut self, text: &str) -> io::Result<Option<Outcome>> {
        let in_screen = std::env::var_os("STY").is_some_and(|name| !name.is_empty());
        match clipboard::sequence(text, in_screen) {
            Ok(bytes) => self.terminal.tty.write(&bytes).map(|()| None),
            Err(error) => Ok(Some(Outcome::Failed(error.to_string()))),
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        if self.terminal.tty.take_stale() {
            self.terminal.screen.forget();
            self.terminal.pace.forget();
        }
        let now = Instant::now();
        self.terminal.held_until = self.terminal.pace.held_until(now);
        if self.terminal.held_until.is_some() {
            return Ok(());
        }
        let program = &self.program;
        let mut bytes = self.terminal.screen.frame(|frame| program.draw(frame))?;
        if !bytes.is_empty() && self.terminal.pace.send(bytes.len(), now) {
            bytes.extend_from_slice(pace::QUESTION.as_bytes());
        }
        self.terminal.tty.write(&bytes)
    }
}

/// Whether `error` says that there is no terminal any more.
fn is_gone(error: &io::Error) -> bool {
    matches!(
        Errno::from_io_error(error),
        Some(Errno::IO | Errno::PIPE | Errno::NXIO | Errno::BADF)
    )
}

/// Gives the terminal back when dropped, and before a panic is reported.
struct Restore {
    tty: Arc<Tty>,
    ended: Arc<AtomicBool>,
    /// Panics of other threads, to be reported when the screen is gone.
    held_back: Arc<Mutex<Vec<String>>>,
}

impl Restore {
    fn new(tty: &Arc<Tty>, ended: &Arc<AtomicBool>) -> Self {
        let held_back = Arc::new(Mutex::new(Vec::new()));
        let drawing = std::thread::current().id();
        let before = take_hook();
        let (shared, others, over) = (Arc::clone(tty), Arc::clone(&held_back), Arc::clone(ended));
        set_hook(Box::new(move |panic| {
            if std::thread::current().id() == drawing {
                shared.leave();
                before(panic);
                eprintln!(
                    "finews: this is a mistake in the program. What was saved is safe; start it again to go on.\n\
                     Please report the lines above, and what was done before them."
                );
            } else if over.load(Ordering::SeqCst) {
                before(panic);
            } else {
                let mut others = others.lock().unwrap_or_else(PoisonError::into_inner);
                others.push(clean_line(&panic.to_string()));
            }
        }));
        Self {
            tty: Arc::clone(tty),
            ended: Arc::clone(ended),
            held_back,
        }
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        self.tty.leave();
        self.ended.store(true, Ordering::SeqCst);
        let held_back = std::mem::take(&mut *self.held_back.lock().unwrap_or_else(PoisonError::into_inner));
        for panic in held_back {
            eprintln!("finews: a part of the program failed: {panic}");
        }
    }
}
