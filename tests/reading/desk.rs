//! The program without a terminal: keys in, screen out. What would be done in the background is done
//! at once, on the built-in guide, at a fixed time.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use finews::app::{App, Effect, Event, Guest, Key, KeyCode, Mouse, MouseUse, Size};
use finews::archive::Archive;
use finews::config::{Lang, Settings};
use finews::library::{Library, LibraryError, LibraryOp};
use finews::ui::{self, Depth, Theme};
use finews::work::{Change, Report, Request, answer, load, op_of, open_kept, read_shelf};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// 2026-11-24 20:00 in Beijing.
pub(crate) const NOW: i64 = 1_795_521_600;

/// The program on a desk.
pub(crate) struct Desk {
    pub(crate) app: App,
    archive: Archive,
    library: Library,
    now: Instant,
    /// Links that were opened, in order.
    pub(crate) opened: Vec<String>,
    /// Programs that were given the terminal, in order.
    pub(crate) hosted: Vec<Guest>,
    /// Texts that were copied, in order.
    pub(crate) copied: Vec<String>,
    /// Changes that the library has not got to yet, while it is slow.
    waiting: Option<Vec<Change>>,
    /// Whether the program asked to be left.
    pub(crate) ended: bool,
}

impl Desk {
    /// One article of this title and body, which is being read.
    pub(crate) fn reading(width: u16, height: u16, title: &str, body: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let posts = folder.path().join("_posts");
        std::fs::create_dir(&posts).unwrap();
        let post = format!(
            "---\ntitle: \"{title}\"\ndate: 2026-11-20 10:00:00 +0800\ncategories: shiyan\n---\n{body}"
        );
        std::fs::write(posts.join("2026-11-20-202611202610000001.md"), post).unwrap();
        let config = "url: https://site.example\n";
        std::fs::write(folder.path().join("_config.yml"), config).unwrap();
        let archive = Archive::open(folder.path()).unwrap();
        let site = archive.site_url().to_owned();
        let mut desk = Self::with(archive, Lang::Zh, Size { width, height });
        desk.app.site_url = site;
        desk.keys("<Enter>");
        assert!(desk.app.reader.page().is_some());
        desk
    }

    /// The guide in Chinese on a screen of `width` and `height`.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        Self::with(Archive::guide(), Lang::Zh, Size { width, height })
    }

    /// The same with these settings.
    pub(crate) fn new_with(width: u16, height: u16, settings: Settings) -> Self {
        let archive = Archive::guide();
        let library = Self::empty_library(&archive);
        Self::begun(archive, library, Lang::Zh, Size { width, height }, settings)
    }

    /// `archive` on a screen of `size`, all loaded.
    pub(crate) fn with(archive: Archive, lang: Lang, size: Size) -> Self {
        let library = Self::empty_library(&archive);
        Self::begun(archive, library, lang, size, Settings::default())
    }

    fn empty_library(archive: &Archive) -> Library {
        let mut library = Library::in_memory();
        library.opened(archive.identity(), NOW).unwrap();
        library
    }

    /// The same with these settings.
    pub(crate) fn with_settings(archive: Archive, lang: Lang, size: Size, settings: Settings) -> Self {
        let library = Self::empty_library(&archive);
        Self::begun(archive, library, lang, size, settings)
    }

    /// What tells the archive from any other.
    pub(crate) fn identity(&self) -> String {
        self.archive.identity().to_owned()
    }

    /// The program is left, and begun again.
    pub(crate) fn again(self) -> Self {
        self.again_with(Settings::default())
    }

    /// The same with these settings.
    pub(crate) fn again_with(mut self, settings: Settings) -> Self {
        self.keys("Q");
        assert!(self.ended);
        Self::begun(self.archive, self.library, self.app.lang, self.app.size, settings)
    }

    fn begun(archive: Archive, library: Library, lang: Lang, size: Size, settings: Settings) -> Self {
        let identity = archive.identity().to_owned();
        let (app, effects) = App::new(lang, settings, archive.name(), identity, size, NOW);
        let mut desk = Self {
            app,
            archive,
            library,
            now: Instant::now(),
            opened: Vec::new(),
            copied: Vec::new(),
            hosted: Vec::new(),
            waiting: None,
            ended: false,
        };
        desk.send_shelf();
        desk.carry_out(effects);
        desk
    }

    fn send_shelf(&mut self) {
        let shelf = read_shelf(&self.library, &self.archive).unwrap();
        self.event(Event::Report(Report::Shelf(Box::new(shelf))));
    }

    /// Hands over one event and does what it asks for.
    pub(crate) fn event(&mut self, event: Event) -> &mut Self {
        let effects = self.app.update(event, self.now);
        self.carry_out(effects);
        self
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Work(Request::Load { generation, .. }) => {
                    let mut batches = Vec::new();
                    load(&self.archive, generation, &AtomicBool::new(false), |batch| {
                        batches.push(batch);
                    });
                    for batch in batches {
                        self.event(Event::Report(Report::Loaded(batch)));
                    }
                }
                Effect::Work(Request::Keep(change)) => match &mut self.waiting {
                    Some(waiting) => waiting.push(change),
                    None => self.keep(change),
                },
                Effect::Work(Request::Undo) => {
                    let undone = self.library.undo(NOW).unwrap();
                    self.send_shelf();
                    self.event(Event::Report(Report::Undone(undone)));
                }
                Effect::Work(Request::OpenKept { generation, article }) => {
                    let report = open_kept(&self.library, generation, &article);
                    self.event(Event::Report(report));
                }
                Effect::Work(Request::Export(mut wanted)) => {
                    wanted.read_kept(&self.library);
                    let request = Request::Export(wanted);
                    let report = answer(&self.archive, request, &AtomicBool::new(false));
                    self.event(Event::Report(report.unwrap()));
                }
                Effect::Work(request) => {
                    if let Some(report) = answer(&self.archive, request, &AtomicBool::new(false)) {
                        self.event(Event::Report(report));
                    }
                }
                Effect::Open(url) => self.opened.push(url),
                Effect::Copy(text) => self.copied.push(text),
                Effect::Host(guest) => self.hosted.push(guest),
                Effect::Quit => self.ended = true,
                Effect::Suspend | Effect::Redraw => {}
            }
        }
    }

    /// The library cannot be opened.
    pub(crate) fn lose_library(&mut self) -> &mut Self {
        let path = "/nowhere/library.db".into();
        let error = LibraryError::CannotOpen {
            path,
            reason: "no permission".into(),
        };
        self.event(Event::Report(Report::KeepsNothing(error)))
    }

    fn keep(&mut self, change: Change) {
        let op = op_of(&self.archive, change);
        self.library.apply(&op, NOW).unwrap();
        self.event(Event::Report(Report::Settled));
    }

    /// Another program makes this change, and this one sees it.
    pub(crate) fn elsewhere(&mut self, op: &LibraryOp) -> &mut Self {
        self.library.apply(op, NOW).unwrap();
        self.send_shelf();
        self
    }

    /// From here on the library gets to no change.
    pub(crate) fn stall_library(&mut self) -> &mut Self {
        self.waiting = Some(Vec::new());
        self
    }

    /// The library says what it holds, and only then gets to what waits.
    pub(crate) fn resume_library(&mut self) -> &mut Self {
        self.send_shelf();
        for change in self.waiting.take().unwrap_or_default() {
            self.keep(change);
        }
        self
    }

    /// The library refuses all that waits.
    pub(crate) fn refuse(&mut self) -> &mut Self {
        for _ in self.waiting.take().unwrap_or_default() {
            self.event(Event::Report(Report::Settled));
        }
        self.send_shelf();
        self
    }

    /// Types `keys`, one character a key; `<Enter>`, `<Esc>`, `<Tab>`, `<^d>` are named.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let key = if let Some((name, after)) = named {
                rest = after;
                named_key(name)
            } else {
                rest = &rest[first.len_utf8()..];
                Key::char(first)
            };
            self.event(Event::Key(key));
        }
        self
    }

    /// Uses the mouse at column `x` of row `y`.
    pub(crate) fn mouse(&mut self, what: MouseUse, x: u16, y: u16) -> &mut Self {
        self.event(Event::Mouse(Mouse { what, x, y }))
    }

    /// Lets so much time pass.
    pub(crate) fn wait(&mut self, time: Duration) -> &mut Self {
        self.now += time;
        if self.app.deadline().is_some_and(|at| at <= self.now) {
            self.event(Event::Tick);
        }
        self
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.event(Event::Resize(Size { width, height }))
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        text_of(&self.buffer())
    }

    /// The screen as cells.
    pub(crate) fn buffer(&self) -> Buffer {
        let area = Rect::new(0, 0, self.app.size.width, self.app.size.height);
        let mut buffer = Buffer::empty(area);
        let theme = Theme::of(self.app.themes.worn(), Depth::True);
        ui::render(&self.app, &theme, &mut buffer);
        buffer
    }

    /// The lines of the screen.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.screen().lines().map(ToOwned::to_owned).collect()
    }

    /// The text of all cells whose style has `modifier`, without blanks.
    pub(crate) fn styled(&self, modifier: ratatui::style::Modifier) -> String {
        let buffer = self.buffer();
        let cells = buffer
            .content
            .iter()
            .filter(|cell| cell.modifier.contains(modifier));
        cells.map(|cell| cell.symbol().trim()).collect()
    }

    /// The text of all cells that stand on `color`, without blanks.
    pub(crate) fn on(&self, color: ratatui::style::Color) -> String {
        let buffer = self.buffer();
        let cells = buffer.content.iter().filter(|cell| cell.bg == color);
        cells.map(|cell| cell.symbol().trim()).collect()
    }

    /// The status line.
    pub(crate) fn status(&self) -> String {
        self.lines().pop().unwrap_or_default()
    }
}

fn named_key(name: &str) -> Key {
    match name {
        "Enter" => Key::plain(KeyCode::Enter),
        "Esc" => Key::plain(KeyCode::Esc),
        "Tab" => Key::plain(KeyCode::Tab),
        "BackTab" => Key::plain(KeyCode::BackTab),
        "Backspace" => Key::plain(KeyCode::Backspace),
        "Left" => Key::plain(KeyCode::Left),
        "Right" => Key::plain(KeyCode::Right),
        "lt" => Key::char('<'),
        "gt" => Key::char('>'),
        "Down" => Key::plain(KeyCode::Down),
        "Up" => Key::plain(KeyCode::Up),
        "Home" => Key::plain(KeyCode::Home),
        "End" => Key::plain(KeyCode::End),
        "PgDn" => Key::plain(KeyCode::PageDown),
        "PgUp" => Key::plain(KeyCode::PageUp),
        ctrl => Key::ctrl(
            ctrl.strip_prefix('^')
                .and_then(|c| c.chars().next())
                .expect("a key of a known name"),
        ),
    }
}

/// The text of a buffer, a line a row, without blanks at line ends.
pub(crate) fn text_of(buffer: &Buffer) -> String {
    use ratatui::buffer::CellWidth;
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let cell = buffer.cell((x, y)).unwrap();
            line.push_str(cell.symbol());
            x += cell.cell_width().max(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
