//! From the files of which the watched folders tell to the articles they belong to, so that what a `git pull` brings
//! costs what it is, and not what the archive is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::archive::{Archive, Group, PostFile, Touched};
use crate::post::{PostId, RawPath};
use crate::store::Builder;

/// The articles of `paths`: those with files, all of them as they are now, and those of which none is left. `None` where
/// it takes a look at the whole archive, since folders have come or gone. `folders` are those of its listing.
pub(super) fn of_articles(
    paths: &BTreeSet<PathBuf>,
    archive: &Archive,
    folders: &[PathBuf],
    builder: &Builder,
) -> Option<(Vec<Group>, Vec<PostId>)> {
    let root = std::path::absolute(archive.root()?).ok()?;
    let mut articles: BTreeMap<PostId, BTreeSet<RawPath>> = BTreeMap::new();
    for path in paths {
        let path = path.strip_prefix(&root).ok()?;
        // One that is gone cannot be asked what it was.
        if folders.binary_search_by(|folder| (**folder).cmp(path)).is_ok() {
            return None;
        }
        match archive.touched(path) {
            Touched::Post(file) => {
                articles.entry(file.id()).or_default().insert(file.raw().into());
            }
            Touched::Folder => return None,
            Touched::Nothing => {}
        }
    }
    let store = builder.snapshot();
    let (mut groups, mut removed) = (Vec::new(), Vec::new());
    for (id, mut files) in articles.into_iter().rev() {
        let known = store.locate(&id);
        if let Some(row) = &known {
            files.insert(row.path().as_ref().into());
            files.extend(row.copies().iter().map(|copy| copy.as_ref().into()));
        }
        let files = files.iter().map(|path| PostFile::from_raw(path));
        let files: Vec<PostFile> = files.filter(|file| archive.has(file)).collect();
        if !files.is_empty() {
            groups.push(Group::new(id, files));
        } else if known.is_some() {
            removed.push(id);
        }
    }
    Some((groups, removed))
}
