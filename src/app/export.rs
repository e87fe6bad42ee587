//! Leaving with an article: its citation on the clipboard, the article in a file.

use std::path::PathBuf;

use jiff::civil::DateTime;

use crate::config::folders::with_home;
use crate::exchange::{Facts, Format, cite, file_name};
use crate::post::{PostId, wall_time};
use crate::text::clean::clean_line;
use crate::work::{ExportArticle, ExportOf, NotWritten, Request};

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
        } else if let Some(known) = self.known(&id) {
            self.copy_citation(&Facts::from(&known));
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
        let Some(first) = ids.first() else { return };
        let name = match &ids[..] {
            [id] => file_name(id, &self.title_of(id), Format::Markdown),
            _ => file_name(first, &self.list_name(), Format::Epub),
        };
        self.exporting = ids;
        self.standing = None;
        self.ask_export_file(Ask::Export, self.proposed_folder.clone() + &name);
    }

    /// Asks for the file, proposing this one.
    fn ask_export_file(&mut self, ask: Ask, name: String) {
        self.ask(ask);
        if let Some(open) = &mut self.prompt {
            open.prompt.set(name);
        }
    }

    /// The title of an article, one that the archive no longer has included.
    fn title_of(&self, id: &PostId) -> String {
        match self.store.locate(id) {
            Some(row) => row.title().to_owned(),
            None => self.known(id).map(|known| known.title).unwrap_or_default(),
        }
    }

    /// Writes the articles that were meant into the file of this name; over one that is there only when that has been
    /// said, and is what is answered.
    pub(super) fn export_to(&mut self, name: &str) {
        let standing = self.standing.take();
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
        let Some(mut wanted) = standing.or_else(|| self.meant_export()) else {
            self.say_problem(words.article_removed);
            return;
        };
        wanted.replace = wanted.file == file;
        wanted.file = file;
        wanted.format = format;
        self.unmark();
        self.say(words.exporting);
        self.ask_work(Request::Export(wanted));
    }

    /// The export of the articles that were meant, into no file yet; `None` where nothing is known of them any more.
    fn meant_export(&self) -> Option<Box<ExportOf>> {
        let article = |id: &PostId| match self.store.locate(id) {
            Some(row) => Some(ExportArticle::of(&row)),
            None => Some(ExportArticle::Kept(Box::new(self.known(id)?), None)),
        };
        let articles: Vec<ExportArticle> = self.exporting.iter().filter_map(article).collect();
        let title = match &self.exporting[..] {
            [id] => self.title_of(id),
            _ => self.list_name(),
        };
        (!articles.is_empty()).then(|| {
            Box::new(ExportOf {
                articles,
                file: PathBuf::new(),
                replace: false,
                format: Format::Markdown,
                title,
                words: self.words(),
                settings: self.settings.clone(),
            })
        })
    }

    /// Says where the articles lie, or why not; where a file is in the way, asks what to do.
    pub(super) fn exported(&mut self, wanted: Box<ExportOf>, written: Result<PathBuf, NotWritten>) {
        match written {
            Ok(path) => self.say((self.words().exported)(&clean_line(&path.to_string_lossy()))),
            Err(NotWritten::Exists(_)) if self.prompt.is_none() => {
                let name = clean_line(&wanted.file.to_string_lossy());
                self.ask_export_file(Ask::Overwrite, name);
                self.standing = Some(wanted);
            }
            Err(error) => self.say_problem(export_trouble(self.lang, &error)),
        }
    }
}
