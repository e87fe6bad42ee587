//! Words to look for, taken from the texts of an archive themselves, so that they are certain to stand there;
//! and how much text there is.

use std::collections::{HashMap, HashSet};

use finews::archive::{Archive, PostFile};
use finews::document::Document;
use finews::store::{Scope, Store};
use finews::text::fold::fold;
use rayon::prelude::*;

/// Articles whose texts are counted, spread over the archive.
const SAMPLE: usize = 2_000;

/// Articles whose folded texts are measured; of more, as many are.
const WEIGHED: usize = 20_000;

/// Words of an archive, by how many articles have them.
pub struct Vocabulary {
    /// The character that most have.
    pub character: String,
    /// The pair that most have.
    pub common: String,
    /// A pair that hardly one has.
    pub rare: String,
    /// The four characters that most have.
    pub phrase: String,
}

impl Vocabulary {
    /// That of an archive.
    pub fn of(archive: &Archive, store: &Store) -> Self {
        let step = (store.len() / SAMPLE).max(1);
        let rows = (0..store.len()).step_by(step);
        let (mut bodies, mut texts) = (Vec::new(), Vec::new());
        for row in rows.filter_map(|row| store.row(Scope::All, row)) {
            let body = archive.read(&PostFile::from_raw(&row.path())).body;
            texts.push(fold(&Document::parse(&body).text).chars().collect());
            bodies.push(body);
        }
        let pairs = counted(&texts, 2);
        let mut rare: Vec<&String> = pairs
            .iter()
            .filter_map(|(pair, count)| (*count == 1).then_some(pair))
            .collect();
        // So that it is the same each time.
        rare.sort_unstable();
        // Other programs find what no tag parts.
        let in_a_body = |pair: &&&String| bodies.iter().any(|body| body.contains(pair.as_str()));
        Self {
            character: most(&counted(&texts, 1)),
            rare: rare
                .iter()
                .find(in_a_body)
                .map(|pair| (*pair).clone())
                .unwrap_or_default(),
            common: most(&pairs),
            phrase: most(&counted(&texts, 4)),
        }
    }
}

/// How many of `texts` have each run of so many Han characters.
fn counted(texts: &[Vec<char>], length: usize) -> HashMap<String, usize> {
    let is_han = |c: &char| ('\u{4E00}'..='\u{9FFF}').contains(c);
    let mut counts = HashMap::new();
    for text in texts {
        let runs = text.windows(length).filter(|run| run.iter().all(is_han));
        let runs: HashSet<&[char]> = runs.collect();
        for run in runs {
            *counts.entry(run.iter().collect()).or_default() += 1;
        }
    }
    counts
}

fn most(counts: &HashMap<String, usize>) -> String {
    let most = counts
        .iter()
        .max_by_key(|(word, count)| (**count, std::cmp::Reverse(*word)));
    most.map(|(word, _)| word.clone()).unwrap_or_default()
}

/// Bytes of all titles and folded texts of an archive, about.
pub fn bytes(archive: &Archive, store: &Store) -> u64 {
    let step = (store.len() / WEIGHED).max(1);
    let rows: Vec<usize> = (0..store.len()).step_by(step).collect();
    let weigh = |row: &usize| {
        let row = store.row(Scope::All, *row)?;
        let post = archive.read(&PostFile::from_raw(&row.path()));
        let text = fold(&Document::parse(&post.body).text);
        Some((text.len() + row.title().len()) as u64)
    };
    rows.par_iter().filter_map(weigh).sum::<u64>() * step as u64
}
