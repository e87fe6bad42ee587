//! The part of `finews index` that is about texts.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::app::{estimated, index_trouble, size};
use crate::archive::Archive;
use crate::config::words::{count, grouped};
use crate::config::{Lang, TextSearch};
use crate::search::IndexError;
use crate::store::Store;
use crate::work::{Indexer, Progress, SharedIndex, indexed_since};

use super::args::{Args, Index};
use super::failure::Failure;
use super::output;

/// Brings the index up to date where there is one; makes one where that is asked for, and says first what it takes.
pub(super) fn bring_up_to_date(
    args: &Args,
    command: &Index,
    archive: &Archive,
    folder: &Path,
    store: &Arc<Store>,
) -> anyhow::Result<()> {
    let lang = args.lang();
    let failed = |error: IndexError| Failure::TextIndex(index_trouble(lang, &error));
    let since = indexed_since(args.settings.index_years);
    let mut indexer = Indexer::new(archive.clone(), folder, SharedIndex::default(), since);
    let (there, anew) = open(lang, &mut indexer).map_err(failed)?;
    if !there && !command.text && args.settings.text_search != TextSearch::Index {
        return Ok(());
    }
    if !there {
        let estimate = indexer.estimate(store);
        let needs = estimated(lang, &estimate);
        if !estimate.fits() {
            return Err(Failure::NoRoom(needs, size(estimate.free.unwrap_or_default())).into());
        }
        match lang {
            Lang::Zh => eprintln!("finews: 建全文索引，{needs}；中断后下次接着建"),
            Lang::En => {
                eprintln!("finews: making the text index, {needs}; once broken off it goes on the next time");
            }
        }
        indexer.create().map_err(failed)?;
    } else if command.rebuild && !anew {
        indexer.create().map_err(failed)?;
    }
    let mut counting = output::Counting::new();
    let (mut first, mut last) = (None, Progress::default());
    let mut build = |indexer: &mut Indexer| {
        indexer.bring_up_to_date(store, &AtomicBool::new(false), &mut |progress| {
            first.get_or_insert(progress.indexed);
            last = progress;
            let (indexed, total) = (grouped(progress.indexed), grouped(progress.total));
            counting.show(|| match lang {
                Lang::Zh => format!("索引 {indexed} / {total}"),
                Lang::En => format!("{indexed} of {total} indexed"),
            });
        })
    };
    let mut built = build(&mut indexer);
    if matches!(built, Err(IndexError::Damaged(_))) {
        built = open(lang, &mut indexer).and_then(|_| build(&mut indexer));
    }
    let rested = built.and_then(|()| indexer.rest());
    counting.end();
    rested.map_err(failed)?;
    let new = grouped(last.indexed - first.unwrap_or(last.indexed));
    let size = size(indexer.size());
    let mut out = output::output();
    match lang {
        Lang::Zh => writeln!(
            out,
            "全文索引 {} 篇，这次 {new} 篇，{size}",
            grouped(last.indexed)
        )?,
        Lang::En => writeln!(
            out,
            "{} in the index, {new} of them now, {size}",
            count(last.indexed, "text", "texts")
        )?,
    }
    Ok(out.flush()?)
}

/// Opens the index, and says where it had to be made anew. Gives whether there is one, and whether it was.
fn open(lang: Lang, indexer: &mut Indexer) -> Result<(bool, bool), IndexError> {
    let (there, anew) = indexer.open()?;
    if anew {
        match lang {
            Lang::Zh => eprintln!("finews: 全文索引已损坏或来自另一版本，现在重建"),
            Lang::En => eprintln!("finews: the text index is damaged or of another version; making it anew"),
        }
    }
    Ok((there, anew))
}

/// What is wrong with an index that a search or `--status` leaves as it is: who mends it.
pub(super) fn trouble(lang: Lang, error: &IndexError) -> String {
    match (error, lang) {
        (IndexError::Damaged(_), Lang::Zh) => {
            "全文索引已损坏或来自另一版本，这次直接读文件；finews index 会重建".to_owned()
        }
        (IndexError::Damaged(_), Lang::En) => {
            "the text index is damaged or of another version: texts are read from the \
            files this time; finews index makes it anew"
                .to_owned()
        }
        _ => index_trouble(lang, error),
    }
}

/// Writes what is known of the index.
pub(super) fn tell(
    args: &Args,
    archive: &Archive,
    folder: &Path,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let told = known(args, archive, folder);
    match args.lang() {
        Lang::Zh => writeln!(out, "全文索引  {told}")?,
        Lang::En => writeln!(out, "texts      {told}")?,
    }
    Ok(())
}

/// What is known of the index beside the catalogue in `folder`.
pub(super) fn known(args: &Args, archive: &Archive, folder: &Path) -> String {
    let lang = args.lang();
    let shared = SharedIndex::default();
    let mut indexer = Indexer::new(archive.clone(), folder, shared.clone(), None);
    match indexer.look() {
        Err(error) => trouble(lang, &error),
        Ok(_) => match shared.get().map(|index| index.snapshot()) {
            None if !args.settings.text_search.uses_index() => match lang {
                Lang::Zh => "没有，按设置也不用".to_owned(),
                Lang::En => "none, and the settings use none".to_owned(),
            },
            None => match lang {
                Lang::Zh => "没有；finews index --text 可建一个".to_owned(),
                Lang::En => "none; finews index --text makes one".to_owned(),
            },
            Some(Err(error)) => trouble(lang, &error),
            Some(Ok(snapshot)) => {
                let (articles, size) = (snapshot.len(), size(indexer.size()));
                match lang {
                    Lang::Zh => format!("{} 篇，{size}", grouped(articles)),
                    Lang::En => format!("{}, {size}", count(articles, "article", "articles")),
                }
            }
        },
    }
}
