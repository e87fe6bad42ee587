//! Archives by the names that the settings give them: on the command line, in doctor, and in the reader, which goes from one
//! to another without leaving the terminal.

use std::fs;

use super::support::{Archive, Home, Screen};
use super::{error, text};

/// Two archives that the settings call `finance` and `科技`, and one name whose folder is gone.
fn named() -> (Home, Archive, Archive) {
    let (home, finance, tech) = (Home::new(), Archive::new(), Archive::new());
    finance
        .post(
            "2026-11-20",
            202_611_202_600_000_001,
            "央行降准",
            "<p>降准的正文。</p>",
        )
        .post(
            "2026-11-21",
            202_611_212_600_000_002,
            "股市收涨",
            "<p>收涨的正文。</p>",
        )
        .file("_config.yml", "title: 金融消息\n");
    tech.post(
        "2026-11-22",
        202_611_222_600_000_003,
        "芯片出口",
        "<p>芯片的正文。</p>",
    )
    .file("_config.yml", "title: 科技消息\n");
    let folder = home.path().join("config/finews");
    fs::create_dir_all(&folder).unwrap();
    let settings = format!(
        "[archives]\nfinance = \"{}\"\n\"科技\" = \"{}\"\ngone = \"~/gone\"\n",
        finance.path(),
        tech.path()
    );
    fs::write(folder.join("config.toml"), settings).unwrap();
    (home, finance, tech)
}

fn listed(home: &Home, args: &[&str]) -> String {
    let output = home.run(args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn a_name_opens_its_archive_wherever_a_path_does() {
    let (home, _finance, _tech) = named();
    assert!(listed(&home, &["list", "--archive", "finance"]).contains("央行降准"));
    assert!(listed(&home, &["--archive", "科技", "list"]).contains("芯片出口"));
    assert!(listed(&home, &["--archive", "FINANCE", "search", "降准"]).contains("央行降准"));
    let output = home
        .command(&["list"])
        .env("FINEWS_ARCHIVE", "科技")
        .output()
        .unwrap();
    assert!(text(&output.stdout).contains("芯片出口"));
    // A name goes before a folder that is called so, and a path is a path.
    let other = Archive::new();
    other.post("2026-11-23", 202_611_232_600_000_004, "别的档案", "<p>别的。</p>");
    std::os::unix::fs::symlink(other.path(), home.path().join("finance")).unwrap();
    assert!(listed(&home, &["list", "--archive", "finance"]).contains("央行降准"));
    assert!(listed(&home, &["list", "--archive", "./finance"]).contains("别的档案"));
}

#[test]
fn an_unknown_name_is_told_with_the_names_there_are() {
    let (home, _finance, _tech) = named();
    let said = error(&home.run(&["--lang", "en", "list", "--archive", "finace"]), 1);
    assert!(
        said.contains("no archive is named finace; did you mean finance? There are: finance, gone, 科技"),
        "{said}"
    );
    let said = error(&home.run(&["list", "--archive", "xyz"]), 1);
    assert!(
        said.contains("没有名为“xyz”的档案。有：finance、gone、科技"),
        "{said}"
    );
    let said = error(&home.run(&["--lang", "en", "list", "--archive", "./finace"]), 1);
    assert!(said.contains("no such folder"), "{said}");
    let said = error(&home.run(&["--lang", "en", "list", "--archive", "gone"]), 1);
    assert!(said.contains("no such folder"), "{said}");
}

#[test]
fn doctor_says_of_each_whether_it_opens() {
    let (home, finance, _) = named();
    let output = home.run(&["doctor", "--lang", "en"]);
    let found = text(&output.stdout);
    assert!(
        found.contains(&format!("finance = {}: can be opened", finance.path())),
        "{found}"
    );
    assert!(found.contains("gone = ~/gone: no such folder"), "{found}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_reader_goes_from_one_archive_to_another_and_back() {
    let (home, _finance, _tech) = named();
    let mut screen = Screen::start(&home, &["finance"], (100, 24));
    screen.wait_for("股市收涨").keys("j").wait_for("降准的正文");
    screen
        .keys("\r")
        .wait_for("降准的正文")
        .keys("b")
        .wait_for("已收藏");
    let entered = |screen: &Screen| {
        let bytes = screen.bytes();
        let count = |what: &[u8]| bytes.windows(what.len()).filter(|at| *at == what).count();
        (count(b"\x1b[?1049h"), count(b"\x1b[?1049l"))
    };
    screen
        .keys(":archive 科\t\r")
        .wait_for("科技消息")
        .wait_for("芯片出口");
    assert!(!screen.text().contains("央行降准"), "{}", screen.text());
    // What is not there leaves one where one is.
    screen.keys(":archive gone\r").wait_for("没有换档案");
    screen.keys(":archive nix\r").wait_for("没有名为");
    assert!(screen.text().contains("科技消息"));
    // Back, by choosing: in the article that was left, which is bookmarked.
    screen.keys("ga").wait_for("换一个档案").wait_for("正在看");
    screen
        .keys("/fin\r\r")
        .wait_for("金融消息")
        .wait_for("降准的正文");
    assert!(screen.text().contains("收藏"), "{}", screen.text());
    // The guide is one too.
    screen.keys(":档案 guide\r").wait_for("finews 指南");
    assert_eq!(entered(&screen), (1, 0), "the terminal was never left");
    screen.quit();
    let kept = listed(&home, &["--archive", "finance", "list", "--bookmarked"]);
    assert!(kept.contains("央行降准"), "{kept}");
    let unread = listed(&home, &["--archive", "finance", "list", "--json"]);
    assert!(!unread.contains("芯片"), "{unread}");
}

#[test]
fn what_is_typed_is_finished_first_and_a_signal_ends_all() {
    let (home, _finance, _tech) = named();
    let mut screen = Screen::start(&home, &["finance"], (100, 24));
    // Typed ahead in one go: it is for the archive that comes.
    screen.wait_for("股市收涨").keys(":archive 科技\r");
    screen.wait_for("芯片出口").keys("\r").wait_for("芯片的正文");
    screen.keys(":archive finance\r").wait_for("股市收涨");
    screen.signal(rustix::process::Signal::TERM);
    screen.wait_end();
    assert!(!screen.alternate());
}
