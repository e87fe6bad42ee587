//! Articles of the archive into a file of another program.

use std::path::PathBuf;

use crate::archive::Archive;
use crate::config::{Settings, Words};
use crate::exchange::{Export, Facts, Format, Manner};
use crate::library::{ArticleFacts, Library};
use crate::store::{RawPath, Row};

use super::{Article, NotWritten, page_head, page_settings, read_article, write_file};

/// Cells of a line of exported text, as `finews show` has them without a terminal.
const TEXT_WIDTH: usize = 80;

/// An article that is to be written into a file.
#[derive(Debug)]
pub enum ExportArticle {
    /// One of the archive: the copy to read, and the other copies.
    Post(RawPath, Vec<RawPath>),
    /// One that the archive no longer has: what is known of it, and the text that the library keeps, once it is read.
    Kept(Box<ArticleFacts>, Option<String>),
}

impl ExportArticle {
    /// The one in `row` of a list.
    pub fn of(row: &Row<'_>) -> Self {
        let copies = row.copies().iter().map(|copy| copy.as_ref().into()).collect();
        Self::Post(row.path().as_ref().into(), copies)
    }

    /// Reads it; of one that is gone, what is known of it is all.
    pub fn read(&self, archive: &Archive) -> Article {
        match self {
            Self::Post(path, copies) => read_article(archive, path, copies),
            Self::Kept(facts, text) => Article::stand_in(facts, text.as_deref().unwrap_or_default()),
        }
    }
}

/// Articles that are to be written into a file.
#[derive(Debug)]
pub struct ExportOf {
    /// The articles, in order.
    pub articles: Vec<ExportArticle>,
    /// The file.
    pub file: PathBuf,
    /// Whether it may be there already, and is written over.
    pub replace: bool,
    /// In what form.
    pub format: Format,
    /// The title of the whole.
    pub title: String,
    /// The words that a page of plain text says.
    pub words: &'static Words,
    /// The settings by which it is set.
    pub settings: Settings,
}

impl ExportOf {
    /// Whether it has articles whose texts only the library can have.
    pub(super) fn has_kept(&self) -> bool {
        (self.articles.iter()).any(|article| matches!(article, ExportArticle::Kept(..)))
    }

    /// Reads the texts that `library` keeps; of an article without one its facts are written.
    pub fn read_kept(&mut self, library: &Library) {
        for article in &mut self.articles {
            if let ExportArticle::Kept(facts, text) = article {
                *text = library.kept_text(&facts.article).unwrap_or_default();
            }
        }
    }
}

/// How articles leave, under this title. Plain text is set as `finews show --plain` sets it.
pub fn export_manner(title: &str, archive: Option<&Archive>, words: &Words, settings: &Settings) -> Manner {
    let settings = Settings {
        measure: usize::MAX,
        link_notes: true,
        justify: false,
        ..settings.clone()
    };
    Manner {
        title: title.to_owned(),
        site: archive.map(Archive::site_url).unwrap_or_default().to_owned(),
        page: page_settings(&settings, words, TEXT_WIDTH),
    }
}

/// Writes what `wanted` says; gives where it lies.
pub(super) fn export(archive: &Archive, wanted: &ExportOf) -> Result<PathBuf, NotWritten> {
    let ExportOf { words, settings, .. } = wanted;
    let manner = export_manner(&wanted.title, Some(archive), words, settings);
    let mut unreadable = None;
    let written = write_file(&wanted.file, wanted.replace, |out| {
        let mut export = Export::begin(out, wanted.format, manner)?;
        for article in &wanted.articles {
            let article = article.read(archive);
            if article.is_unreadable() {
                unreadable = Some(article.post.path);
                return Err(std::io::ErrorKind::NotFound.into());
            }
            export_article(&mut export, &article, words, settings.zone)?;
        }
        export.finish()
    });
    match unreadable {
        Some(path) => Err(NotWritten::Unreadable(path)),
        None => written,
    }
}

/// Adds `article` to `export`; `zone` is the archive's offset from UTC, in minutes.
///
/// # Errors
/// Those of the writer.
pub fn export_article<W: std::io::Write>(
    export: &mut Export<W>,
    article: &Article,
    words: &Words,
    zone: i16,
) -> std::io::Result<()> {
    let facts = Facts::new(&article.post, &article.document);
    export.add(&facts, &article.document, &page_head(article, words, zone))
}
