//! `finews doctor`: what a report of a bug needs, line by line. What one line cannot find out it says, and the others stand.

mod places;
mod terminal;

use std::io::Write;

use directories::BaseDirs;
use serde::Serialize;

use crate::config::Lang;
use crate::text::cells::Cells;
use crate::text::clean::clean_line;

use super::args::{Args, Doctor};
use super::failure::Failure;
use super::output;
use super::table::padded;

/// One thing that was found; a line of `--json`.
#[derive(Debug, Serialize)]
struct Finding {
    /// Its stable name.
    what: &'static str,
    /// What it is called.
    #[serde(skip)]
    label: &'static str,
    /// What is so.
    found: String,
    /// Whether something does not work for it.
    broken: bool,
}

/// What is found, as it is found.
struct Findings {
    lang: Lang,
    /// What stands for the home folder.
    home: Option<String>,
    all: Vec<Finding>,
}

impl Findings {
    /// Something that is as it may be.
    fn tell(&mut self, what: &'static str, label: (&'static str, &'static str), found: &str) {
        self.push(what, label, found, false);
    }

    /// Something, and whether it is broken.
    fn push(
        &mut self,
        what: &'static str,
        (zh, en): (&'static str, &'static str),
        found: &str,
        broken: bool,
    ) {
        let found = clean_line(&without_home(found, self.home.as_deref()));
        let label = if self.lang == Lang::Zh { zh } else { en };
        self.all.push(Finding {
            what,
            label,
            found,
            broken,
        });
    }

    /// The one of two texts that is in the language of the interface.
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.lang {
            Lang::Zh => zh.into(),
            Lang::En => en.into(),
        }
    }
}

pub(super) fn run(args: &Args, command: &Doctor) -> anyhow::Result<()> {
    let mut findings = Findings {
        lang: args.lang(),
        home: BaseDirs::new().map(|dirs| dirs.home_dir().to_string_lossy().into_owned()),
        all: Vec::new(),
    };
    terminal::examine(args, &mut findings);
    places::examine(args, &mut findings);
    let mut out = output::output();
    let cells = |finding: &Finding| Cells::default().width(finding.label) + 2;
    let width = findings.all.iter().map(cells).max().unwrap_or_default();
    for finding in &findings.all {
        if command.json {
            output::json_line(&mut out, finding)?;
        } else {
            let mark = if finding.broken { '!' } else { ' ' };
            let label = padded(finding.label, width, Cells::default());
            writeln!(out, "{mark} {label}{}", finding.found)?;
        }
    }
    out.flush()?;
    match findings.all.iter().filter(|finding| finding.broken).count() {
        0 => Ok(()),
        broken => Err(Failure::Unwell(broken).into()),
    }
}

/// `text` with `~` for the home folder, whose name is nobody's business.
fn without_home(text: &str, home: Option<&str>) -> String {
    match home.map(|home| home.trim_end_matches('/')) {
        Some(home) if home == text && !home.is_empty() => "~".to_owned(),
        Some(home) if !home.is_empty() => text.replace(&format!("{home}/"), "~/"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_folder_is_not_named() {
        let home = Some("/home/li");
        assert_eq!(
            without_home("cannot read /home/li/a: no", home),
            "cannot read ~/a: no"
        );
        assert_eq!(without_home("/home/li", home), "~");
        assert_eq!(without_home("/home/lisa/a", home), "/home/lisa/a");
        assert_eq!(without_home("/a/b", Some("/")), "/a/b");
    }
}
