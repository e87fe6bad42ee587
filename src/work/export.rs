//! Articles as files of other programs.

use crate::archive::Archive;
use crate::config::{Settings, Words};
use crate::exchange::{Export, Facts, Manner};

use super::{Article, page_head, page_settings};

/// Cells of a line of exported text, as `finews show` has them without a terminal.
const TEXT_WIDTH: usize = 80;

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
