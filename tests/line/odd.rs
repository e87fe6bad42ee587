//! Terminals that are small, wide, unknown, or say that they write something else; a paste that is too long.

use portable_pty::CommandBuilder;

use crate::budgets::archive;
use crate::support::{Home, Screen, program};

fn start(home: &Home, variables: &[&str], archive: &str, size: (u16, u16)) -> Screen {
    let mut command = CommandBuilder::new("env");
    command.args(variables);
    command.args([program(), archive]);
    Screen::start_command(home, command, size)
}

#[test]
fn whatever_it_is_called_and_writes_the_screen_is_shown() {
    let archive = archive();
    for (variables, says) in [
        (&["TERM=no-such-terminal"][..], "300 篇"),
        (&["TERM=vt100"], "300 篇"),
        (&["LANG=C"], "300 articles"),
        (&["LANG="], "300 articles"),
        (&["LANG=zh_CN.GBK"], "300 篇"),
    ] {
        let home = Home::new();
        let mut screen = start(&home, variables, archive.path(), (100, 30));
        screen.wait_for(says).keys("j").wait_for("2/300");
        screen.quit();
    }
}

#[test]
fn doctor_says_where_the_locale_writes_something_else() {
    let home = Home::new();
    let told = |lang: &str| {
        let output = home
            .command(&["doctor", "--lang", "zh"])
            .env("LANG", lang)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(told("zh_CN.GBK").contains("locale 用 GBK，finews 只写 UTF-8"));
    for lang in ["zh_CN.UTF-8", "C.utf8", "C", "en_GB.UTF-8@euro"] {
        assert!(!told(lang).contains("只写 UTF-8"), "{lang}");
    }
}

#[test]
fn from_a_phone_to_a_wall() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = start(&home, &[], archive.path(), (40, 20));
    screen.wait_for("1/300");
    for size in [
        (20, 6),
        (40, 20),
        (20, 100),
        (500, 6),
        (500, 150),
        (19, 5),
        (100, 30),
    ] {
        screen.resize(size).settle();
        // Letters alone lead everywhere and back; at 19x5 nothing is shown but that it is too small.
        for keys in ["j\r ?q:", "\x1b", "q"] {
            screen.keys(keys).settle();
        }
        assert!(!screen.text().trim().is_empty(), "{size:?}");
    }
    screen.wait_for("/300");
    screen.quit();
}

#[test]
fn a_paste_of_ten_megabytes_loses_no_key_after_it() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = start(&home, &[], archive.path(), (100, 30));
    screen.wait_for("1/300").keys("/").wait_for("搜索");
    let before = screen.bytes().len();
    screen.keys(&format!("\x1b[200~{}\x1b[201~x", "央行 ".repeat(1_500_000)));
    screen
        .wait_for("太长")
        .keys("\x1b")
        // A key right after Esc would be one with Alt.
        .wait_gone("太长")
        .keys("jj")
        .wait_for("3/300");
    assert!(screen.bytes().len() - before < 20_000);
    screen.quit();
}
