//! Leaving with an article: its citation on the clipboard, the article in a file.

use std::path::PathBuf;

use jiff::civil::DateTime;

use crate::config::folders::with_home;
use crate::exchange::{Facts, Format, cite, file_name};
use crate::post::wall_time;
use crate::text::clean::clean_line;
use crate::work::{ExportOf, NotWritten, Request};

use super::trouble::export_trouble;
use super::{App, Ask, Effect};

impl App {
    /// Copies the citation of the article that is meant; where it has not been read yet, as soon as it has, for it may
    /// name its outlet itself.
    pub(super) fn cite(&mut self) {
        let Some(id) = self.meant() else { return };
        if let Some(shown) = self.reader.article().filter(|shown| shown.post.id == id) {
            let facts = Facts::new(&shown.post, &shown.document);
            self.copy_citation(&facts);
        } else if let Some(row) = self.store.locate(&id) {
            let path = row.path().as_ref().into();
            self.ask_work(Request::Facts { path });
        } else if let Some(bookmark) = self.bookmark(&id) {
            let facts = Facts::from(bookmark);
            self.copy_citation(&facts);
        }
    }

    /// Copies the citation of the article of these facts, looked at today.
    pub(super) fn copy_citation(&mut self, facts: &Facts) {
        let today = wall_time(self.now, self.settings.zone).map(DateTime::date);
        let citation = cite(
            self.settings.citation,
            std::slice::from_ref(facts),
            today.unwrap_or_default(),
        );
        self.effects.push(Effect::Copy(citation.trim_end().to_owned()));
    }

    /// Asks for a file to write the article into that is meant, and proposes one.
    pub(super) fn ask_export(&mut self) {
        let Some(id) = self.meant() else { return };
        let Some(row) = self.store.locate(&id) else {
            self.say_problem(self.words().article_removed);
            return;
        };
        let name = self.proposed_folder.clone() + &file_name(&id, row.title(), Format::Markdown);
        self.exporting = Some(id);
        self.ask(Ask::Export);
        if let Some(open) = &mut self.prompt {
            open.prompt.set(name);
        }
    }

    /// Writes the article that was meant into the file of this name.
    pub(super) fn export_to(&mut self, name: &str) {
        let Some(id) = self.exporting.take().filter(|_| !name.is_empty()) else {
            return;
        };
        let words = self.words();
        let mut file: PathBuf = with_home(name);
        if file.extension().is_none() {
            file.set_extension(Format::Markdown.extension());
        }
        let Some(format) = Format::of_file(&file) else {
            self.say_problem((words.unknown_ending)(name));
            return;
        };
        let Some(row) = self.store.locate(&id) else {
            self.say_problem(words.article_removed);
            return;
        };
        let copies = row.copies().iter().map(|copy| copy.as_ref().into()).collect();
        let wanted = ExportOf {
            articles: vec![(row.path().as_ref().into(), copies)],
            file,
            format,
            title: row.title().to_owned(),
            words,
            settings: self.settings.clone(),
        };
        self.say(words.exporting);
        self.ask_work(Request::Export(Box::new(wanted)));
    }

    /// Says where the articles lie, or why not.
    pub(super) fn exported(&mut self, written: Result<PathBuf, NotWritten>) {
        match written {
            Ok(path) => self.say((self.words().exported)(&clean_line(&path.to_string_lossy()))),
            Err(error) => self.say_problem(export_trouble(self.lang, &error)),
        }
    }
}
