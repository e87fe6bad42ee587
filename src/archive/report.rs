//! What was odd about one file, in words.

use jiff::civil::Date;

use super::PostFile;
use crate::post::{DateFrom, PostDate, Problem, ProblemKind, TitleFrom};

/// The problems of one file, in the order they were met.
pub(super) struct Problems {
    pub(super) path: String,
    pub(super) list: Vec<Problem>,
}

impl Problems {
    pub(super) fn new(file: &PostFile) -> Self {
        Self {
            path: file.shown(),
            list: Vec::new(),
        }
    }

    pub(super) fn add(
        &mut self,
        kind: ProblemKind,
        line: Option<u32>,
        message: impl Into<String>,
        shown_as: impl Into<String>,
    ) {
        self.list.push(Problem {
            path: self.path.clone(),
            line,
            kind,
            message: message.into(),
            shown_as: shown_as.into(),
        });
    }

    /// The title does not come from the front matter; `line` is where it stands empty.
    pub(super) fn no_title(&mut self, from: TitleFrom, line: Option<u32>) {
        let message = if line.is_some() {
            "the title is empty"
        } else {
            "the title is missing"
        };
        let shown_as = match from {
            TitleFrom::FrontMatter => "the title",
            TitleFrom::Heading => "the first heading",
            TitleFrom::Body => "the first sentence",
            TitleFrom::Name => "the name",
        };
        self.add(ProblemKind::NoTitle, line, message, shown_as);
    }

    /// The date does not come from the front matter; `line` is where it stands, empty or wrong.
    pub(super) fn bad_date(&mut self, date: &PostDate, line: Option<u32>) {
        let message = match (&date.raw, line) {
            (Some(raw), _) => format!("not a date: {raw}"),
            (None, Some(_)) => "the date is empty".to_owned(),
            (None, None) => "the date is missing".to_owned(),
        };
        self.add(ProblemKind::BadDate, line, message, stand_in(date));
    }

    /// What is odd about the file's name, if anything. `named` is the date in it.
    pub(super) fn name(&mut self, file: &PostFile, named: Option<Date>, date: &PostDate) {
        if !file.is_utf8() {
            let message = "the name is not UTF-8";
            self.add(
                ProblemKind::NameNotUtf8,
                None,
                message,
                "U+FFFD for each bad part of the name",
            );
        }
        if named.is_none() && !file.is_stdin() {
            let message = "the name has no date in front, or none that exists";
            self.add(ProblemKind::NoDateInName, None, message, stand_in(date));
        }
    }
}

fn stand_in(date: &PostDate) -> &'static str {
    match date.from {
        DateFrom::FrontMatter => "the date of the front matter",
        DateFrom::Name => "the date in the name",
        DateFrom::Id => "the date in the article number",
        DateFrom::None => "no date",
    }
}
