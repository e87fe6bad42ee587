//! Bringing what is loaded in line with the disk: what the catalogue knows, then what has changed since.

use std::collections::{HashMap, HashSet};

use crate::archive::{Group, Listing};
use crate::catalogue::{Catalogue, CatalogueError, Changes, Header, Key, Progress};
use crate::post::{Article, PostId, Problem, unix_time};
use crate::store::Builder;

use super::batch::{Batch, Look, Run};
use super::load::{FIRST, Loader};
use super::refresh::Names;
use super::take_in::all_but;
use super::told::of_articles;
use super::watch::Told;

/// Articles of the largest batch from the catalogue.
const LARGEST: usize = 8_192;
/// Articles on each side of a moment that is wanted before its turn: enough to page on until the others have come.
const AROUND: usize = 4_096;

impl Loader {
    /// What the catalogue knows, then what it does not: all of it or, where that is all that was asked for, what is `told`.
    pub(super) fn load_with(
        &mut self,
        catalogue: &mut Catalogue,
        told: Told,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> Result<bool, CatalogueError> {
        catalogue.take_over();
        if self.whole {
            self.follow(catalogue, run)?;
        }
        let was_whole = self.whole;
        let mut known = self.builder.len();
        if !was_whole {
            let header = catalogue.header()?;
            if !self.stream(catalogue, &header, run)? {
                return Ok(false);
            }
            // What comes now was not there when the archive was looked at last.
            run.again = header.complete;
            run.before = self.builder.len();
            run.stands = header.complete;
            if header.complete {
                // A look that is broken off is gone on with from here.
                self.whole = true;
                let batch = run.batch(&self.builder);
                run.report(Batch {
                    looked_at: header.read_at,
                    ..batch
                });
            }
            known = header.articles;
        }
        if let Err(why) = self.archive.check() {
            return Ok(self.fail(run, why));
        }
        let loaded = match told {
            Told::Files(paths) if was_whole && run.look == Look::Told => {
                match of_articles(&paths, &self.archive, &self.folders, &self.builder) {
                    Some((groups, removed)) => {
                        self.take_in(&groups.iter().collect::<Vec<_>>(), &removed, catalogue, run)?
                    }
                    None => self.look_at_files(catalogue, run)?,
                }
            }
            _ if known == 0 => self.read_all(catalogue, run)?,
            _ => self.look_at_files(catalogue, run)?,
        };
        if loaded {
            self.whole = true;
            let problems = self.problems(catalogue)?;
            let looked_at = catalogue.header()?.read_at;
            self.end(run, problems, looked_at);
        }
        Ok(loaded)
    }

    /// Everything odd about the archive.
    fn problems(&self, catalogue: &Catalogue) -> Result<Vec<Problem>, CatalogueError> {
        let mut problems = self.odd.clone();
        problems.extend(catalogue.problems()?);
        // By now the program that writes may have kept what we could not.
        let of = |problem: &Problem| (problem.path.clone(), problem.line, problem.kind);
        let mut kept: HashSet<_> = if self.unkept.is_empty() {
            HashSet::new()
        } else {
            problems.iter().map(of).collect()
        };
        let unkept = self.unkept.iter().filter(|problem| kept.insert(of(problem)));
        problems.extend(unkept.cloned());
        Ok(problems)
    }

    /// Every file, where nothing is known yet: the newest articles before the others are so much as put in order.
    fn read_all(
        &mut self,
        catalogue: &mut Catalogue,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> Result<bool, CatalogueError> {
        let Some(mut files) = self.files(run) else {
            return Ok(false);
        };
        let newest = files.newest(FIRST);
        if !self.take_in(&newest.iter().collect::<Vec<_>>(), &[], catalogue, run)? {
            return Ok(false);
        }
        let listing = self.readers.run(|| files.group());
        if !self.take_in(&all_but(&listing, &newest), &[], catalogue, run)? {
            return Ok(false);
        }
        self.looked_at(listing, catalogue)
    }

    /// The files that are other than the catalogue knows; where that is asked for all others too.
    fn look_at_files(
        &mut self,
        catalogue: &mut Catalogue,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> Result<bool, CatalogueError> {
        let Some(files) = self.files(run) else {
            return Ok(false);
        };
        let listing = self.readers.run(|| files.group());
        // What could not be kept is found to differ once more.
        self.unkept.clear();
        let names = self.readers.run(|| Names::of(&listing));
        let groups = |numbers: &[usize]| -> Vec<&Group> {
            let numbers = numbers.iter();
            numbers.filter_map(|number| listing.groups.get(*number)).collect()
        };
        // New, moved and removed files show in the names alone; edited ones take a look at every file.
        let named = names.difference(catalogue, None, run.cancelled)?;
        if run.is_cancelled() || !self.take_in(&groups(&named.changed), &named.removed, catalogue, run)? {
            return Ok(false);
        }
        let edited: Vec<usize> = if run.look == Look::Contents {
            (0..listing.groups.len()).collect()
        } else {
            let (archive, cancelled) = (&self.archive, run.cancelled);
            let stamps = self
                .readers
                .run(|| names.stamps(archive, &named.changed, cancelled));
            names.difference(catalogue, Some(&stamps), run.cancelled)?.changed
        };
        let just_read = |number: &usize| named.changed.binary_search(number).is_ok();
        let edited: Vec<usize> = edited.into_iter().filter(|number| !just_read(number)).collect();
        if run.is_cancelled() || !self.take_in(&groups(&edited), &[], catalogue, run)? {
            return Ok(false);
        }
        self.looked_at(listing, catalogue)
    }

    /// The whole archive was looked at.
    fn looked_at(&mut self, listing: Listing, catalogue: &mut Catalogue) -> Result<bool, CatalogueError> {
        self.odd = listing.problems;
        if catalogue.writes() {
            self.revision = catalogue.write(&[], &[], Progress::Whole(unix_time()))?;
        }
        Ok(true)
    }

    /// Takes in what another program has written since.
    fn follow(
        &mut self,
        catalogue: &Catalogue,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> Result<(), CatalogueError> {
        match catalogue.changes(self.revision)? {
            Changes::Since {
                articles,
                removed,
                revision,
            } => {
                self.builder.remove(&removed);
                self.builder.add(articles);
                self.revision = revision;
            }
            Changes::TooMany => self.begin_again(run),
        }
        Ok(())
    }

    /// Tells the numbers that the catalogue has counted, so that they stand from the first screen on.
    fn announce(&mut self, header: &Header) {
        let mut labels: HashMap<&str, (&str, usize)> = HashMap::new();
        for (category, label, articles) in &header.labels {
            if let Some(label) = label {
                let best = labels.entry(category).or_insert((label, 0));
                if *articles > best.1 {
                    *best = (label, *articles);
                }
            }
        }
        let categories = header.categories.iter().map(|(name, articles)| {
            let label = labels.get(name.as_str()).map(|(label, _)| *label);
            (name.as_str(), label, *articles)
        });
        self.builder.announce(header.articles, categories);
    }

    /// Everything the catalogue knows, newest first. Gives whether it came to the end.
    fn stream(
        &mut self,
        catalogue: &Catalogue,
        header: &Header,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> Result<bool, CatalogueError> {
        self.revision = header.revision;
        self.builder = Builder::new();
        if header.complete {
            self.announce(header);
        }
        let mut size = FIRST;
        let mut after: Option<Key> = None;
        let mut count = 0;
        while !run.is_cancelled() {
            let articles = catalogue.articles(after.as_ref(), size)?;
            let Some(last) = articles.last() else {
                self.builder.settle();
                // The counters are from the same catalogue; where they disagree it has been tampered with.
                return if count == header.articles || !catalogue.writes() {
                    Ok(true)
                } else {
                    Err(CatalogueError::Damaged)
                };
            };
            let reached = last.date.timestamp;
            after = Some(Key::of(last));
            count += articles.len();
            self.builder.add(articles);
            if let Some(timestamp) = self.reach.take() {
                self.builder.add(around(catalogue, timestamp)?);
            }
            let batch = run.batch(&self.builder);
            run.report(Batch { reached, ..batch });
            size = (size * 2).min(LARGEST);
        }
        Ok(false)
    }
}

/// What stands around a moment.
fn around(catalogue: &Catalogue, timestamp: i64) -> Result<Vec<Article>, CatalogueError> {
    // Above all articles of that second.
    let key = Key::at(Some(timestamp.saturating_add(1)), &PostId::Number(0));
    let mut articles = catalogue.articles_before(&key, AROUND)?;
    articles.extend(catalogue.articles(Some(&key), AROUND)?);
    Ok(articles)
}
