//! Rules act once on what comes, whoever else has the library open, whatever the user does afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use finews::library::{ArticleFacts, ArticleKey, Library, LibraryOp, RuleActs};
use finews::post::{DatePrecision, PostId};
use proptest::prelude::*;

const ARCHIVE: &str = "0123";

fn id(number: u64) -> PostId {
    PostId::Number(202_201_050_000_000_000 + number)
}

fn key(number: u64) -> ArticleKey {
    ArticleKey::of(&id(number), ARCHIVE)
}

fn facts(number: u64) -> ArticleFacts {
    ArticleFacts {
        article: key(number),
        title: number.to_string(),
        outlet: None,
        date: None,
        date_offset: 480,
        date_precision: DatePrecision::None,
        source_url: None,
    }
}

/// What the rules have before them, where these articles are there.
fn noted(library: &mut Library, there: &[u64], rules: &[&str], anew: bool) -> Vec<RuleActs> {
    let there = || there.iter().map(|number| id(*number));
    let arrivals = library.note_arrivals(ARCHIVE, there, rules, anew, 1).unwrap();
    let acts = arrivals.into_iter().map(|arrivals| RuleActs {
        articles: arrivals.posts.len(),
        ops: (arrivals.posts.iter())
            .map(|id| LibraryOp::Hide(ArticleKey::of(id, ARCHIVE), arrivals.rule.clone()))
            .collect(),
        rule: arrivals.rule,
        after: Some(arrivals.after),
        upto: arrivals.upto,
    });
    acts.collect()
}

fn open(folder: &Path) -> Library {
    Library::open(&folder.join("library.db")).unwrap()
}

#[test]
fn what_was_there_before_is_left_alone_and_what_comes_is_acted_on_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    assert_eq!(noted(&mut library, &[1, 2], &["a"], true), []);
    assert_eq!(noted(&mut library, &[1, 2], &["a"], false), []);
    let acts = noted(&mut library, &[1, 2, 3], &["a"], false);
    assert_eq!(acts[0].articles, 1);
    // It ends before it has acted: the next one has the same before it.
    drop(library);
    let mut library = open(folder.path());
    let again = noted(&mut library, &[1, 2, 3], &["a"], true);
    assert_eq!(again, acts);
    assert_eq!(library.act(ARCHIVE, &again, 1).unwrap().hidden, 1);
    assert_eq!(noted(&mut library, &[1, 2, 3], &["a"], false), []);
    // What the user does stays.
    library.apply(&LibraryOp::Show(key(3)), 2).unwrap();
    assert_eq!(noted(&mut library, &[1, 2, 3, 4], &["a"], true)[0].articles, 1);
    assert_eq!(library.hidden(ARCHIVE).unwrap(), []);
    // One that is gone and comes back is not new.
    let acts = noted(&mut library, &[1, 4], &["a"], false);
    library.act(ARCHIVE, &acts, 3).unwrap();
    assert_eq!(noted(&mut library, &[1, 2, 3, 4], &["a"], false), []);
    let records = library.rules(ARCHIVE).unwrap();
    assert_eq!((records[0].rule.as_str(), records[0].handled), ("a", 2));
}

#[test]
fn two_at_once_act_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut other) = (open(folder.path()), open(folder.path()));
    noted(&mut one, &[1], &["a"], true);
    noted(&mut other, &[1], &["a"], true);
    let (first, second) = (
        noted(&mut one, &[1, 2], &["a"], false),
        noted(&mut other, &[1, 2], &["a"], false),
    );
    assert_eq!(first, second);
    assert_eq!(one.act(ARCHIVE, &first, 1).unwrap().hidden, 1);
    one.apply(&LibraryOp::Show(key(2)), 2).unwrap();
    assert_eq!(other.act(ARCHIVE, &second, 3).unwrap().hidden, 0);
    assert_eq!(other.hidden(ARCHIVE).unwrap(), []);
    assert_eq!(other.rules(ARCHIVE).unwrap()[0].handled, 1);
    // One that began before a rule was written does not know it, and takes nothing from it.
    noted(&mut other, &[1, 2], &["a", "b"], true);
    let acts = noted(&mut one, &[1, 2, 3], &["a"], false);
    one.act(ARCHIVE, &acts, 4).unwrap();
    let acts = noted(&mut other, &[1, 2, 3], &["a", "b"], false);
    assert_eq!((acts.len(), acts[0].rule.as_str(), acts[0].articles), (1, "b", 1));
}

#[test]
fn a_rule_that_was_away_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    noted(&mut library, &[1], &["a", "b"], true);
    noted(&mut library, &[1, 2], &["b"], true);
    assert_eq!(noted(&mut library, &[1, 2], &["a", "b"], true).len(), 1);
    let acts = noted(&mut library, &[1, 2, 3], &["a", "b"], true);
    let counts: BTreeMap<&str, usize> = acts.iter().map(|act| (&*act.rule, act.articles)).collect();
    assert_eq!(counts, BTreeMap::from([("a", 1), ("b", 2)]));
    // Without rules nothing is noted of what comes.
    assert_eq!(noted(&mut library, &[1, 2, 3, 4], &[], true), []);
    assert_eq!(noted(&mut library, &[1, 2, 3, 4], &["a"], true), []);
}

#[test]
fn what_rules_do_is_one_change_that_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    library.apply(&LibraryOp::AddBookmark(facts(2)), 1).unwrap();
    library
        .apply(&LibraryOp::SetTags(key(2), vec!["旧".to_owned()]), 1)
        .unwrap();
    let acts = RuleActs {
        rule: "a".to_owned(),
        after: None,
        upto: 0,
        articles: 2,
        ops: vec![
            LibraryOp::AddBookmark(facts(1)),
            LibraryOp::AddTags(key(1), vec!["宏观".to_owned()]),
            LibraryOp::MarkRead(key(1), true),
            LibraryOp::AddBookmark(facts(2)),
            LibraryOp::AddTags(key(2), vec!["宏观".to_owned()]),
            LibraryOp::Hide(key(2), "a".to_owned()),
            LibraryOp::Hide(key(2), "b".to_owned()),
        ],
    };
    let acted = library.act(ARCHIVE, &[acts], 2).unwrap();
    assert_eq!(
        (acted.starred, acted.tagged, acted.read, acted.hidden),
        (1, 2, 1, 2)
    );
    assert_eq!(library.bookmark(&key(2)).unwrap().unwrap().tags, ["宏观", "旧"]);
    let hidden = library.hidden(ARCHIVE).unwrap();
    assert_eq!(hidden, [(id(2), vec!["a".to_owned(), "b".to_owned()])]);
    let undone = library.undo(3).unwrap().unwrap();
    assert_eq!((undone.name.as_str(), undone.items), ("rules", 6));
    assert_eq!(library.bookmark(&key(2)).unwrap().unwrap().tags, ["旧"]);
    assert!(library.bookmark(&key(1)).unwrap().is_none());
    assert!(library.hidden(ARCHIVE).unwrap().is_empty() && library.marks(ARCHIVE).unwrap().read.is_empty());
}

#[test]
fn a_library_that_is_only_read_says_so_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    noted(&mut Library::open(&path).unwrap(), &[1], &["a"], true);
    let newer = rusqlite::Connection::open(&path).unwrap();
    let version: i64 = newer
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let mut library = Library::open(&path).unwrap();
    let there = || [1, 2].map(id).into_iter();
    assert!(library.note_arrivals(ARCHIVE, there, &["a"], false, 1).is_err());
    drop(library);
    newer.pragma_update(None, "user_version", version).unwrap();
    let mut library = Library::open(&path).unwrap();
    assert_eq!(noted(&mut library, &[1, 2], &["a"], false)[0].articles, 1);
}

#[test]
fn many_pulls_are_kept_as_a_few() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let mut there: Vec<u64> = (0..1_000).collect();
    noted(&mut library, &there, &["a"], true);
    for number in 1_000..1_300 {
        there.push(number);
        let acts = noted(&mut library, &there, &["a"], false);
        assert_eq!(acts[0].articles, 1);
        library.act(ARCHIVE, &acts, 1).unwrap();
    }
    let connection = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    let (rows, bytes): (i64, i64) = connection
        .query_row("SELECT count(*), sum(length(posts)) FROM arrival", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert!(rows < 70 && bytes < 3_000, "{rows} rows, {bytes} bytes");
    assert_eq!(noted(&mut library, &there, &["a"], true), []);
}

/// What happens to an archive that two programs have open.
#[derive(Clone, Debug)]
enum Step {
    Come(u8),
    Note(bool),
    Act(bool),
    Restart(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1..4u8).prop_map(Step::Come),
        any::<bool>().prop_map(Step::Note),
        any::<bool>().prop_map(Step::Act),
        any::<bool>().prop_map(Step::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_happens_every_article_is_acted_on_once(steps in prop::collection::vec(step(), 0..24)) {
        let folder = tempfile::tempdir().unwrap();
        let mut programs = [open(folder.path()), open(folder.path())];
        let mut before = [vec![], vec![]];
        let mut there = vec![0];
        noted(&mut programs[0], &there, &["a"], true);
        let mut acted = 0;
        for step in steps {
            match step {
                Step::Come(articles) => {
                    let next = there.len() as u64;
                    there.extend(next..next + u64::from(articles));
                }
                Step::Note(which) => {
                    before[usize::from(which)] = noted(&mut programs[usize::from(which)], &there, &["a"], false);
                }
                Step::Act(which) => {
                    let acts = std::mem::take(&mut before[usize::from(which)]);
                    acted += programs[usize::from(which)].act(ARCHIVE, &acts, 1).unwrap().hidden;
                }
                Step::Restart(which) => {
                    before[usize::from(which)].clear();
                    programs[usize::from(which)] = open(folder.path());
                }
            }
        }
        let last = noted(&mut programs[1], &there, &["a"], true);
        acted += programs[1].act(ARCHIVE, &last, 1).unwrap().hidden;
        prop_assert_eq!(acted, there.len() - 1);
        prop_assert_eq!(programs[0].rules(ARCHIVE).unwrap()[0].handled, there.len() - 1);
        let hidden: BTreeSet<PostId> = programs[0].hidden(ARCHIVE).unwrap().into_iter().map(|(id, _)| id).collect();
        prop_assert_eq!(hidden, there[1..].iter().map(|number| id(*number)).collect());
    }
}
