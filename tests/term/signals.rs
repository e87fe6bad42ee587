//! The loop when it is told to go, stopped, continued, panics, or loses its terminal.

use std::io::Read as _;
use std::time::{Duration, Instant};

use crate::pty::{FOR_EVER, HOST, Pty, TRACE, command, pid_in};
use rustix::process::{Signal, kill_process};

#[test]
fn told_to_go_it_saves_and_goes() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut pty = Pty::start(&[]);
        pty.wait_for("ready");
        pty.signal(signal);
        assert_eq!(pty.end(Duration::from_secs(2)).exit_code(), 0, "{signal:?}");
        assert_eq!(pty.traced(), "leave end ", "{signal:?}");
        pty.assert_restored();
    }
}

/// Not a test: a terminal of its own process, which the test kills. With `FINEWS_TERM_HOST=plain`
/// the terminal does not control the child, so that no SIGHUP tells it.
#[test]
fn host() {
    let Ok(kind) = std::env::var(HOST) else { return };
    let mut pty = Pty::start_command(&command(), &[], kind != "plain");
    pty.wait_for("ready");
    println!("pid={}.", pty.pid().as_raw_nonzero());
    loop {
        std::thread::park();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_goes_away_takes_it_along() {
    for kind in ["controlling", "plain"] {
        let folder = tempfile::tempdir().unwrap();
        let trace = folder.path().join("trace");
        let mut host = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["signals::host", "--exact", "--nocapture", "--test-threads=1"])
            .env(HOST, kind)
            .env(TRACE, &trace)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut text = String::new();
        let mut output = host.stdout.take().unwrap();
        while !text.split_once("pid=").is_some_and(|(_, pid)| pid.contains('.')) {
            let mut byte = [0];
            if output.read_exact(&mut byte).is_err() {
                break;
            }
            text.push(byte[0] as char);
        }
        host.kill().unwrap();
        host.wait().unwrap();
        let pid = pid_in(&text);
        let start = Instant::now();
        while std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))
            .is_ok_and(|stat| !stat.contains(") Z "))
        {
            assert!(start.elapsed() < Duration::from_secs(2), "{kind}: still running");
            std::thread::sleep(Duration::from_millis(5));
        }
        let traced = std::fs::read_to_string(&trace).unwrap();
        assert_eq!(traced, "leave\nend\n", "{kind}");
    }
}

/// The terminal has stopped taking bytes in the middle of a frame.
#[cfg(target_os = "linux")]
fn stuck() -> Pty {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("C");
    let place = format!("/proc/{}/wchan", pty.pid().as_raw_nonzero());
    let start = Instant::now();
    // Containers may hide where a process waits; then a second has to do.
    while !std::fs::read_to_string(&place).is_ok_and(|place| place.contains("write"))
        && start.elapsed() < Duration::from_secs(1)
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    pty
}

#[cfg(target_os = "linux")]
fn gone_within(pty: &mut Pty, most: Duration) {
    let start = Instant::now();
    while pty.child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < most, "still running");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_takes_nothing_does_not_hold_it() {
    let mut pty = stuck();
    pty.signal(Signal::TERM);
    gone_within(&mut pty, Duration::from_secs(10));
}

#[cfg(target_os = "linux")]
#[test]
fn told_twice_it_goes_at_once() {
    let mut pty = stuck();
    pty.signal(Signal::TERM);
    // Two that are pending together are one: the second is another.
    pty.signal(Signal::INT);
    gone_within(&mut pty, Duration::from_secs(3));
}

#[test]
fn a_panic_gives_the_terminal_back_first() {
    for key in ["p", "P"] {
        let mut pty = Pty::start(&[]);
        pty.wait_for("ready");
        pty.send(key);
        assert_ne!(pty.end(FOR_EVER).exit_code(), 0);
        pty.assert_restored();
        let raw = String::from_utf8_lossy(&pty.raw).into_owned();
        let (_, after) = raw.split_once("\x1b[?1049l").unwrap();
        assert!(
            after.contains("on purpose") && after.contains("start it again"),
            "{after}"
        );
    }
}

#[test]
fn a_panic_elsewhere_leaves_the_screen_and_is_told_afterwards() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("wj");
    pty.wait_for("keys[w j]");
    assert!(!pty.text().contains("on purpose"));
    pty.send("q");
    assert_eq!(pty.end(FOR_EVER).exit_code(), 0);
    pty.assert_restored();
    assert!(pty.text().contains("worked on purpose"), "{}", pty.text());
}

/// An interactive shell with job control, in which the program has been started.
fn in_a_shell() -> Pty {
    let mut pty = Pty::start_command(
        &["/bin/sh".into(), "-i".into()],
        &[("PS1", "prompt> "), ("ENV", ""), ("HISTFILE", "")],
        true,
    );
    pty.wait_for("prompt>");
    pty.send(format!("set -m; clear; {}\r", command().join(" ")));
    pty.wait_for("ready 70x12");
    pty
}

fn wait_until_stopped(pty: &mut Pty) {
    pty.wait("the shell", |pty| {
        !pty.emulator.screen().alternate_screen() && pty.text().contains("Stopped")
    });
    assert!(!pty.emulator.screen().hide_cursor());
}

#[test]
fn stopped_and_continued_by_a_shell() {
    let mut pty = in_a_shell();
    pty.send("j\x1a");
    wait_until_stopped(&mut pty);
    pty.resize(20, 60);
    pty.send("fg\r");
    pty.wait_for("ready 60x20");
    pty.wait_for("keys[j C-z]");
    assert!(pty.emulator.screen().alternate_screen());
    pty.send("k");
    pty.wait_for("keys[j C-z k]");
    pty.send("q");
    pty.wait("the shell", |pty| !pty.emulator.screen().alternate_screen());
    pty.send("echo back $((40+2))\r");
    pty.wait_for("back 42");
}

#[test]
fn stopped_from_outside_and_continued() {
    let mut pty = in_a_shell();
    pty.wait_for("pid=");
    kill_process(pid_in(&pty.text()), Signal::TSTP).unwrap();
    wait_until_stopped(&mut pty);
    pty.send("fg\r");
    pty.wait_for("ready 70x12");
    pty.send("k");
    pty.wait_for("keys[k]");
}

#[test]
fn told_to_go_while_stopped_it_saves_and_goes() {
    let mut pty = in_a_shell();
    pty.send("\x1a");
    wait_until_stopped(&mut pty);
    // bash sends the second one by itself.
    pty.send("kill %1; kill -CONT %1\r");
    pty.wait_traced("leave end ");
}

/// Without a shell that could continue it, Ctrl-Z must not stop it for ever.
#[test]
fn nobody_to_continue_it() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("\x1aj");
    pty.wait_for("keys[C-z j]");
    pty.signal(Signal::TSTP);
    pty.send("k");
    pty.wait_for("keys[C-z j k]");
}
