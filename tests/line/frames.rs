//! The program on a terminal that knows synchronised updates, so that every frame is counted by itself.

use std::time::{Duration, Instant};

use crate::support::{Archive, Home, Screen};

/// What begins and ends a frame (mode 2026).
pub(crate) const BEGIN: &[u8] = b"\x1b[?2026h";
pub(crate) const END: &[u8] = b"\x1b[?2026l";

/// What a modern terminal answers: dark, synchronised updates, “ takes one cell.
pub(crate) const ANSWERS: &str = "\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?2026;2$y\x1b[1;2R\x1b[?62c";

/// A frame takes no longer on the slowest machine; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program, and how many of its frames have been looked at.
pub(crate) struct Frames {
    pub(crate) screen: Screen,
    seen: usize,
}

impl Frames {
    /// The program over `archive` on a screen of `size`, loaded and at rest. The page follows the cursor of a list only where
    /// `preview` says so, lest its frames mix with those of keys.
    pub(crate) fn start(home: &Home, archive: &Archive, size: (u16, u16), preview: bool) -> Self {
        let folder = home.path().join("config/finews");
        std::fs::create_dir_all(&folder).unwrap();
        let delay = if preview { 0 } else { 10_000 };
        std::fs::write(
            folder.join("config.toml"),
            format!("preview_delay_ms = {delay}\n"),
        )
        .unwrap();
        let screen = Screen::start(home, &[archive.path()], size);
        Self::answered(screen)
    }

    /// The program on `screen`, answered, loaded and at rest.
    pub(crate) fn answered(mut screen: Screen) -> Self {
        wait("the questions", || contains(&screen.bytes(), b"\x1b[c"));
        screen.keys(ANSWERS);
        wait("a frame", || contains(&screen.bytes(), END));
        screen.settle();
        let mut frames = Self { screen, seen: 0 };
        frames.more();
        frames
    }

    /// The frames that have come whole since the last look, without the marks around them.
    pub(crate) fn more(&mut self) -> Vec<Vec<u8>> {
        let bytes = self.screen.bytes();
        let mut found = Vec::new();
        while let Some(begin) = find(&bytes, BEGIN, self.seen) {
            let from = begin + BEGIN.len();
            let Some(end) = find(&bytes, END, from) else { break };
            found.push(bytes[from..end].to_vec());
            self.seen = end + END.len();
        }
        found
    }

    /// Types `keys` and waits for the frame that answers.
    pub(crate) fn press(&mut self, keys: &str) -> Vec<u8> {
        let pressed = keys.escape_debug().to_string();
        self.screen.keys(keys);
        let mut frame = None;
        wait(&format!("a frame for {pressed}"), || {
            frame = self.more().into_iter().next();
            frame.is_some()
        });
        frame.unwrap()
    }

    /// Types `keys` and waits until all is quiet: the frames that came.
    pub(crate) fn press_all(&mut self, keys: &str) -> Vec<Vec<u8>> {
        self.screen.keys(keys).settle();
        self.more()
    }

    /// Types `keys`, which bring the program where the test begins.
    pub(crate) fn go(&mut self, keys: &str) -> &mut Self {
        self.press_all(keys);
        self
    }
}

/// Waits until `holds`.
pub(crate) fn wait(what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < until, "waited for {what} in vain");
        std::thread::sleep(Duration::from_millis(2));
    }
}

pub(crate) fn contains(bytes: &[u8], part: &[u8]) -> bool {
    find(bytes, part, 0).is_some()
}

pub(crate) fn find(bytes: &[u8], part: &[u8], from: usize) -> Option<usize> {
    let found = bytes[from..]
        .windows(part.len())
        .position(|window| window == part);
    found.map(|at| at + from)
}
