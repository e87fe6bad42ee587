//! Folders, settings, library, archive and index: what is there, and whether it is sound. Nothing is made or changed.

use std::path::Path;

use rustix::fs::{Access, access};

use crate::app::{archive_trouble, catalogue_notice, library_trouble};
use crate::archive::Archive;
use crate::catalogue;
use crate::cli::args::Args;
use crate::cli::failure::{self, shown};
use crate::cli::{archive, settings, text_index};
use crate::config::folders::Folders;
use crate::config::words::{count, grouped};
use crate::library;
use crate::post::wall_time;

use super::Findings;

pub(super) fn examine(args: &Args, findings: &mut Findings) {
    if let Ok(folders) = Folders::find() {
        folder(
            findings,
            ("config", "设置文件夹", "config"),
            &folders.config,
            false,
        );
        folder(findings, ("data", "数据文件夹", "data"), &folders.data, true);
        folder(findings, ("cache", "缓存文件夹", "cache"), &folders.cache, true);
        folder(findings, ("state", "状态文件夹", "state"), &folders.state, false);
    } else {
        let none = findings.say(
            "不知道主目录，请设置 HOME",
            "no home folder is known: set HOME to one",
        );
        findings.push("folders", ("文件夹", "folders"), &none, true);
    }
    the_settings(args, findings);
    the_library(findings);
    the_archive(args, findings);
    the_named_archives(args, findings);
}

/// Where something is, and how it is with it.
fn located(findings: &Findings, place: &str, state: &str) -> String {
    findings.say(format!("{place}：{state}"), format!("{place}: {state}"))
}

/// A folder of ours. `needed`: finews cannot do its work where it cannot write there.
fn folder(
    findings: &mut Findings,
    (what, zh, en): (&'static str, &'static str, &'static str),
    path: &Path,
    needed: bool,
) {
    // Where it is not there yet, it is made in what is.
    let there = path.ancestors().find(|folder| folder.exists());
    let writable = there
        .is_some_and(|folder| folder.is_dir() && access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok());
    let state = match (path.exists(), writable) {
        (true, true) => findings.say("可写", "writable"),
        (true, false) => findings.say("不可写", "not writable"),
        (false, true) => findings.say("还没有，用到时建", "not there yet, made when it is needed"),
        (false, false) => findings.say("没有，也建不了", "not there, and cannot be made"),
    };
    let found = located(findings, &path.display().to_string(), &state);
    findings.push(what, (zh, en), &found, needed && !writable);
}

fn the_settings(args: &Args, findings: &mut Findings) {
    let label = ("设置", "settings");
    match settings::place(args) {
        Err(error) => findings.push("settings", label, &failure::told(args.lang(), &error), true),
        Ok(place) if args.oddities.is_empty() => {
            let state = if settings::is_there(args) {
                args.lang().words().settings_right
            } else {
                args.lang().words().settings_absent
            };
            let found = located(findings, &place, state);
            findings.tell("settings", label, &found);
        }
        Ok(_) => {
            for oddity in &args.oddities {
                let found = format!("{}: {}", oddity.place, oddity.what);
                findings.push("settings", label, &found, true);
            }
        }
    }
}

fn the_library(findings: &mut Findings) {
    let (label, lang) = (("资料库", "library"), findings.lang);
    let path = match archive::library_path() {
        Ok(path) => path,
        Err(error) => {
            findings.push("library", label, &failure::told(lang, &error), true);
            return;
        }
    };
    let place = shown(&path);
    match library::check(&path) {
        Err(error) => findings.push("library", label, &library_trouble(lang, &error), true),
        Ok(checkup) if !path.exists() && checkup.damage.is_empty() => {
            let none = findings.say(format!("{place}：还没有"), format!("{place}: none yet"));
            findings.tell("library", label, &none);
        }
        Ok(checkup) => {
            let version = checkup.contents.as_ref().map_or(0, |contents| contents.version);
            let (kib, journal) = (checkup.bytes.div_ceil(1024), checkup.journal.unwrap_or_default());
            let kib = grouped(usize::try_from(kib).unwrap_or(usize::MAX));
            let damaged = !checkup.damage.is_empty();
            let state = if damaged {
                findings.say(
                    "有损坏，见 finews library check",
                    "damaged, see finews library check",
                )
            } else {
                findings.say("完好", "sound")
            };
            let found = findings.say(
                format!("{place}：{state}，第 {version} 版，{kib} KiB，日志 {journal}"),
                format!("{place}: {state}, version {version}, {kib} KiB, journal {journal}"),
            );
            findings.push("library", label, &found, damaged);
            let newest = checkup
                .backups
                .first()
                .map(|backup| backup.taken.strftime("%Y-%m-%d %H:%M"));
            let newest = newest.map_or_else(|| "-".to_owned(), |taken| taken.to_string());
            let (backups, aside) = (checkup.backups.len(), checkup.set_aside.len());
            let found = findings.say(
                format!("{backups} 份，最新 {newest}；存开的损坏件 {aside} 个"),
                format!("{backups}, the newest {newest}; damaged ones set aside: {aside}"),
            );
            findings.tell("backups", ("备份", "backups"), &found);
        }
    }
}

fn the_archive(args: &Args, findings: &mut Findings) {
    let label = ("档案", "archive");
    let archive = match archive::named(args) {
        Ok(Some(archive)) => archive,
        Ok(None) => {
            let none = findings.say(
                "没有指定，界面打开内置的指南",
                "none is named; the screen opens the guide",
            );
            findings.tell("archive", label, &none);
            return;
        }
        Err(error) => {
            findings.push("archive", label, &failure::told(args.lang(), &error), true);
            return;
        }
    };
    let Some(root) = archive.root() else {
        let guide = findings.say("内置的指南", "the built-in guide");
        findings.tell("archive", label, &guide);
        return;
    };
    findings.tell("archive", label, &shown(root));
    // Where there are no folders, the line of those says so.
    if let Ok(folders) = Folders::find() {
        the_catalogue(args, &archive, &folders, findings);
    }
}

/// The archives that the settings name, and whether each can be opened.
fn the_named_archives(args: &Args, findings: &mut Findings) {
    let label = ("有名字的档案", "named archive");
    for named in &args.settings.archives {
        let place = format!("{} = {}", named.name, shown(&named.path));
        match Archive::open(&named.path) {
            Ok(_) => {
                let opens = findings.say("打得开", "can be opened");
                let found = located(findings, &place, &opens);
                findings.tell("named-archive", label, &found);
            }
            Err(error) => {
                let why = archive_trouble(args.lang(), &error);
                let found = located(findings, &place, &why);
                findings.push("named-archive", label, &found, true);
            }
        }
    }
}

/// What is known of the archive without reading it.
fn the_catalogue(args: &Args, archive: &Archive, folders: &Folders, findings: &mut Findings) {
    let (label, lang) = (("目录", "catalogue"), findings.lang);
    let status = match catalogue::status(&folders.cache, &archive::subject(archive)) {
        Ok(Some(status)) => status,
        Ok(None) => {
            let none = findings.say(
                "还没有，打开档案时建",
                "none yet, made when the archive is opened",
            );
            findings.tell("catalogue", label, &none);
            return;
        }
        // It is made anew by itself.
        Err(notice) => {
            findings.tell("catalogue", label, &catalogue_notice(lang, &notice));
            return;
        }
    };
    let header = &status.header;
    let read_at = header.read_at.and_then(|at| wall_time(at, archive.zone()));
    let read_at = read_at.map_or_else(|| "-".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M").to_string());
    let whole = if header.complete {
        findings.say("完整", "complete")
    } else {
        findings.say("未读完", "not complete")
    };
    let found = findings.say(
        format!(
            "{} 篇文章，{} 个文件，{} 个问题，{whole}，上次核对 {read_at}",
            grouped(header.articles),
            grouped(header.files),
            grouped(status.problems)
        ),
        format!(
            "{}, {}, {}, {whole}, looked at {read_at}",
            count(header.articles, "article", "articles"),
            count(header.files, "file", "files"),
            count(status.problems, "problem", "problems")
        ),
    );
    findings.tell("catalogue", label, &found);
    if let Some(folder) = status.path.parent() {
        findings.tell(
            "texts",
            ("全文索引", "texts"),
            &text_index::known(args, archive, folder),
        );
    }
}
