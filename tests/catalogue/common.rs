//! What tests of the catalogue share: articles made of a few numbers, and a check of everything that must agree.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use finews::catalogue::{Catalogue, Key, Known, Notice, Stamp, Subject};
use finews::post::{Article, ArticleDate, DateFrom, DatePrecision, PostId, Problem, ProblemKind, RawPath};

pub(crate) fn subject(root: &str) -> Subject {
    Subject {
        identity: "site-0000".to_owned(),
        root: PathBuf::from(root),
        parser: 1,
        zone: 480,
    }
}

pub(crate) fn open(folder: &Path) -> (Catalogue, Option<Notice>) {
    Catalogue::open(folder, subject("/archive")).unwrap()
}

pub(crate) fn stamp(seed: i64) -> Stamp {
    Stamp {
        size: seed,
        modified: seed * 3,
        changed: -seed,
        inode: i64::MAX - seed,
    }
}

/// The article of `number`, in a version of `version`.
pub(crate) fn known(number: u64, version: u64) -> Known {
    let id = if number.is_multiple_of(7) {
        PostId::from_path(&format!("_posts/odd-{number}"))
    } else {
        PostId::Number(202_201_070_000_000_000 + number)
    };
    let path = |folder: &str| -> RawPath {
        [folder.as_bytes(), b"/\xff", number.to_string().as_bytes()]
            .concat()
            .into()
    };
    let copies: Vec<RawPath> = (0..number % 3)
        .map(|copy| path(&format!("old_post/{copy}")))
        .collect();
    let shown = path("_posts");
    let files = std::iter::once(&shown).chain(&copies);
    let files = files
        .map(|path| (path.clone(), stamp(version.cast_signed() + 1)))
        .collect();
    let title = format!("标题 {number} 第 {version} 版");
    Known {
        files,
        problems: (0..version % 2)
            .map(|line| Problem {
                path: format!("_posts/{number}"),
                line: Some(u32::try_from(line).unwrap()),
                kind: ProblemKind::Copies,
                message: title.clone(),
                shown_as: "x".to_owned(),
            })
            .collect(),
        article: Article {
            id,
            date: ArticleDate {
                timestamp: (!number.is_multiple_of(11))
                    .then(|| (number / 4 * 100 + version % 5 * 1_000).cast_signed()),
                offset: 480,
                precision: DatePrecision::Minute,
                from: DateFrom::FrontMatter,
            },
            categories: (0..number % 4)
                .map(|category| {
                    (
                        format!("c{category}"),
                        (category != 1).then(|| format!("标签{}", version % 2)),
                    )
                })
                .collect(),
            outlet: (!number.is_multiple_of(5)).then(|| "证券时报".to_owned()),
            path: shown,
            checksum: u32::try_from(version).unwrap(),
            copies,
            title,
        },
    }
}

/// All articles, in the order given, read by pages of `page`.
pub(crate) fn all(catalogue: &Catalogue, page: usize) -> Vec<Article> {
    let mut articles: Vec<Article> = Vec::new();
    loop {
        let after = articles.last().map(Key::of);
        let more = catalogue.articles(after.as_ref(), page).unwrap();
        if more.is_empty() {
            return articles;
        }
        articles.extend(more);
    }
}

/// Holds every part of the catalogue against what it should hold.
pub(crate) fn assert_holds(catalogue: &Catalogue, expected: &BTreeMap<PostId, Known>) {
    let mut articles: Vec<Article> = expected.values().map(|known| known.article.clone()).collect();
    articles.sort_by(|a, b| {
        let key = |article: &Article| (article.date.timestamp, article.id.clone());
        key(b).cmp(&key(a))
    });
    assert!(
        all(catalogue, 7) == articles,
        "other articles, or in another order"
    );
    for article in articles.iter().step_by(5) {
        assert_surroundings(catalogue, &articles, &Key::of(article));
    }
    // A place whose article is not there.
    assert_surroundings(catalogue, &articles, &Key::at(Some(150), &PostId::Number(5)));
    let mut files: Vec<(RawPath, Stamp, PostId)> = Vec::new();
    catalogue
        .files(|path, stamp, id| {
            files.push((path, stamp, id));
            ControlFlow::Continue(())
        })
        .unwrap();
    let mut expected_files: Vec<(RawPath, Stamp, PostId)> = (expected.values())
        .flat_map(|known| {
            let of = |(path, stamp): &(RawPath, Stamp)| (path.clone(), *stamp, known.article.id.clone());
            known.files.iter().map(of)
        })
        .collect();
    expected_files.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(files == expected_files, "other files");
    let header = catalogue.header().unwrap();
    assert_eq!(header.articles, articles.len());
    assert_eq!(header.files, files.len());
    let (mut categories, mut labels) = (BTreeMap::new(), BTreeMap::new());
    for (name, label) in articles.iter().flat_map(|article| &article.categories) {
        *categories.entry(name.clone()).or_insert(0) += 1;
        *labels.entry((name.clone(), label.clone())).or_insert(0) += 1;
    }
    let mut found = header.categories;
    found.sort();
    assert_eq!(found, categories.into_iter().collect::<Vec<_>>());
    let mut found = header.labels;
    found.sort();
    let labels: Vec<_> = labels
        .into_iter()
        .map(|((name, label), count)| (name, label, count))
        .collect();
    assert_eq!(found, labels);
    let mut problems: Vec<String> = (expected.values())
        .flat_map(|known| known.problems.iter().map(|problem| problem.message.clone()))
        .collect();
    let mut found: Vec<String> = catalogue
        .problems()
        .unwrap()
        .into_iter()
        .map(|problem| problem.message)
        .collect();
    problems.sort();
    found.sort();
    assert_eq!(found, problems);
}

/// Holds what is read around `key` against the list.
fn assert_surroundings(catalogue: &Catalogue, list: &[Article], key: &Key) {
    let above = list.partition_point(|article| Key::of(article) > *key);
    let first = above.saturating_sub(4);
    assert!(catalogue.articles_before(key, 4).unwrap() == list[first..above]);
    let here = list[above..].iter().filter(|article| Key::of(article) != *key);
    let below: Vec<Article> = here.take(4).cloned().collect();
    assert!(catalogue.articles(Some(key), 4).unwrap() == below);
}
