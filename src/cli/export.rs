//! `finews export`: articles for other programs.

use std::collections::HashSet;
use std::io::{self, IsTerminal as _, Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;

use crate::archive::Archive;
use crate::config::Lang;
use crate::exchange::{self, Format, Manner};
use crate::post::PostId;
use crate::store::{RawPath, Scope, Store};
use crate::text::clean::clean_line;
use crate::work::{Article, Order, export_article, export_manner, read_article, write_file};

use super::args::{Args, Export};
use super::failure::{Failure, shown};
use super::found::Finder;
use super::search::{Desk, understood};
use super::{archive, output};

/// Articles that are to be exported, read one after the other.
struct Chosen {
    /// Of what, if of an archive.
    archive: Option<Archive>,
    /// What the whole is called.
    title: String,
    articles: Articles,
}

enum Articles {
    Read(Vec<Article>),
    /// Those of the archive that have these ids, read when they are written.
    Listed(Arc<Store>, Arc<[PostId]>),
}

pub(super) fn run(args: &Args, command: &Export) -> anyhow::Result<()> {
    let named = command.output.as_deref().and_then(Format::of_file);
    let format = command.format.map(Format::from).or(named);
    let format = match (format, &command.output) {
        (Some(format), _) => format,
        (None, Some(path)) => return Err(Failure::UnknownEnding(shown(path)).into()),
        (None, None) => Format::Markdown,
    };
    if format == Format::Epub && command.output.is_none() && stdout().is_terminal() {
        return Err(Failure::BookOnTerminal.into());
    }
    let chosen = Chosen::of(args, command)?;
    let words = args.lang().words();
    let title = command.title.clone().unwrap_or_else(|| chosen.title.clone());
    let manner = export_manner(&title, chosen.archive.as_ref(), words, &args.settings);
    let Some(path) = &command.output else {
        let mut out = output::output();
        chosen.write(args, &mut out, format, manner)?;
        return Ok(out.flush()?);
    };
    write_file(path, command.force, |out| chosen.write(args, out, format, manner))?;
    Ok(())
}

impl Chosen {
    fn of(args: &Args, command: &Export) -> anyhow::Result<Self> {
        let most = command.limit.unwrap_or(usize::MAX);
        let words = args.lang().words();
        let chosen = if let Some(text) = &command.search {
            let query = understood(args, text)?;
            let mut desk = Desk::open(args)?;
            let found = desk.search(args, query, Order::Newest, most);
            Self {
                title: (words.search)(&clean_line(text)),
                articles: Articles::Listed(Arc::clone(&desk.store), found.ids),
                archive: Some(desk.archive),
            }
        } else if command.bookmarked {
            let archive = archive::required(args)?;
            let store = archive::articles(&archive, args.lang())?;
            let ids = bookmarked(args, &archive, &store)?;
            Self {
                title: words.bookmarks.to_owned(),
                articles: Articles::Listed(store, ids.into_iter().take(most).collect()),
                archive: Some(archive),
            }
        } else {
            Self::named(args, &command.what)?
        };
        if chosen.len() == 0 {
            return Err(Failure::NothingToExport.into());
        }
        Ok(chosen)
    }

    fn named(args: &Args, what: &[PathBuf]) -> anyhow::Result<Self> {
        let mut finder = Finder::new(args);
        let mut archive = None;
        let mut articles = Vec::new();
        for what in what {
            let found = finder.find(what)?;
            archive = archive.or(found.archive);
            articles.push(found.article);
        }
        let title = match articles.as_slice() {
            [one] => one.post.title.clone(),
            _ => archive
                .as_ref()
                .map_or_else(|| "finews".to_owned(), Archive::name),
        };
        Ok(Self {
            title,
            archive,
            articles: Articles::Read(articles),
        })
    }

    fn len(&self) -> usize {
        match &self.articles {
            Articles::Read(articles) => articles.len(),
            Articles::Listed(_, ids) => ids.len(),
        }
    }

    fn write(&self, args: &Args, out: impl Write, format: Format, manner: Manner) -> io::Result<()> {
        let (words, zone) = (args.lang().words(), args.settings.zone);
        let mut export = exchange::Export::begin(out, format, manner)?;
        match (&self.articles, &self.archive) {
            (Articles::Read(articles), _) => {
                for article in articles {
                    export_article(&mut export, article, words, zone)?;
                }
            }
            (Articles::Listed(store, ids), Some(archive)) => {
                for row in ids.iter().filter_map(|id| store.locate(id)) {
                    let copies = row.copies();
                    let copies: Vec<RawPath> = copies.iter().map(|copy| copy.as_ref().into()).collect();
                    let article = read_article(archive, &row.path().as_ref().into(), &copies);
                    export_article(&mut export, &article, words, zone)?;
                }
            }
            (Articles::Listed(..), None) => {}
        }
        export.finish()
    }
}

/// The bookmarked articles that `archive` has, in the order of every list; how many it no longer has is said.
fn bookmarked(args: &Args, archive: &Archive, store: &Arc<Store>) -> anyhow::Result<Vec<PostId>> {
    let (shelf, _) = archive::shelf(args.lang(), archive, store)?;
    let kept: HashSet<PostId> = shelf.bookmarks.into_iter().map(|bookmark| bookmark.id).collect();
    let rows = (0..store.scope_len(Scope::All)).filter_map(|index| store.row(Scope::All, index));
    let ids: Vec<PostId> = rows.map(|row| row.id()).filter(|id| kept.contains(id)).collect();
    match (kept.len() - ids.len(), args.lang()) {
        (0, _) => {}
        (gone, Lang::Zh) => eprintln!("finews: 有 {gone} 条收藏的文章已不在档案里，没有导出"),
        (gone, Lang::En) => {
            eprintln!(
                "finews: articles bookmarked but no longer in the archive, and so not exported: {gone}"
            );
        }
    }
    Ok(ids)
}
