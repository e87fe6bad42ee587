//! `finews bookmark add` and `remove`.

use std::collections::HashSet;

use crate::app::library_trouble;
use crate::archive::{Archive, PostFile};
use crate::cli::archive;
use crate::cli::args::Args;
use crate::cli::failure::Failure;
use crate::config::Lang;
use crate::library::{ArticleFacts, ArticleKey, Library, LibraryOp};
use crate::post::{PostId, unix_time};
use crate::store::{Row, Store};
use crate::text::clean::{clean, clean_line};
use crate::work::article_of;

use super::args::{Add, Remove};

/// The user's library, to be changed.
pub(in crate::cli) fn library(args: &Args) -> anyhow::Result<Library> {
    archive::opened(args.lang(), Library::open(&archive::library_path()?))
}

/// Makes the daily backup of a library that was changed, where there is none of today. That there is none is no failure.
pub(in crate::cli) fn back_up(args: &Args, library: &mut Library) {
    if let Err(error) = library.back_up_daily(unix_time()) {
        let words = args.lang().words();
        let why = library_trouble(args.lang(), &error);
        eprintln!("finews: {}", words.not_backed_up);
        eprintln!("finews: {why}");
    }
}

/// What is kept of the article in `row`.
pub(super) fn facts(archive: &Archive, row: &Row<'_>) -> ArticleFacts {
    let source_url = archive.read(&PostFile::from_raw(&row.path())).source_url;
    article_of(row, source_url, archive.identity())
}

pub(super) fn add(args: &Args, command: &Add) -> anyhow::Result<()> {
    let archive = archive::required(args)?;
    let store = archive::articles(&archive, args.lang())?;
    let mut library = library(args)?;
    let tags: Vec<String> = (command.tag.iter().map(|tag| clean_line(tag)))
        .filter(|tag| !tag.is_empty())
        .collect();
    let mut ops = Vec::new();
    for id in named(&command.ids) {
        let row = located(&store, &id)?;
        let facts = facts(&archive, &row);
        let before = library.bookmark(&facts.article)?;
        let key = facts.article.clone();
        ops.push(LibraryOp::AddBookmark(facts));
        if !tags.is_empty() {
            let had = before.map(|before| before.tags).unwrap_or_default();
            ops.push(LibraryOp::SetTags(key.clone(), [had, tags.clone()].concat()));
        }
        if let Some(note) = &command.note {
            let note = clean(note).trim().to_owned();
            ops.push(LibraryOp::SetNote(
                key,
                Some(note).filter(|note| !note.is_empty()),
            ));
        }
    }
    let changed = library.apply(&LibraryOp::Together(ops), unix_time())?;
    back_up(args, &mut library);
    if changed == 0 {
        match args.lang() {
            Lang::Zh => eprintln!("finews: 已经都是这样，没有改动"),
            Lang::En => eprintln!("finews: it is all so already; nothing was changed"),
        }
    }
    Ok(())
}

pub(super) fn remove(args: &Args, command: &Remove) -> anyhow::Result<()> {
    let archive = archive::named_now(args)?;
    let mut library = library(args)?;
    let bookmarks = library.bookmarks()?;
    let mut ops = Vec::new();
    for id in named(&command.ids) {
        let own = archive
            .as_ref()
            .map(|archive| ArticleKey::of(&id, archive.identity()));
        let kept = bookmarks.iter().find(|bookmark| match &own {
            Some(own) => bookmark.article() == *own,
            None => bookmark.id == id,
        });
        let kept = kept.ok_or_else(|| Failure::NotBookmarked(clean_line(&id.to_string())))?;
        ops.push(LibraryOp::RemoveBookmark(kept.article()));
    }
    library.apply(&LibraryOp::Together(ops), unix_time())?;
    back_up(args, &mut library);
    Ok(())
}

/// The ids that were written, each once.
fn named(ids: &[String]) -> Vec<PostId> {
    let mut seen = HashSet::new();
    let ids = ids.iter().map(|id| PostId::parse(id));
    ids.filter(|id| seen.insert(id.clone())).collect()
}

fn located<'a>(store: &'a Store, id: &PostId) -> Result<Row<'a>, Failure> {
    let row = store.locate(id);
    row.ok_or_else(|| Failure::NoArticle(clean_line(&id.to_string())))
}
