//! The store against a model that keeps everything in one sorted `Vec`: whatever batches come, in whatever order,
//! every question has the model's answer.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use finews::post::{DateFrom, DatePrecision, PostId};
use finews::store::{
    Article, ArticleDate, Builder, List, Row, Scope, SortKey, Store, Unread, filter_titles, find_titles,
};
use finews::text::needle::Needle;
use proptest::prelude::*;

const ZONE: i16 = 480;
const DAY: i64 = 86_400;

/// What is done to a builder.
#[derive(Clone, Debug)]
enum Step {
    Add(Vec<Article>),
    Remove(Vec<PostId>),
    Mark(PostId, bool),
    Snapshot,
}

fn id(seed: u8) -> PostId {
    match seed {
        0..=30 => PostId::from_path(&format!("_posts/odd-{seed}")),
        // So few that batches meet; the date in the number is not the article's.
        _ => PostId::Number(202_201_070_000_000_000 + u64::from(seed)),
    }
}

prop_compose! {
    pub(super) fn article()(
        seed in any::<u8>(),
        // A few days, many equal moments, some far away, some without a date.
        moment in prop_oneof![Just(None), (0..40i64).prop_map(|hours| Some(hours * 9_000 - 50_000)),
            (-4..0i64).prop_map(|seasons| Some(seasons * 8_000_000))],
        title in "[股市券商a-c]{1,4}",
        categories in prop::collection::vec((0..5u8, prop::option::of(0..3u8)), 0..3),
        outlet in prop::option::of(0..3u8),
        copies in 0..3usize,
        checksum in any::<u32>(),
    ) -> Article {
        let id = id(seed);
        let mut pairs: Vec<(String, Option<String>)> = Vec::new();
        for (name, label) in categories {
            let pair = (format!("c{name}"), label.map(|label| format!("标签{label}")));
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        let path = |folder: &str| -> Box<[u8]> {
            match &id {
                PostId::Number(number) => format!("{folder}/2022-01-07-NW{number}.md").into_bytes().into(),
                PostId::Path(path) => [folder.as_bytes(), b"/\xff", path.as_bytes()].concat().into(),
            }
        };
        Article {
            title,
            date: ArticleDate {
                timestamp: moment,
                offset: ZONE,
                precision: if moment.is_some() { DatePrecision::Second } else { DatePrecision::None },
                from: if moment.is_some() { DateFrom::FrontMatter } else { DateFrom::None },
            },
            categories: pairs,
            outlet: outlet.map(|outlet| format!("社{outlet}")),
            path: path("_posts"),
            checksum,
            copies: (0..copies).map(|copy| path(&format!("old_post/{copy}"))).collect(),
            id,
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop::collection::vec(article(), 0..30).prop_map(Step::Add),
        1 => prop::collection::vec(any::<u8>().prop_map(id), 0..9).prop_map(Step::Remove),
        2 => (any::<u8>().prop_map(id), any::<bool>()).prop_map(|(id, read)| Step::Mark(id, read)),
        1 => Just(Step::Snapshot),
    ]
}

/// The naive store.
#[derive(Default)]
struct Model {
    articles: HashMap<PostId, Article>,
    /// Pairs in the order first seen, which decides between labels.
    pairs: Vec<(String, String)>,
}

impl Model {
    fn add(&mut self, batch: &[Article]) {
        for article in batch {
            for (name, label) in &article.categories {
                if let Some(label) = label {
                    let pair = (name.clone(), label.clone());
                    if !self.pairs.contains(&pair) {
                        self.pairs.push(pair);
                    }
                }
            }
            self.articles.insert(article.id.clone(), article.clone());
        }
    }

    fn list(&self, category: Option<&str>) -> Vec<&Article> {
        let within = |article: &&Article| {
            category.is_none_or(|name| article.categories.iter().any(|pair| pair.0 == name))
        };
        let mut list: Vec<&Article> = self.articles.values().filter(within).collect();
        list.sort_by(|a, b| (b.date.timestamp.cmp(&a.date.timestamp)).then_with(|| b.id.cmp(&a.id)));
        list
    }

    fn label(&self, category: &str) -> String {
        let votes = |pair: &(String, String)| {
            let wanted = (pair.0.clone(), Some(pair.1.clone()));
            let articles = self.articles.values();
            articles
                .filter(|article| article.categories.contains(&wanted))
                .count()
        };
        let mut best = (0, category.to_owned());
        for pair in self.pairs.iter().filter(|pair| pair.0 == category) {
            if votes(pair) > best.0 {
                best = (votes(pair), pair.1.clone());
            }
        }
        best.1
    }

    fn categories(&self) -> Vec<(usize, String, String)> {
        let names = self.articles.values().flat_map(|article| &article.categories);
        let names: HashSet<&String> = names.map(|pair| &pair.0).collect();
        let mut categories: Vec<_> = names
            .into_iter()
            .map(|name| (self.list(Some(name)).len(), self.label(name), name.clone()))
            .collect();
        categories.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1, &a.2).cmp(&(&b.1, &b.2))));
        categories
    }
}

fn day(timestamp: Option<i64>) -> Option<i64> {
    timestamp.map(|moment| (moment + i64::from(ZONE) * 60).div_euclid(DAY))
}

fn same(row: &Row<'_>, article: &Article) {
    assert_eq!(row.id(), article.id);
    assert_eq!(row.title(), article.title);
    assert_eq!(row.timestamp(), article.date.timestamp);
    assert_eq!(row.offset(), article.date.offset);
    assert_eq!(row.precision(), article.date.precision);
    assert_eq!(row.date_from(), article.date.from);
    assert_eq!(row.outlet(), article.outlet.as_deref());
    assert_eq!(*row.path(), *article.path);
    assert_eq!(row.checksum(), article.checksum);
    let copies = row.copies();
    assert_eq!(row.copy_count(), copies.len());
    assert!(
        copies
            .iter()
            .map(AsRef::as_ref)
            .eq(article.copies.iter().map(AsRef::as_ref))
    );
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in &article.categories {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    assert_eq!(
        row.categories()
            .map(|category| &*category.name)
            .collect::<Vec<_>>(),
        names
    );
    assert!(row.categories().all(|category| row.is_in(category.id)));
}

/// The store's lists of each scope and the model's.
fn scopes<'m>(store: &Store, model: &'m Model) -> Vec<(Scope, Vec<&'m Article>)> {
    let mut scopes = vec![(Scope::All, model.list(None))];
    for category in store.categories() {
        scopes.push((Scope::Category(category.id), model.list(Some(&category.name))));
    }
    scopes
}

fn check_lists(store: &Store, model: &Model) {
    let categories: Vec<_> = store
        .categories()
        .iter()
        .map(|category| {
            (
                category.articles,
                category.label.to_string(),
                category.name.to_string(),
            )
        })
        .collect();
    assert_eq!(categories, model.categories());
    assert_eq!(store.len(), model.articles.len());
    let never = AtomicBool::new(false);
    let found = filter_titles(store, &|title| title.contains('股'), &never);
    for (scope, expected) in scopes(store, model) {
        let own_ids = List::Ids(expected.iter().map(|article| article.id.clone()).collect());
        for list in [List::Scope(scope), own_ids] {
            check_list(store, &list, &expected);
        }
        let rows = store.rows(scope).map(|row| row.id());
        assert!(rows.eq(expected.iter().map(|article| article.id.clone())));
        for seed in 0..=255 {
            let wanted = expected.iter().position(|article| article.id == id(seed));
            assert_eq!(store.position(scope, &id(seed)), wanted);
        }
        let mut found = found.clone();
        found.intersect_with(&store.of_scope(scope));
        let found = found.ones().map(|row| store.row(Scope::All, row).unwrap().id());
        let wanted = expected.iter().filter(|article| article.title.contains('股'));
        assert!(found.eq(wanted.map(|article| article.id.clone())));
    }
    let needle = Needle::new("股");
    assert_eq!(find_titles(store, &needle, &|_| true, &never), found);
    assert!(find_titles(store, &needle, &|_| false, &never).is_clear());
    let cancelled = AtomicBool::new(true);
    assert!(find_titles(store, &needle, &|_| true, &cancelled).is_clear());
    assert!(filter_titles(store, &|_| true, &cancelled).is_clear());
}

fn check_list(store: &Store, list: &List, expected: &[&Article]) {
    assert_eq!(list.len(store), expected.len());
    assert_eq!(list.row(store, expected.len()).map(|row| row.id()), None);
    for (index, article) in expected.iter().enumerate() {
        let row = list.row(store, index).unwrap();
        same(&row, article);
        assert_eq!(list.id(store, index), Some(article.id.clone()));
        assert_eq!(list.position(store, &article.id), Some(index));
        assert_eq!(list.nearest(store, &row.key()), index);
        let of_the_day = |other: &&&Article| day(other.date.timestamp) == day(article.date.timestamp);
        let start = expected.iter().position(|other| of_the_day(&other)).unwrap();
        let count = expected.iter().filter(of_the_day).count();
        assert_eq!(list.day_bounds(store, index, ZONE), start..start + count);
    }
    for moment in (-60_000..400_000).step_by(4_321).chain([i64::MIN, i64::MAX]) {
        let later = |article: &&&Article| article.date.timestamp.is_some_and(|at| at > moment);
        let index = expected.iter().filter(later).count();
        assert_eq!(list.first_on_or_before(store, moment), index);
        let key = SortKey {
            timestamp: Some(moment),
            id: PostId::Number(202_201_070_000_000_100),
        };
        let above = |article: &&&Article| (article.date.timestamp, &article.id) > (key.timestamp, &key.id);
        let index = expected.iter().filter(above).count();
        assert_eq!(
            list.nearest(store, &key),
            index.min(expected.len().saturating_sub(1))
        );
    }
}

const WATERMARK: i64 = 100_000;

fn check_unread(unread: &Unread, marks: &BTreeMap<PostId, bool>, store: &Store, model: &Model) {
    let is_unread = |article: &Article| match marks.get(&article.id) {
        Some(read) => !read,
        None => article.date.timestamp.is_some_and(|moment| moment >= WATERMARK),
    };
    for (scope, expected) in scopes(store, model) {
        let own_ids = List::Ids(expected.iter().map(|article| article.id.clone()).collect());
        assert_eq!(
            unread.count(scope),
            expected.iter().filter(|article| is_unread(article)).count()
        );
        for (index, article) in expected.iter().enumerate() {
            let row = store.row(scope, index).unwrap();
            assert_eq!(unread.is_unread(&row), is_unread(article));
            let next = (index + 1..expected.len()).find(|next| is_unread(expected[*next]));
            assert_eq!(unread.next_unread(store, &List::Scope(scope), Some(index)), next);
            assert_eq!(unread.next_unread(store, &own_ids, Some(index)), next);
        }
        let first = expected.iter().position(|article| is_unread(article));
        assert_eq!(unread.next_unread(store, &List::Scope(scope), None), first);
    }
}

/// The overlay in step with a snapshot, its marks, and the model of that snapshot.
fn run(steps: Vec<Step>, limit: usize) {
    let mut builder = Builder::with_segment_limit(limit);
    let mut model = Model::default();
    let read: HashSet<PostId> = (40..50).map(id).collect();
    let marked: HashSet<PostId> = (50..60).chain(0..4).map(id).collect();
    let mut marks: BTreeMap<PostId, bool> = read.iter().map(|id| (id.clone(), true)).collect();
    marks.extend(marked.iter().map(|id| (id.clone(), false)));
    let mut unread = Unread::new(WATERMARK, read, marked);
    let mut kept: Option<(Arc<Store>, usize)> = None;
    for step in steps.into_iter().chain([Step::Snapshot]) {
        match step {
            Step::Add(batch) => {
                model.add(&batch);
                builder.add(batch);
            }
            Step::Remove(ids) => {
                for id in &ids {
                    model.articles.remove(id);
                }
                builder.remove(&ids);
            }
            Step::Mark(id, read) => {
                unread.set(&id, read);
                marks.insert(id, read);
            }
            Step::Snapshot => {
                let store = builder.snapshot();
                unread.sync(&store);
                if let Some((before, len)) = kept.replace((Arc::clone(&store), store.len())) {
                    assert_eq!(before.len(), len, "a snapshot never changes");
                }
                check_lists(&store, &model);
                check_unread(&unread, &marks, &store, &model);
            }
        }
        assert_eq!(builder.len(), model.articles.len());
    }
    // A reload: another builder's numbers stand for other names.
    let mut reloaded = Builder::with_segment_limit(limit);
    let mut articles: Vec<Article> = model.articles.values().cloned().collect();
    articles.sort_by(|a, b| a.title.cmp(&b.title));
    reloaded.add(articles);
    let store = reloaded.snapshot();
    unread.sync(&store);
    check_unread(&unread, &marks, &store, &model);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_store_answers_as_the_model_does(
        steps in prop::collection::vec(step(), 0..12),
        limit in prop_oneof![Just(1usize), 2..9usize, Just(1 << 15)],
    ) {
        run(steps, limit);
    }
}
