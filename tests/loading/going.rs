//! Going to a place while the archive is still being loaded: what is wanted comes next, and the reader is there as soon
//! as it has come.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use finews::app::{App, Effect, Event, Key, KeyCode, Size};
use finews::archive::{Archive, PARSER};
use finews::catalogue::{Catalogue, Subject};
use finews::config::{Lang, Settings};
use finews::library::Library;
use finews::post::{Article, ArticleDate, DateFrom, DatePrecision, PostId};
use finews::store::Builder;
use finews::work::{Batch, Found, Loader, Look, Reach, Report, Request, read_shelf};

const DAY: i64 = 86_400;
/// 2022-01-31, noon in Beijing.
const NEWEST: i64 = 1_643_601_600;

/// An article of so many days before the newest.
fn article(days: i64) -> Article {
    Article {
        id: PostId::Number((20_220_000_000_000_000 - days).cast_unsigned()),
        title: format!("{days} 天前"),
        date: ArticleDate {
            timestamp: Some(NEWEST - days * DAY),
            offset: 480,
            precision: DatePrecision::Second,
            from: DateFrom::FrontMatter,
        },
        categories: Vec::new(),
        outlet: None,
        path: format!("_posts/{days}.md").into_bytes().into(),
        checksum: 0,
        copies: Vec::new(),
    }
}

/// The program, and what loads it.
struct Desk {
    app: App,
    builder: Builder,
    generation: u64,
    asked: Vec<i64>,
    /// The number of the last search.
    search: u64,
}

impl Desk {
    fn new() -> Self {
        let size = Size {
            width: 100,
            height: 30,
        };
        let settings = Settings::default();
        let (app, effects) = App::new(Lang::En, settings, "a".into(), "a".into(), size, NEWEST);
        let generation = effects.iter().find_map(|effect| match effect {
            Effect::Work(Request::Load { generation, .. }) => Some(*generation),
            _ => None,
        });
        Self {
            app,
            builder: Builder::new(),
            generation: generation.unwrap(),
            asked: Vec::new(),
            search: 0,
        }
    }

    /// Articles of so many days before the newest come; all down to `reached` are there.
    fn come(&mut self, days: impl Iterator<Item = i64>, reached: i64, done: bool) -> &mut Self {
        self.builder.add(days.map(article).collect());
        let batch = Batch {
            generation: self.generation,
            store: self.builder.snapshot(),
            seen: self.builder.len(),
            read: 0,
            new: 0,
            reached: Some(NEWEST - reached * DAY),
            stands: done,
            looked_at: None,
            changed: Vec::new(),
            done,
            problems: Vec::new(),
            failed: None,
            notice: None,
        };
        self.event(Event::Report(Report::Loaded(batch)))
    }

    fn event(&mut self, event: Event) -> &mut Self {
        for effect in self.app.update(event, Instant::now()) {
            match effect {
                Effect::Work(Request::Reach { timestamp }) => {
                    self.asked.push(NEWEST.saturating_sub(timestamp).div_euclid(DAY));
                }
                Effect::Work(Request::Search { generation, .. }) => self.search = generation,
                _ => {}
            }
        }
        self
    }

    /// The last search has found the articles of these days; `open` are still to be read.
    fn found(&mut self, days: &[i64], open: usize) -> &mut Self {
        let found = Found {
            ids: days.iter().map(|days| article(*days).id).collect(),
            total: days.len(),
            open,
            ..Found::default()
        };
        let (generation, found) = (self.search, Box::new(found));
        self.event(Event::Report(Report::Found { generation, found }))
    }

    /// What the library holds has come; the program was left so the last time.
    fn left_so(&mut self, session: &str) -> &mut Self {
        let mut shelf = read_shelf(&Library::in_memory(), &Archive::guide()).unwrap();
        shelf.session = Some(session.to_owned());
        self.event(Event::Report(Report::Shelf(Box::new(shelf))))
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.chars() {
            let code = if key == '\r' {
                KeyCode::Enter
            } else {
                KeyCode::Char(key)
            };
            self.event(Event::Key(Key::plain(code)));
        }
        self
    }

    fn selected(&self) -> String {
        let row = self.app.list().selected(&self.app.store);
        row.unwrap().title().to_owned()
    }

    fn message(&self) -> &str {
        self.app.message.as_ref().map_or("", |message| &message.text)
    }
}

#[test]
fn a_day_that_is_not_loaded_is_asked_for_and_gone_to() {
    let mut desk = Desk::new();
    desk.come(0..10, 9, false).keys("d2022-01-01\r");
    assert_eq!(desk.asked, [29]);
    assert_eq!(desk.selected(), "0 天前", "nothing moves until it is there");
    assert!(desk.message().contains("2022-01-01"), "{}", desk.message());
    // What stands around it comes first; what lies between comes later and moves nothing.
    desk.come(25..35, 9, false);
    assert_eq!((desk.selected().as_str(), desk.message()), ("30 天前", ""));
    desk.come(10..20, 19, false);
    assert_eq!(desk.selected(), "30 天前");
    assert_eq!(desk.app.list().cursor, 20 + 5);
    // A day in the gap is not mistaken for one that has no articles.
    desk.keys("d2022-01-08\r");
    assert_eq!(desk.selected(), "30 天前");
    desk.come(20..40, 39, true);
    assert_eq!(desk.selected(), "23 天前");
    assert_eq!(desk.app.list().cursor, 23);
}

#[test]
fn a_search_that_was_left_is_come_back_to_however_its_parts_come() {
    let id = article(7).id.to_string();
    let session = format!(r#"{{"list":"all","search":["天前",false],"article":"{id}"}}"#);
    let mut desk = Desk::new();
    // The library first: what is found in nothing is no answer.
    desk.left_so(&session).found(&[], 0);
    // The catalogue, and an answer from it before the load is done.
    desk.come(0..10, 9, false).found(&[], 0);
    desk.come(10..20, 19, true).found(&[1, 3], 5);
    assert_eq!(desk.app.list().list.len(&desk.app.store), 2);
    desk.found(&[1, 3, 7], 2);
    assert_eq!(desk.selected(), "7 天前");
    desk.found(&[1, 2, 3, 7], 0);
    assert_eq!(desk.selected(), "7 天前");
    // More of the archive, looked through again from the beginning: the cursor stays.
    desk.come(20..25, 24, true).found(&[1], 9);
    assert_eq!(desk.selected(), "7 天前");
    desk.found(&[1, 2, 3, 7, 21], 0);
    assert_eq!(desk.selected(), "7 天前");
    // Where it is found no more, the whole answer says so.
    desk.come(25..26, 25, true).found(&[1, 2], 0);
    assert_eq!(desk.selected(), "2 天前");
}

#[test]
fn a_day_without_articles_is_said_so_as_soon_as_that_is_known() {
    let mut desk = Desk::new();
    desk.come((0..10).chain(12..20), 15, false).keys("d2022-01-21\r");
    assert!(desk.asked.is_empty());
    assert_eq!(desk.selected(), "12 天前");
    assert!(!desk.message().is_empty());
    desk.keys("d2021-12-01\r").come(20..30, 29, false);
    assert_eq!(desk.selected(), "12 天前");
    desk.come(30..40, 39, true);
    assert_eq!(desk.selected(), "39 天前", "nothing is as old");
    assert!(!desk.message().is_empty());
}

#[test]
fn a_key_gives_up_the_wish_and_the_end_grows() {
    let mut desk = Desk::new();
    desk.come(0..10, 9, false)
        .keys("d2022-01-01\rj")
        .come(10..40, 39, true);
    assert_eq!(desk.selected(), "1 天前");
    let mut desk = Desk::new();
    desk.come(0..10, 9, false).keys("G");
    assert_eq!(desk.selected(), "9 天前");
    desk.come(10..20, 19, false);
    assert_eq!(desk.selected(), "19 天前");
    desk.come(20..40, 39, true);
    assert_eq!(desk.selected(), "39 天前");
    desk.come(40..41, 40, true);
    assert_eq!(desk.selected(), "39 天前", "what comes later moves nothing");
}

#[test]
fn the_next_unread_article_is_waited_for() {
    let mut desk = Desk::new();
    desk.come(0..10, 9, false);
    let article = desk.app.store.rows(finews::store::Scope::All).next().unwrap();
    assert!(!desk.app.unread.is_unread(&article));
    desk.keys("u");
    assert!(desk.message().contains("loading"), "{}", desk.message());
    assert_eq!(desk.selected(), "0 天前");
    // Nothing was unread after all.
    desk.come(10..20, 19, true);
    assert_eq!(
        (desk.selected().as_str(), desk.message()),
        ("0 天前", "Nothing is unread")
    );
}

#[test]
fn what_stands_around_the_wanted_moment_comes_with_the_next_batch() {
    let (site, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::create_dir(site.path().join("_posts")).unwrap();
    let moment = |number: u32| {
        format!(
            "2022-01-{:02} {:02}:{:02}:00 +0800",
            1 + number / 60,
            number % 24,
            number % 60
        )
    };
    for number in 0..1_500 {
        let text = format!(
            "---\ntitle: 第 {number} 篇\ndate: {}\n---\n文。\n",
            moment(number)
        );
        let day = 1 + number / 60;
        std::fs::write(
            site.path()
                .join(format!("_posts/2022-01-{day:02}-2022010722393{number:05}.md")),
            text,
        )
        .unwrap();
    }
    let loader = || {
        let archive = Archive::open(site.path()).unwrap();
        let subject = Subject {
            identity: archive.identity().to_owned(),
            root: site.path().to_owned(),
            parser: PARSER,
            zone: archive.zone(),
        };
        let (catalogue, _) = Catalogue::open(cache.path(), subject).unwrap();
        Loader::with_catalogue(archive, catalogue)
    };
    let never = AtomicBool::new(false);
    loader().load(1, Look::Files, &never, |_| {});
    let reach = Reach::default();
    // The end of 2022-01-02 in Beijing.
    let wanted = 1_641_139_199;
    reach.ask(wanted);
    let mut batches = Vec::new();
    loader()
        .reaching(reach)
        .load(2, Look::Files, &never, |batch| batches.push(batch));
    let store = &batches[0].store;
    let index = store.first_on_or_before(finews::store::Scope::All, wanted);
    let row = store.row(finews::store::Scope::All, index).unwrap();
    assert!((wanted - row.timestamp().unwrap()) < DAY, "{:?}", row.timestamp());
    assert!(batches[0].reached.unwrap() > wanted, "there is a gap between");
    let last = batches.last().unwrap();
    assert!(last.done);
    assert_eq!(last.store.len(), 1_500);
}
