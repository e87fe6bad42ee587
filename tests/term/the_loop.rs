//! The loop in a real pseudo-terminal: keys, answers, size, clipboard, browser, rest.

use std::time::{Duration, Instant};

use crate::pty::{ANSWERS, ASKED, CHILD, FACTS, FOR_EVER, Pty, TRACE, command};
use rustix::process::Pid;

#[test]
fn keys_arrive_and_the_terminal_is_given_back() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready 70x12");
    assert!(pty.emulator.screen().alternate_screen() && pty.emulator.screen().hide_cursor());
    pty.send("jG央\x1b[A\x1bx\x04");
    pty.wait_for("keys[j G 央 Up M-x C-d]");
    pty.send("\x1b");
    pty.wait_for("C-d Esc]");
    pty.send("\x1b[200~利率\r下行\x1b[201~");
    pty.wait_for("pasted \"利率\\n下行\"");
    pty.send("q");
    assert_eq!(pty.end(FOR_EVER).exit_code(), 0);
    pty.assert_restored();
    assert_eq!(pty.traced(), "quit end ");
}

#[test]
fn what_was_typed_ahead_is_kept() {
    let mut pty = Pty::start(&[]);
    pty.send("jk央");
    pty.wait_for("keys[j k 央]");
}

#[test]
fn the_size_is_followed() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready 70x12");
    for (rows, cols) in [(5, 40), (1, 1), (50, 200), (12, 70)] {
        pty.resize(rows, cols);
        if cols > 20 {
            pty.wait_for(&format!("ready {cols}x{rows}"));
        }
    }
}

#[test]
fn a_deadline_brings_one_tick() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ticks=0");
    pty.send("t");
    pty.wait_for("ticks=1");
}

#[test]
fn answers_become_facts_and_frames_are_framed() {
    let mut pty = Pty::start(&[]);
    pty.wait("the questions", |pty| pty.sent(ASKED));
    pty.send(ANSWERS);
    pty.wait_for(FACTS);
    pty.send("j");
    pty.wait_for("keys[j]");
    assert!(pty.sent("\x1b[?2026h\x1b["));
}

#[test]
fn the_first_screen_waits_for_no_answer() {
    let mut pty = Pty::start(&[]);
    pty.wait("the questions", |pty| pty.sent(ASKED));
    let asked = Instant::now();
    pty.wait_for("ready");
    assert!(
        asked.elapsed() < Duration::from_millis(100),
        "{:?}",
        asked.elapsed()
    );
    pty.send("q");
    assert_eq!(pty.end(Duration::from_secs(2)).exit_code(), 0);
    pty.assert_restored();
}

#[test]
fn late_answers_cut_anywhere_are_no_keys() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("j");
    pty.wait_for("keys[j]");
    for byte in ANSWERS.bytes() {
        pty.send([byte]);
        std::thread::sleep(Duration::from_millis(12));
    }
    pty.wait_for(FACTS);
    pty.send("k");
    pty.wait_for("keys[j k]");
}

#[test]
fn odd_answers_are_no_keys_either() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send(
        "\x1b]11;?\x07\x1b[?2026;0$y\x1b[24;80R\x1b[>1;10;0c\x1bP>|term 1.0\x1b\\\x1b[?997;1n\x1b[?1;2c",
    );
    pty.send("k");
    pty.wait_for("keys[k]");
    assert!(
        pty.text().contains("wide=None dark=None sync=Some(false)"),
        "{}",
        pty.text()
    );
}

#[test]
fn answers_do_not_reach_the_shell() {
    let script = format!("{}; read -r line; echo \"got:$line:\"", command().join(" "));
    let mut pty = Pty::start_command(&["/bin/sh".into(), "-c".into(), script], &[], true);
    pty.wait("the questions", |pty| pty.sent(ASKED));
    pty.send("q");
    pty.wait("the quit", |pty| {
        pty.traced().contains("quit") || pty.sent("nothing")
    });
    pty.send(ANSWERS);
    pty.wait("the main screen", |pty| !pty.emulator.screen().alternate_screen());
    pty.send("hello\r");
    pty.wait_for("got:hello:");
}

#[test]
fn the_linux_console_is_asked_nothing() {
    let mut pty = Pty::start(&[("TERM", "linux")]);
    pty.wait_for("ready");
    assert!(!pty.sent("\x1b]11") && !pty.sent(ASKED));
}

/// Times that the threads of a process went to sleep.
#[cfg(target_os = "linux")]
fn sleeps(pid: Pid) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero())).unwrap();
    tasks
        .map(|task| {
            let status = std::fs::read_to_string(task.unwrap().path().join("status")).unwrap();
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            line.unwrap().trim().parse::<u64>().unwrap()
        })
        .sum()
}

#[cfg(target_os = "linux")]
#[test]
fn idle_it_sleeps_and_is_silent() {
    let mut pty = Pty::start(&[]);
    pty.wait("the questions", |pty| pty.sent(ASKED));
    pty.send(ANSWERS);
    pty.wait_for(FACTS);
    pty.listen(Duration::from_millis(300));
    let before = sleeps(pty.pid());
    assert_eq!(pty.listen(Duration::from_secs(1)), 0);
    assert_eq!(sleeps(pty.pid()), before);
}

#[test]
fn a_redraw_sends_everything_again() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.emulator.process("\x1b[H垃圾垃圾垃圾".as_bytes());
    pty.send("\x0c");
    pty.wait_for("ready 70x12");
    pty.wait_for("keys[C-l]");
}

#[test]
fn text_is_copied_by_osc_52() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("c");
    pty.wait_for("Copied(");
    assert!(pty.sent("\x1b]52;c;5aSu6KGM\x07"));
}

#[test]
fn a_link_is_copied_where_no_browser_is() {
    let mut pty = Pty::start(&[("SSH_TTY", "/dev/pts/9"), ("DISPLAY", ":0")]);
    pty.wait_for("ready");
    pty.send("o");
    pty.wait_for("CopiedInstead(\"https://example.com/%E5%A4%AE?a=$(id)\")");
    assert!(pty.sent("\x1b]52;c;"));
    pty.send("O");
    pty.wait_for("Failed(\"not a web address");
}

#[test]
fn a_browser_gets_the_link_and_nothing_of_the_terminal() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let browser = folder.path().join("browser");
    let log = folder.path().join("log");
    let script = format!(
        "#!/bin/sh\necho noise; echo noise >&2\nprintf '%s|' \"$#\" \"$@\" >{0}.new\nmv {0}.new {0}\nexit 3\n",
        log.display()
    );
    std::fs::write(&browser, script).unwrap();
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let value = format!("/no/such/browser:{} -x", browser.display());
    let mut pty = Pty::start(&[("BROWSER", &value)]);
    pty.wait_for("ready");
    pty.send("o");
    pty.wait_for("browser could not open the link (exit status: 3)");
    assert_eq!(
        std::fs::read_to_string(&log).unwrap(),
        "2|-x|https://example.com/%E5%A4%AE?a=$(id)|"
    );
    assert!(!pty.text().contains("noise"));
}

#[test]
fn no_terminal_is_said_plainly() {
    let words = command();
    let run = |term: Option<&str>| {
        let mut command = std::process::Command::new(&words[0]);
        command.args(&words[1..]).env(CHILD, "1").env_remove(TRACE);
        if let Some(term) = term {
            command.env("TERM", term);
        }
        let output = command.stdin(std::process::Stdio::null()).output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, message) = run(Some("xterm"));
    assert_eq!(code, Some(1));
    assert!(
        message.contains("not a terminal") && message.contains("finews read --line-mode"),
        "{message}"
    );
    let mut pty = Pty::start(&[("TERM", "dumb")]);
    assert_eq!(pty.end(FOR_EVER).exit_code(), 1);
    assert!(pty.text().contains("TERM=dumb"));
}

#[test]
fn a_browser_of_the_terminal_gets_it_and_gives_it_back() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let browser = folder.path().join("w3m");
    let script = "#!/bin/sh\nprintf 'guest %s\\n' \"$1\"\nstty -a | grep -q ' icanon' && echo cooked\nread line\necho \"read $line\"\nexit 0\n";
    std::fs::write(&browser, script).unwrap();
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut pty = Pty::start(&[("BROWSER", browser.to_str().unwrap())]);
    pty.wait_for("ready");
    pty.send("o");
    pty.wait_for("guest https://example.com/");
    pty.wait_for("cooked");
    // Its keys are its own.
    pty.send("qqq\n");
    pty.wait_for("Returned");
    assert!(pty.text().contains("keys[o]"), "{}", pty.text());
    pty.send("x");
    pty.wait_for("keys[o x]");
    pty.send("q");
    assert_eq!(pty.end(FOR_EVER).exit_code(), 0);
}

#[test]
fn a_command_reads_the_text_and_enter_comes_back() {
    let mut pty = Pty::start(&[]);
    pty.wait_for("ready");
    pty.send("|");
    pty.wait_for("counted 2");
    pty.wait_for("go back");
    // Ctrl-C is for the command, and not for us.
    pty.send("\u{3}");
    pty.send("\n");
    pty.wait_for("Returned");
    pty.send("q");
    assert_eq!(pty.end(FOR_EVER).exit_code(), 0);
}
