//! `finews doctor`: that it tells what is so, nothing private, and stands whatever is broken.

use std::fs;

use serde_json::Value;

use super::support::Home;
use super::{archive, text};

/// What is found, by its name; whether anything is broken is the exit code.
fn found(home: &Home, args: &[&str], code: i32) -> Vec<Value> {
    let output = home.run(&[args, &["doctor", "--json", "--lang", "en"]].concat());
    assert_eq!(
        output.status.code(),
        Some(code),
        "{} {}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn of<'a>(found: &'a [Value], what: &str) -> &'a str {
    let line = found.iter().find(|line| line["what"] == what);
    line.unwrap_or_else(|| panic!("{what} in {found:?}"))["found"]
        .as_str()
        .unwrap()
}

#[test]
fn a_new_home_is_well_and_stays_as_it_is() {
    let home = Home::new();
    let found = found(&home, &[], 0);
    assert!(of(&found, "version").starts_with("finews 0."));
    assert!(of(&found, "terminal").contains("TERM=xterm-256color"));
    assert!(of(&found, "language").starts_with("en (--lang), LANG=zh_CN.UTF-8"));
    assert_eq!(
        of(&found, "data"),
        "~/data/finews: not there yet, made when it is needed"
    );
    assert!(of(&found, "library").ends_with("none yet"));
    assert!(of(&found, "browser").starts_with("none: neither"));
    assert!(of(&found, "clipboard").contains("OSC 52"));
    assert_eq!(
        fs::read_dir(home.path()).unwrap().count(),
        0,
        "something was made"
    );
}

#[test]
fn it_says_the_same_in_chinese_and_names_no_home() {
    let home = Home::new();
    let output = home.run(&["doctor"]);
    let said = text(&output.stdout);
    for label in [
        "版本",
        "终端",
        "语言",
        "字宽",
        "颜色",
        "剪贴板",
        "浏览器",
        "缓存文件夹",
        "设置",
        "资料库",
        "档案",
    ] {
        assert!(
            said.lines().any(|line| line.trim_start().starts_with(label)),
            "{label} in {said}"
        );
    }
    assert!(!said.contains(home.path().to_str().unwrap()), "{said}");
}

#[test]
fn archive_catalogue_library_and_texts_are_told() {
    let (home, archive) = (Home::new(), archive());
    let at = ["--archive", archive.path()];
    assert!(of(&found(&home, &at, 0), "catalogue").starts_with("none yet"));
    home.run(&[&at[..], &["index"]].concat());
    home.run(&[&at[..], &["bookmark", "add", "202201050000000001"]].concat());
    let found = found(&home, &at, 0);
    assert!(of(&found, "catalogue").starts_with("3 articles, "), "{found:?}");
    assert!(of(&found, "catalogue").contains(" problem"), "{found:?}");
    assert!(of(&found, "texts").starts_with("none"));
    assert!(of(&found, "library").contains("sound, version "));
}

#[test]
fn what_is_broken_is_marked_and_the_rest_stands() {
    let home = Home::new();
    fs::create_dir_all(home.library().parent().unwrap()).unwrap();
    fs::write(home.library(), "noise".repeat(2000)).unwrap();
    fs::create_dir_all(home.path().join("config/finews")).unwrap();
    fs::write(
        home.path().join("config/finews/config.toml"),
        "measure = 3\nno = such\n",
    )
    .unwrap();
    fs::write(home.path().join("cache"), "no folder").unwrap();
    let found = found(&home, &["--archive", "/no/such"], 1);
    let broken: Vec<&str> = (found.iter().filter(|line| line["broken"] == true))
        .map(|line| line["what"].as_str().unwrap())
        .collect();
    for what in ["cache", "settings", "library", "archive"] {
        assert!(broken.contains(&what), "{what} in {broken:?}");
    }
    assert!(of(&found, "library").contains("damaged"));
    let output = home.run(&["doctor"]);
    assert!(
        text(&output.stdout)
            .lines()
            .any(|line| line.starts_with("! 资料库"))
    );
    assert!(text(&output.stderr).contains("处不正常"));
}

#[test]
fn the_browser_that_would_be_used_is_named() {
    let home = Home::new();
    let browser = |variables: &[(&str, &str)]| {
        let mut command = home.command(&["doctor", "--json", "--lang", "en"]);
        let output = command.envs(variables.iter().copied()).output().unwrap();
        let lines: Vec<Value> = text(&output.stdout)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        of(&lines, "browser").to_owned()
    };
    assert_eq!(
        browser(&[("BROWSER", "sh:/no/such %s")]),
        "sh, /no/such (not found) (BROWSER)"
    );
    assert!(browser(&[("BROWSER", ":")]).starts_with("none: BROWSER"));
    assert!(browser(&[("SSH_TTY", "/dev/pts/1"), ("DISPLAY", ":0")]).starts_with("none: over SSH"));
}
