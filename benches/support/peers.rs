//! Other readers over the same articles in the same run: newsboat with all of them as one feed in its cache, lynx with
//! one page that lists them. Only where they are installed, and up to 100,000 articles.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use finews::archive::{Archive, PostFile};
use finews::store::{Scope, Store};
use finews::work::load;

use super::figures::{keys, median, ms, row};
use super::pty::{Painted, Terminal, variables};

/// With more, newsboat's first reading alone takes many minutes.
const MOST: usize = 100_000;

/// Measures those that are there.
pub fn measure(folder: &Path) -> io::Result<()> {
    let archive = Archive::open(folder).map_err(io::Error::other)?;
    let mut store = None;
    load(&archive, 0, &AtomicBool::new(false), |batch| {
        store = Some(batch.store);
    });
    let Some(store) = store.filter(|store| store.len() <= MOST) else {
        return Ok(());
    };
    let home = tempfile::tempdir()?;
    if is_installed("newsboat") {
        newsboat(&archive, &store, home.path())?;
    }
    if is_installed("lynx") {
        lynx(&store, home.path())?;
    }
    Ok(())
}

/// Whether a program can be run.
pub fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    let asked = command
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    asked.status().is_ok()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Has newsboat read all articles as one feed; returns the arguments with which it shows them.
pub fn newsboat_with_feed(archive: &Archive, store: &Store, home: &Path) -> io::Result<Vec<String>> {
    let mut feed = String::from(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>EVERYTHING</title><link>https://example.com/</link><description>all</description>\n",
    );
    for article in store.rows(Scope::All) {
        let (title, id) = (escaped(article.title()), article.id());
        let body = archive.read(&PostFile::from_raw(&article.path())).body;
        let body = escaped(&body);
        writeln!(
            feed,
            "<item><title>{title}</title><guid>{id}</guid><link>https://example.com/{id}</link><description>{body}</description></item>"
        )
        .map_err(io::Error::other)?;
    }
    fs::write(home.join("feed.xml"), feed)?;
    fs::write(
        home.join("urls"),
        format!("file://{}\n", home.join("feed.xml").display()),
    )?;
    fs::write(home.join("settings"), "auto-reload no\nreload-threads 1\n")?;
    let (urls, cache, settings) = (path(home, "urls"), path(home, "cache.db"), path(home, "settings"));
    let args = ["-u", &urls, "-c", &cache, "-C", &settings];
    let read = Command::new("newsboat")
        .args(args)
        .args(["-x", "reload"])
        .envs(variables(home))
        .status()?;
    if !read.success() {
        return Err(io::Error::other("newsboat could not read the feed"));
    }
    Ok(args.map(str::to_owned).into())
}

fn newsboat(archive: &Archive, store: &Store, home: &Path) -> io::Result<()> {
    let args = newsboat_with_feed(archive, store, home)?;
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut starts = Vec::new();
    for _ in 0..3 {
        let mut start = Terminal::start("newsboat", &args, home)?;
        starts.extend(start.until(|screen| screen.contains("EVERYTHING")));
        start.end("q");
    }
    row("newsboat: start, the feed shown", &ms(median(starts)));
    let mut reader = Terminal::start("newsboat", &args, home)?;
    reader.until(|screen| screen.contains("EVERYTHING"));
    let opened = reader.key("\r");
    row(
        "newsboat: open the list",
        &ms(opened.map_or(Duration::ZERO, |key| key.after)),
    );
    let pressed: Vec<Painted> = (0..100).filter_map(|_| reader.key("j")).collect();
    row("newsboat: j in the list", &keys(&pressed));
    row(
        "newsboat: memory of its own",
        &format!("{:.0} MiB", reader.own_memory()),
    );
    Ok(())
}

fn lynx(store: &Store, home: &Path) -> io::Result<()> {
    let mut page = String::from(
        "<html><head><meta charset=utf-8><title>ALL</title></head><body><p>EVERYTHING</p><ul>\n",
    );
    for article in store.rows(Scope::All) {
        let (title, id) = (escaped(article.title()), article.id());
        writeln!(page, "<li><a href=\"{id}.html\">{title}</a>").map_err(io::Error::other)?;
    }
    fs::write(home.join("list.html"), page)?;
    let list = path(home, "list.html");
    let mut starts = Vec::new();
    for _ in 0..3 {
        let mut start = Terminal::start("lynx", &["-nopause", &list], home)?;
        starts.extend(start.until(|screen| screen.contains("EVERYTHING")));
    }
    row("lynx: start, one page that lists all", &ms(median(starts)));
    Ok(())
}

fn path(home: &Path, name: &str) -> String {
    home.join(name).display().to_string()
}
