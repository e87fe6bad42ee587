//! The articles that a command names: by id in the archive, by file, on standard input.

use std::collections::HashMap;
use std::fs::File;
use std::io::stdin;
use std::path::Path;
use std::sync::Arc;

use crate::archive::{Archive, PostFile, parse_from};
use crate::config::Lang;
use crate::library::{ArticleFacts, ArticleKey, Library};
use crate::post::{Post, PostId};
use crate::store::{Builder, RawPath, Store, merge};
use crate::text::clean::clean_line;
use crate::work::Article;

use super::args::Args;
use super::failure::Failure;
use super::{archive, failure, json};

/// An article that was named.
pub(super) struct Found {
    pub(super) article: Article,
    /// The same as an entry of a list, alone.
    pub(super) entry: Arc<Store>,
    /// Of which archive, if of one.
    pub(super) archive: Option<Archive>,
}

impl Found {
    /// What is known of an article that no archive has, and its text, if that is kept.
    fn kept(facts: &ArticleFacts, text: Option<&str>) -> Option<Self> {
        let article = Article::stand_in(facts, text.unwrap_or_default());
        let post = article.post.clone();
        let found = Self::new(vec![(RawPath::default(), post)], None)?;
        Some(Self { article, ..found })
    }

    /// The article of these copies, each with the raw bytes of its path.
    fn new(copies: Vec<(RawPath, Post)>, archive: Option<Archive>) -> Option<Self> {
        let posts = copies.clone();
        let (entry, _) = merge(copies)?;
        let post = posts
            .into_iter()
            .find(|(path, _)| *path == entry.path)
            .map(|(_, post)| post)?;
        let copies = entry.copies.iter().map(|path| json::shown_path(path)).collect();
        let mut builder = Builder::new();
        builder.add(vec![entry]);
        Some(Self {
            article: Article::new(post, copies),
            entry: builder.snapshot(),
            archive,
        })
    }
}

/// Says that what comes of an article is what the library keeps of it, and whether that is its text.
fn tell_kept(lang: Lang, title: &str, has_text: bool) {
    let title = clean_line(title);
    match (lang, has_text) {
        (Lang::Zh, true) => eprintln!("finews: 《{title}》已不在档案里，用的是资料库里存的正文"),
        (Lang::Zh, false) => eprintln!("finews: 《{title}》已不在档案里，正文没有存，只剩题目、来源和日期"),
        (Lang::En, true) => {
            eprintln!(
                "finews: \"{title}\" is no longer in the archive; its text is the one the library keeps"
            );
        }
        (Lang::En, false) => eprintln!(
            "finews: \"{title}\" is no longer in the archive, and its text was not kept; title, outlet and date are left"
        ),
    }
}

/// Finds articles; the archive is listed once, for the first that needs it.
pub(super) struct Finder<'a> {
    args: &'a Args,
    listed: Option<HashMap<PostId, Vec<PostFile>>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(args: &'a Args) -> Self {
        Self { args, listed: None }
    }

    /// The article of a file, of standard input, or of an id in the archive.
    pub(super) fn find(&mut self, what: &Path) -> anyhow::Result<Found> {
        let name = failure::shown(what);
        let one = |file: PostFile, post: Post| Found::new(vec![(file.raw().into(), post)], None);
        let none = || Failure::NoArticle(failure::shown(what)).into();
        if what == Path::new("-") {
            let file = PostFile::stdin();
            let post = parse_from(&file, stdin().lock()).map_err(Failure::CannotReadInput)?;
            return one(file, post).ok_or_else(none);
        }
        if what.is_file() {
            let file = PostFile::from_path(what);
            let post = File::open(what)
                .and_then(|opened| parse_from(&file, opened))
                .map_err(|error| Failure::CannotRead(name, error))?;
            return one(file, post).ok_or_else(none);
        }
        let wrong = Failure::of_path(what);
        // An ID may look like a path, but like one within the archive.
        let archive = if what.is_absolute() {
            Ok(None)
        } else {
            archive::named(self.args)
        };
        // Of an archive that is gone, the library may still know an article.
        let identity = archive
            .as_ref()
            .ok()
            .and_then(Option::as_ref)
            .map(|archive| archive.identity().to_owned());
        let wrong = match archive {
            Err(error) => error,
            Ok(None) => wrong.unwrap_or(Failure::NoArchive).into(),
            Ok(Some(archive)) => match self.in_archive(archive, what) {
                Some(found) => return Ok(found),
                None => match wrong {
                    None | Some(Failure::NoFile(_)) => none(),
                    Some(wrong) => wrong.into(),
                },
            },
        };
        let id = PostId::parse(&what.to_string_lossy());
        self.in_library(&id, identity.as_deref())?.ok_or(wrong)
    }

    /// What the library keeps of the article of this id, in the archive of this identity; of one without an archive the
    /// number of the site is enough.
    fn in_library(&self, id: &PostId, identity: Option<&str>) -> anyhow::Result<Option<Found>> {
        let article = match (id, identity) {
            (_, Some(identity)) => ArticleKey::of(id, identity),
            (PostId::Number(_), None) => ArticleKey::of(id, ""),
            (PostId::Path(_), None) => return Ok(None),
        };
        let lang = self.args.lang();
        let (facts, text) = archive::of_library(lang, |library: &Library| {
            Ok((library.facts(&article)?, library.kept_text(&article)?))
        })?;
        let Some(facts) = facts else { return Ok(None) };
        tell_kept(lang, &facts.title, text.is_some());
        Ok(Found::kept(&facts, text.as_deref()))
    }

    /// The article of the id that `what` is, in `archive`.
    fn in_archive(&mut self, archive: Archive, what: &Path) -> Option<Found> {
        let id = PostId::parse(&what.to_string_lossy());
        let listed = self.listed.get_or_insert_with(|| {
            let groups = archive.list().groups.into_iter();
            groups.map(|group| (group.id, group.files)).collect()
        });
        let copies = listed
            .get(&id)?
            .iter()
            .map(|file| (file.raw().into(), archive.read(file)))
            .collect();
        Found::new(copies, Some(archive))
    }
}
