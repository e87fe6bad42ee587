//! What a reader waits for, in a pseudo-terminal of 100 columns and 30 rows, beside newsboat and lynx where they are
//! installed: start, first reading, refresh, lists, keys, and the memory of its own.
//!
//! ```text
//! cargo bench --bench start                            10,000 and 100,000 posts
//! cargo bench --bench start -- --posts 1000000         so many
//! ```
//!
//! Archives are written once below cargo's folder for temporary files. The page cache is warm: everything has been read
//! before anything is measured.

mod support;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use finews::archive::{Archive, Group};
use finews::work::load;
use support::arguments::sizes;
use support::disk;
use support::figures::{keys, median, ms, row};
use support::peers;
use support::pty::{Painted, Terminal, variables};

/// Warm starts whose median counts.
const STARTS: usize = 11;
/// Presses of `j` and of Page Down.
const PRESSES: usize = 200;
/// Posts of a refresh.
const NEW: usize = 300;

fn main() -> io::Result<()> {
    let Some(sizes) = sizes() else { return Ok(()) };
    bare_start()?;
    for posts in sizes {
        let folder = disk::archive_of(posts);
        println!("\n{posts} posts");
        measure(&folder)?;
        peers::measure(&folder)?;
    }
    Ok(())
}

/// The yardstick of a start: a program that only prints.
fn bare_start() -> io::Result<()> {
    let home = tempfile::tempdir()?;
    let starts = (0..STARTS).filter_map(|_| {
        let mut shell = Terminal::start("/bin/sh", &["-c", "printf ready; read x"], home.path()).ok()?;
        shell.until(|screen| screen.contains("ready"))
    });
    row("sh -c 'printf ready', shown", &ms(median(starts.collect())));
    Ok(())
}

fn finews(folder: &Path, home: &Path) -> io::Result<Terminal> {
    let program = env!("CARGO_BIN_EXE_finews");
    let args = ["--lang", "zh", "--archive", &folder.display().to_string()];
    Terminal::start(program, &args, home)
}

fn index(folder: &Path, home: &Path) -> io::Result<Duration> {
    let begun = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_finews"))
        .arg("--archive")
        .arg(folder)
        .arg("index")
        .envs(variables(home))
        .stdout(Stdio::null())
        .status()?;
    let took = begun.elapsed();
    if status.success() {
        Ok(took)
    } else {
        Err(io::Error::other("finews index failed"))
    }
}

fn is_loaded(screen: &str) -> bool {
    let top = screen.lines().next().unwrap_or_default();
    top.contains(" 篇") && !top.contains("载入") && !top.contains("核对")
}

/// The beginning of the newest title.
fn newest_title(folder: &Path) -> io::Result<String> {
    let archive = Archive::open(folder).map_err(io::Error::other)?;
    let groups: Vec<Group> = archive
        .files(|| true)
        .map(|mut files| files.newest(1))
        .unwrap_or_default();
    let file = groups.first().and_then(|group| group.files.first());
    let title = file.map(|file| archive.read(file).title).unwrap_or_default();
    Ok(title.chars().take(6).collect())
}

fn measure(folder: &Path) -> io::Result<()> {
    let missing = || io::Error::other("the screen did not come to show what was waited for");
    let home = tempfile::tempdir()?;
    let title = newest_title(folder)?;
    let archive = Archive::open(folder).map_err(io::Error::other)?;
    let begun = Instant::now();
    // All files are in the page cache from here on.
    load(&archive, 0, &AtomicBool::new(false), |_| {});
    row(
        "all files read, by the library, no catalogue",
        &ms(begun.elapsed()),
    );

    let mut first = finews(folder, home.path())?;
    let shown = first
        .until(|screen| screen.contains(&title))
        .ok_or_else(missing)?;
    let screen = first.first_byte().unwrap_or_default();
    row("first time ever: a screen", &ms(screen));
    row("first time ever: the newest articles", &ms(shown));
    row(
        "first time ever: all of it listed and kept",
        &ms(first.until(is_loaded).ok_or_else(missing)?),
    );
    row("  memory of its own", &format!("{:.0} MiB", first.own_memory()));
    row("  quit", &ms(first.end("Q").ok_or_else(missing)?));
    let other = tempfile::tempdir()?;
    let mut first = finews(folder, other.path())?;
    first
        .until(|screen| screen.contains(&title))
        .ok_or_else(missing)?;
    let mut j = Vec::new();
    while j.len() < PRESSES && !is_loaded(&first.screen()) {
        let painted = first.key("j");
        // What the load shows meanwhile is no part of it.
        j.extend(painted.map(|key| Painted {
            after: key.first,
            ..key
        }));
    }
    row(&format!("  j meanwhile ({} presses)", j.len()), &keys(&j));
    row(
        "  quit in the midst of it",
        &ms(first.end("Q").ok_or_else(missing)?),
    );

    let (mut screens, mut titles, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut start = finews(folder, home.path())?;
        titles.push(
            start
                .until(|screen| screen.contains(&title))
                .ok_or_else(missing)?,
        );
        screens.push(start.first_byte().unwrap_or_default());
        ends.push(start.end("Q").ok_or_else(missing)?);
    }
    row("start: a screen", &ms(median(screens)));
    row("start: the newest articles", &ms(median(titles)));
    row("  quit at once", &ms(median(ends)));

    row(
        "refresh, nothing changed, whole process",
        &ms(index(folder, home.path())?),
    );

    let mut reader = finews(folder, home.path())?;
    row(
        "start: all of it loaded and looked at",
        &ms(reader.until(is_loaded).ok_or_else(missing)?),
    );
    let presses = |reader: &mut Terminal, key: &str| -> Vec<Painted> {
        (0..PRESSES).filter_map(|_| reader.key(key)).collect()
    };
    row("j in the list", &keys(&presses(&mut reader, "j")));
    row("Page Down in the list", &keys(&presses(&mut reader, "\x1b[6~")));
    row(
        "the end of the list and back",
        &keys(
            &[reader.key("G"), reader.key("gg")]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>(),
        ),
    );
    let (mut opened, mut left) = (Vec::new(), Vec::new());
    reader.key("h");
    for _ in 0..20 {
        opened.extend(reader.key("\r"));
        left.extend(reader.key("q"));
    }
    reader.key("\r");
    row("open the list of all", &keys(&opened));
    row("leave it", &keys(&left));
    row("memory of its own", &format!("{:.0} MiB", reader.own_memory()));

    let added = add_posts(folder)?;
    let written = Instant::now();
    let shown = reader.wait(|screen| screen.contains(&format!("↑ {NEW} 新")));
    let shown = shown.ok_or_else(missing)? - written;
    row(
        &format!("{NEW} new under the open reader, shown after the last"),
        &ms(shown),
    );
    row("  j then", &keys(&presses(&mut reader, "j")));
    remove_posts(&added)?;
    reader.end("Q");
    index(folder, home.path())?;
    let added = add_posts(folder)?;
    row(
        &format!("refresh, {NEW} new, whole process"),
        &ms(index(folder, home.path())?),
    );
    remove_posts(&added)
}

/// Posts newer than all others.
fn add_posts(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let number = |number: usize| folder.join(format!("_posts/2031-01-01-2031010110{number:08}.md"));
    let paths: Vec<PathBuf> = (0..NEW).map(number).collect();
    for (number, path) in paths.iter().enumerate() {
        let text = format!(
            "---\nlayout: post\ntitle: \"新到的第 {number} 篇\"\ndate: 2031-01-01 10:00:00 +0800\ncategories: gnss\n---\n<p>正文。</p>\n"
        );
        fs::write(path, text)?;
    }
    Ok(paths)
}

fn remove_posts(paths: &[PathBuf]) -> io::Result<()> {
    paths.iter().try_for_each(fs::remove_file)
}
