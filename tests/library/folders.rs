//! Where finews keeps its files. Each case runs in a process with its own environment.
#![cfg(target_os = "linux")]

use std::env;
use std::process::Command;

use finews::config::folders::Folders;

#[test]
fn child_prints_folders() {
    if env::var_os("FINEWS_TEST_CHILD").is_none() {
        return;
    }
    let folders = Folders::find().unwrap();
    let library = folders.library();
    for folder in [
        &folders.cache,
        &folders.data,
        &folders.config,
        &folders.state,
        &library,
    ] {
        println!("folder {}", folder.display());
    }
}

fn folders(variables: &[(&str, &str)]) -> Vec<String> {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "folders::child_prints_folders", "--nocapture"])
        .env_clear()
        .env("FINEWS_TEST_CHILD", "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("folder ").map(str::to_owned))
        .collect()
}

#[test]
fn the_variables_are_honoured() {
    let found = folders(&[
        ("HOME", "/home/x"),
        ("XDG_CACHE_HOME", "/c"),
        ("XDG_DATA_HOME", "/d"),
        ("XDG_CONFIG_HOME", "/e"),
        ("XDG_STATE_HOME", "/s"),
    ]);
    assert_eq!(
        found,
        [
            "/c/finews",
            "/d/finews",
            "/e/finews",
            "/s/finews",
            "/d/finews/library.db"
        ]
    );
}

#[test]
fn without_them_or_with_relative_ones_the_home_is_taken() {
    let expected = [
        "/home/x/.cache/finews",
        "/home/x/.local/share/finews",
        "/home/x/.config/finews",
        "/home/x/.local/state/finews",
        "/home/x/.local/share/finews/library.db",
    ];
    assert_eq!(folders(&[("HOME", "/home/x")]), expected);
    let relative = [
        "XDG_CACHE_HOME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
    ];
    let variables: Vec<_> = relative.into_iter().map(|name| (name, "here/data")).collect();
    assert_eq!(
        folders(&[&variables[..], &[("HOME", "/home/x")]].concat()),
        expected
    );
    let variables: Vec<_> = relative.into_iter().map(|name| (name, "")).collect();
    assert_eq!(
        folders(&[&variables[..], &[("HOME", "/home/x")]].concat()),
        expected
    );
}
