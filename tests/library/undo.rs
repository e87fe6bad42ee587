//! Every change of the library can be undone, several deep, and never over what was changed since.

use finews::library::{
    ArticleFacts, ArticleKey, GUIDE_IDENTITY, Library, LibraryOp, NoteEdit, Quote, Undone,
};
use finews::post::{DatePrecision, PostId};
use proptest::prelude::*;
use uuid::Uuid;

use crate::entries::{entry, prominence};

fn key(number: u64) -> ArticleKey {
    ArticleKey::of(&PostId::Number(number), "a")
}

fn facts(number: u64) -> ArticleFacts {
    ArticleFacts {
        article: key(number),
        title: format!("标题 {number}"),
        outlet: None,
        date: Some(1_640_000_000),
        date_offset: 480,
        date_precision: DatePrecision::Minute,
        source_url: None,
    }
}

fn passage(number: u64) -> LibraryOp {
    LibraryOp::AddPassage {
        uuid: Uuid::from_u128(u128::from(number)),
        article: facts(number),
        place: Quote {
            offset: 7,
            quote: "一句话".to_owned(),
            before: "前".to_owned(),
            after: "后".to_owned(),
        },
    }
}

/// All that can be undone, as the library shows it. Times of bookmarks go in, UUIDs and logical times do not.
fn contents(library: &Library) -> String {
    let marks = library.marks("a").unwrap();
    let mut read: Vec<_> = marks.read.into_iter().collect();
    let mut unread: Vec<_> = marks.unread.into_iter().collect();
    read.sort();
    unread.sort();
    let mut bookmarks = library.bookmarks().unwrap();
    bookmarks.sort_by(|a, b| a.id.cmp(&b.id));
    let mut passages = library.passages().unwrap();
    passages.sort_by_key(|passage| passage.uuid);
    let searches = library.searches().unwrap();
    let prominences = ["a", GUIDE_IDENTITY].map(|archive| library.prominences(archive).unwrap());
    format!("{read:?}\n{unread:?}\n{bookmarks:?}\n{passages:?}\n{searches:?}\n{prominences:?}")
}

#[test]
fn undoing_says_what_it_undid_and_ends() {
    let mut library = Library::in_memory();
    let nothing = contents(&library);
    library.apply(&LibraryOp::AddBookmark(facts(1)), 10).unwrap();
    library.apply(&LibraryOp::MarkRead(key(1), true), 20).unwrap();
    assert_eq!(
        library.undo(30).unwrap(),
        Some(Undone {
            name: "mark-read".to_owned(),
            at: 20,
            items: 1,
            left: 0
        })
    );
    assert_eq!(library.undo(30).unwrap().unwrap().name, "add-bookmark");
    assert_eq!(library.undo(30).unwrap(), None);
    assert_eq!(contents(&library), nothing);
}

#[test]
fn what_was_changed_since_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let (mut one, mut other) = (Library::open(&path).unwrap(), Library::open(&path).unwrap());
    let both = LibraryOp::Together(vec![
        LibraryOp::SetNote(key(1), Some("甲".to_owned())),
        LibraryOp::SetNote(key(2), Some("乙".to_owned())),
    ]);
    for number in [1, 2] {
        one.apply(&LibraryOp::AddBookmark(facts(number)), 1).unwrap();
    }
    assert_eq!(one.apply(&both, 2).unwrap(), 2);
    // The other writes without a log of its own that could be undone first.
    other
        .apply(&LibraryOp::SetNote(key(2), Some("丙".to_owned())), 3)
        .unwrap();
    one.undo(4).unwrap();
    let undone = one.undo(5).unwrap().unwrap();
    assert_eq!(
        (undone.items, undone.left),
        (2, 0),
        "the newest first, whoever made it"
    );

    one.apply(&both, 6).unwrap();
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute("UPDATE note SET text = '丁' WHERE post = 2", [])
        .unwrap();
    let undone = one.undo(7).unwrap().unwrap();
    assert_eq!((undone.items, undone.left), (1, 1));
    let notes: Vec<_> = one.bookmarks().unwrap().into_iter().map(|it| it.note).collect();
    assert_eq!(notes, [Some("丁".to_owned()), None]);
}

#[test]
fn undoing_outlives_the_program_and_what_is_older_than_undoing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    Library::open(&path)
        .unwrap()
        .apply(&LibraryOp::MarkRead(key(1), true), 1)
        .unwrap();
    let mut library = Library::open(&path).unwrap();
    library
        .apply(&LibraryOp::RememberSearch("芯片".to_owned()), 2)
        .unwrap();
    library.apply(&LibraryOp::Visit(facts(1)), 3).unwrap();
    assert_eq!(library.undo(4).unwrap().unwrap().name, "mark-read");
    assert!(library.marks("a").unwrap().read.is_empty());
    assert_eq!(library.visits().unwrap().len(), 1, "what was read stays read");
}

fn op() -> impl Strategy<Value = LibraryOp> {
    let single = prop_oneof![
        (0..4_u64).prop_map(|number| LibraryOp::AddBookmark(facts(number))),
        (0..4_u64).prop_map(|number| LibraryOp::RemoveBookmark(key(number))),
        (0..4_u64, any::<bool>()).prop_map(|(number, read)| LibraryOp::MarkRead(key(number), read)),
        (0..4_u64, prop::collection::vec("[甲乙丙]", 0..3))
            .prop_map(|(number, tags)| LibraryOp::SetTags(key(number), tags)),
        (0..4_u64, prop::option::of("[甲乙\"\n]{1,3}"))
            .prop_map(|(number, note)| LibraryOp::SetNote(key(number), note)),
        (0..4_u64).prop_map(passage),
        (0..4_u64, prop::option::of("[甲乙]")).prop_map(|(number, note)| LibraryOp::NotePassage(
            Uuid::from_u128(u128::from(number)),
            NoteEdit {
                before: None,
                after: note
            }
        )),
        (0..4_u64).prop_map(|number| LibraryOp::RemovePassage(Uuid::from_u128(u128::from(number)))),
        ("[甲乙]", "[甲乙]").prop_map(|(name, query)| LibraryOp::SaveSearch { name, query }),
        "[甲乙]".prop_map(LibraryOp::ForgetSearch),
        (0..4_u64, prominence()).prop_map(|(number, how)| LibraryOp::SetProminence(entry(number), how)),
    ];
    prop_oneof![
        4 => single.clone(),
        1 => prop::collection::vec(single, 1..6).prop_map(LibraryOp::Together),
    ]
}

proptest! {
    #[test]
    fn undoing_all_goes_back_step_by_step(ops in prop::collection::vec(op(), 1..20)) {
        let mut library = Library::in_memory();
        let mut states = Vec::new();
        for (now, op) in ops.iter().enumerate() {
            let before = contents(&library);
            if library.apply(op, now as i64).unwrap() > 0 {
                states.push(before);
            } else {
                prop_assert_eq!(before, contents(&library));
            }
        }
        for state in states.into_iter().rev() {
            let undone = library.undo(100).unwrap().unwrap();
            prop_assert_eq!(undone.left, 0);
            prop_assert_eq!(contents(&library), state);
        }
        prop_assert_eq!(library.undo(100).unwrap(), None);
    }
}
