//! How categories and saved searches stand, and which were used: by archive, for each instance the same.

use finews::library::{Carry, EntryKey, GUIDE_IDENTITY, Library, LibraryOp, Prominence, Records};
use proptest::prelude::*;

fn category(archive: &str, name: &str) -> EntryKey {
    EntryKey::Category {
        archive: archive.to_owned(),
        name: name.to_owned(),
    }
}

fn pin(key: &EntryKey) -> LibraryOp {
    LibraryOp::SetProminence(key.clone(), Some(Prominence::Pinned))
}

fn hide(key: &EntryKey) -> LibraryOp {
    LibraryOp::SetProminence(key.clone(), Some(Prominence::Hidden))
}

fn put_back(key: &EntryKey) -> LibraryOp {
    LibraryOp::SetProminence(key.clone(), None)
}

fn pinned(library: &Library, archive: &str) -> Vec<EntryKey> {
    let all = library.prominences(archive).unwrap().into_iter();
    all.filter(|(_, how)| *how == Prominence::Pinned)
        .map(|(key, _)| key)
        .collect()
}

#[test]
fn what_is_pinned_is_in_the_order_pinned_whatever_the_clock_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let (mut one, mut other) = (Library::open(&path).unwrap(), Library::open(&path).unwrap());
    let [b, a, search] = [
        category("a", "b"),
        category("a", "a"),
        EntryKey::Search("c".to_owned()),
    ];
    one.apply(&pin(&b), 9).unwrap();
    other.apply(&pin(&a), 9).unwrap();
    one.apply(&pin(&search), -5).unwrap();
    assert_eq!(
        one.apply(&pin(&b), 20).unwrap(),
        0,
        "it is already, and stays in its place"
    );
    assert!(one.changed_elsewhere().unwrap());
    let all = [b.clone(), a.clone(), search.clone()];
    assert_eq!(pinned(&one, "a"), all);
    assert_eq!(pinned(&other, "a"), all);
    assert_eq!(
        pinned(&one, "b"),
        std::slice::from_ref(&search),
        "searches are of every archive"
    );
    // What is taken from among them comes back to its place.
    one.apply(&put_back(&a), 10).unwrap();
    assert_eq!(pinned(&one, "a"), [b.clone(), search.clone()]);
    assert_eq!(one.undo(11).unwrap().unwrap().name, "put-back");
    assert_eq!(pinned(&one, "a"), all);
    one.apply(&hide(&b), 12).unwrap();
    assert_eq!(pinned(&one, "a"), [a, search]);
    assert!(one.prominences("a").unwrap().contains(&(b, Prominence::Hidden)));
}

#[test]
fn the_same_name_in_another_archive_is_another_category() {
    let mut library = Library::in_memory();
    for archive in ["a", GUIDE_IDENTITY] {
        library.apply(&hide(&category(archive, "同名")), 1).unwrap();
        library
            .apply(&LibraryOp::Use(category(archive, "同名")), 1)
            .unwrap();
    }
    for archive in ["a", GUIDE_IDENTITY] {
        let key = category(archive, "同名");
        assert_eq!(
            library.prominences(archive).unwrap(),
            [(key.clone(), Prominence::Hidden)]
        );
        assert_eq!(library.used(archive).unwrap(), [key]);
    }
    assert!(library.prominences("b").unwrap().is_empty() && library.used("b").unwrap().is_empty());
}

#[test]
fn the_last_used_is_the_first_whatever_the_clock_says() {
    let mut library = Library::in_memory();
    let keys: Vec<EntryKey> = (0..300).map(|at| category("a", &format!("c{at}"))).collect();
    for (at, key) in keys.iter().enumerate() {
        let now = if at % 2 == 0 { 7 } else { -7 };
        assert_eq!(library.apply(&LibraryOp::Use(key.clone()), now).unwrap(), 1);
        assert_eq!(library.apply(&LibraryOp::Use(key.clone()), now).unwrap(), 0);
    }
    library.apply(&LibraryOp::Use(keys[200].clone()), 7).unwrap();
    let used = library.used("a").unwrap();
    assert_eq!((used.len(), &used[0], &used[1]), (200, &keys[200], &keys[299]));
    // It is of this machine alone, and no change that one would undo.
    assert!(library.records(Records::Everything).unwrap().is_empty());
    assert_eq!(library.undo(8).unwrap(), None);
}

#[test]
fn how_they_stand_goes_from_library_to_library() {
    let mut ours = Library::in_memory();
    let (pinned, hidden) = (category("a", "甲"), EntryKey::Search("乙".to_owned()));
    ours.apply(&pin(&pinned), 1).unwrap();
    ours.apply(&hide(&hidden), 2).unwrap();
    let records = ours.records(Records::Everything).unwrap();
    let lines: Vec<String> = records
        .iter()
        .map(|record| serde_json::to_string(record).unwrap())
        .collect();
    assert!(
        lines[0].starts_with(r#"{"kind":"category","name":"甲","pinned":1,"scope":"archive:a","time":1"#),
        "{lines:?}"
    );
    assert!(lines[1].starts_with(r#"{"kind":"category","name":"乙","pinned":null,"scope":"search""#));
    let mut theirs = Library::in_memory();
    let carried = theirs.carry(&records, Carry::default(), 3).unwrap();
    assert_eq!((carried.added.total(), carried.refused), (2, 0));
    assert_eq!(theirs.prominences("a").unwrap(), ours.prominences("a").unwrap());
    theirs.undo(4).unwrap();
    assert!(theirs.prominences("a").unwrap().is_empty());
    // A scope that holds no categories is none.
    for scope in ["site", "passage", "archive:", "archive:guide", ""] {
        let mut odd = records.clone();
        scope.clone_into(&mut odd[0].scope);
        assert_eq!(
            theirs.carry(&odd[..1], Carry::default(), 5).unwrap().refused,
            1,
            "{scope}"
        );
    }
}

/// A saved search, a category of the guide, or one of an archive.
pub(crate) fn entry(number: u64) -> EntryKey {
    let name = "类".to_owned();
    match number {
        0 => EntryKey::Search(name),
        1 => EntryKey::Category {
            archive: GUIDE_IDENTITY.to_owned(),
            name,
        },
        _ => EntryKey::Category {
            archive: "a".to_owned(),
            name: format!("类{number}"),
        },
    }
}

pub(crate) fn prominence() -> impl Strategy<Value = Option<Prominence>> {
    prop::sample::select(vec![Some(Prominence::Pinned), Some(Prominence::Hidden), None])
}
