//! A line of 9,600 baud, on which keys are held: frames that would come too late are not sent.

use std::time::Duration;

use crate::budgets::archive;
use crate::frames::{ANSWERS, BEGIN, contains, wait};
use crate::support::{Home, Screen};

/// 9,600 baud, eight bits and two more each.
const SPEED: u32 = 960;
/// Presses of the held key, thirty a second.
const PRESSES: usize = 90;

/// Holds `key` in the list; says how many frames and bytes came until the last press, and how many bytes after it, when the
/// list shows `shown`.
fn hold(key: &str, shown: &str) -> (usize, usize, usize) {
    let (home, archive) = (Home::new(), archive());
    let folder = home.path().join("config/finews");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "preview_delay_ms = 10000\n").unwrap();
    // What is read from the archive is not drawn piece by piece over this line.
    assert!(home.run(&["--archive", archive.path(), "index"]).status.success());
    let mut screen = Screen::start_slowly(&home, &[archive.path()], (100, 30), SPEED);
    wait("the questions", || contains(&screen.bytes(), b"\x1b[c"));
    screen.keys(ANSWERS).wait_for("1/300").settle();
    let begin = screen.bytes().len();
    for _ in 0..PRESSES {
        screen.keys(key);
        std::thread::sleep(Duration::from_millis(33));
    }
    let last = screen.bytes().len();
    screen.wait_for(shown).settle();
    let bytes = screen.bytes();
    let frames = bytes[begin..]
        .windows(BEGIN.len())
        .filter(|window| *window == BEGIN)
        .count();
    screen.quit();
    (frames, last - begin, bytes.len() - last)
}

#[test]
fn a_held_key_is_not_followed_by_stale_frames() {
    let (frames, held, after) = hold("j", "91/300");
    println!("{frames} frames, {held} bytes while j is held, {after} after it");
    assert!((4..PRESSES / 2).contains(&frames), "{frames} frames");
    // A few frames of a row, of which one shows where it has come to.
    assert!(after < 2_000, "{after} bytes after the last key");
}

#[test]
fn a_held_page_down_neither() {
    let (frames, held, after) = hold("\x1b[6~", "300/300");
    println!("{frames} frames, {held} bytes while Page Down is held, {after} after it");
    assert!((2..PRESSES / 2).contains(&frames), "{frames} frames");
    assert!(after < 3_000, "{after} bytes after the last key");
}
