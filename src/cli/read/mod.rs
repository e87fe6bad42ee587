//! `finews read --line-mode`: the same lists and pages as plain lines with numbered choices, for screen readers, braille
//! displays, teletypes and terminals that cannot place a cursor. State and workers are those of the screen.

mod effects;
mod input;
mod links;
mod lists;
mod page;
mod say;
mod session;
mod typed;
mod words;

use std::collections::HashSet;
use std::sync::mpsc::channel;

use crate::app::Size;
use crate::archive::Archive;
use crate::config::Settings;
use crate::term;

use super::args::{Args, Read};
use super::wiring::{self, Gate};
use super::{archive, output};

use input::Input;
use session::Session;

/// Cells and rows where nothing says how many there are.
const USUAL: (usize, usize) = (80, 24);
/// Rows of a screenful that are left for what is said around it.
const AROUND: usize = 3;

pub(super) fn run(args: &Args, command: &Read) -> anyhow::Result<()> {
    let mut archive = archive::named(args)?.unwrap_or_else(Archive::guide);
    let (sender, events) = channel();
    let input = Input::start(&sender)?;
    let (width, rows) = measure(args, command);
    let settings = Settings {
        measure: width,
        link_notes: true,
        // Spaces that fill a line are read out, or felt.
        justify: false,
        ..args.settings.clone()
    };
    let mut archives = archive::choices(args, &archive);
    let mut left = HashSet::new();
    loop {
        let gate = Gate::new(sender.clone());
        let mut worker = wiring::worker(args, &archive, gate.inbox());
        let size = Size {
            // A page stands in a margin of one cell on either side.
            width: u16::try_from(width + 2).unwrap_or(u16::MAX),
            height: u16::try_from(rows + 1).unwrap_or(u16::MAX),
        };
        let (mut app, first) = wiring::app(args, &archive, size);
        app.settings = settings.clone();
        app.settings.reopen |= left.contains(archive.identity());
        app.archives = archives;
        let mut session = Session::new(app, &mut worker, (&sender, &events), &input, (width, rows));
        let ended = session.run(first);
        let mut app = session.into_app();
        gate.close();
        let next = app.take_next_archive().filter(|_| ended.is_ok());
        wiring::finish(worker, args.lang());
        let Some(next) = next else {
            return Ok(ended?);
        };
        // What the workers of the archive that was left have sent is not for the next one.
        let gone = events
            .try_iter()
            .any(|event| matches!(event, crate::app::Event::Leave));
        if gone {
            return Ok(());
        }
        left.insert(archive.identity().to_owned());
        archive = next;
        archives = app.archives;
        archive::mark_open(&mut archives, &archive);
    }
}

/// The cells of a line, and the lines of a screenful.
fn measure(args: &Args, command: &Read) -> (usize, usize) {
    let variable = |name| {
        std::env::var(name)
            .ok()?
            .parse()
            .ok()
            .filter(|number| *number > 0)
    };
    let width = output::terminal_width().or_else(|| variable("COLUMNS"));
    let width = match command.width {
        Some(width) => width.into(),
        None => width.map_or(USUAL.0, |width| width.min(args.settings.measure)),
    };
    let rows = term::dimensions().map(|(_, rows)| usize::from(rows));
    let rows = rows.or_else(|| variable("LINES")).unwrap_or(USUAL.1);
    (width.clamp(20, 10_000), rows.clamp(8, 500) - AROUND)
}
