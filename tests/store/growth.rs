//! What growing costs and keeps, and what odd input meets.

use finews::post::{DateFrom, DatePrecision, PostId};
use finews::store::{Article, ArticleDate, Builder, List, Scope, SortKey, Store, Unread};

fn article(number: u64, timestamp: Option<i64>) -> Article {
    let id = 202_201_070_000_000_000 + number;
    Article {
        id: PostId::Number(id),
        title: format!("多家券商上调评级 看好后市表现 其{number}"),
        date: ArticleDate {
            timestamp,
            offset: 480,
            precision: DatePrecision::Second,
            from: DateFrom::FrontMatter,
        },
        categories: vec![("emnews".to_owned(), Some("东财滚动".to_owned()))],
        outlet: Some("东财滚动".to_owned()),
        path: format!("_posts/2022-01-07-{id}.md").into_bytes().into(),
        checksum: 0,
        copies: Vec::new(),
    }
}

#[test]
fn an_empty_store_answers_everything() {
    let store = Store::default();
    let id = PostId::Number(202_201_072_239_307_540);
    let key = SortKey {
        timestamp: Some(5),
        id: id.clone(),
    };
    let unread = Unread::new(0, [].into(), [id.clone()].into());
    for list in [List::Scope(Scope::All), List::Ids([].into())] {
        assert!(list.is_empty(&store));
        assert!(list.row(&store, 0).is_none());
        assert_eq!(list.position(&store, &id), None);
        assert_eq!(list.nearest(&store, &key), 0);
        assert_eq!(list.first_on_or_before(&store, 7), 0);
        assert_eq!(list.day_bounds(&store, 3, 480), 3..3);
        assert_eq!(unread.next_unread(&store, &list, None), None);
    }
    assert!(store.categories().is_empty());
    assert_eq!(Builder::new().snapshot().len(), 0);
}

#[test]
fn a_category_of_another_snapshot_is_empty_not_wrong() {
    let mut builder = Builder::new();
    builder.add(vec![article(1, Some(1))]);
    let scope = Scope::Category(builder.snapshot().categories().first().unwrap().id);
    assert_eq!(Store::default().scope_len(scope), 0);
    builder.remove(&[article(1, None).id]);
    let store = builder.snapshot();
    assert!(store.row(scope, 0).is_none());
    assert!(store.category_by_name("emnews").is_none());
}

#[test]
fn gone_bookmarks_are_rows_without_an_article() {
    let mut builder = Builder::new();
    builder.add((0..4).map(|n| article(n, Some(n as i64))).collect());
    let store = builder.snapshot();
    let gone = PostId::from_path("_posts/gone");
    let list = List::Ids([article(3, None).id, gone.clone(), article(2, None).id].into());
    assert_eq!(list.len(&store), 3);
    assert!(list.row(&store, 1).is_none());
    assert_eq!(list.id(&store, 1), Some(gone.clone()));
    assert_eq!(list.position(&store, &gone), Some(1));
    assert_eq!(list.day_bounds(&store, 0, 480), 0..1);
    assert_eq!(list.day_bounds(&store, 1, 480), 1..2);
}

#[test]
fn extreme_dates_have_days() {
    let mut builder = Builder::new();
    let moments = [Some(i64::MAX), Some(i64::MIN), None, Some(0)];
    let number = |n: usize| n as u64;
    builder.add(
        moments
            .iter()
            .enumerate()
            .map(|(n, moment)| article(number(n), *moment))
            .collect(),
    );
    let store = builder.snapshot();
    for index in 0..4 {
        assert_eq!(store.day_bounds(Scope::All, index, i16::MAX), index..index + 1);
    }
    assert_eq!(store.first_on_or_before(Scope::All, i64::MIN), 2);
}

#[test]
fn a_huge_title_is_cut_between_characters() {
    let mut builder = Builder::new();
    let mut huge = article(1, Some(1));
    huge.title = "字".repeat(1_000_000);
    builder.add(vec![huge]);
    let store = builder.snapshot();
    let title = store.row(Scope::All, 0).unwrap().title();
    assert!(title.len() > 4_000 && title.len() <= 4_096);
}

#[test]
fn snapshots_and_builders_cross_threads() {
    fn crosses<T: Send + Sync>() {}
    crosses::<Store>();
    crosses::<Builder>();
    crosses::<Unread>();
}

#[test]
fn a_hundred_and_fifty_bytes_an_article() {
    let mut builder = Builder::new();
    let moment = |n: u64| Some((n * 60).cast_signed());
    builder.add((0..20_000).map(|n| article(n, moment(n))).collect());
    let store = builder.snapshot();
    let each = store.bytes() / store.len();
    assert!(each <= 150, "{each} bytes an article");
}
