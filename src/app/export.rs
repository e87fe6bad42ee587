//! Leaving with an article: its citation on the clipboard, the article in a file.

use std::path::PathBuf;

use jiff::civil::DateTime;

use crate::config::folders::with_home;
use crate::exchange::{Facts, Format, cite, file_name};
use crate::post::wall_time;
use crate::store::Row;
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

    /// Asks for a file to write the article into that is meant, or the marked ones, and proposes one.
    pub(super) fn ask_export(&mut self) {
        let ids = self.meant_all();
        let mut there = ids.iter().filter_map(|id| Some((id, self.store.locate(id)?)));
        let Some((id, row)) = there.next() else {
            if !ids.is_empty() {
                self.say_problem(self.words().article_removed);
            }
            return;
        };
        let name = match there.next() {
            None => file_name(id, row.title(), Format::Markdown),
            Some(_) => file_name(id, &self.list_name(), Format::Epub),
        };
        let name = self.proposed_folder.clone() + &name;
        self.exporting = ids;
        self.ask(Ask::Export);
        if let Some(open) = &mut self.prompt {
            open.prompt.set(name);
        }
    }

    /// Writes the articles that were meant into the file of this name.
    pub(super) fn export_to(&mut self, name: &str) {
        let ids = std::mem::take(&mut self.exporting);
        if name.is_empty() {
            return;
        }
        let words = self.words();
        let mut file: PathBuf = with_home(name);
        if file.extension().is_none() {
            file.set_extension(Format::Markdown.extension());
        }
        let Some(format) = Format::of_file(&file) else {
            self.say_problem((words.unknown_ending)(name));
            return;
        };
        let rows: Vec<_> = ids.iter().filter_map(|id| self.store.locate(id)).collect();
        let title = match &rows[..] {
            [] => {
                self.say_problem(words.article_removed);
                return;
            }
            [row] => row.title().to_owned(),
            _ => self.list_name(),
        };
        let copies = |row: &Row<'_>| row.copies().iter().map(|copy| copy.as_ref().into()).collect();
        let wanted = ExportOf {
            articles: (rows.iter())
                .map(|row| (row.path().as_ref().into(), copies(row)))
                .collect(),
            file,
            format,
            title,
            words,
            settings: self.settings.clone(),
        };
        self.unmark();
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
