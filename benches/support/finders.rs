//! Other programs that find words in the same posts, in the same run: ripgrep in the files as they are, notmuch with
//! n-grams in mails made of them. Only where they are installed; notmuch up to 20,000 articles.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use finews::archive::{Archive, PostFile};
use finews::document::Document;
use finews::store::{Scope, Store};
use jiff::Timestamp;
use rayon::prelude::*;

use super::figures::{median, ms, row};
use super::memory::Peak;
use super::peers::is_installed;

/// With more, notmuch's first reading takes the better part of an hour.
const MOST: usize = 20_000;
/// Runs whose median counts.
const ROUNDS: usize = 3;

/// Measures those that are there.
pub fn measure(archive: &Archive, store: &Store, words: &[&str]) -> io::Result<()> {
    if !is_installed("rg") {
        row("rg", "missing");
    } else if let Some(root) = archive.root() {
        for word in words {
            let mut rg = Command::new("rg");
            rg.args(["-l", "--no-ignore", word]).arg(root);
            let (took, lines) = timed(&mut rg)?;
            row(&format!("rg -l {word}"), &format!("{}, {lines} files", ms(took)));
        }
    }
    if !is_installed("notmuch") {
        row("notmuch", "missing");
        return Ok(());
    }
    if store.len() > MOST {
        row("notmuch", "left out, too many articles");
        return Ok(());
    }
    notmuch(archive, store, words)
}

/// How long a program runs, and how many lines it writes.
fn timed(command: &mut Command) -> io::Result<(Duration, usize)> {
    let mut times = Vec::new();
    let mut lines = 0;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let output = command.output()?;
        times.push(begun.elapsed());
        lines = memchr::memchr_iter(b'\n', &output.stdout).count();
    }
    Ok((median(times), lines))
}

fn notmuch(archive: &Archive, store: &Store, words: &[&str]) -> io::Result<()> {
    let home = tempfile::tempdir()?;
    let mails = home.path().join("mails");
    fs::create_dir(&mails)?;
    (0..store.len())
        .into_par_iter()
        .try_for_each(|index| mail(archive, store, index, &mails))?;
    let settings = home.path().join("settings");
    fs::write(
        &settings,
        format!(
            "[database]\npath={}\n[new]\ntags=inbox\n[user]\nname=nobody\nprimary_email=nobody@example.com\n",
            mails.display()
        ),
    )?;
    let command = |args: &[&str]| {
        let mut command = Command::new("notmuch");
        command
            .args(args)
            .env("NOTMUCH_CONFIG", &settings)
            .env("XAPIAN_CJK_NGRAM", "1")
            .env("HOME", home.path());
        command
    };
    let begun = Instant::now();
    let mut new = command(&["new", "--quiet"]).stdout(Stdio::null()).spawn()?;
    let peak = Peak::watch(new.id());
    new.wait()?;
    let took = begun.elapsed();
    let size = size(&mails.join(".notmuch"));
    row(
        "notmuch new",
        &format!(
            "{:.0} posts/s, {:.0} MiB on disk, {:.0} MiB of memory",
            store.len() as f64 / took.as_secs_f64(),
            size as f64 / f64::from(1 << 20),
            peak.end()
        ),
    );
    for word in words {
        let phrase = format!("\"{word}\"");
        let count = command(&["count", &phrase]).output()?.stdout;
        let (counted, _) = timed(&mut command(&["count", &phrase]))?;
        let (listed, _) = timed(&mut command(&["search", "--limit=30", &phrase]))?;
        row(
            &format!("notmuch count, search --limit=30 {word}"),
            &format!(
                "{}, {}, {} mails",
                ms(counted),
                ms(listed),
                String::from_utf8_lossy(&count).trim()
            ),
        );
    }
    Ok(())
}

/// Writes an article as a mail.
fn mail(archive: &Archive, store: &Store, index: usize, folder: &Path) -> io::Result<()> {
    let Some(article) = store.row(Scope::All, index) else {
        return Ok(());
    };
    let text = Document::parse(&archive.read(&PostFile::from_raw(&article.path())).body).text;
    let date = Timestamp::from_second(article.timestamp().unwrap_or_default()).unwrap_or_default();
    let mail = format!(
        "From: nobody@example.com\nDate: {}\nMessage-ID: <{index}@example.com>\nSubject: {}\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n",
        date.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        article.title()
    );
    fs::write(folder.join(index.to_string()), mail)
}

/// Bytes of the files below `folder`.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
