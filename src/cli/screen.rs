//! `finews` on a terminal: the wiring of archive, workers, state, drawing and loop.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::app::{App, Effect, Event, Size};
use crate::archive::Archive;
use crate::config::Lang;
use crate::library::{Library, LibraryError, LibraryOp};
use crate::post::{DAY, unix_time};
use crate::term::{self, Program};
use crate::ui::{self, Depth, Linked, Theme};
use crate::work::{IndexSettings, Worker};

use super::args::Args;
use super::{archive, failure, output};

/// Nobody wonders about a shorter wait.
const SOON: Duration = Duration::from_millis(400);

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

    fn draw(&self, frame: &mut ratatui::Frame<'_>) -> Vec<Linked> {
        ui::draw(&self.app, &self.theme, frame)
    }
}

/// Says that the last changes are being written, if that is not done soon: what is given back is dropped when it is.
fn told_where_slow(lang: Lang) -> Sender<()> {
    let (written, wait) = channel();
    let _ = std::thread::Builder::new()
        .name("patience".into())
        .spawn(move || {
            if matches!(wait.recv_timeout(SOON), Err(RecvTimeoutError::Timeout)) {
                eprintln!("finews: {}", lang.words().still_writing);
            }
        });
    written
}

/// The looks of the theme that is worn.
fn dressed(app: &App, depth: Option<Depth>) -> Theme {
    let theme = depth.map(|depth| Theme::of(app.themes.worn(), depth));
    theme
        .unwrap_or_else(Theme::monochrome)
        .with_figures(app.settings.figures)
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    term::check()?;
    let archive = archive::named(args)?.unwrap_or_else(Archive::guide);
    let (sender, receiver) = channel();
    let inbox = {
        let sender = sender.clone();
        Arc::new(move |report| {
            // The loop has ended: nobody is left to tell.
            let _ = sender.send(Event::Report(report));
        })
    };
    let (lang, history_days) = (args.lang(), args.settings.history_days);
    let open_library = move || {
        let path = archive::library_path().map_err(|error| LibraryError::CannotOpen {
            path: "library.db".into(),
            reason: failure::told(lang, &error),
        })?;
        let mut library = Library::open(&path)?;
        // What cannot be forgotten now is forgotten the next time.
        let since = unix_time() - i64::from(history_days) * DAY;
        let _ = library.apply(&LibraryOp::ForgetVisits(since), unix_time());
        Ok(library)
    };
    let index = IndexSettings {
        text_search: args.settings.text_search,
        years: args.settings.index_years,
    };
    let mut worker = Worker::start(archive.clone(), index, archive::loader, open_library, inbox);
    let size = Size {
        width: 80,
        height: 24,
    };
    let identity = archive.identity().to_owned();
    let (mut app, first) = App::new(
        lang,
        args.settings.clone(),
        archive.name(),
        identity,
        size,
        unix_time(),
    );
    archive.site_url().clone_into(&mut app.site_url);
    // Nothing is written into an archive, and so nothing is proposed there.
    let here = std::env::current_dir().unwrap_or_default();
    if here.ancestors().any(Archive::is_at) {
        "~/".clone_into(&mut app.proposed_folder);
    }
    let oddities = args.oddities.iter();
    app.settings_are_odd(oddities.map(|odd| (odd.place.clone(), odd.what.clone())));
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
    let ended = term::run(
        screen,
        (sender, receiver),
        |request| worker.ask(request),
        term::Options {
            ambiguous_wide: args.settings.ambiguous_wide,
            hyperlinks: output::hyperlinks(args),
            mouse: args.settings.mouse,
        },
    );
    // What the reader changed last is on disk before the program ends, however it ends.
    let written = told_where_slow(lang);
    worker.finish();
    drop(written);
    ended.map(drop)
}
