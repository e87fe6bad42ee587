//! An archive that changes between and during the runs of the program: what the catalogue brings to the list is always what
//! the files say, and only what changed is read.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use finews::archive::{Archive, PARSER};
use finews::catalogue::{Catalogue, Subject};
use finews::store::{List, Scope, Store};
use finews::work::{Batch, Loader, Look, load};
use tempfile::TempDir;

fn post(title: &str, text: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: 2022-01-07 10:00:00 +0800\ncategories: [a]\ntags: [证券时报新闻]\n---\n{text}\n"
    )
}

/// Writes a post that was there long ago, as far as its times tell.
fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
}

fn name(number: u32) -> String {
    format!("_posts/2022-01-07-2022010722393075{number:02}.md")
}

struct Site {
    archive: TempDir,
    cache: TempDir,
}

impl Site {
    fn new(posts: u32) -> Self {
        let site = Self {
            archive: tempfile::tempdir().unwrap(),
            cache: tempfile::tempdir().unwrap(),
        };
        for number in 0..posts {
            write(
                site.root(),
                &name(number),
                &post(&format!("第 {number} 篇"), "正文"),
            );
        }
        site
    }

    fn root(&self) -> &Path {
        self.archive.path()
    }

    fn loader(&self) -> Loader {
        let archive = Archive::open(self.root()).unwrap();
        let subject = Subject {
            identity: archive.identity().to_owned(),
            root: self.root().to_owned(),
            parser: PARSER,
            zone: archive.zone(),
        };
        let (catalogue, notice) = Catalogue::open(self.cache.path(), subject).unwrap();
        Loader::with_catalogue(archive, catalogue).saying(notice)
    }

    /// The titles that the files give, read without a catalogue.
    fn truth(&self) -> Vec<String> {
        let mut last = None;
        let archive = Archive::open(self.root()).unwrap();
        load(&archive, 0, &AtomicBool::new(false), |batch| last = Some(batch));
        titles(&last.unwrap().store)
    }
}

fn titles(store: &Store) -> Vec<String> {
    let list = List::Scope(Scope::All);
    (0..list.len(store))
        .map(|at| list.row(store, at).unwrap().title().to_owned())
        .collect()
}

/// The last batch of a load, and how many there were.
fn run(loader: &mut Loader) -> (Batch, usize) {
    let (mut last, mut count) = (None, 0);
    loader.load(7, Look::Files, &AtomicBool::new(false), |batch| {
        assert_eq!(batch.generation, 7);
        count += 1;
        last = Some(batch);
    });
    let last = last.unwrap();
    assert!(last.done);
    (last, count)
}

#[test]
fn the_first_load_and_the_next_give_the_same() {
    let site = Site::new(40);
    let (first, _) = run(&mut site.loader());
    assert_eq!(titles(&first.store), site.truth());
    assert_eq!((first.new, first.problems.len()), (0, 0));
    let (second, _) = run(&mut site.loader());
    assert_eq!(titles(&second.store), site.truth());
    assert_eq!((second.new, second.notice), (0, None));
    assert_eq!(second.store.categories().len(), 1);
}

/// Everything that may happen to files, while the program runs and while it does not.
#[test]
fn whatever_changes_is_shown() {
    for between in [true, false] {
        let site = Site::new(20);
        let mut loader = site.loader();
        run(&mut loader);
        let mut changed = |change: &dyn Fn(&Path), new: usize| {
            change(site.root());
            if between {
                // Two would not write at once.
                loader = Loader::new(Archive::guide());
                loader = site.loader();
            }
            let (batch, _) = run(&mut loader);
            assert_eq!(titles(&batch.store), site.truth());
            assert_eq!(batch.new, new);
        };
        changed(&|_| {}, 0);
        changed(
            &|root| (50..55).for_each(|n| write(root, &name(n), &post(&format!("新 {n}"), "正文"))),
            5,
        );
        changed(&|root| write(root, &name(3), &post("改了", "正文")), 0);
        // The same size and the same times as before.
        changed(
            &|root| {
                let path = root.join(name(4));
                let modified = fs::metadata(&path).unwrap().modified().unwrap();
                fs::write(&path, post("第 9 篇", "正文")).unwrap();
                fs::File::open(&path).unwrap().set_modified(modified).unwrap();
            },
            0,
        );
        changed(
            &|root| {
                fs::create_dir_all(root.join("old_post")).unwrap();
                fs::rename(
                    root.join(name(5)),
                    root.join("old_post/2022-01-07-202201072239307505.md"),
                )
                .unwrap();
            },
            0,
        );
        changed(&|root| fs::remove_file(root.join(name(6))).unwrap(), 0);
        // A second copy, longer, so that it is the one shown; then the first one goes.
        changed(
            &|root| {
                write(
                    root,
                    "old_post/2022-01-07-NW202201072239307507.md",
                    &post("长", "长长的正文"),
                );
            },
            0,
        );
        changed(&|root| fs::remove_file(root.join(name(7))).unwrap(), 0);
        // Half written, then whole.
        changed(&|root| write(root, &name(60), "---\ntitle: 半"), 1);
        changed(&|root| write(root, &name(60), &post("半篇写完", "正文")), 0);
        // Times in the future, and long ago.
        changed(
            &|root| {
                write(root, &name(61), &post("未来", "正文"));
                let file = fs::File::open(root.join(name(61))).unwrap();
                file.set_modified(SystemTime::now() + Duration::from_secs(86_400 * 400))
                    .unwrap();
                let file = fs::File::open(root.join(name(8))).unwrap();
                file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
            },
            1,
        );
        changed(
            &|root| (0..3).for_each(|n| fs::remove_file(root.join(name(n))).unwrap()),
            0,
        );
    }
}

/// Once the times of the files are sure, an edit shows all the same, be size and time as they were.
#[test]
fn an_edit_of_equal_size_and_time_is_seen() {
    let site = Site::new(20);
    std::thread::sleep(Duration::from_millis(2_100));
    run(&mut site.loader());
    let path = site.root().join(name(4));
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, post("第 9 篇", "正文")).unwrap();
    fs::File::open(&path).unwrap().set_modified(modified).unwrap();
    let (batch, _) = run(&mut site.loader());
    assert_eq!(titles(&batch.store), site.truth());
}

#[test]
fn an_archive_that_vanishes_is_still_shown() {
    let site = Site::new(10);
    let mut loader = site.loader();
    run(&mut loader);
    let away = site.root().with_extension("away");
    fs::rename(site.root().join("_posts"), &away).unwrap();
    let (batch, _) = run(&mut loader);
    assert!(batch.failed.is_some());
    assert_eq!(batch.store.len(), 10);
    fs::rename(&away, site.root().join("_posts")).unwrap();
    let (batch, _) = run(&mut loader);
    assert!(batch.failed.is_none());
    assert_eq!((batch.store.len(), batch.new), (10, 0));
}

#[test]
fn a_load_that_was_stopped_is_gone_on_with() {
    let site = Site::new(60);
    let stop = AtomicBool::new(true);
    site.loader().load(1, Look::Files, &stop, |_| {});
    let (batch, _) = run(&mut site.loader());
    assert_eq!(titles(&batch.store), site.truth());
}

#[test]
fn a_second_reader_sees_what_the_first_wrote_and_what_the_disk_has() {
    let site = Site::new(10);
    let mut first = site.loader();
    run(&mut first);
    let mut second = site.loader();
    assert_eq!(run(&mut second).0.store.len(), 10);
    write(site.root(), &name(70), &post("来了", "正文"));
    // The second finds it on the disk, then in what the first writes, once in all.
    let (batch, _) = run(&mut second);
    assert_eq!((batch.store.len(), batch.new), (11, 1));
    assert_eq!(run(&mut first).0.new, 1);
    let (batch, _) = run(&mut second);
    assert_eq!((batch.store.len(), batch.new), (11, 0));
    // Seen by the first alone, so that the disk no longer differs from the catalogue.
    fs::remove_file(site.root().join(name(1))).unwrap();
    run(&mut first);
    assert_eq!(titles(&run(&mut second).0.store), site.truth());
    drop(first);
    write(site.root(), &name(71), &post("又来了", "正文"));
    assert_eq!(run(&mut second).0.new, 1);
    drop(second);
    assert_eq!(
        run(&mut site.loader()).0.new,
        0,
        "the second has taken over and written it"
    );
}

#[test]
fn a_damaged_catalogue_costs_a_reading_and_is_told() {
    let site = Site::new(400);
    run(&mut site.loader());
    let folder = fs::read_dir(site.cache.path())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let file = folder.join("catalogue.db");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle..middle + 9_000].fill(0x5a);
    fs::write(&file, bytes).unwrap();
    let (batch, _) = run(&mut site.loader());
    assert_eq!(titles(&batch.store), site.truth());
    assert!(batch.notice.is_some());
    let (batch, _) = run(&mut site.loader());
    assert_eq!((batch.store.len(), batch.notice), (400, None));
}

#[test]
fn the_first_batch_from_a_catalogue_has_all_numbers() {
    let site = Site::new(60);
    for number in 0..200_u32 {
        let text = post(&format!("旧 {number}"), "正文")
            .replace("[a]", "[b]")
            .replace("2022", "2021");
        write(
            site.root(),
            &format!("old_post/2021-01-07-2021010722393{number:05}.md"),
            &text,
        );
    }
    let (whole, _) = run(&mut site.loader());
    let mut first = None;
    site.loader()
        .load(7, Look::Files, &AtomicBool::new(false), |batch| {
            first.get_or_insert(batch);
        });
    let first = first.unwrap();
    assert!(!first.done && first.store.len() < 260);
    assert_eq!(first.store.announced(), 260);
    assert_eq!(first.store.categories().len(), 2);
    for (first, whole) in first.store.categories().iter().zip(whole.store.categories()) {
        assert_eq!(
            (&first.name, &first.label, first.articles),
            (&whole.name, &whole.label, whole.articles)
        );
    }
}

#[test]
fn every_file_is_read_again_where_that_is_asked_for() {
    let site = Site::new(10);
    let mut loader = site.loader();
    run(&mut loader);
    let again = |loader: &mut Loader, look| {
        let mut last = None;
        loader.load(8, look, &AtomicBool::new(false), |batch| last = Some(batch));
        last.unwrap()
    };
    // What was written just now is looked at once more; what was written long ago is not.
    std::thread::sleep(Duration::from_millis(2_100));
    assert_eq!(again(&mut loader, Look::Files).read, 10);
    assert_eq!(again(&mut loader, Look::Files).read, 0);
    let batch = again(&mut loader, Look::Contents);
    assert_eq!((batch.read, batch.new), (10, 0));
    assert_eq!(titles(&batch.store), site.truth());
}

#[test]
fn the_newest_are_shown_before_all_is_listed_and_nothing_stands_twice() {
    let site = Site::new(0);
    for number in 0..400_u32 {
        let text = post(&format!("第 {number} 篇"), "正文");
        write(
            site.root(),
            &format!("_posts/2022-01-07-2022010722393{number:05}.md"),
            &text,
        );
        // Every third has a copy under an older date.
        if number % 3 == 0 {
            write(
                site.root(),
                &format!("old_post/2021-01-07-2022010722393{number:05}.md"),
                &text,
            );
        }
    }
    let mut batches = Vec::new();
    site.loader()
        .load(7, Look::Files, &AtomicBool::new(false), |batch| {
            batches.push(batch);
        });
    let whole = batches.pop().unwrap();
    assert_eq!((whole.store.len(), whole.read), (400, 400 + 134));
    assert_eq!(titles(&whole.store), site.truth());
    let first = &batches[0].store;
    assert_eq!(titles(first), site.truth()[..first.len()]);
    let row = List::Scope(Scope::All);
    assert_eq!(
        row.row(first, 0).unwrap().id(),
        row.row(&whole.store, 0).unwrap().id()
    );
    assert_eq!(row.row(first, 0).unwrap().copy_count(), 1);
}
