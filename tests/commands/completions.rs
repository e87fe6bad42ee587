//! `finews completions`: that what shells are given is theirs, and names every command.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::support::Home;
use super::text;

const COMMANDS: [&str; 12] = [
    "list",
    "search",
    "trend",
    "categories",
    "keys",
    "show",
    "export",
    "cite",
    "check",
    "index",
    "bookmark",
    "library",
];

fn script(home: &Home, shell: &str) -> String {
    let output = home.run(&["completions", shell]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn each_shell_is_given_every_command() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = script(&home, shell);
        for name in COMMANDS {
            assert!(script.contains(name), "{name} for {shell}");
        }
        assert!(script.contains("allow-removals"), "{shell}");
    }
    assert_eq!(home.run(&["completions", "csh"]).status.code(), Some(2));
}

#[test]
fn shells_that_are_there_read_it() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish"] {
        // Without the shell there is nothing to ask.
        let started = Command::new(shell)
            .arg("-n")
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = started else {
            eprintln!("skipped: no {shell}");
            continue;
        };
        let script = script(&home, shell);
        child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{shell}: {}", text(&output.stderr));
    }
}

#[test]
fn bash_completes_commands_options_and_values() {
    if Command::new("bash").arg("--version").output().is_err() {
        eprintln!("skipped: no bash");
        return;
    }
    let home = Home::new();
    let script = script(&home, "bash");
    let completed = |words: &[&str]| {
        // As bash calls it: the command, the word that is typed, the word before it.
        let ask = "\nCOMP_WORDS=(\"$@\"); COMP_CWORD=$(($#-1)); _finews \"$1\" \"${@: -1}\" \"${@: -2:1}\"\n\
                   printf '%s\\n' \"${COMPREPLY[@]}\"";
        let mut bash = Command::new("bash");
        let output = bash
            .args(["-c", &format!("{script}{ask}"), "bash"])
            .args(words)
            .output()
            .unwrap();
        text(&output.stdout)
    };
    assert_eq!(completed(&["finews", "boo"]), "bookmark\n");
    assert_eq!(completed(&["finews", "bookmark", "imp"]), "import\n");
    assert_eq!(completed(&["finews", "list", "--unr"]), "--unread\n");
    assert!(completed(&["finews", "cite", "--style", "csl"]).contains("csl-json"));
}
