//! The program, the system and the terminal: what is known without asking the terminal itself.

use std::env;
use std::fs;
use std::path::Path;

use crate::cli::args::Args;
use crate::cli::{failure, output};
use crate::config::{Hyperlinks, Lang};
use crate::term::{self, Opener};

use super::Findings;

pub(super) fn examine(args: &Args, findings: &mut Findings) {
    let build = if cfg!(debug_assertions) {
        "debug"
    } else {
        "release"
    };
    let version = format!("finews {} ({build})", env!("CARGO_PKG_VERSION"));
    findings.tell("version", ("版本", "version"), &version);
    findings.tell("system", ("系统", "system"), &system());
    terminal(findings);
    language(args, findings);
    encoding(findings);
    let width = match args.settings.ambiguous_wide {
        Some(true) => findings.say("“”…—· 各占 2 格（设置）", "“”…—· take 2 cells (settings)"),
        Some(false) => findings.say("“”…—· 各占 1 格（设置）", "“”…—· take 1 cell (settings)"),
        None => findings.say(
            "“”…—· 占几格由界面启动时问终端；命令按 1 格",
            "“”…—·: the terminal is asked when the screen starts; 1 cell for commands",
        ),
    };
    findings.tell("width", ("字宽", "width"), &width);
    let colours = colours(args, findings);
    findings.tell("colours", ("颜色", "colours"), &colours);
    let clipboard = if is_set("STY") {
        findings.say(
            "OSC 52，经 GNU screen 分段送出",
            "OSC 52, in pieces through GNU screen",
        )
    } else if is_set("TMUX") {
        findings.say(
            "OSC 52，经 tmux；需要 set -g set-clipboard on",
            "OSC 52, through tmux, which needs set -g set-clipboard on",
        )
    } else {
        findings.say(
            "OSC 52，终端要允许写剪贴板",
            "OSC 52, which the terminal must allow",
        )
    };
    findings.tell("clipboard", ("剪贴板", "clipboard"), &clipboard);
    let links = links(args, findings);
    findings.tell("links", ("链接", "links"), &links);
    let browser = browser(findings);
    findings.tell("browser", ("浏览器", "browser"), &browser);
}

fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

fn is_set(name: &str) -> bool {
    variable(name).is_some()
}

/// Operating system, kernel and processor, as far as they say so.
fn system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let pretty = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let mut parts = vec![env::consts::OS.to_owned()];
    parts.extend(pretty.map(|name| name.trim_matches('"').to_owned()));
    parts.extend((!kernel.trim().is_empty()).then(|| kernel.trim().to_owned()));
    parts.push(env::consts::ARCH.to_owned());
    parts.join(", ")
}

fn terminal(findings: &mut Findings) {
    let mut parts: Vec<String> = ["TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION"]
        .into_iter()
        .filter_map(|name| Some(format!("{name}={}", variable(name)?)))
        .collect();
    // Their values name sockets and addresses.
    let around = [("TMUX", "tmux"), ("STY", "screen"), ("SSH_CONNECTION", "ssh")];
    parts.extend(
        around
            .iter()
            .filter(|(name, _)| is_set(name))
            .map(|(_, said)| (*said).to_owned()),
    );
    parts.extend(term::dimensions().map(|(width, height)| format!("{width}×{height}")));
    if parts.is_empty() {
        parts.push(findings.say("没有", "none"));
    }
    findings.tell("terminal", ("终端", "terminal"), &parts.join(", "));
    let screen = match term::check() {
        Ok(()) => findings.say("可以显示", "can be shown"),
        Err(lack) => failure::told(findings.lang, &lack.into()),
    };
    findings.tell("screen", ("界面", "screen"), &screen);
}

fn language(args: &Args, findings: &mut Findings) {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| Some(format!("{name}={}", variable(name)?)))
        .unwrap_or_else(|| findings.say("没有设 locale", "no locale is set"));
    let why = if args.lang.is_some() {
        "--lang".to_owned()
    } else if args.settings.lang.is_some() {
        findings.say("设置", "settings")
    } else {
        "locale".to_owned()
    };
    let lang = match args.lang() {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    findings.tell(
        "language",
        ("语言", "language"),
        &format!("{lang} ({why}), {locale}"),
    );
}

/// In what the locale writes, where that is something else than finews does.
fn encoding(findings: &mut Findings) {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let charset = locale
        .as_deref()
        .and_then(|locale| locale.split('@').next()?.split_once('.'));
    let Some((_, charset)) = charset else { return };
    if charset.replace('-', "").eq_ignore_ascii_case("utf8") {
        return;
    }
    let said = findings.say(
        format!("locale 用 {charset}，finews 只写 UTF-8：终端要设为 UTF-8，否则是乱码"),
        format!("the locale's is {charset}, finews writes UTF-8: have the terminal show UTF-8, else it shows garbage"),
    );
    findings.tell("encoding", ("编码", "encoding"), &said);
}

fn colours(args: &Args, findings: &Findings) -> String {
    if is_set("NO_COLOR") {
        return findings.say("不用：设了 NO_COLOR", "none: NO_COLOR is set");
    }
    let depth = match (variable("COLORTERM"), variable("TERM")) {
        (Some(colour), _) if colour == "truecolor" || colour == "24bit" => "24 bit",
        (_, Some(term)) if term.ends_with("-direct") => "24 bit",
        (_, Some(term)) if term.contains("256color") => "256",
        (_, Some(term)) if term == "dumb" => "0",
        (_, None) => "0",
        _ => "16",
    };
    if output::styled(args) {
        findings.say(
            format!("用终端自己的 16 色；终端看来有 {depth}"),
            format!("the terminal's own 16; it seems to have {depth}"),
        )
    } else {
        findings.say(
            format!("这次输出不用；终端看来有 {depth}"),
            format!("none in this output; the terminal seems to have {depth}"),
        )
    }
}

/// Whether links are sent for the terminal to open.
fn links(args: &Args, findings: &Findings) -> String {
    let taken = || term::hyperlinks_are_taken(|name| env::var_os(name));
    match (args.settings.hyperlinks, output::hyperlinks(args)) {
        (Hyperlinks::Always, _) => findings.say("交给终端打开（设置）", "sent for the terminal to open (settings)"),
        (Hyperlinks::Never, _) => findings.say("不交给终端（设置）", "not sent to the terminal (settings)"),
        (Hyperlinks::Auto, Some(_)) => {
            findings.say("不交给终端：输出不用颜色", "not sent to the terminal: there are no colours")
        }
        (Hyperlinks::Auto, None) if taken() => findings.say(
            "交给终端打开（OSC 8），看环境变量它认得",
            "sent for the terminal to open (OSC 8), which takes them by what the environment says",
        ),
        (Hyperlinks::Auto, None) if is_set("STY") => findings.say(
            "不交给终端：GNU screen 不转送",
            "not sent: GNU screen does not pass them on",
        ),
        (Hyperlinks::Auto, None) => findings.say(
            "环境变量没说终端会打开链接（OSC 8），界面启动时再问；问不出就不交给它，除非设 hyperlinks = \"always\"",
            "the environment names no terminal that opens them (OSC 8); asked when the screen starts, and not sent where it does not say, unless hyperlinks = \"always\"",
        ),
    }
}

fn browser(findings: &Findings) -> String {
    match term::opener(|name| env::var_os(name)) {
        Opener::Named(programs) if programs.is_empty() => findings.say(
            "没有：BROWSER 里没有程序，改为复制链接",
            "none: BROWSER names no program; links are copied",
        ),
        Opener::Named(programs) => {
            let programs: Vec<String> = programs.iter().map(|program| found(findings, program)).collect();
            format!("{} (BROWSER)", programs.join(", "))
        }
        Opener::Desktop(program) => findings.say(
            format!("{}（有桌面）", found(findings, &program)),
            format!("{} (there is a desktop)", found(findings, &program)),
        ),
        Opener::Remote => findings.say("没有：经 SSH，改为复制链接", "none: over SSH links are copied"),
        Opener::Nothing => findings.say(
            "没有：没有设 BROWSER，也没有桌面，改为复制链接",
            "none: neither BROWSER nor a desktop; links are copied",
        ),
    }
}

/// `program`, and whether it is there.
fn found(findings: &Findings, program: &str) -> String {
    let folders = env::var_os("PATH").unwrap_or_default();
    let is_there = if program.contains('/') {
        Path::new(program).exists()
    } else {
        env::split_paths(&folders).any(|folder| folder.join(program).exists())
    };
    if is_there {
        program.to_owned()
    } else {
        findings.say(format!("{program}（找不到）"), format!("{program} (not found)"))
    }
}
