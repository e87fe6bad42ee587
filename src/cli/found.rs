//! The articles that a command names: by id in the archive, by file, on standard input.

use std::collections::HashMap;
use std::fs::File;
use std::io::stdin;
use std::path::Path;
use std::sync::Arc;

use crate::archive::{Archive, PostFile, parse_from};
use crate::post::{Post, PostId};
use crate::store::{Builder, RawPath, Store, merge};
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
            None
        } else {
            archive::named(self.args)?
        };
        let Some(archive) = archive else {
            return Err(wrong.unwrap_or(Failure::NoArchive).into());
        };
        self.in_archive(archive, what).ok_or_else(|| match wrong {
            None | Some(Failure::NoFile(_)) => none(),
            Some(wrong) => wrong.into(),
        })
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
