//! Libraries put together: in whatever order and however often, the same comes of it, whatever the clocks say.

use finews::library::{
    ArticleFacts, ArticleKey, Carry, Library, LibraryOp, NoteEdit, Place, Prominence, Quote, Record,
    RecordKind, RecordValue, Records,
};
use finews::post::{DatePrecision, PostId};
use proptest::prelude::*;
use uuid::Uuid;

use crate::entries::{entry, prominence};

const ALL: Carry = Carry {
    removals: true,
    dry_run: false,
};

fn key(number: u64) -> ArticleKey {
    if number == 0 {
        return ArticleKey::of(&PostId::parse("_posts/某篇"), "a");
    }
    ArticleKey::of(&PostId::Number(number), "a")
}

fn facts(number: u64) -> ArticleFacts {
    ArticleFacts {
        article: key(number),
        title: format!("标题 {number}"),
        outlet: (number > 1).then(|| "测试社".to_owned()),
        date: Some(1_640_000_000),
        date_offset: 480,
        date_precision: DatePrecision::Minute,
        source_url: None,
    }
}

fn op() -> impl Strategy<Value = LibraryOp> {
    let uuid = |number: u64| Uuid::from_u128(u128::from(number) + 1);
    prop_oneof![
        (0..3_u64).prop_map(|number| LibraryOp::AddBookmark(facts(number))),
        (0..3_u64).prop_map(|number| LibraryOp::RemoveBookmark(key(number))),
        (0..3_u64, any::<bool>()).prop_map(|(number, read)| LibraryOp::MarkRead(key(number), read)),
        (0..3_u64, prop::collection::vec("[甲乙丙]", 0..3))
            .prop_map(|(number, tags)| LibraryOp::SetTags(key(number), tags)),
        (0..3_u64, "[甲乙]?").prop_map(|(number, rule)| LibraryOp::Hide(key(number), rule)),
        (0..3_u64).prop_map(|number| LibraryOp::Show(key(number))),
        (0..3_u64, prop::option::of("[甲乙\"\n]{1,3}"))
            .prop_map(|(number, note)| LibraryOp::SetNote(key(number), note)),
        (0..3_u64).prop_map(move |number| LibraryOp::AddPassage {
            uuid: uuid(number),
            article: facts(number),
            place: Quote {
                offset: 7,
                quote: "一句话".to_owned(),
                ..Quote::default()
            },
        }),
        (0..3_u64, prop::option::of("[甲乙]")).prop_map(move |(number, note)| LibraryOp::NotePassage(
            uuid(number),
            NoteEdit {
                before: None,
                after: note
            }
        )),
        (0..3_u64).prop_map(move |number| LibraryOp::RemovePassage(uuid(number))),
        ("[甲乙]", "[甲乙]").prop_map(|(name, query)| LibraryOp::SaveSearch { name, query }),
        "[甲乙]".prop_map(LibraryOp::ForgetSearch),
        (0..4_u64, prominence()).prop_map(|(number, how)| LibraryOp::SetProminence(entry(number), how)),
        (0..4_u64).prop_map(|number| LibraryOp::Use(entry(number))),
        (0..3_u64, prop::option::of("[甲乙\n]{1,3}"))
            .prop_map(|(number, body)| LibraryOp::KeepText(key(number), body)),
        (0..3_u64).prop_map(|number| LibraryOp::Visit(facts(number))),
        (0..3_u64, 0..9_usize).prop_map(|(number, offset)| {
            let quote = "字".to_owned();
            LibraryOp::SetPlace(key(number), Place { offset, quote })
        }),
    ]
}

/// A library with this history. Its clock runs as it likes.
fn library(ops: &[(LibraryOp, i64)]) -> Library {
    let mut library = Library::in_memory();
    for (op, now) in ops {
        library.apply(op, *now).unwrap();
    }
    library
}

fn history() -> impl Strategy<Value = Vec<(LibraryOp, i64)>> {
    prop::collection::vec((op(), -9..9_i64), 0..12)
}

fn everything(library: &Library) -> Vec<Record> {
    library.records(Records::Everything).unwrap()
}

/// What comes of putting these into an empty library, one after the other.
fn together(parts: &[&[Record]]) -> Vec<Record> {
    let mut library = Library::in_memory();
    for records in parts {
        library.carry(records, ALL, 1).unwrap();
    }
    everything(&library)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn exporting_and_importing_is_the_identity(ops in history()) {
        let records = everything(&library(&ops));
        let lines: Vec<String> = records.iter().map(|record| serde_json::to_string(record).unwrap()).collect();
        let read: Vec<Record> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(&read, &records);
        prop_assert_eq!(together(&[&read]), records);
    }

    #[test]
    fn the_order_and_the_number_of_times_do_not_matter(a in history(), b in history(), c in history()) {
        let [a, b, c] = [a, b, c].map(|ops| everything(&library(&ops)));
        let all = together(&[&a, &b, &c]);
        prop_assert_eq!(&together(&[&c, &b, &a]), &all);
        prop_assert_eq!(&together(&[&b, &a, &b, &c, &a]), &all);
        // Two of them first, and that into the third.
        let ab = together(&[&a, &b]);
        prop_assert_eq!(&together(&[&c, &ab]), &all);
        prop_assert_eq!(&together(&[&all, &all]), &all);
    }

    #[test]
    fn a_library_that_was_copied_as_a_file_is_put_together_too(before in history(), a in history(), b in history()) {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one.db"), folder.path().join("other.db"));
        let mut library = Library::open(&one).unwrap();
        for (op, now) in &before {
            library.apply(op, *now).unwrap();
        }
        drop(library);
        std::fs::copy(&one, &other).unwrap();
        let [a, b] = [(&one, a), (&other, b)].map(|(path, ops)| {
            let mut library = Library::open(path).unwrap();
            for (op, now) in &ops {
                library.apply(op, *now).unwrap();
            }
            everything(&library)
        });
        prop_assert_eq!(together(&[&a, &b]), together(&[&b, &a]));
    }

    #[test]
    fn what_is_set_after_is_newer_and_what_was_put_in_can_be_undone(a in history(), b in history()) {
        let mut ours = library(&a);
        let before = everything(&ours);
        let theirs = everything(&library(&b));
        let tried = ours.carry(&theirs, Carry { dry_run: true, ..ALL }, 1).unwrap();
        prop_assert_eq!(everything(&ours), before, "trying changes nothing");
        let carried = ours.carry(&theirs, ALL, 1).unwrap();
        prop_assert_eq!(&tried, &carried);
        prop_assert_eq!(carried.refused + carried.kept, 0);
        // What is done now holds over all that was put in.
        ours.apply(&LibraryOp::SetNote(key(1), Some("之后".to_owned())), -100).unwrap();
        let mut again = library(&b);
        again.carry(&everything(&ours), ALL, 1).unwrap();
        ours.apply(&LibraryOp::AddBookmark(facts(1)), 1).unwrap();
        again.apply(&LibraryOp::AddBookmark(facts(1)), 1).unwrap();
        let note = |library: &Library| {
            let bookmarks = library.bookmarks().unwrap();
            bookmarks.into_iter().find(|bookmark| bookmark.id == PostId::Number(1)).unwrap().note
        };
        prop_assert_eq!(note(&ours), Some("之后".to_owned()));
        prop_assert_eq!(note(&again), Some("之后".to_owned()));
    }
}

#[test]
fn nothing_is_taken_away_without_being_told() {
    let mut ours = library(&[(LibraryOp::AddBookmark(facts(1)), 1)]);
    let mut theirs = Library::in_memory();
    theirs.carry(&everything(&ours), ALL, 1).unwrap();
    theirs.apply(&LibraryOp::RemoveBookmark(key(1)), 2).unwrap();
    let records = everything(&theirs);
    let carried = ours.carry(&records, Carry::default(), 3).unwrap();
    assert_eq!((carried.kept, carried.removed.total()), (1, 0));
    assert_eq!(ours.bookmarks().unwrap().len(), 1);
    let carried = ours.carry(&records, ALL, 3).unwrap();
    assert_eq!((carried.kept, carried.removed.total()), (0, 1));
    assert!(ours.bookmarks().unwrap().is_empty());
    let undone = ours.undo(4).unwrap().unwrap();
    assert_eq!((undone.name.as_str(), undone.items), ("import", 1));
    assert_eq!(ours.bookmarks().unwrap().len(), 1);
}

#[test]
fn records_that_cannot_be_are_refused_and_harm_nothing() {
    let source = library(&[
        (LibraryOp::AddBookmark(facts(1)), 1),
        (LibraryOp::AddBookmark(facts(2)), 1),
    ]);
    let mut records = everything(&source);
    let uuid = records[0].uuid;
    records[1].uuid = uuid;
    let mut no_post = records[0].clone();
    no_post.post = None;
    let mut no_scope = records[0].clone();
    no_scope.scope = "search".to_owned();
    records.extend([no_post, no_scope]);
    let mut library = Library::in_memory();
    let carried = library.carry(&records, ALL, 1).unwrap();
    assert_eq!((carried.added.total(), carried.refused), (1, 3));
    assert_eq!(library.bookmarks().unwrap().len(), 1);
}

/// A library with an item of every kind.
fn of_every_kind() -> Vec<Record> {
    let place = |offset| Place {
        offset,
        quote: "字".to_owned(),
    };
    let ops = [
        LibraryOp::AddBookmark(facts(1)),
        LibraryOp::AddBookmark(facts(0)),
        LibraryOp::SetTags(key(1), vec!["甲".to_owned(), "乙".to_owned()]),
        LibraryOp::SetNote(key(1), Some("笔记".to_owned())),
        LibraryOp::AddPassage {
            uuid: Uuid::from_u128(9),
            article: facts(2),
            place: Quote {
                offset: 7,
                quote: "一句话".to_owned(),
                ..Quote::default()
            },
        },
        LibraryOp::NotePassage(
            Uuid::from_u128(9),
            NoteEdit {
                before: None,
                after: Some("注".to_owned()),
            },
        ),
        LibraryOp::SaveSearch {
            name: "名".to_owned(),
            query: "词".to_owned(),
        },
        LibraryOp::SetProminence(entry(0), Some(Prominence::Hidden)),
        LibraryOp::SetProminence(entry(1), Some(Prominence::Pinned)),
        LibraryOp::SetProminence(entry(2), Some(Prominence::Pinned)),
        LibraryOp::KeepText(key(1), Some("正文".to_owned())),
        LibraryOp::Visit(facts(2)),
        LibraryOp::MarkRead(key(2), true),
        LibraryOp::SetPlace(key(2), place(3)),
    ];
    everything(&library(&ops.map(|op| (op, 1))))
}

/// Whatever a file may have in place of a value.
fn odd() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::{Value, json};
    let number = prop_oneof![
        Just(i64::MAX),
        Just(i64::MAX - 1),
        Just(i64::MIN),
        Just(1 << 62),
        Just((1 << 62) + 1),
        -3..3_i64,
        any::<i64>()
    ];
    prop_oneof![
        number.prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![
            "",
            " ",
            "\0",
            "site",
            "guide",
            "search",
            "passage",
            "archive:",
            "archive:a",
            "hour",
            "day"
        ])
        .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<u128>().prop_map(|uuid| Value::from(Uuid::from_u128(uuid).to_string())),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!([])),
        Just(json!({"title": ""})),
    ]
}

/// Fields that records have, or might have.
const FIELDS: [&str; 22] = [
    "kind",
    "scope",
    "post",
    "uuid",
    "time",
    "machine",
    "deleted",
    "added",
    "title",
    "outlet",
    "date",
    "date_offset",
    "date_precision",
    "source_url",
    "tag",
    "text",
    "offset",
    "quote",
    "note",
    "name",
    "pinned",
    "at",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_file_says_the_library_works_on(
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(&FIELDS[..]), odd()), 1..6),
        swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), prop::sample::select(&FIELDS[..])), 0..4),
    ) {
        let good = of_every_kind();
        let mut bad: Vec<serde_json::Value> =
            good.iter().map(|record| serde_json::to_value(record).unwrap()).collect();
        for (one, other, field) in swaps {
            let (one, other) = (one.index(bad.len()), other.index(bad.len()));
            let value = bad[one].get(field).cloned();
            if let Some(value) = value {
                bad[other][field] = value;
            }
        }
        for (at, field, value) in changes {
            let at = at.index(bad.len());
            bad[at][field] = value;
        }
        let read = |value: &serde_json::Value| serde_json::from_str(&value.to_string()).ok();
        let mut mixed: Vec<Record> = bad.iter().filter_map(read).collect();
        let beside = everything(&library(&[
            (LibraryOp::AddBookmark(facts(7)), 1),
            (LibraryOp::SetTags(key(7), vec!["旁".to_owned()]), 1),
            (LibraryOp::SetNote(key(7), Some("旁".to_owned())), 1),
        ]));
        mixed.extend(beside.iter().cloned());
        let mut ours = Library::in_memory();
        for records in [&mixed, &good, &mixed] {
            let carried = ours.carry(records, ALL, 1).unwrap();
            prop_assert!(carried.refused <= records.len());
            let records = everything(&ours);
            for good in &beside {
                prop_assert!(records.contains(good), "{:?}", good);
            }
            ours.bookmarks().unwrap();
            ours.passages().unwrap();
            ours.visits().unwrap();
            ours.searches().unwrap();
            for archive in ["a", "", finews::library::GUIDE_IDENTITY] {
                ours.marks(archive).unwrap();
                ours.places(archive).unwrap();
            }
            // What is there can go on to the next.
            prop_assert_eq!(together(&[&records]), records);
        }
        ours.apply(&LibraryOp::SetNote(key(2), Some("之后".to_owned())), 2).unwrap();
        ours.undo(3).unwrap();
        ours.undo(3).unwrap();
    }
}

#[test]
fn times_that_no_clock_comes_to_are_refused() {
    let good = of_every_kind();
    for (time, taken) in [
        (-1, false),
        (1 << 62, true),
        ((1 << 62) + 1, false),
        (i64::MAX - 1, false),
        (i64::MAX, false),
    ] {
        let mut records = good.clone();
        records[0].time = time;
        let mut ours = Library::in_memory();
        let carried = ours.carry(&records, ALL, 1).unwrap();
        assert_eq!(carried.refused, usize::from(!taken), "{time}");
        assert_eq!(carried.added.total(), good.len() - carried.refused, "{time}");
        ours.apply(&LibraryOp::SetNote(key(2), Some("之后".to_owned())), 2)
            .unwrap();
    }
}

#[test]
fn an_identity_that_a_kind_does_not_have_is_passed_over() {
    let good = of_every_kind();
    let mut records = good.clone();
    for record in &mut records {
        record.uuid = record.uuid.or(Some(Uuid::from_u128(77)));
    }
    let mut ours = Library::in_memory();
    let carried = ours.carry(&records, ALL, 1).unwrap();
    assert_eq!((carried.added.total(), carried.refused), (good.len(), 0));
    assert_eq!(everything(&ours), good);
}

#[test]
fn empty_tags_quotes_and_names_are_refused() {
    let mut records = of_every_kind();
    let all = records.len();
    for record in &mut records {
        match &mut record.value {
            RecordValue::Tag { tag } => *tag = " \u{200b}".to_owned(),
            RecordValue::Passage { place, .. } => place.quote.clear(),
            RecordValue::Search { name, .. } | RecordValue::Category { name, .. } => name.clear(),
            _ => {}
        }
    }
    let carried = Library::in_memory().carry(&records, ALL, 1).unwrap();
    assert_eq!((carried.added.total(), carried.refused), (all - 7, 7));
}

#[test]
fn what_gave_way_is_listed() {
    let mut ours = Library::in_memory();
    ours.carry(&of_every_kind(), ALL, 1).unwrap();
    let mut theirs = Library::in_memory();
    theirs.carry(&everything(&ours), ALL, 1).unwrap();
    theirs
        .apply(&LibraryOp::SetNote(key(1), Some("另一条".to_owned())), 2)
        .unwrap();
    theirs
        .apply(
            &LibraryOp::NotePassage(
                Uuid::from_u128(9),
                NoteEdit {
                    before: None,
                    after: Some("另注".to_owned()),
                },
            ),
            2,
        )
        .unwrap();
    theirs
        .apply(&LibraryOp::SetTags(key(1), vec!["甲".to_owned()]), 2)
        .unwrap();
    theirs.apply(&LibraryOp::RemoveBookmark(key(1)), 2).unwrap();
    theirs
        .apply(&LibraryOp::ForgetSearch("名".to_owned()), 2)
        .unwrap();
    let records = everything(&theirs);
    let tried = ours.carry(&records, Carry { dry_run: true, ..ALL }, 3).unwrap();
    let mut told = 0;
    let carried = ours
        .carry_counting(&records, ALL, 3, &mut |seen| told = seen)
        .unwrap();
    assert_eq!(told, records.len());
    assert_eq!(tried, carried);
    let replaced: Vec<_> = carried
        .replaced
        .first
        .iter()
        .map(|one| (&*one.title, &*one.text))
        .collect();
    assert_eq!(replaced, [("标题 1", "笔记"), ("标题 2", "注")]);
    let gone: Vec<_> = carried
        .gone
        .first
        .iter()
        .map(|one| (one.kind, &*one.title))
        .collect();
    assert_eq!(
        gone,
        [
            (RecordKind::Bookmark, "标题 1"),
            (RecordKind::Tag, "标题 1 #乙"),
            (RecordKind::Search, "名"),
        ]
    );
    let changed: Vec<_> = carried.changed.kinds().collect();
    assert_eq!(changed, [(RecordKind::Note, 1), (RecordKind::Passage, 1)]);
    assert_eq!((carried.removed.total(), carried.added.total()), (3, 0));
}
