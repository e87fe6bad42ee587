//! `--help` and wrong usage, in both languages.

use super::support::Home;
use super::{error, text};

/// What is put out by `args`, which must be help.
fn help(home: &Home, args: &[&str]) -> String {
    let output = home.run(args);
    assert_eq!(output.status.code(), Some(0), "{args:?} {}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn help_speaks_the_language_of_the_interface() {
    let home = Home::new();
    for args in [
        &["--help"][..],
        &["-h"],
        &["help"],
        &["list", "--help"],
        &["help", "library", "restore"],
    ] {
        let chinese = help(&home, args);
        assert!(
            chinese.contains("用法：finews") && chinese.contains("例子："),
            "{chinese}"
        );
        for english in [
            "Usage",
            "Options",
            "Commands:",
            "Arguments",
            "Print",
            "Possible",
            "default",
            "OPTIONS",
        ] {
            assert!(!chinese.contains(english), "{english} in {chinese}");
        }
        let english = help(&home, &[&["--lang", "en"], args].concat());
        assert!(
            english.contains("Usage: finews") && english.is_ascii(),
            "{english}"
        );
    }
    assert!(help(&home, &["list", "--lang=en", "-h"]).contains("Usage: finews list"));
}

#[test]
fn the_settings_and_the_locale_say_which_language() {
    let home = Home::new();
    let file = home.path().join("my.toml");
    std::fs::write(&file, "lang = \"en\"\n").unwrap();
    assert!(help(&home, &["--config", file.to_str().unwrap(), "--help"]).contains("Usage:"));
    let output = home.command(&["--help"]).env("LANG", "C.UTF-8").output().unwrap();
    assert!(text(&output.stdout).contains("Usage:"));
}

#[test]
fn lines_of_help_are_no_longer_than_clap_has_them() {
    let cells = finews::text::cells::Cells::default();
    let help = help(&Home::new(), &["export", "--help"]);
    let options = help.lines().filter(|line| line.starts_with("          "));
    for line in options {
        assert!(cells.width(line) <= 100, "{line}");
    }
}

#[test]
fn wrong_usage_is_told_in_the_language_of_the_interface() {
    let home = Home::new();
    for (args, says) in [
        (&["--no-such"][..], "没有 --no-such 这个选项"),
        (&["list", "x"], "多出了“x”"),
        (&["library"], "命令："),
        (&["show", "--lang", "fr", "x"], "可用的是 zh、en"),
        (&["list", "--since", "soon"], "昨天"),
        (&["--archive", "one", "two"], "两个档案"),
        (&["list", "--unreda"], "--unread"),
    ] {
        let chinese = error(&home.run(args), 2);
        assert!(chinese.contains(says), "{args:?} {chinese}");
        assert!(
            !chinese.contains("Usage") && !chinese.contains("error"),
            "{chinese}"
        );
        let english = error(&home.run(&[&["--lang", "en"], args].concat()), 2);
        assert!(
            english.contains("Usage") || english.contains("error"),
            "{english}"
        );
    }
}
