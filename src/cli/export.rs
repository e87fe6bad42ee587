//! `finews export`: articles for other programs.

use std::collections::HashSet;
use std::io::{self, IsTerminal as _, Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;

use crate::archive::Archive;
use crate::config::Lang;
use crate::exchange::{self, Format, Manner};
use crate::library::{self, Library, LibraryError};
use crate::store::{Scope, Store};
use crate::text::clean::clean_line;
use crate::work::{Article, ExportArticle, Order, export_article, export_manner, write_file};

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
    /// These, read when they are written.
    Listed(Vec<ExportArticle>),
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
                articles: Articles::Listed(
                    found
                        .ids
                        .iter()
                        .filter_map(|id| desk.store.locate(id))
                        .map(|row| ExportArticle::of(&row))
                        .collect(),
                ),
                archive: Some(desk.archive),
            }
        } else if command.bookmarked {
            let archive = archive::required(args)?;
            let store = archive::articles(&archive, args.lang())?;
            let listed = bookmarked(args, &archive, &store)?;
            Self {
                title: words.bookmarks.to_owned(),
                articles: Articles::Listed(listed.into_iter().take(most).collect()),
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
            Articles::Listed(listed) => listed.len(),
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
            (Articles::Listed(listed), Some(archive)) => {
                for article in listed {
                    export_article(&mut export, &article.read(archive), words, zone)?;
                }
            }
            (Articles::Listed(_), None) => {}
        }
        export.finish()
    }
}

/// The bookmarked articles, the newest first; of how many only title, outlet and date are left is said.
fn bookmarked(args: &Args, archive: &Archive, store: &Arc<Store>) -> anyhow::Result<Vec<ExportArticle>> {
    let scopes = library::Scope::all_of(archive.identity());
    let kept = archive::of_library(args.lang(), |library: &Library| {
        let bookmarks = library.bookmarks()?.into_iter();
        let own = bookmarks.filter(|bookmark| scopes.contains(&bookmark.scope));
        own.map(|bookmark| {
            let is_gone = store.locate(&bookmark.id).is_none();
            let text = is_gone
                .then(|| library.kept_text(&bookmark.article()))
                .transpose()?;
            Ok((bookmark, text.flatten()))
        })
        .collect::<Result<Vec<_>, LibraryError>>()
    })?;
    let mut there = HashSet::new();
    let mut gone = Vec::new();
    for (bookmark, text) in kept {
        if store.locate(&bookmark.id).is_some() {
            there.insert(bookmark.id);
        } else {
            gone.push((bookmark.facts(), text));
        }
    }
    let bare = gone.iter().filter(|(_, text)| text.is_none()).count();
    match (bare, args.lang()) {
        (0, _) => {}
        (bare, Lang::Zh) => {
            eprintln!("finews: 有 {bare} 条收藏的文章已不在档案里，也没存正文，只导出题目、来源和日期");
        }
        (bare, Lang::En) => eprintln!(
            "finews: bookmarked articles of which only title, outlet and date are left, since the archive no longer has \
             them and their texts were not kept: {bare}"
        ),
    }
    gone.sort_by_key(|(facts, _)| std::cmp::Reverse(facts.date));
    let mut gone = gone.into_iter().peekable();
    let mut listed = Vec::new();
    let rows = (0..store.scope_len(Scope::All)).filter_map(|index| store.row(Scope::All, index));
    for row in rows.filter(|row| there.contains(&row.id())) {
        while let Some((facts, text)) = gone.next_if(|(facts, _)| facts.date > row.timestamp()) {
            listed.push(ExportArticle::Kept(Box::new(facts), text));
        }
        listed.push(ExportArticle::of(&row));
    }
    listed.extend(gone.map(|(facts, text)| ExportArticle::Kept(Box::new(facts), text)));
    Ok(listed)
}
