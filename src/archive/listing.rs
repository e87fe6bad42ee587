//! The posts of an archive by their names, before any is read: grouped by article, newest first.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;

use super::PostFile;
use super::names::Name;
use super::walk::{Found, not_a_post};
use crate::post::{Folder, PostId, Problem};

/// All files of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The article.
    pub id: PostId,
    /// Its posts, `_posts` before `old_post`, then by path. Never empty.
    pub files: Vec<PostFile>,
}

impl Group {
    /// The files of one article, given in any order.
    pub fn new(id: PostId, mut files: Vec<PostFile>) -> Self {
        files.sort_unstable_by(|a, b| in_group(a).cmp(&in_group(b)));
        Self { id, files }
    }
}

/// What the files of a group are ordered by.
fn in_group(file: &PostFile) -> (Folder, &OsStr) {
    (file.folder(), file.os_path().as_os_str())
}

/// What a look at an archive's folders gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Newest first by the date in the name (else the first digits of the article number), then by id,
    /// the greatest first; undated last.
    pub groups: Vec<Group>,
    /// What was found beside posts, by path.
    pub problems: Vec<Problem>,
    /// Every folder in which a post may come to stand, and those that lead there, relative to the archive, sorted. The
    /// first is the archive's own, the empty path.
    pub folders: Vec<PathBuf>,
}

impl Listing {
    /// How many post files there are.
    pub fn files(&self) -> usize {
        self.groups.iter().map(|group| group.files.len()).sum()
    }
}

/// One file, as the order of articles sees it.
#[derive(Debug)]
struct Named {
    id: PostId,
    date: Option<Date>,
    file: PostFile,
}

impl Named {
    fn new(file: PostFile) -> Self {
        let id = file.id();
        let date = Name::of(&file.file_name()).date.or_else(|| id.day());
        Self { id, date, file }
    }
}

/// The files of an archive, before they are put in order: that takes its time with a million, and the newest of
/// them can be had before.
#[derive(Debug, Default)]
pub struct Files {
    named: Vec<Named>,
    problems: Vec<Problem>,
    folders: Vec<PathBuf>,
}

impl Files {
    /// Takes in what the walk has come upon.
    pub(super) fn add(&mut self, found: Found) {
        match found {
            Found::File(file) => match not_a_post(&file) {
                Some(problem) => self.problems.push(problem),
                None => self.named.push(Named::new(file)),
            },
            Found::Problem(problem) => self.problems.push(problem),
            Found::Folder(folder) => {
                let above = folder.ancestors().skip(1).map(Path::to_owned);
                self.folders.extend(above);
                self.folders.push(folder);
            }
        }
    }

    /// The walk has ended.
    pub(super) fn in_order(&mut self) {
        self.problems
            .sort_by(|a, b| (&a.path, a.kind).cmp(&(&b.path, b.kind)));
        self.folders.push(PathBuf::new());
        self.folders.sort_unstable();
        self.folders.dedup();
    }

    /// See [`Listing::folders`].
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Groups that the listing begins with, `most` at most, sooner than all of it: of a million files in some tens of
    /// milliseconds.
    pub fn newest(&mut self, most: usize) -> Vec<Group> {
        /// Files looked at for one article: most have one or two.
        const FILES: usize = 4;
        let newest_first = |a: &Named, b: &Named| (b.date, &b.id).cmp(&(a.date, &a.id));
        let within = most.saturating_mul(FILES).min(self.named.len());
        if within < self.named.len() {
            self.named.select_nth_unstable_by(within, newest_first);
        }
        self.named.split_at_mut(within).0.sort_unstable_by(newest_first);
        let mut seen = HashSet::new();
        let newest = self.named.iter().take(within).map(|named| &named.id);
        let ids: Vec<&PostId> = newest.filter(|id| seen.insert(*id)).take(most).collect();
        let wanted: HashSet<&PostId> = ids.iter().copied().collect();
        let of_them = |named: &&Named| wanted.contains(&named.id);
        let of_them: Vec<&Named> = self.named.par_iter().filter(of_them).collect();
        let mut files: HashMap<&PostId, Vec<PostFile>> = HashMap::new();
        for named in of_them {
            files.entry(&named.id).or_default().push(named.file.clone());
        }
        let group = |id: &PostId| Some(Group::new(id.clone(), files.remove(id)?));
        ids.into_iter().filter_map(group).collect()
    }

    /// Groups them. A million take about half a second on two cores.
    pub fn group(self) -> Listing {
        let Self {
            mut named,
            problems,
            folders,
        } = self;
        named.par_sort_unstable_by(|a, b| (&a.id, in_group(&a.file)).cmp(&(&b.id, in_group(&b.file))));
        let mut groups: Vec<(Option<Date>, Group)> = Vec::with_capacity(named.len());
        for Named { id, date, file } in named {
            match groups.last_mut() {
                Some((newest, group)) if group.id == id => {
                    *newest = (*newest).max(date);
                    group.files.push(file);
                }
                _ => groups.push((
                    date,
                    Group {
                        id,
                        files: vec![file],
                    },
                )),
            }
        }
        groups.par_sort_unstable_by(|(date, group), (other, next)| {
            Reverse((date, &group.id)).cmp(&Reverse((other, &next.id)))
        });
        Listing {
            groups: groups.into_iter().map(|(_, group)| group).collect(),
            problems,
            folders,
        }
    }
}
