//! The posts of an archive by their names, before any is read: grouped by article, newest first.

use std::cmp::Reverse;

use jiff::civil::Date;
use rayon::prelude::*;

use super::PostFile;
use super::names::{self, Name};
use crate::post::{PostId, Problem};

/// All files of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The article.
    pub id: PostId,
    /// Its posts, `_posts` before `old_post`, then by path. Never empty.
    pub files: Vec<PostFile>,
}

/// What a look at an archive's folders gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Newest first by the date in the name (else the first digits of the article number), then by id,
    /// the greatest first; undated last.
    pub groups: Vec<Group>,
    /// What was found beside posts, by path.
    pub problems: Vec<Problem>,
}

impl Listing {
    /// Groups `files`. A million take about half a second on two cores.
    pub(super) fn new(files: Vec<PostFile>, mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| (&a.path, a.kind).cmp(&(&b.path, b.kind)));
        let mut files: Vec<(PostId, Option<Date>, PostFile)> = files
            .into_par_iter()
            .map(|file| {
                let id = file.id();
                let date = Name::of(&file.file_name())
                    .date
                    .or_else(|| names::date_of_id(&id));
                (id, date, file)
            })
            .collect();
        files.par_sort_unstable_by(|(id, _, a), (other, _, b)| {
            (id, a.folder(), a.os_path().as_os_str()).cmp(&(other, b.folder(), b.os_path().as_os_str()))
        });
        let mut groups: Vec<(Option<Date>, Group)> = Vec::with_capacity(files.len());
        for (id, date, file) in files {
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
        let groups = groups.into_iter().map(|(_, group)| group).collect();
        Self { groups, problems }
    }

    /// How many post files there are.
    pub fn files(&self) -> usize {
        self.groups.iter().map(|group| group.files.len()).sum()
    }
}
