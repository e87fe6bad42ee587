//! `finews man`: that it names everything that `--help` does, and is roff.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::support::Home;
use super::text;

/// The page, without what roff alone reads in words.
fn page(home: &Home, lang: &str) -> String {
    let output = home.run(&["man", "--lang", lang]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout).replace("\\-", "-").replace("\\:", "")
}

/// The commands and options that the help of `path` lists, and the same of what is below.
fn listed(home: &Home, path: &[&str], found: &mut Vec<String>) {
    let help = text(&home.run(&[path, &["--lang", "en", "--help"]].concat()).stdout);
    let mut in_commands = false;
    for line in help.lines() {
        in_commands = line == "Commands:" || in_commands && !line.is_empty();
        let words: Vec<&str> = line.split([' ', ',', '=']).collect();
        let is_option =
            line.trim_start().starts_with('-') && line.starts_with("  ") && !line.starts_with("          ");
        found.extend(
            words
                .iter()
                .filter(|word| is_option && word.starts_with("--"))
                .map(ToString::to_string),
        );
        let name = line.trim_start().split(' ').next().unwrap_or_default();
        if in_commands && line.starts_with("  ") && name != "help" {
            let below = [path, &[name]].concat();
            found.push(format!("finews {}", below.join(" ")));
            listed(home, &below, found);
        }
    }
}

#[test]
fn every_command_and_option_of_the_help_is_in_the_page() {
    let home = Home::new();
    let mut found = Vec::new();
    listed(&home, &[], &mut found);
    assert!(found.len() > 60, "{found:?}");
    for name in [
        "finews library restore",
        "--allow-removals",
        "--dry-run",
        "finews man",
    ] {
        assert!(found.iter().any(|found| found == name), "{name} in {found:?}");
    }
    for lang in ["zh", "en"] {
        let page = page(&home, lang);
        for name in &found {
            let stands = page.match_indices(name.as_str()).any(|(at, _)| {
                let after = page[at + name.len()..].chars().next();
                after.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-')
            });
            assert!(stands, "{name} in {lang}");
        }
    }
}

#[test]
fn the_page_holds_keys_files_variables_and_exit_codes() {
    let home = Home::new();
    let (chinese, english) = (page(&home, "zh"), page(&home, "en"));
    for title in [
        "NAME",
        "SYNOPSIS",
        "OPTIONS",
        "COMMANDS",
        "KEYS",
        "SETTINGS",
        "FILES",
        "ENVIRONMENT",
        "EXIT STATUS",
    ] {
        assert!(english.contains(&format!("\n.SH \"{title}\"\n")), "{title}");
    }
    for title in ["名称", "概要", "按键", "文件", "环境变量", "退出码"] {
        assert!(chinese.contains(&format!("\n.SH \"{title}\"\n")), "{title}");
    }
    for both in [
        "library.db",
        "FINEWS_ARCHIVE",
        "mark-all",
        "ambiguous_width",
        "finews export --bookmarked",
    ] {
        assert!(chinese.contains(both) && english.contains(both), "{both}");
    }
}

#[test]
fn groff_has_nothing_to_say_against_it() {
    let home = Home::new();
    for lang in ["zh", "en"] {
        let started = Command::new("groff")
            .args(["-ww", "-man", "-K", "utf8", "-T", "utf8", "-z"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut groff) = started else {
            eprintln!("skipped: no groff");
            return;
        };
        let page = home.run(&["man", "--lang", lang]).stdout;
        groff.stdin.take().unwrap().write_all(&page).unwrap();
        let output = groff.wait_with_output().unwrap();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{}",
            text(&output.stderr)
        );
    }
}
