//! The index against the plain matcher, for any text and any pattern; and what becomes of it when files are touched.

use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use finews::post::PostId;
use finews::search::{Entry, IndexError, Part, Pattern, Snapshot, Text, TextIndex};
use proptest::prelude::*;

fn id(number: usize) -> PostId {
    if number.is_multiple_of(7) {
        PostId::from_path(&format!("_posts/甲-{number}"))
    } else {
        PostId::Number(20_220_101_000_000 + number as u64)
    }
}

fn entry(text: &str) -> Entry {
    Entry {
        stamp: text.len() as u32,
        title: text.chars().rev().collect(),
        text: text.to_owned(),
        stocks: text.split(' ').map(str::to_owned).collect(),
        has_table: text.contains('中'),
    }
}

/// The articles of the documents that `ask` gives for each stretch; none may be deleted in the others.
fn articles(
    snapshot: &Snapshot,
    ask: impl Fn(&finews::search::Stretch<'_>, &mut dyn FnMut(u32)) -> Result<(), IndexError>,
) -> BTreeSet<PostId> {
    let mut found = BTreeSet::new();
    for stretch in snapshot.stretches() {
        let mut hits = BTreeSet::new();
        ask(&stretch, &mut |document| {
            hits.insert(document);
        })
        .unwrap();
        stretch
            .documents(|document, id, _| {
                if hits.contains(&document) {
                    found.insert(id);
                }
            })
            .unwrap();
    }
    found
}

fn matching<'a>(texts: impl Iterator<Item = (usize, &'a str)>, pattern: &Pattern) -> BTreeSet<PostId> {
    texts
        .filter(|(_, text)| Text::new(text).count(pattern) > 0)
        .map(|(number, _)| id(number))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_the_matcher_finds(
        texts in prop::collection::vec("[中国银行芯片aAb12Ｂ ，.\n]{0,16}", 1..24),
        replaced in prop::collection::vec((any::<prop::sample::Index>(), "[中国银行ab1 ，]{0,12}"), 0..4),
        removed in prop::option::of(any::<prop::sample::Index>()),
        words in prop::collection::vec(("[中国银行芯片aAb12 ，.]{1,6}", any::<bool>()), 1..24),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let index = TextIndex::create(folder.path(), 1).unwrap();
        let mut writer = index.writer().unwrap();
        let mut now: Vec<Option<String>> = texts.iter().cloned().map(Some).collect();
        for (number, text) in texts.iter().enumerate() {
            writer.put(writer.prepares().article(&id(number), &entry(text))).unwrap();
            if number.is_multiple_of(9) {
                writer.commit().unwrap();
            }
        }
        writer.commit().unwrap();
        for (at, text) in &replaced {
            let at = at.index(texts.len());
            writer.put(writer.prepares().article(&id(at), &entry(text))).unwrap();
            now[at] = Some(text.clone());
        }
        if let Some(at) = removed {
            let at = at.index(texts.len());
            writer.remove(&id(at));
            now[at] = None;
        }
        writer.commit().unwrap();
        writer.finish().unwrap();

        let snapshot = index.snapshot().unwrap();
        let there = || now.iter().enumerate().filter_map(|(at, text)| Some((at, text.as_deref()?)));
        prop_assert_eq!(snapshot.len(), there().count());
        for (words, open) in &words {
            let Some(pattern) = Pattern::new(words, *open) else { continue };
            let found = articles(&snapshot, |stretch, sink| stretch.hits(&pattern, Part::Text, sink));
            prop_assert_eq!(&found, &matching(there(), &pattern), "{:?} {}", words, open);
            let titles: Vec<String> = now.iter().map(|text| entry(text.as_deref().unwrap_or_default()).title).collect();
            let titles = there().map(|(at, _)| (at, titles[at].as_str()));
            let found = articles(&snapshot, |stretch, sink| stretch.hits(&pattern, Part::Title, sink));
            prop_assert_eq!(&found, &matching(titles, &pattern), "{:?} {}", words, open);
            // Nothing is ranked that does not match, and what matches is ranked.
            let all = snapshot.best(std::slice::from_ref(&pattern), usize::MAX, &|_, _| true).unwrap();
            prop_assert!(all.len() >= found.len());
            prop_assert!(all.windows(2).all(|pair| pair[0].2 >= pair[1].2));
        }
        let tables = articles(&snapshot, |stretch, sink| stretch.with_table(sink));
        let expected: BTreeSet<PostId> = there().filter(|(_, text)| text.contains('中')).map(|(at, _)| id(at)).collect();
        prop_assert_eq!(tables, expected);
    }
}

/// An index of a few articles in `folder`, closed again.
fn small(folder: &std::path::Path) {
    let index = TextIndex::create(folder, 1).unwrap();
    let mut writer = index.writer().unwrap();
    for number in 0..300 {
        let text = format!("第{number}篇 国产芯片");
        writer
            .put(writer.prepares().article(&id(number), &entry(&text)))
            .unwrap();
    }
    writer.commit().unwrap();
    writer.finish().unwrap();
}

#[test]
fn what_was_touched_is_not_trusted() {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    assert_eq!(
        TextIndex::open(folder.path(), 1)
            .unwrap()
            .unwrap()
            .snapshot()
            .unwrap()
            .len(),
        300
    );
    let another = TextIndex::open(folder.path(), 2);
    assert!(matches!(another, Err(IndexError::Damaged(_))), "another parser");

    let files: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    let data = |path: &&std::path::PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        matches!(extension, Some("idx" | "pos" | "term" | "fast" | "fieldnorm"))
    };
    let data: Vec<_> = files.iter().filter(data).collect();
    assert!(data.len() >= 5, "{files:?}");
    for path in data {
        let whole = fs::read(path).unwrap();
        for damage in [0, whole.len() / 2] {
            let mut bytes = whole.clone();
            bytes[damage] ^= 0x55;
            fs::write(path, &bytes).unwrap();
            let opened = TextIndex::open(folder.path(), 1).map(|index| index.unwrap().snapshot().map(|_| ()));
            assert!(!matches!(opened, Ok(Ok(()))), "{} at {damage}", path.display());
        }
        fs::write(path, &whole[..whole.len() / 2]).unwrap();
        assert!(
            matches!(TextIndex::open(folder.path(), 1), Err(IndexError::Damaged(_))),
            "{} cut",
            path.display()
        );
        fs::write(path, &whole).unwrap();
        assert!(TextIndex::open(folder.path(), 1).unwrap().is_some(), "as it was");
    }
    fs::write(folder.path().join("meta.json"), "noise").unwrap();
    assert!(matches!(
        TextIndex::open(folder.path(), 1),
        Err(IndexError::Damaged(_))
    ));
    TextIndex::remove(folder.path()).unwrap();
    assert!(TextIndex::open(folder.path(), 1).unwrap().is_none());
}

#[test]
fn what_was_broken_off_while_it_was_made_is_in_nobodys_way() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("text");
    for beside in ["text.new", "text.old"] {
        fs::create_dir(parent.path().join(beside)).unwrap();
        fs::write(parent.path().join(beside).join("meta.json"), "half").unwrap();
    }
    assert!(TextIndex::open(&folder, 1).unwrap().is_none());
    small(&folder);
    assert_eq!(
        TextIndex::open(&folder, 1)
            .unwrap()
            .unwrap()
            .snapshot()
            .unwrap()
            .len(),
        300
    );
    // One that is made anew takes the place of the one that was.
    TextIndex::create(&folder, 2).unwrap();
    assert!(
        TextIndex::open(&folder, 2)
            .unwrap()
            .unwrap()
            .snapshot()
            .unwrap()
            .is_empty()
    );
    TextIndex::remove(&folder).unwrap();
    assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
}

#[test]
fn a_commit_that_was_broken_off_is_done_again() {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    let open = || TextIndex::open(folder.path(), 1).unwrap().unwrap();
    let remove = || {
        let mut writer = open().writer().unwrap();
        writer.remove(&id(3));
        writer.commit().unwrap();
        writer.finish().unwrap();
    };
    // All that it wrote is there but what makes it count, which is written last.
    let before = fs::read(folder.path().join("meta.json")).unwrap();
    remove();
    fs::write(folder.path().join("meta.json"), before).unwrap();
    assert_eq!(open().snapshot().unwrap().len(), 300);
    remove();
    assert_eq!(open().snapshot().unwrap().len(), 299);
}

#[test]
fn who_opens_while_another_commits_sees_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    let index = TextIndex::open(folder.path(), 1).unwrap().unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Every eighth commit or so joins pieces, whose files then go away.
            let mut writer = index.writer().unwrap();
            let text = "新来的国产芯片，".repeat(10_000);
            for number in 0..24 {
                writer
                    .put(writer.prepares().article(&id(number), &entry(&text)))
                    .unwrap();
                writer.commit().unwrap();
            }
            writer.finish().unwrap();
            done.store(true, Ordering::Relaxed);
        });
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    // All files are looked through each time.
                    let _ = fs::remove_file(folder.path().join("checked"));
                    let opened = TextIndex::open(folder.path(), 1).unwrap().unwrap();
                    assert_eq!(opened.snapshot().unwrap().len(), 300);
                }
            });
        }
    });
}

#[test]
fn one_program_writes_and_others_read_on() {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    let first = TextIndex::open(folder.path(), 1).unwrap().unwrap();
    let second = TextIndex::open(folder.path(), 1).unwrap().unwrap();
    let mut writer = first.writer().unwrap();
    assert!(matches!(second.writer(), Err(IndexError::Busy)));
    writer
        .put(writer.prepares().article(&id(1_000), &entry("新来的")))
        .unwrap();
    assert_eq!(second.snapshot().unwrap().len(), 300);
    writer.commit().unwrap();
    assert_eq!(second.snapshot().unwrap().len(), 301);
    writer.finish().unwrap();
    assert!(second.writer().is_ok());
}
