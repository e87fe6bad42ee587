//! `kill -9` at any moment of any change, of a backup, of a restore: no acknowledged change is lost, none is half done,
//! and every backup is whole.

#[path = "../fixtures/numbers.rs"]
mod numbers;

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use finews::library::{ArticleFacts, ArticleKey, Backup, Library, LibraryOp, Place, Quote, Reason, backups};
use finews::post::{DatePrecision, PostId};
use numbers::Numbers;
use uuid::Uuid;

const LIBRARY: &str = "FINEWS_TEST_LIBRARY";
const SEED: &str = "FINEWS_TEST_SEED";

fn article(number: u64) -> ArticleKey {
    ArticleKey::of(&PostId::Number(20_220_107_000_000_000 + number), "a")
}

fn bookmark(number: u64, title: String) -> LibraryOp {
    LibraryOp::AddBookmark(ArticleFacts {
        article: article(number),
        title,
        outlet: None,
        date: None,
        date_offset: 480,
        date_precision: DatePrecision::None,
        source_url: None,
    })
}

fn passage(number: u64) -> LibraryOp {
    let LibraryOp::AddBookmark(facts) = bookmark(number, format!("标题 {number}")) else {
        unreachable!();
    };
    LibraryOp::AddPassage {
        uuid: Uuid::from_u128(u128::from(number)),
        article: facts,
        place: Quote {
            offset: number as usize,
            quote: format!("引文 {number}"),
            before: String::new(),
            after: "后文".to_owned(),
        },
    }
}

/// What a program does to its library.
#[derive(Clone)]
enum Deed {
    Change(Box<LibraryOp>),
    /// A backup that the user asks for.
    BackUp,
    /// The newest of those comes back, if there is one.
    Restore,
}

/// The next deed of a sequence.
fn next_deed(numbers: &mut Numbers) -> Deed {
    match numbers.below(60) {
        0 | 1 => Deed::BackUp,
        2 => Deed::Restore,
        _ => Deed::Change(Box::new(next_op(numbers))),
    }
}

/// The newest backup that was asked for.
fn newest(library: &Path) -> Option<Backup> {
    let mut backups = backups(library).into_iter();
    backups.find(|backup| backup.reason == Reason::Asked)
}

/// The next change of a sequence; never one that changes nothing for long.
fn next_op(numbers: &mut Numbers) -> LibraryOp {
    let number = numbers.below(40);
    match numbers.below(13) {
        0 | 1 => bookmark(
            number,
            format!("标题 {number} ").repeat(1 + numbers.below(200) as usize),
        ),
        2 => LibraryOp::RemoveBookmark(article(number)),
        3 => LibraryOp::MarkRead(article(number), numbers.below(2) == 0),
        4 => LibraryOp::SaveSearch {
            name: format!("名字 {}", number % 8),
            query: format!("查询 {number}"),
        },
        5 => LibraryOp::ForgetSearch(format!("名字 {}", number % 8)),
        6 => LibraryOp::RememberSearch(format!("查询 {number}")),
        7 => LibraryOp::SetTags(
            article(number),
            (0..numbers.below(4)).map(|tag| format!("标签{tag}")).collect(),
        ),
        8 => LibraryOp::SetNote(
            article(number),
            (numbers.below(3) > 0).then(|| format!("笔记 {number}")),
        ),
        9 => passage(number),
        10 => LibraryOp::RemovePassage(Uuid::from_u128(u128::from(number))),
        11 => {
            let marks = (0..20).map(|other| LibraryOp::MarkRead(article(other), number.is_multiple_of(2)));
            LibraryOp::Together(marks.collect())
        }
        _ => {
            let offset = numbers.below(100_000) as usize;
            LibraryOp::SetPlace(
                article(number),
                Place {
                    offset,
                    quote: format!("引文 {offset}"),
                },
            )
        }
    }
}

/// All that the library says of the articles and the searches.
#[derive(Clone, Debug, Default, PartialEq)]
struct Contents {
    bookmarks: BTreeMap<ArticleKey, String>,
    marks: BTreeMap<ArticleKey, bool>,
    places: BTreeMap<ArticleKey, Place>,
    tags: BTreeMap<ArticleKey, Vec<String>>,
    notes: BTreeMap<ArticleKey, String>,
    passages: BTreeMap<Uuid, Quote>,
    searches: BTreeMap<String, String>,
    searched: Vec<String>,
}

impl Contents {
    fn apply(&mut self, op: LibraryOp) {
        match op {
            LibraryOp::AddBookmark(it) => {
                self.bookmarks
                    .entry(it.article)
                    .or_insert_with(|| it.title.trim_end().to_owned());
            }
            LibraryOp::RemoveBookmark(article) => {
                self.bookmarks.remove(&article);
            }
            LibraryOp::MarkRead(article, read) => {
                self.marks.insert(article, read);
            }
            LibraryOp::SetPlace(article, place) => {
                self.places.insert(article, place);
            }
            LibraryOp::SetTags(article, tags) => {
                self.tags.insert(article, tags);
            }
            LibraryOp::SetNote(article, note) => {
                self.notes.remove(&article);
                self.notes.extend(note.map(|note| (article, note)));
            }
            LibraryOp::AddPassage { uuid, place, .. } => {
                self.passages.insert(uuid, place);
            }
            LibraryOp::RemovePassage(uuid) => {
                self.passages.remove(&uuid);
            }
            LibraryOp::Together(ops) => ops.into_iter().for_each(|op| self.apply(op)),
            LibraryOp::SaveSearch { name, query } => {
                self.searches.insert(name, query);
            }
            LibraryOp::ForgetSearch(name) => {
                self.searches.remove(&name);
            }
            LibraryOp::RememberSearch(query) => {
                self.searched.retain(|past| *past != query);
                self.searched.push(query);
            }
            op => unreachable!("{op:?} is not among the changes"),
        }
    }

    /// What is to be seen of it: tags and notes come with bookmarks.
    fn shown(&self) -> Self {
        let mut shown = self.clone();
        shown
            .tags
            .retain(|article, tags| self.bookmarks.contains_key(article) && !tags.is_empty());
        shown
            .notes
            .retain(|article, _| self.bookmarks.contains_key(article));
        shown
    }

    /// What is there after `deed`, and in the newest backup.
    fn follow(&mut self, saved: &mut Option<Self>, deed: Deed) {
        match deed {
            Deed::Change(op) => self.apply(*op),
            Deed::BackUp => *saved = Some(self.clone()),
            Deed::Restore => {
                if let Some(saved) = saved {
                    self.clone_from(saved);
                }
            }
        }
    }

    fn of(library: &Library) -> Self {
        let marks = library.marks("a").unwrap();
        let read = marks.read.iter().map(|id| (ArticleKey::of(id, "a"), true));
        let unread = marks.unread.iter().map(|id| (ArticleKey::of(id, "a"), false));
        let bookmarks = library.bookmarks().unwrap();
        let tagged = bookmarks.iter().filter(|it| !it.tags.is_empty());
        let noted = bookmarks
            .iter()
            .filter_map(|it| Some((it.article(), it.note.clone()?)));
        Self {
            tags: tagged.map(|it| (it.article(), it.tags.clone())).collect(),
            notes: noted.collect(),
            passages: library
                .passages()
                .unwrap()
                .into_iter()
                .map(|it| (it.uuid, it.place))
                .collect(),
            bookmarks: bookmarks.into_iter().map(|it| (it.article(), it.title)).collect(),
            marks: read.chain(unread).collect(),
            places: (0..40)
                .map(article)
                .filter_map(|article| library.place(&article).unwrap().map(|place| (article, place)))
                .collect(),
            searches: library
                .searches()
                .unwrap()
                .into_iter()
                .map(|it| (it.name, it.query))
                .collect(),
            searched: library.searched().unwrap(),
        }
    }
}

/// Runs in a process of its own: changes the library until it is killed, and says each change when it
/// is acknowledged.
#[test]
fn child_changes_until_killed() {
    let Some(path) = env::var_os(LIBRARY) else { return };
    let mut numbers = Numbers(env::var(SEED).unwrap().parse().unwrap());
    let mut library = Library::open(Path::new(&path)).unwrap();
    loop {
        match next_deed(&mut numbers) {
            Deed::Change(op) => {
                library.apply(&op, 1).unwrap();
            }
            Deed::BackUp => {
                library.back_up(1).unwrap();
            }
            Deed::Restore => {
                if let Some(backup) = newest(Path::new(&path)) {
                    library.restore(&backup.path, 1).unwrap();
                }
            }
        }
        println!("acknowledged");
    }
}

/// Kills as many programs in the middle of their changes. What was acknowledged is there, and of the
/// change that was under way all or nothing.
fn kill_again_and_again(kills: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut chance = Numbers(0x9E37_79B9_7F4A_7C15);
    // What the library and its newest backup may hold, tags and notes that show with no bookmark included: of a change
    // that shows nothing, nobody can tell whether it was made before the kill.
    let mut possible = vec![(Contents::default(), None)];
    let mut acknowledged = 0;
    let mut taken_back = 0;
    // Another instance is open in every second run of eight kills: then its log is not tidied up between.
    let mut watcher = None;
    for round in 1..=kills {
        if round % 16 == 8 {
            watcher = Some(Library::open(&path).unwrap());
        } else if round % 16 == 0 {
            watcher = None;
        }
        let seed = round * 7_919;
        let mut program = Command::new(env::current_exe().unwrap())
            .args(["--exact", "child_changes_until_killed", "--nocapture"])
            .env(LIBRARY, &path)
            .env(SEED, seed.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(program.stdout.take().unwrap()).lines();
        // One in four dies by the clock, perhaps while it opens the library; the others amid changes.
        let killer = if round % 4 == 0 {
            Some(chance.below(20))
        } else {
            None
        };
        let mut wanted = 1 + chance.below(60);
        let mut changes = 0;
        thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            scope.spawn(move || {
                for line in lines.map_while(Result::ok) {
                    if line == "acknowledged" {
                        sender.send(()).unwrap();
                    }
                }
            });
            if let Some(delay) = killer {
                thread::sleep(Duration::from_millis(delay));
                wanted = 0;
            }
            for () in receiver.iter().take(wanted as usize) {
                changes += 1;
            }
            thread::sleep(Duration::from_micros(chance.below(300)));
            program.kill().unwrap();
            changes += receiver.iter().count();
        });
        program.wait().unwrap();
        acknowledged += changes;

        let mut numbers = Numbers(seed);
        let made: Vec<Deed> = (0..changes).map(|_| next_deed(&mut numbers)).collect();
        let under_way = next_deed(&mut numbers);
        let restores = made.iter().filter(|deed| matches!(deed, Deed::Restore));
        taken_back += restores.count();
        let library = Library::open(&path).unwrap();
        let found = Contents::of(&library);
        let backup = newest(&path).map(|backup| Contents::of(&Library::open(&backup.path).unwrap()));
        let mut states: Vec<(Contents, Option<Contents>)> = Vec::new();
        for (mut contents, mut saved) in possible {
            for deed in &made {
                contents.follow(&mut saved, deed.clone());
            }
            let before = (contents.clone(), saved.clone());
            contents.follow(&mut saved, under_way.clone());
            for state in [before, (contents, saved)] {
                let holds = state.0.shown() == found && state.1.as_ref().map(Contents::shown) == backup;
                if holds && !states.contains(&state) {
                    states.push(state);
                }
            }
        }
        assert!(
            !states.is_empty(),
            "round {round}: {changes} changes were acknowledged"
        );
        possible = states;
        drop(library);
        if let Some(watcher) = &watcher {
            assert!(
                Contents::of(watcher) == found,
                "round {round}: as another instance sees it"
            );
        }
        let check: String = rusqlite::Connection::open(&path)
            .unwrap()
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(check, "ok", "round {round}");
    }
    let kept = backups(&path).len();
    println!("{acknowledged} acknowledged, {kills} kills, none lost; {kept} backups, {taken_back} restores");
    assert!(kept > 0 && taken_back > 0);
    assert!(
        acknowledged as u64 > kills,
        "the programs came to change something"
    );
}

#[test]
fn no_acknowledged_change_is_lost_by_kill_9() {
    kill_again_and_again(48);
}

#[test]
#[ignore = "takes a minute; the short form above runs always"]
fn no_acknowledged_change_is_lost_by_500_kills() {
    kill_again_and_again(500);
}

/// Runs in a process of its own: opens a damaged library until it is killed.
#[test]
fn child_rescues_until_killed() {
    let Some(path) = env::var_os(LIBRARY) else { return };
    if env::var_os(SEED).is_none() {
        println!("opening");
        drop(Library::open(Path::new(&path)).unwrap());
        println!("opened");
    }
}

/// Kills as many programs while they set a damaged library aside. The damaged one is there unchanged, and whoever comes
/// next has all that was in it.
fn kill_rescues(kills: u64) {
    let mut chance = Numbers(0x2545_F491_4F6C_DD1D);
    let mut cut_short = 0;
    for round in 1..=kills {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut library = Library::open(&path).unwrap();
        for number in 0..20 {
            library.apply(&bookmark(number, "标题".repeat(100)), 1).unwrap();
        }
        library.back_up(1).unwrap();
        let last = bookmark(20, "在备份之后".to_owned());
        library.apply(&last, 1).unwrap();
        drop(library);
        let mut damaged = std::fs::read(&path).unwrap();
        damaged[..4096].fill(0xA5);
        std::fs::write(&path, &damaged).unwrap();
        let mut program = Command::new(env::current_exe().unwrap())
            .args(["--exact", "child_rescues_until_killed", "--nocapture"])
            .env(LIBRARY, &path)
            .env_remove(SEED)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
        lines.find(|line| line.as_ref().is_ok_and(|line| line.ends_with("opening")));
        thread::sleep(Duration::from_micros(chance.below(80_000)));
        program.kill().unwrap();
        program.wait().unwrap();
        cut_short += u64::from(!lines.any(|line| line.is_ok_and(|line| line == "opened")));

        let library = Library::open(&path).unwrap();
        assert_eq!(library.bookmarks().unwrap().len(), 21, "round {round}");
        let names = std::fs::read_dir(folder.path()).unwrap();
        let names: Vec<_> = names.map(|entry| entry.unwrap().path()).collect();
        let is_aside = |path: &std::path::PathBuf| {
            path.to_string_lossy().contains("library-damaged-") && std::fs::read(path).unwrap() == damaged
        };
        assert!(names.iter().any(is_aside), "round {round}: {names:?}");
        let rest = names
            .iter()
            .any(|path| path.to_string_lossy().contains("library-rescue"));
        assert!(!rest, "round {round}: {names:?}");
    }
    println!("{kills} rescues, {cut_short} cut short, nothing lost");
}

#[test]
fn a_rescue_may_be_killed() {
    kill_rescues(12);
}

#[test]
#[ignore = "takes a minute; the short form above runs always"]
fn a_rescue_may_be_killed_200_times() {
    kill_rescues(200);
}
