//! `finews` on a terminal: the wiring of archive, workers, state, drawing and loop. Where another archive is gone to, all but
//! the terminal is wired anew: nothing of one is known to the other.

use std::collections::HashSet;
use std::sync::mpsc::{Sender, channel};
use std::time::Instant;

use crate::app::{App, Effect, Event, Size};
use crate::archive::Archive;
use crate::post::unix_time;
use crate::term::{self, Program, Terminal};
use crate::ui::{self, Depth, Linked, Theme};
use crate::work::Worker;

use super::args::Args;
use super::wiring::{self, Gate};
use super::{archive, output};

/// The program as the loop runs it.
struct Screen {
    app: App,
    theme: Theme,
    /// The turn of themes at which `theme` was worn.
    turn: u64,
    /// What the terminal can show; `None` where there are to be no colours.
    depth: Option<Depth>,
    /// What the program wants done before its first event.
    first: Vec<Effect>,
}

impl Program for Screen {
    fn update(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        self.app.now = unix_time();
        let mut effects = std::mem::take(&mut self.first);
        effects.extend(self.app.update(event, now));
        if self.turn != self.app.themes.turn() {
            self.turn = self.app.themes.turn();
            self.theme = dressed(&self.app, self.depth);
        }
        effects
    }

    fn deadline(&self) -> Option<Instant> {
        self.app.deadline()
    }

    fn is_bare(&self) -> bool {
        self.app.is_bare()
    }

    fn draw(&self, frame: &mut ratatui::Frame<'_>) -> Vec<Linked> {
        ui::draw(&self.app, &self.theme, frame)
    }
}

/// The looks of the theme that is worn.
fn dressed(app: &App, depth: Option<Depth>) -> Theme {
    let theme = depth.map(|depth| Theme::of(app.themes.worn(), depth));
    theme
        .unwrap_or_else(Theme::monochrome)
        .with_figures(app.settings.figures)
}

/// One archive as it is shown, and the threads that read it.
struct Stage {
    screen: Screen,
    worker: Worker,
    gate: Gate,
}

impl Stage {
    fn set(args: &Args, archive: &Archive, sender: Sender<Event>) -> Self {
        let gate = Gate::new(sender);
        let worker = wiring::worker(args, archive, gate.inbox());
        let size = Size {
            width: 80,
            height: 24,
        };
        let (mut app, first) = wiring::app(args, archive, size);
        let variable = |name| std::env::var(name).ok();
        let depth = output::styled(args).then(|| {
            let (colorterm, term) = (variable("COLORTERM"), variable("TERM"));
            Depth::of(colorterm.as_deref(), term.as_deref())
        });
        if let Some(themes) = &args.themes {
            app.themes.clone_from(themes);
        }
        app.themes.colourless = depth.is_none();
        let screen = Screen {
            theme: dressed(&app, depth),
            turn: app.themes.turn(),
            app,
            depth,
            first,
        };
        Self { screen, worker, gate }
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    term::check()?;
    let archive = archive::named(args)?.unwrap_or_else(Archive::guide);
    let (sender, receiver) = channel();
    let mut stage = Stage::set(args, &archive, sender.clone());
    let oddities = args.oddities.iter();
    let app = &mut stage.screen.app;
    app.settings_are_odd(oddities.map(|odd| (odd.place.clone(), odd.what.clone())));
    app.archives = archive::choices(args, &archive);
    let options = term::Options {
        ambiguous_wide: args.settings.ambiguous_wide,
        hyperlinks: output::hyperlinks(args),
        mouse: args.settings.mouse,
    };
    let (ended, worker) = match Terminal::enter((sender.clone(), receiver), options) {
        Ok(terminal) => shown(args, archive, stage, terminal, &sender),
        Err(error) => (Err(error), stage.worker),
    };
    // What the reader changed last is on disk before the program ends, however it ends.
    wiring::finish(worker, args.lang());
    ended
}

/// Shows `stage`, and one archive after another, until the reader has enough; the worker of the last one is still at work.
fn shown(
    args: &Args,
    mut archive: Archive,
    mut stage: Stage,
    mut terminal: Terminal,
    sender: &Sender<Event>,
) -> (anyhow::Result<()>, Worker) {
    // Those that were left. Each is come back to where it was left, whatever the settings say of a beginning.
    let mut left = HashSet::new();
    loop {
        let Stage {
            screen,
            mut worker,
            gate,
        } = stage;
        let mut before = match terminal.run(screen, |request| worker.ask(request)) {
            Ok(screen) => screen.app,
            Err(error) => return (Err(error), worker),
        };
        let Some(next) = before.take_next_archive() else {
            return (Ok(()), worker);
        };
        gate.close();
        worker.finish();
        terminal.forget_reports();
        left.insert(archive.identity().to_owned());
        archive = next;
        stage = Stage::set(args, &archive, sender.clone());
        let app = &mut stage.screen.app;
        app.settings.reopen |= left.contains(archive.identity());
        // What is of the reader and not of the archive.
        app.themes = before.themes;
        app.archives = before.archives;
        app.settings_odd = before.settings_odd;
        archive::mark_open(&mut app.archives, &archive);
    }
}
