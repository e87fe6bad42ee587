//! The library keeps what it is told: toggles, marks, places, scopes, several programs at once.

use std::collections::{BTreeMap, HashSet};
use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use finews::library::{ArticleFacts, ArticleKey, GUIDE_IDENTITY, Library, LibraryOp, Place, Scope};
use finews::post::{DatePrecision, PostId};
use proptest::prelude::*;

const DAY: i64 = 86_400;

fn key(id: &str, archive: &str) -> ArticleKey {
    ArticleKey::of(&PostId::parse(id), archive)
}

fn facts(article: &ArticleKey, title: &str) -> ArticleFacts {
    ArticleFacts {
        article: article.clone(),
        title: title.to_owned(),
        outlet: Some("测试社".to_owned()),
        date: Some(1_640_000_000),
        date_offset: 480,
        date_precision: DatePrecision::Minute,
        source_url: Some("https://example.org/1".to_owned()),
    }
}

fn add(article: &ArticleKey, title: &str) -> LibraryOp {
    LibraryOp::AddBookmark(facts(article, title))
}

fn raw<T: rusqlite::types::FromSql>(path: &Path, sql: &str) -> T {
    rusqlite::Connection::open(path)
        .unwrap()
        .query_row(sql, [], |row| row.get(0))
        .unwrap()
}

#[test]
fn a_bookmark_toggles_and_outlives_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/finews/library.db");
    let article = key("202201072239307540", "a");
    let mut library = Library::open(&path).unwrap();
    assert_eq!(library.apply(&add(&article, "一则标题"), 100).unwrap(), 1);
    let added = library.bookmarks().unwrap().remove(0);
    assert_eq!(added.title, "一则标题");
    assert_eq!((added.date, added.date_offset), (Some(1_640_000_000), 480));
    assert_eq!(added.date_precision, DatePrecision::Minute);
    assert_eq!((added.added, added.scope.clone()), (100, Scope::Site));
    assert_eq!(library.apply(&add(&article, "另一标题"), 200).unwrap(), 0);
    drop(library);

    let mut library = Library::open(&path).unwrap();
    assert_eq!(library.bookmarks().unwrap(), std::slice::from_ref(&added));
    let uuid: Vec<u8> = raw(&path, "SELECT uuid FROM bookmark");
    let removed = library
        .apply(&LibraryOp::RemoveBookmark(article.clone()), 300)
        .unwrap();
    assert_eq!(removed, 1);
    assert_eq!(library.bookmarks().unwrap(), []);
    assert_eq!(
        library
            .apply(&LibraryOp::RemoveBookmark(article.clone()), 300)
            .unwrap(),
        0
    );

    // It comes back as the same item, with the facts of now.
    library.apply(&add(&article, "另一标题"), 400).unwrap();
    let again = library.bookmarks().unwrap().remove(0);
    assert_eq!((again.title.as_str(), again.added), ("另一标题", 400));
    assert_eq!(raw::<Vec<u8>>(&path, "SELECT uuid FROM bookmark"), uuid);
}

#[test]
fn the_log_holds_each_change_with_its_values_before_and_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let article = key("_posts/a", "x");
    let mut library = Library::open(&path).unwrap();
    let place = Place {
        offset: 3,
        quote: "字".to_owned(),
    };
    for op in [
        add(&article, "甲"),
        LibraryOp::MarkRead(article.clone(), true),
        LibraryOp::SetPlace(article.clone(), place),
        LibraryOp::MarkRead(article.clone(), false),
        LibraryOp::MarkRead(article.clone(), false),
        LibraryOp::RemoveBookmark(article.clone()),
    ] {
        library.apply(&op, 5).unwrap();
    }
    let connection = rusqlite::Connection::open(&path).unwrap();
    let mut statement = connection
        .prepare("SELECT o.name, o.time, c.before, c.after FROM operation o JOIN change c ON c.operation = o.id ORDER BY o.id")
        .unwrap();
    let rows: Vec<(String, i64, Option<String>, Option<String>)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let bookmark = r#"{"added":5,"title":"甲","outlet":"测试社","date":1640000000,"date_offset":480,"date_precision":"minute","source_url":"https://example.org/1"}"#;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        rows,
        [
            ("add-bookmark".to_owned(), 1, None, text(bookmark)),
            ("mark-read".to_owned(), 2, None, text("true")),
            ("mark-unread".to_owned(), 4, text("true"), text("false")),
            ("remove-bookmark".to_owned(), 5, text(bookmark), None),
        ]
    );
}

#[test]
fn numbers_are_global_paths_are_not_and_the_guide_stands_apart() {
    let mut library = Library::in_memory();
    let number = "202201072239307540";
    for (id, archive) in [
        (number, "a"),
        ("_posts/x", "a"),
        ("_posts/y", "b"),
        (number, GUIDE_IDENTITY),
    ] {
        library
            .apply(
                &LibraryOp::MarkRead(key(id, archive), archive != GUIDE_IDENTITY),
                1,
            )
            .unwrap();
        library.apply(&add(&key(id, archive), archive), 1).unwrap();
    }
    let set = |ids: &[&str]| ids.iter().map(|id| PostId::parse(id)).collect::<HashSet<_>>();
    let a = library.marks("a").unwrap();
    assert_eq!(
        (a.read, a.unread, a.bookmarked),
        (set(&[number, "_posts/x"]), set(&[]), set(&[number, "_posts/x"]))
    );
    assert_eq!(library.marks("b").unwrap().read, set(&[number, "_posts/y"]));
    assert_eq!(library.marks("never opened").unwrap().read, set(&[number]));
    let guide = library.marks(GUIDE_IDENTITY).unwrap();
    assert_eq!(
        (guide.read, guide.unread, guide.bookmarked),
        (set(&[]), set(&[number]), set(&[number]))
    );
    assert_eq!(library.bookmarks().unwrap().len(), 4);
}

#[test]
fn unread_begins_three_days_before_the_first_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let now = 1_700_000_000;
    let mut library = Library::open(&path).unwrap();
    let nothing_yet = library.marks("a").unwrap();
    assert!(
        !nothing_yet.is_unread(&PostId::Number(1), Some(now)),
        "no archive is unread before it is opened"
    );
    assert_eq!(library.opened("a", now).unwrap(), now - 3 * DAY);
    drop(library);

    let mut library = Library::open(&path).unwrap();
    assert_eq!(
        library.opened("a", now + 100 * DAY).unwrap(),
        now - 3 * DAY,
        "the first opening counts"
    );
    assert_eq!(library.opened("b", now + DAY).unwrap(), now - 2 * DAY);
    let (old, new) = (Some(now - 4 * DAY), Some(now - 2 * DAY));
    let unread =
        |library: &Library, id: &str, date| library.marks("a").unwrap().is_unread(&PostId::parse(id), date);
    assert!(
        unread(&library, "new", new) && !unread(&library, "old", old) && !unread(&library, "undated", None)
    );
    library
        .apply(&LibraryOp::MarkRead(key("new", "a"), true), 1)
        .unwrap();
    library
        .apply(&LibraryOp::MarkRead(key("old", "a"), false), 1)
        .unwrap();
    assert!(!unread(&library, "new", new) && unread(&library, "old", old));
}

#[test]
fn tags_and_notes_are_read_with_their_bookmark_and_nothing_drives_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = Library::open(&path).unwrap();
    library
        .apply(&add(&key("202201072239307540", "a"), "标\u{1b}[2J题\n二"), 1)
        .unwrap();
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(
            "INSERT INTO tag SELECT scope, post, 'b\"' || char(27), x'01', 9, 1, 0 FROM bookmark;
             INSERT INTO tag SELECT scope, post, '乙', x'02', 9, 1, 0 FROM bookmark;
             INSERT INTO tag SELECT scope, post, 'gone', x'03', 9, 1, 1 FROM bookmark;
             INSERT INTO note SELECT scope, post, x'04', 9, 1, 0, '一行' || char(10) || '二行' || char(7) FROM bookmark;",
        )
        .unwrap();
    let bookmark = library.bookmarks().unwrap().remove(0);
    assert_eq!(bookmark.title, "标[2J题 二");
    assert_eq!(bookmark.tags, ["b\"", "乙"]);
    assert_eq!(bookmark.note.as_deref(), Some("一行\n二行"));
}

fn save(name: &str, query: &str) -> LibraryOp {
    LibraryOp::SaveSearch {
        name: name.to_owned(),
        query: query.to_owned(),
    }
}

#[test]
fn a_saved_search_takes_another_query_goes_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = Library::open(&path).unwrap();
    let forget = LibraryOp::ForgetSearch("芯片".to_owned());
    assert_eq!(library.apply(&forget, 1).unwrap(), 0);
    for (op, now) in [
        (save("芯片", "半导体 OR 芯片"), 5),
        (save("央行", "title:央行"), 6),
        (save("芯片", "芯片 -美国"), 7),
    ] {
        assert_eq!(library.apply(&op, now).unwrap(), 1);
        assert_eq!(library.apply(&op, now + 1).unwrap(), 0);
    }
    drop(library);

    let mut library = Library::open(&path).unwrap();
    let kept = |library: &Library| -> Vec<(String, String, i64)> {
        let searches = library.searches().unwrap().into_iter();
        searches.map(|it| (it.name, it.query, it.added)).collect()
    };
    let chips = |added| ("芯片".to_owned(), "芯片 -美国".to_owned(), added);
    let bank = ("央行".to_owned(), "title:央行".to_owned(), 6);
    assert_eq!(kept(&library), [chips(5), bank.clone()]);
    let uuid = || raw::<Vec<u8>>(&path, "SELECT uuid FROM search WHERE name = '芯片'");
    let before = uuid();
    let forgotten = library.apply(&forget, 8).unwrap();
    assert_eq!(forgotten, 1);
    assert_eq!(kept(&library), std::slice::from_ref(&bank));
    library.apply(&save("芯片", "芯片 -美国"), 9).unwrap();
    assert_eq!(kept(&library), [bank, chips(9)]);
    assert_eq!(uuid(), before);

    let logged: String = raw(
        &path,
        "SELECT group_concat(o.name || ' ' || s.name || ' ' || c.post || ' ' || ifnull(c.before, '-') || ' ' ||
                             ifnull(c.after, '-'), char(10) ORDER BY o.id)
         FROM operation o JOIN change c ON c.operation = o.id JOIN scope s ON s.id = c.scope
         WHERE c.item = 'search' AND c.post = '芯片'",
    );
    let first = r#"{"added":5,"query":"半导体 OR 芯片"}"#;
    let second = r#"{"added":5,"query":"芯片 -美国"}"#;
    let third = r#"{"added":9,"query":"芯片 -美国"}"#;
    assert_eq!(
        logged.lines().collect::<Vec<_>>(),
        [
            format!("save-search search 芯片 - {first}"),
            format!("save-search search 芯片 {first} {second}"),
            format!("forget-search search 芯片 {second} -"),
            format!("save-search search 芯片 - {third}"),
        ]
    );
}

#[test]
fn the_history_holds_each_search_once_and_a_hundred_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = Library::open(&path).unwrap();
    let mut search = |query: &str| {
        let op = LibraryOp::RememberSearch(query.to_owned());
        library.apply(&op, 1).unwrap()
    };
    for number in 0..110 {
        search(&number.to_string());
    }
    assert_eq!(search("50"), 1);
    assert_eq!(search("50"), 0);
    search("a\u{1b}b");
    drop(library);
    let searched = Library::open(&path).unwrap().searched().unwrap();
    let rest = (11..110)
        .filter(|number| *number != 50)
        .map(|number| number.to_string());
    let expected: Vec<String> = rest.chain(["50".to_owned(), "ab".to_owned()]).collect();
    assert_eq!(searched, expected);
    assert_eq!(searched.len(), 100);
    assert_eq!(
        raw::<i64>(&path, "SELECT count(*) FROM operation"),
        0,
        "not logged"
    );
}

#[test]
fn nothing_is_written_where_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let article = key("202201072239307540", "a");
    let place = LibraryOp::SetPlace(
        article.clone(),
        Place {
            offset: 9,
            quote: "字句".to_owned(),
        },
    );
    let ops = [
        add(&article, "甲"),
        LibraryOp::MarkRead(article.clone(), true),
        place,
        save("甲", "乙"),
        LibraryOp::RememberSearch("乙".to_owned()),
    ];
    let mut library = Library::open(&path).unwrap();
    library.opened("a", 1).unwrap();
    for op in &ops {
        assert_ne!(library.apply(op, 1).unwrap(), 0);
    }
    let mut watcher = Library::open(&path).unwrap();
    library.opened("a", 2).unwrap();
    for op in &ops {
        assert_eq!(library.apply(op, 2).unwrap(), 0);
    }
    assert!(!watcher.changed_elsewhere().unwrap());
    drop((library, watcher));

    let before = std::fs::read(&path).unwrap();
    let mut library = Library::open(&path).unwrap();
    library.opened("a", 3).unwrap();
    library.bookmarks().unwrap();
    drop(library);
    assert!(
        before == std::fs::read(&path).unwrap(),
        "opening and closing changed the file"
    );
}

#[test]
fn two_instances_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut first = Library::open(&path).unwrap();
    let mut second = Library::open(&path).unwrap();
    let article = key("202201072239307540", "a");
    assert!(!second.changed_elsewhere().unwrap());
    first.apply(&add(&article, "甲"), 1).unwrap();
    assert!(!first.changed_elsewhere().unwrap(), "its own change");
    assert!(second.changed_elsewhere().unwrap());
    assert!(!second.changed_elsewhere().unwrap(), "told once");
    assert_eq!(second.bookmarks().unwrap(), first.bookmarks().unwrap());
    // The same bookmark, from both sides.
    assert_eq!(second.apply(&add(&article, "乙"), 2).unwrap(), 0);
    second
        .apply(&LibraryOp::RemoveBookmark(article.clone()), 3)
        .unwrap();
    assert!(first.changed_elsewhere().unwrap());
    assert_eq!(first.apply(&LibraryOp::RemoveBookmark(article), 4).unwrap(), 0);
}

#[test]
fn tags_are_a_set_and_notes_come_and_go() {
    let mut library = Library::in_memory();
    let article = key("202201072239307540", "a");
    library.apply(&add(&article, "甲"), 1).unwrap();
    let tags = |library: &mut Library, tags: &[&str]| {
        let tags = tags.iter().map(|&tag| tag.to_owned()).collect();
        library
            .apply(&LibraryOp::SetTags(article.clone(), tags), 2)
            .unwrap()
    };
    assert_eq!(tags(&mut library, &["芯片", "周报", "芯片"]), 1);
    assert_eq!(tags(&mut library, &["周报", "芯片"]), 0, "the same set");
    assert_eq!(library.bookmarks().unwrap()[0].tags, ["周报", "芯片"]);
    assert_eq!(tags(&mut library, &["周报"]), 1);
    assert_eq!(library.bookmarks().unwrap()[0].tags, ["周报"]);
    let note = |text: Option<&str>| LibraryOp::SetNote(article.clone(), text.map(ToOwned::to_owned));
    assert_eq!(library.apply(&note(Some("一行\n二行")), 3).unwrap(), 1);
    assert_eq!(
        library.bookmarks().unwrap()[0].note.as_deref(),
        Some("一行\n二行")
    );
    // They come back with their bookmark.
    library
        .apply(&LibraryOp::RemoveBookmark(article.clone()), 4)
        .unwrap();
    library.apply(&add(&article, "甲"), 5).unwrap();
    let bookmark = library.bookmarks().unwrap().remove(0);
    assert_eq!((bookmark.tags.len(), bookmark.note.is_some()), (1, true));
    assert_eq!(library.apply(&note(None), 6).unwrap(), 1);
    assert_eq!(library.apply(&note(None), 6).unwrap(), 0);
    assert_eq!(library.bookmarks().unwrap()[0].note, None);
}

#[test]
fn a_kept_text_is_there_until_it_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let article = key("_posts/x", "a");
    let mut library = Library::open(&path).unwrap();
    let keep = |body: Option<&str>| LibraryOp::KeepText(article.clone(), body.map(ToOwned::to_owned));
    library.apply(&add(&article, "甲"), 1).unwrap();
    assert_eq!(library.apply(&keep(Some("<p>正文")), 1).unwrap(), 1);
    assert_eq!(library.apply(&keep(Some("<p>正文")), 1).unwrap(), 0);
    drop(library);
    let mut library = Library::open(&path).unwrap();
    assert!(library.bookmarks().unwrap()[0].has_text);
    assert_eq!(library.kept_text(&article).unwrap().as_deref(), Some("<p>正文"));
    assert_eq!(library.kept_text(&key("_posts/x", "b")).unwrap(), None);
    library.apply(&keep(None), 2).unwrap();
    assert!(!library.bookmarks().unwrap()[0].has_text);
}

#[test]
fn what_was_read_is_remembered_once_and_for_a_while() {
    let mut library = Library::in_memory();
    let facts = |id, title: &str| facts(&key(id, "a"), title);
    for (at, id, title) in [
        (1, "_posts/x", "甲"),
        (2, "_posts/y", "乙"),
        (3, "_posts/x", "甲\u{1b}[2J改"),
    ] {
        library.apply(&LibraryOp::Visit(facts(id, title)), at).unwrap();
    }
    let visits = |library: &Library| -> Vec<(i64, String)> {
        let visits = library.visits().unwrap().into_iter();
        visits.map(|visit| (visit.at, visit.facts.title)).collect()
    };
    assert_eq!(
        visits(&library),
        [(3, "甲[2J改".to_owned()), (2, "乙".to_owned())]
    );
    assert_eq!(library.apply(&LibraryOp::ForgetVisits(3), 9).unwrap(), 1);
    assert_eq!(visits(&library).len(), 1);
    assert_eq!(
        library.facts(&key("_posts/y", "a")).unwrap().unwrap().title,
        "乙",
        "what is known of an article stays"
    );
}

#[test]
fn how_the_program_was_left_is_kept_by_archive() {
    let mut library = Library::in_memory();
    let left = |archive: &str, state: &str| LibraryOp::SetSession {
        archive: archive.to_owned(),
        state: state.to_owned(),
    };
    assert_eq!(library.session("a").unwrap(), None);
    assert_eq!(library.apply(&left("a", "一"), 1).unwrap(), 1);
    assert_eq!(library.apply(&left("a", "一"), 2).unwrap(), 0);
    assert_eq!(library.apply(&left("b", "二"), 3).unwrap(), 1);
    assert_eq!(library.session("a").unwrap().as_deref(), Some("一"));
}

/// Runs in a process of its own: marks every sixth of 120 articles, from its own number on, then all
/// of five common ones.
#[test]
fn child_marks() {
    let (Ok(path), Ok(number)) = (env::var("FINEWS_TEST_LIBRARY"), env::var("FINEWS_TEST_NUMBER")) else {
        return;
    };
    let mut library = Library::open(Path::new(&path)).unwrap();
    for article in (number.parse().unwrap()..120).step_by(6).chain(1000..1005) {
        let article = ArticleKey::of(&PostId::Number(article), "a");
        library.apply(&LibraryOp::MarkRead(article, true), 1).unwrap();
    }
}

#[test]
fn six_programs_that_start_at_once_make_one_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/library.db");
    let children: Vec<_> = (0..6)
        .map(|number| {
            Command::new(env::current_exe().unwrap())
                .args(["--exact", "keeps::child_marks", "--nocapture"])
                .env("FINEWS_TEST_LIBRARY", &path)
                .env("FINEWS_TEST_NUMBER", number.to_string())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(Library::open(&path).unwrap().marks("a").unwrap().read.len(), 125);
    assert_eq!(
        raw::<i64>(&path, "SELECT count(*) FROM operation"),
        125,
        "each change was logged once"
    );
    assert_eq!(
        raw::<i64>(&path, "SELECT time FROM clock"),
        125,
        "no logical time was given twice"
    );
    assert_eq!(raw::<i64>(&path, "SELECT count(*) FROM machine"), 1);
}

/// What the library should hold: a plain map.
#[derive(Default)]
struct Model {
    /// Title, time, and when it was added (a count).
    bookmarks: BTreeMap<ArticleKey, (String, i64, usize)>,
    marks: BTreeMap<ArticleKey, bool>,
    places: BTreeMap<ArticleKey, Place>,
    /// When each was first saved, and its query.
    searches: BTreeMap<String, (i64, String)>,
    searched: Vec<String>,
}

impl Model {
    fn apply(&mut self, op: &LibraryOp, now: i64, count: usize) {
        match op {
            LibraryOp::AddBookmark(facts) => {
                let value = (facts.title.clone(), now, count);
                self.bookmarks.entry(facts.article.clone()).or_insert(value);
            }
            LibraryOp::RemoveBookmark(article) => {
                self.bookmarks.remove(article);
            }
            LibraryOp::MarkRead(article, read) => {
                self.marks.insert(article.clone(), *read);
            }
            LibraryOp::SetPlace(article, place) => {
                self.places.insert(article.clone(), place.clone());
            }
            LibraryOp::SaveSearch { name, query } => {
                let saved = self.searches.entry(name.clone()).or_insert((now, String::new()));
                saved.1.clone_from(query);
            }
            LibraryOp::ForgetSearch(name) => {
                self.searches.remove(name);
            }
            LibraryOp::RememberSearch(query) => {
                self.searched.retain(|past| past != query);
                self.searched.push(query.clone());
            }
            op => unreachable!("{op:?} is not among the changes"),
        }
    }

    fn check(&self, library: &Library, archives: &[&str]) {
        let mut expected: Vec<_> = self.bookmarks.iter().collect();
        expected.sort_by_key(|(_, (_, added, count))| std::cmp::Reverse((*added, *count)));
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(key, (title, ..))| (key.clone(), title.clone()))
            .collect();
        let found: Vec<_> = library
            .bookmarks()
            .unwrap()
            .into_iter()
            .map(|it| (it.article(), it.title))
            .collect();
        assert_eq!(found, expected);
        for archive in archives {
            let of = |keys: Vec<&ArticleKey>| -> HashSet<PostId> {
                let here = keys
                    .into_iter()
                    .filter(|key| key.scope == Scope::of(&key.id, archive));
                here.map(|key| key.id.clone()).collect()
            };
            let marked = |read| {
                of(self
                    .marks
                    .iter()
                    .filter(|(_, it)| **it == read)
                    .map(|(key, _)| key)
                    .collect())
            };
            let marks = library.marks(archive).unwrap();
            assert_eq!(marks.bookmarked, of(self.bookmarks.keys().collect()));
            assert_eq!(marks.read, marked(true));
            assert_eq!(marks.unread, marked(false));
        }
        let mut searches: Vec<_> = self.searches.iter().collect();
        searches.sort_by_key(|(name, (added, _))| (*added, name.as_str()));
        let expected: Vec<_> = searches
            .into_iter()
            .map(|(name, (added, query))| (name.clone(), query.clone(), *added))
            .collect();
        let found: Vec<_> = library
            .searches()
            .unwrap()
            .into_iter()
            .map(|it| (it.name, it.query, it.added))
            .collect();
        assert_eq!(found, expected);
        assert_eq!(library.searched().unwrap(), self.searched);
        for (article, place) in &self.places {
            assert_eq!(library.place(article).unwrap().as_ref(), Some(place));
        }
    }
}

const ARCHIVES: [&str; 3] = ["one", "two", GUIDE_IDENTITY];

fn any_op() -> impl Strategy<Value = LibraryOp> {
    let id = prop_oneof![
        Just("20220107223930754"),
        Just("202201072239307541"),
        Just("_posts/a"),
        Just("123")
    ];
    let article = (id, prop::sample::select(&ARCHIVES[..])).prop_map(|(id, archive)| key(id, archive));
    (article, 0..7, any::<bool>(), "[a-z字句]{1,4}", any::<u32>()).prop_map(
        |(article, kind, read, text, offset)| match kind {
            0 => add(&article, &text),
            1 => LibraryOp::RemoveBookmark(article),
            2 => LibraryOp::MarkRead(article, read),
            3 => save(if read { "一" } else { "二" }, &text),
            4 => LibraryOp::ForgetSearch(if read { "一" } else { "二" }.to_owned()),
            5 => LibraryOp::RememberSearch(text),
            _ => LibraryOp::SetPlace(
                article,
                Place {
                    offset: offset as usize,
                    quote: text,
                },
            ),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any changes, by two instances in turn, under a clock that jumps, leave what a map would hold.
    #[test]
    fn the_library_is_a_map_that_lasts(
        ops in prop::collection::vec((any_op(), any::<bool>(), 0..50_i64), 1..60)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut instances = [Library::open(&path).unwrap(), Library::open(&path).unwrap()];
        let mut model = Model::default();
        for (count, (op, which, now)) in ops.iter().enumerate() {
            instances[usize::from(*which)].apply(op, *now).unwrap();
            model.apply(op, *now, count);
        }
        model.check(&instances[0], &ARCHIVES);
        drop(instances);
        model.check(&Library::open(&path).unwrap(), &ARCHIVES);
    }
}
