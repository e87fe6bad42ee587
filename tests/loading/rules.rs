//! Rules in the program on a screen: what arrives while it is open and while it is not, undone, hidden and brought back,
//! killed in the middle.

use std::fs;
use std::time::{Duration, Instant};

use finews::library::Library;

use super::support::{Archive, Home, Screen};

const FIRST: u64 = 202_201_050_000_000_000;

const RULES: &str = "[[rules]]\nquery = \"标题:广告\"\nhide = true\n\n\
                     [[rules]]\nname = \"宏观\"\nquery = \"正文里的降准\"\nstar = true\ntag = [\"宏观\"]\n\n\
                     [[rules]]\nquery = \"标题:快讯\"\nread = true\n";

fn home(rules: &str) -> Home {
    let home = Home::new();
    let path = home.path().join("config/finews/config.toml");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, rules).unwrap();
    home
}

fn archive() -> Archive {
    let archive = Archive::new();
    archive
        .post("2022-01-05", FIRST, "旧广告", "x")
        .post("2022-01-05", FIRST + 1, "旧闻", "正文里的降准");
    archive
}

/// Waits until each of so many rules is known to the library.
fn wait_for_rules(home: &Home, archive: &Archive, rules: usize) {
    let until = Instant::now() + Duration::from_secs(20);
    let known = || {
        let listed = home.run(&["--archive", archive.path(), "rules", "--json"]).stdout;
        let listed = String::from_utf8(listed).unwrap();
        listed
            .lines()
            .filter(|line| !line.contains("\"since\":null"))
            .count()
    };
    while known() < rules {
        assert!(Instant::now() < until, "the rules were not seen");
    }
}

#[test]
fn what_arrives_is_acted_on_undone_hidden_and_brought_back() {
    let (home, archive) = (home(RULES), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (120, 30));
    screen.wait_for("2 篇").wait_for("旧广告");
    wait_for_rules(&home, &archive, 3);
    archive
        .post("2022-01-06", FIRST + 2, "新广告", "x")
        .post("2022-01-06", FIRST + 3, "新闻", "<p>正文里的降准</p>")
        .post("2022-01-06", FIRST + 4, "快讯一", "x");
    // They may come in one piece or in several.
    screen
        .wait_for("规则：")
        .wait_gone("新广告")
        .keys("gg")
        .wait_for("★")
        .wait_for("隐藏");
    screen.keys("/广告\r").wait_for("1 · 隐藏 1").keys("q");
    screen
        .keys(":rules\r")
        .wait_for("加标签 #宏观")
        .wait_for("处理了 1 篇，现在隐藏 1 篇");
    screen
        .keys("q")
        .keys(":hidden\r")
        .wait_for("隐藏 · 1")
        .wait_for("新广告");
    // It is brought back, and stays, whatever is pulled.
    screen
        .keys(":hide\r")
        .wait_for("不再隐藏")
        .wait_for("没有隐藏的文章");
    archive.post("2022-01-06", FIRST + 5, "又一广告", "x");
    screen
        .wait_for("规则：1 篇新文章，隐藏 1")
        .keys("hgg\r")
        .wait_for("新广告");
    screen
        .wait_gone("又一广告")
        .keys("U")
        .wait_for("已撤销：规则")
        .wait_for("又一广告");
    screen.quit();

    // What comes while nobody looks is acted on at the next start.
    archive.post("2022-01-07", FIRST + 6, "广告三", "x");
    let mut screen = Screen::start(&home, &[archive.path()], (120, 30));
    screen
        .wait_for("规则：1 篇新文章，隐藏 1。U 撤销")
        .wait_for("又一广告")
        .wait_gone("广告三");
    screen.quit();
}

#[test]
fn killed_in_the_middle_nothing_is_half_done() {
    let (home, archive) = (
        home("[[rules]]\nquery = \"正文甲\"\nread = true\nhide = true\n"),
        archive(),
    );
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("2 篇");
    wait_for_rules(&home, &archive, 1);
    screen.quit();
    for number in 0..300 {
        archive.post("2022-01-07", FIRST + 100 + number, "题", "<p>正文甲</p>");
    }
    for wait in 0..12 {
        let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
        std::thread::sleep(Duration::from_millis(wait * 25));
        screen.signal(rustix::process::Signal::KILL);
        screen.wait_end();
        let library = Library::open(&home.library()).unwrap();
        let identity = finews::archive::Archive::open(archive.path().as_ref()).unwrap();
        let identity = identity.identity();
        let handled = library.rules(identity).unwrap()[0].handled;
        assert!(handled == 0 || handled == 300, "{handled}");
        assert_eq!(library.hidden(identity).unwrap().len(), handled);
        assert_eq!(library.marks(identity).unwrap().read.len(), handled);
    }
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("2 篇").wait_for("旧闻");
    screen.quit();
}

#[test]
fn a_library_that_cannot_be_written_is_told_and_rules_act_when_it_can_be() {
    let (home, archive) = (home(RULES), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (120, 30));
    screen.wait_for("2 篇");
    wait_for_rules(&home, &archive, 3);
    screen.quit();
    archive.post("2022-01-06", FIRST + 2, "新广告", "x");
    let library = rusqlite::Connection::open(home.library()).unwrap();
    let version: i64 = library
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    library.pragma_update(None, "user_version", version + 1).unwrap();
    let mut screen = Screen::start(&home, &[archive.path()], (120, 30));
    screen
        .wait_for("新广告")
        .keys("!")
        .wait_for("规则没有执行，下次再做")
        .keys("q");
    screen.quit();
    library.pragma_update(None, "user_version", version).unwrap();
    drop(library);
    let mut screen = Screen::start(&home, &[archive.path()], (120, 30));
    screen.wait_for("规则：1 篇新文章，隐藏 1").wait_gone("新广告");
    screen.quit();
}
