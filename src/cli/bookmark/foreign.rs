//! Bookmarks of other programs taken in: those that are of articles, by their ids or by the numbers in their addresses.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use url::Url;

use crate::archive::Archive;
use crate::cli::archive;
use crate::cli::args::Args;
use crate::cli::failure::{Failure, shown};
use crate::cli::output::Counting;
use crate::config::Lang;
use crate::config::words::grouped;
use crate::exchange::{BadLine, BookmarkForm};
use crate::library::{ArticleFacts, ArticleKey, Bookmark, Library, LibraryOp, tidy_tag};
use crate::post::{PostId, unix_time};
use crate::store::Store;
use crate::text::clean::clean_line;

use super::args::Import;
use super::change;
use super::import::tell_bad;

/// Bookmarks that are told of which the article is not known; of more only the number.
const TOLD: usize = 20;

/// After so many bookmarks the count on the terminal is shown anew.
const COUNTED: usize = 100;

/// The site's numbers have eighteen digits; one of fewer was cut off.
const SHORTEST: u64 = 100_000_000_000_000_000;

/// Takes in what was read of a file. What is there already stays: tags are added to those that an article has, a note is
/// put below the one that it has.
pub(super) fn take(
    args: &Args,
    command: &Import,
    (forms, bad): (Vec<BookmarkForm>, Vec<BadLine>),
) -> anyhow::Result<()> {
    let lang = args.lang();
    let bad: Vec<(usize, String)> = bad
        .into_iter()
        .map(|bad| (bad.line, bad.why.words(lang).to_owned()))
        .collect();
    tell_bad(lang, &bad);
    if forms.is_empty() {
        return Err(Failure::NothingToImport(shown(&command.file)).into());
    }
    let archive = archive::named_now(args)?;
    let store = match &archive {
        Some(archive) => archive::articles(archive, lang)?,
        None => Arc::default(),
    };
    let mut library: Library = change::library(args)?;
    let mut sources = Sources {
        archive: archive.as_ref(),
        store: &store,
        known: (library.bookmarks()?.into_iter())
            .map(|bookmark| (bookmark.article(), Added::from(bookmark)))
            .collect(),
    };
    let (mut ops, mut new, mut unknown) = (Vec::new(), 0, Vec::new());
    let mut counting = Counting::new();
    for (before, form) in forms.iter().enumerate() {
        if before % COUNTED == COUNTED - 1 {
            counting.show(|| match lang {
                Lang::Zh => format!("读了 {} 条收藏…", grouped(before + 1)),
                Lang::En => format!("reading, {} bookmarks…", grouped(before + 1)),
            });
        }
        let Some(facts) = sources.facts(form) else {
            unknown.push(
                form.source_url
                    .as_deref()
                    .or(form.id.as_deref())
                    .unwrap_or_default(),
            );
            continue;
        };
        let before = sources.known.entry(facts.article.clone());
        new += usize::from(matches!(before, Entry::Vacant(_)));
        ops.extend(operations(form, facts, before.or_default()));
    }
    counting.end();
    tell_unknown(lang, &unknown);
    let changed = if command.dry_run {
        ops.len()
    } else {
        let changed = library.apply(&LibraryOp::Import(ops), unix_time())?;
        change::back_up(args, &mut library);
        changed
    };
    let [new, known] = [new, forms.len() - unknown.len() - new].map(grouped);
    match (lang, command.dry_run) {
        (Lang::Zh, true) => {
            eprintln!("finews: 会新增 {new} 条收藏；{known} 条已有，补上它们没有的标签和笔记");
        }
        (Lang::En, true) => {
            eprintln!(
                "finews: would add {new} bookmarks; {known} are here already and get the tags and notes they lack"
            );
        }
        (Lang::Zh, false) => eprintln!("finews: 新增 {new} 条收藏；{known} 条已有"),
        (Lang::En, false) => eprintln!("finews: {new} bookmarks added; {known} were here already"),
    }
    if changed > 0 && !command.dry_run {
        match lang {
            Lang::Zh => eprintln!("finews: 界面里按 U 可撤销"),
            Lang::En => eprintln!("finews: U in the reader undoes it"),
        }
    }
    Ok(())
}

/// What the user has added to a bookmark.
#[derive(Default)]
struct Added {
    tags: Vec<String>,
    note: Option<String>,
}

impl From<Bookmark> for Added {
    fn from(bookmark: Bookmark) -> Self {
        Self {
            tags: bookmark.tags,
            note: bookmark.note,
        }
    }
}

/// What changes the library so that it has what `form` says too; `added` is what there is, and then what there will be.
fn operations(form: &BookmarkForm, facts: ArticleFacts, added: &mut Added) -> Vec<LibraryOp> {
    let key = facts.article.clone();
    let mut ops = vec![LibraryOp::AddBookmarkAt(
        facts,
        form.added.unwrap_or_else(unix_time),
    )];
    let had = added.tags.len();
    for tag in form.tags.iter().map(|tag| tidy_tag(tag)) {
        if !tag.is_empty() && !added.tags.contains(&tag) {
            added.tags.push(tag);
        }
    }
    if added.tags.len() > had {
        ops.push(LibraryOp::SetTags(key.clone(), added.tags.clone()));
    }
    if let Some(note) = &form.note {
        let note = match &added.note {
            Some(own) if own.contains(note.as_str()) => None,
            Some(own) => Some(format!("{own}\n{note}")),
            None => Some(note.clone()),
        };
        if note.is_some() {
            added.note.clone_from(&note);
            ops.push(LibraryOp::SetNote(key, note));
        }
    }
    ops
}

/// Whose articles there are.
struct Sources<'a> {
    archive: Option<&'a Archive>,
    store: &'a Store,
    /// The bookmarks that are here, or come from further up in the file.
    known: HashMap<ArticleKey, Added>,
}

impl Sources<'_> {
    /// What is known of the article that `form` is of: from the archive where it has it, else from the form; `None` where it
    /// is not known which article it is.
    fn facts(&self, form: &BookmarkForm) -> Option<ArticleFacts> {
        let id = form.id.as_deref().map(PostId::parse);
        let numbers = || {
            let url = Url::parse(form.source_url.as_deref()?).ok()?;
            let (path, query) = (url.path(), url.query().unwrap_or_default());
            Some(PostId::numbers_in(&format!("{path}?{query}")).collect::<Vec<_>>())
        };
        let ids: Vec<PostId> = id.into_iter().chain(numbers().unwrap_or_default()).collect();
        let located = ids.iter().find_map(|id| self.store.locate(id));
        if let (Some(archive), Some(row)) = (self.archive, located) {
            return Some(change::facts(archive, &row));
        }
        let article = ids.iter().find_map(|id| self.article(id))?;
        let url = form.source_url.clone();
        Some(ArticleFacts {
            title: if form.title.is_empty() {
                url.clone().unwrap_or_else(|| article.id.to_string())
            } else {
                form.title.clone()
            },
            article,
            outlet: form.outlet.clone(),
            date: form.date,
            date_offset: form.date_offset,
            date_precision: form.date_precision,
            source_url: url,
        })
    }

    /// The article that `id` names although the archive has it not: one that is bookmarked here, or one whose number the
    /// site may have given. What was cut off, or is another program's, is none.
    fn article(&self, id: &PostId) -> Option<ArticleKey> {
        let identity = match (id, self.archive) {
            // A path means something in its archive only.
            (PostId::Path(_), None) => return None,
            (_, archive) => archive.map(Archive::identity).unwrap_or_default(),
        };
        let key = ArticleKey::of(id, identity);
        let may_be_the_sites =
            id.day().is_some() && matches!(id, PostId::Number(number) if *number >= SHORTEST);
        (may_be_the_sites || self.known.contains_key(&key)).then_some(key)
    }
}

fn tell_unknown(lang: Lang, unknown: &[&str]) {
    for what in unknown.iter().take(TOLD) {
        let what = clean_line(what);
        match lang {
            Lang::Zh => eprintln!("finews: 没有收，不知道是哪篇文章：{what}"),
            Lang::En => eprintln!("finews: left out, it is not known which article this is: {what}"),
        }
    }
    if unknown.len() > TOLD {
        let more = grouped(unknown.len() - TOLD);
        match lang {
            Lang::Zh => eprintln!("finews: 另有 {more} 条也是"),
            Lang::En => eprintln!("finews: and {more} more"),
        }
    }
}
