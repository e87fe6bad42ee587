//! Opening a link: which commands to try, from the environment, and starting one beside the screen,
//! without a shell.
//!
//! `BROWSER` is a list separated by `:`, each a command with its arguments separated by white space;
//! `%s` stands for the URL, which else comes last, `%%` for `%`. A `BROWSER` that is set is the
//! user's word and is followed over SSH too. Without it the desktop's opener is used, where there is
//! a desktop on this side of the line.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use url::Url;

use crate::app::{Event, Outcome};
use crate::text::clean::clean_line;

/// Browsers that need the terminal for themselves. They get it, and give it back when they end.
const IN_TERMINAL: [&str; 12] = [
    "w3m",
    "lynx",
    "links",
    "links2",
    "elinks",
    "browsh",
    "carbonyl",
    "cha",
    "chawan",
    "edbrowse",
    "retawq",
    "www-browser",
];

/// A browser that fails within this time has not opened anything; later, the user closed it.
const SOON: Duration = Duration::from_secs(2);

/// A command that opens the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Launch {
    pub(super) program: String,
    pub(super) arguments: Vec<String>,
    /// Whether it needs the terminal for itself.
    pub(super) in_terminal: bool,
}

/// The URL as it may be opened: http or https, with a host, in `url`'s own serialisation.
pub(super) fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// The commands to try for `url`, in order; none means that it is to be copied. `variable` looks up
/// the environment.
pub(super) fn plan(url: &Url, variable: impl Fn(&str) -> Option<OsString>) -> Vec<Launch> {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    if let Some(list) = variable("BROWSER").filter(|list| !list.is_empty()) {
        return list
            .to_string_lossy()
            .split(':')
            .filter_map(|command| launch(command, url))
            .collect();
    }
    if is_set("SSH_TTY") || is_set("SSH_CONNECTION") {
        return Vec::new();
    }
    if cfg!(target_os = "macos") {
        return launch("open", url).into_iter().collect();
    }
    if is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") {
        return launch("xdg-open", url).into_iter().collect();
    }
    Vec::new()
}

/// What opens links, and why that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opener {
    /// The first of these programs that can be started, which `BROWSER` names.
    Named(Vec<String>),
    /// The desktop's own.
    Desktop(String),
    /// None: the desktop would be on the far side of the line.
    Remote,
    /// None: there is no desktop.
    Nothing,
}

/// What would open a link. `variable` looks up the environment.
pub fn opener(variable: impl Fn(&str) -> Option<OsString>) -> Opener {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let plan = address("https://example.com/").map_or_else(Vec::new, |url| plan(&url, &variable));
    let mut programs = plan.into_iter().map(|launch| launch.program);
    if is_set("BROWSER") {
        return Opener::Named(programs.collect());
    }
    match programs.next() {
        Some(program) => Opener::Desktop(program),
        None if is_set("SSH_TTY") || is_set("SSH_CONNECTION") => Opener::Remote,
        None => Opener::Nothing,
    }
}

fn launch(command: &str, url: &Url) -> Option<Launch> {
    let mut words = command.split_whitespace();
    let program = words.next()?.to_owned();
    let in_terminal = IN_TERMINAL.contains(&name(&program));
    let mut placed = false;
    let mut arguments: Vec<String> = words
        .map(|word| {
            placed |= word.split("%%").any(|part| part.contains("%s"));
            // `%%` is taken apart first, so that `%%s` is not the URL; the URL has its own `%`.
            let parts: Vec<String> = word
                .split("%%")
                .map(|part| part.replace("%s", url.as_str()))
                .collect();
            parts.join("%")
        })
        .collect();
    if !placed {
        arguments.push(url.as_str().to_owned());
    }
    Some(Launch {
        program,
        arguments,
        in_terminal,
    })
}

/// The name of a program without its folders.
pub(super) fn name(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}

/// Starts a browser with its own process group and nothing of the terminal. If it fails at once, `inbox` gets
/// [`Outcome::Failed`].
///
/// # Errors
/// Where it could not be started.
pub(super) fn start(launch: &Launch, inbox: &Sender<Event>) -> io::Result<()> {
    let mut child = Command::new(&launch.program)
        .args(&launch.arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    let (inbox, name) = (inbox.clone(), clean_line(name(&launch.program)));
    let since = Instant::now();
    // Somebody must wait for it, else it stays as a zombie.
    std::thread::Builder::new()
        .name("browser".into())
        .spawn(move || {
            let Ok(status) = child.wait() else { return };
            if !status.success() && since.elapsed() < SOON {
                let failed = Outcome::Failed(format!("{name} could not open the link ({status})"));
                let _ = inbox.send(Event::Outcome(failed));
            }
        })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const LINK: &str = "https://example.com/a?b=%E5%A4%AE&c";

    /// The planned commands, each as one line with its words in brackets.
    fn planned(environment: &[(&str, &str)]) -> Vec<String> {
        let url = address(LINK).unwrap();
        let plan = plan(&url, |name| {
            let found = environment.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| OsString::from(value))
        });
        plan.iter()
            .map(|launch| format!("[{}][{}]", launch.program, launch.arguments.join("][")))
            .collect()
    }

    #[test]
    fn browser_is_followed_to_the_letter() {
        assert_eq!(
            planned(&[(
                "BROWSER",
                "firefox --new-tab:/opt/my/chromium  --app=%s -x:sh -c 'echo;' 100%%s"
            )]),
            [
                format!("[firefox][--new-tab][{LINK}]"),
                format!("[/opt/my/chromium][--app={LINK}][-x]"),
                format!("[sh][-c]['echo;'][100%s][{LINK}]"),
            ]
        );
    }

    #[test]
    fn browser_holds_over_ssh_and_without_display() {
        assert_eq!(
            planned(&[("BROWSER", "forward"), ("SSH_TTY", "/dev/pts/1")]),
            [format!("[forward][{LINK}]")]
        );
    }

    #[test]
    fn a_browser_in_the_terminal_is_known_as_one() {
        let url = address(LINK).unwrap();
        let in_terminal = |command| launch(command, &url).unwrap().in_terminal;
        assert!(in_terminal("w3m") && in_terminal("/usr/bin/lynx -x"));
        assert!(!in_terminal("firefox w3m"));
    }

    #[cfg(not(target_os = "macos"))]
    #[test]
    fn the_desktop_opens_where_there_is_one() {
        let xdg = [format!("[xdg-open][{LINK}]")];
        assert_eq!(planned(&[("DISPLAY", ":0")]), xdg);
        assert_eq!(planned(&[("WAYLAND_DISPLAY", "wayland-0"), ("BROWSER", "")]), xdg);
        assert_eq!(planned(&[]), [""; 0]);
        assert_eq!(
            planned(&[("DISPLAY", ":0"), ("SSH_CONNECTION", "1 2 3 4")]),
            [""; 0]
        );
    }

    #[test]
    fn only_web_addresses() {
        for text in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "-rf",
            "https:",
            "http://",
            "//host/path",
            "",
            "data:text/html,x",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
        let url = address("HTTPS://例子.中国/路径?q=a b").unwrap();
        assert!(url.as_str().is_ascii() && !url.as_str().contains(' '), "{url}");
    }

    #[test]
    fn one_that_cannot_be_started_or_fails_says_so() {
        let (inbox, events) = channel();
        let url = address(LINK).unwrap();
        assert!(start(&launch("/no/such/browser", &url).unwrap(), &inbox).is_err());
        start(&launch("false", &url).unwrap(), &inbox).unwrap();
        match events.recv_timeout(Duration::from_secs(10)) {
            Ok(Event::Outcome(Outcome::Failed(why))) => assert!(why.starts_with("false could not"), "{why}"),
            other => panic!("{other:?}"),
        }
    }
}
