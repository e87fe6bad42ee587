//! Links that the terminal opens itself (OSC 8), and terminals that are sent none.

use portable_pty::CommandBuilder;

use crate::frames::wait;
use crate::support::{Archive, Home, Screen, program};

const BEGIN: &str = "\x1b]8;id=";
const END: &str = "\x1b]8;;\x1b\\";

/// An article with a long link in its text, and a source of its own.
fn archive() -> Archive {
    let archive = Archive::new();
    let text = "关于进一步规范地方金融组织监督管理若干问题的通知".repeat(4);
    let body = format!("<p>见<a href=\"https://a.example/tz?n=1;m=央\">{text}</a>。</p>");
    archive.post("2022-01-06", 202_201_060_000_000_001, "有链接的", &body);
    archive
}

/// The program with these variables and no others that name a terminal.
fn start(home: &Home, archive: &Archive, variables: &[&str]) -> Screen {
    let mut command = CommandBuilder::new("env");
    command.args(variables);
    command.args([program(), archive.path()]);
    Screen::start_command(home, command, (100, 30))
}

/// What was sent, as text, once the article is read and left; each link is begun and ended in turn.
fn sent(screen: &mut Screen) -> String {
    screen.wait_for("1 篇").keys("\r").wait_for("监督管理").settle();
    screen.keys("z").settle();
    screen.quit();
    let sent = String::from_utf8_lossy(&screen.bytes()).into_owned();
    let mut open = false;
    for part in sent.split("\x1b]8;").skip(1) {
        let (link, _) = part.split_once("\x1b\\").expect("an OSC that ends");
        assert!(link.bytes().all(|byte| (32..127).contains(&byte)), "{link:?}");
        // One may follow another without an end between them.
        assert!(link != ";" || open, "ended before it began");
        open = link != ";";
    }
    assert!(!open, "a link is left open");
    sent
}

fn targets(sent: &str) -> Vec<&str> {
    let links = sent.split(BEGIN).skip(1);
    links
        .map(|part| part.split_once("\x1b\\").expect("an end").0)
        .collect()
}

#[test]
fn where_the_terminal_knows_links_they_are_real() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = start(&home, &archive, &["VTE_VERSION=7600"]);
    let sent = sent(&mut screen);
    let targets = targets(&sent);
    let to = |address: &str| {
        let found = targets
            .iter()
            .filter(|target| target.ends_with(&format!(";{address}")));
        found.copied().collect::<Vec<_>>()
    };
    let notice = to("https://a.example/tz?n=1;m=%E5%A4%AE");
    assert!(
        notice.len() > 1 && notice.iter().all(|one| *one == notice[0]),
        "{targets:?}"
    );
    assert!(
        !to("https://example.com/202201060000000001").is_empty(),
        "{targets:?}"
    );
    assert!(sent.contains(END));
}

#[test]
fn a_terminal_says_its_name_when_it_is_asked() {
    let archive = archive();
    for (name, takes) in [
        ("kitty(0.40.0)", true),
        ("tmux 3.5a", true),
        ("tmux 3.3a", false),
        ("XTerm(390)", false),
    ] {
        let home = Home::new();
        // What the environment says may be another terminal's.
        let environment: &[&str] = if takes { &[] } else { &["VTE_VERSION=7600"] };
        let mut screen = start(&home, &archive, environment);
        wait("the question", || {
            String::from_utf8_lossy(&screen.bytes()).contains("\x1b[>q")
        });
        screen.keys(&format!("\x1b[1;2R\x1bP>|{name}\x1b\\\x1b[?62c"));
        let sent = sent(&mut screen);
        // The first frame may be drawn before the answer.
        let later = sent
            .rsplit_once("\x1b[2J")
            .map_or(sent.as_str(), |(_, later)| later);
        assert_eq!(later.contains(BEGIN), takes, "{name}");
    }
}

#[test]
fn who_wants_none_gets_none() {
    let archive = archive();
    for (variables, settings) in [
        (&[][..], ""),
        (&["VTE_VERSION=7600", "NO_COLOR=1"], ""),
        (&["VTE_VERSION=7600", "STY=1.pts"], ""),
        (
            &[
                "VTE_VERSION=7600",
                "TMUX=/tmp/tmux",
                "TERM_PROGRAM=tmux",
                "TERM_PROGRAM_VERSION=3.3a",
            ],
            "",
        ),
        (&["VTE_VERSION=7600"], "hyperlinks = \"never\"\n"),
    ] {
        let home = Home::new();
        settings_are(&home, settings);
        let mut screen = start(&home, &archive, variables);
        assert!(!sent(&mut screen).contains("\x1b]8;"), "{variables:?} {settings}");
    }
    let home = Home::new();
    settings_are(&home, "hyperlinks = \"always\"\n");
    let mut screen = start(&home, &archive, &[]);
    assert!(sent(&mut screen).contains(BEGIN));
    assert!(
        !String::from_utf8_lossy(&screen.bytes()).contains("\x1b[>q"),
        "what is set is not asked"
    );
}

fn settings_are(home: &Home, text: &str) {
    let folder = home.path().join("config/finews");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), text).unwrap();
}

#[test]
fn no_address_breaks_out() {
    let (home, archive) = (Home::new(), Archive::new());
    let long = "a".repeat(100_000);
    let addresses = [
        "https://e.example/\u{1b}\\\u{1b}]0;owned\u{7}",
        "https://e.example/\u{9c}\u{9d}0;owned\u{9c}",
        "https://e.example/&#27;\\&#27;[2J&#7;",
        "https://e.example/;id=x;https://f.example",
        "https://e.example/\u{202e}\u{200b}",
        &format!("https://e.example/{long}"),
        "javascript:alert(1)",
        "file:///etc/passwd",
    ];
    let link = |address: &&str| format!("<p><a href=\"{address}\">监督管理的链接</a></p>");
    let body: String = addresses.iter().map(link).collect();
    archive.post("2022-01-06", 202_201_060_000_000_001, "有链接的", &body);
    let mut screen = start(&home, &archive, &["VTE_VERSION=7600"]);
    let sent = sent(&mut screen);
    assert!(sent.contains(BEGIN) && !sent.contains("\x1b]0;") && !sent.contains('\u{9d}'));
    let targets = targets(&sent);
    assert!(targets.iter().all(|target| target.len() < 2_200));
    assert!(
        !targets
            .iter()
            .any(|target| target.contains(";javascript:") || target.contains(";file:"))
    );
}
