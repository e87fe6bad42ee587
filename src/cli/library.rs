//! `finews library`: whether the user's own data is sound, its backups, and taking one back.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::config::Lang;
use crate::config::words::grouped;
use crate::library::{
    Backup, Checkup, Contents, Damage, Library, LibraryError, OnlyRead, Reason, backups, check, newest_backup,
};
use crate::post::unix_time;
use crate::text::clean::clean_line;

use super::args::{self, Args, LibraryCommand};
use super::failure::{Failure, shown};
use super::{archive, output};

/// The word for the newest backup.
const LATEST: &str = "latest";

pub(super) fn run(args: &Args, command: &args::Library) -> anyhow::Result<()> {
    let path = archive::library_path()?;
    match &command.command {
        LibraryCommand::Check(check) => examine(args, &path, check.json),
        _ if !archive::is_kept(&path) && !matches!(command.command, LibraryCommand::Restore(_)) => {
            Err(Failure::NoLibrary(shown(&path)).into())
        }
        LibraryCommand::Backup(backup) => back_up(args, &path, backup.file.as_deref()),
        LibraryCommand::Restore(restore) => take_back(args, &path, restore),
    }
}

/// A backup as `--json` has it.
#[derive(Serialize)]
struct BackupLine {
    path: String,
    taken: String,
    reason: &'static str,
    version: i64,
    bytes: u64,
}

/// The library as `--json` has it.
#[derive(Serialize)]
struct CheckLine {
    path: String,
    exists: bool,
    sound: bool,
    bytes: u64,
    version: Option<i64>,
    journal: Option<String>,
    read_only: Option<&'static str>,
    network: bool,
    rows: Option<std::collections::BTreeMap<String, usize>>,
    damage: Vec<String>,
    backups: Vec<BackupLine>,
    set_aside: Vec<String>,
}

fn examine(args: &Args, path: &Path, json: bool) -> anyhow::Result<()> {
    let exists = path.exists();
    let checkup = check(path)?;
    let is_damaged = !checkup.damage.is_empty();
    let mut out = output::output();
    if json {
        output::json_line(&mut out, &line(&checkup, exists))?;
    } else {
        tell(&mut out, args.lang(), &checkup, exists)?;
    }
    out.flush()?;
    if checkup.damage == [Damage::Missing] {
        return Err(Failure::LibraryMissing(shown(path)).into());
    }
    if is_damaged {
        return Err(Failure::LibraryDamaged(shown(path)).into());
    }
    Ok(())
}

fn line(checkup: &Checkup, exists: bool) -> CheckLine {
    let name = |path: &PathBuf| clean_line(&path.to_string_lossy());
    let contents = checkup.contents.as_ref();
    CheckLine {
        path: name(&checkup.path),
        exists,
        sound: checkup.damage.is_empty(),
        bytes: checkup.bytes,
        version: contents.map(|contents| contents.version),
        journal: checkup.journal.clone(),
        read_only: checkup.only_read.map(OnlyRead::name),
        network: checkup.is_remote,
        rows: contents.map(|contents| contents.rows.clone()),
        damage: (checkup.damage.iter())
            .map(|what| clean_line(&what.to_string()))
            .collect(),
        backups: checkup
            .backups
            .iter()
            .map(|backup| BackupLine {
                path: name(&backup.path),
                taken: backup.taken.to_string(),
                reason: backup.reason.name(),
                version: backup.version,
                bytes: backup.bytes,
            })
            .collect(),
        set_aside: checkup.set_aside.iter().map(name).collect(),
    }
}

fn tell(out: &mut impl Write, lang: Lang, checkup: &Checkup, exists: bool) -> std::io::Result<()> {
    let zh = lang == Lang::Zh;
    let path = shown(&checkup.path);
    if exists {
        let size = kibibytes(checkup.bytes);
        if zh {
            writeln!(out, "资料库  {path}（{size}）")?;
        } else {
            writeln!(out, "library  {path} ({size})")?;
        }
    } else if !checkup.damage.is_empty() {
        writeln!(out, "{}  {path}", if zh { "资料库" } else { "library" })?;
    } else if zh {
        writeln!(out, "资料库  还没有；它会在 {path}")?;
    } else {
        writeln!(out, "library  none yet; it will be {path}")?;
    }
    if let Some(journal) = &checkup.journal {
        let version = checkup.contents.as_ref().map_or(0, |contents| contents.version);
        match (checkup.is_remote, zh) {
            (false, true) => writeln!(out, "格式    第 {version} 版，日志 {journal}")?,
            (false, false) => writeln!(out, "format   version {version}, journal {journal}")?,
            (true, true) => writeln!(
                out,
                "格式    第 {version} 版，在网络文件系统上，所以用日志 {journal}（WAL 在那里不安全）"
            )?,
            (true, false) => writeln!(
                out,
                "format   version {version}; on a network file system, so the journal is {journal} (WAL is not safe there)"
            )?,
        }
    }
    if let Some(why) = checkup.only_read {
        writeln!(out, "{}", only_read_line(lang, why))?;
    }
    if let Some(contents) = &checkup.contents {
        writeln!(
            out,
            "{}  {}",
            if zh { "内容  " } else { "holds  " },
            held(lang, contents)
        )?;
    }
    for what in &checkup.damage {
        writeln!(
            out,
            "{}  {}",
            if zh { "损坏  " } else { "damage " },
            damage_line(lang, what)
        )?;
    }
    for backup in &checkup.backups {
        writeln!(
            out,
            "{}  {}",
            if zh { "备份  " } else { "backup " },
            named(lang, backup)
        )?;
    }
    for aside in &checkup.set_aside {
        writeln!(out, "{}  {}", if zh { "损坏件" } else { "aside  " }, shown(aside))?;
    }
    Ok(())
}

/// That it is read and not changed, and why, one line.
fn only_read_line(lang: Lang, why: OnlyRead) -> &'static str {
    match (why, lang) {
        (OnlyRead::Newer, Lang::Zh) => "读写    属于更新的 finews：可以读取，从不改动",
        (OnlyRead::Newer, Lang::En) => "access   of a newer finews: read, never changed",
        (OnlyRead::Unwritable, Lang::Zh) => "读写    文件或文件夹不能写入：可以读取，改动不会保存",
        (OnlyRead::Unwritable, Lang::En) => {
            "access   its file or folder cannot be written: read, and changes are not kept"
        }
    }
}

/// What is wrong, one line.
fn damage_line(lang: Lang, damage: &Damage) -> String {
    if lang == Lang::En {
        return clean_line(&damage.to_string());
    }
    match damage {
        Damage::Missing => "不在了，但有它的备份；下次打开资料库时取回最近的一份".to_owned(),
        Damage::NoDatabase => "不是数据库，或被截断了".to_owned(),
        Damage::Said(said) => format!("SQLite 说：{}", clean_line(said)),
        Damage::Dangling(table, parent) => format!(
            "{} 里有一行指向 {} 里没有的行",
            clean_line(table),
            clean_line(parent)
        ),
        Damage::Unreadable(values) => format!("改动记录里有 {} 个值读不出", grouped(*values)),
    }
}

/// The tables of the library whose rows are what a user put there, with what such are called.
const HELD: [(&str, &str, &str); 11] = [
    ("bookmark", "收藏", "bookmarks"),
    ("note", "笔记", "notes"),
    ("tag", "标签", "tags"),
    ("passage", "摘录", "passages"),
    ("kept_text", "正文", "kept texts"),
    ("mark", "已读标记", "read marks"),
    ("place", "阅读位置", "places"),
    ("visit", "读过的文章", "articles read"),
    ("search", "存下的搜索", "saved searches"),
    ("category", "置顶和隐藏的分类", "pinned and hidden categories"),
    ("operation", "可撤销的改动", "changes to undo"),
];

/// What is in a library.
fn held(lang: Lang, contents: &Contents) -> String {
    let rows = |table: &str| contents.rows.get(table).copied().unwrap_or_default();
    let held = HELD.iter().filter(|(table, ..)| rows(table) > 0);
    let held: Vec<String> = held
        .map(|(table, zh, en)| match lang {
            Lang::Zh => format!("{zh} {}", grouped(rows(table))),
            Lang::En => format!("{} {en}", grouped(rows(table))),
        })
        .collect();
    match (held.is_empty(), lang) {
        (true, Lang::Zh) => "什么都没有".to_owned(),
        (true, Lang::En) => "nothing".to_owned(),
        (false, Lang::Zh) => held.join("，"),
        (false, Lang::En) => held.join(", "),
    }
}

fn kibibytes(bytes: u64) -> String {
    format!(
        "{} KiB",
        grouped(usize::try_from(bytes.div_ceil(1024)).unwrap_or(usize::MAX))
    )
}

/// A backup by its moment, why it was made, and how large it is.
fn named(lang: Lang, backup: &Backup) -> String {
    let reason = match (lang, backup.reason) {
        (Lang::Zh, Reason::Daily) => "每日",
        (Lang::Zh, Reason::Migration) => "升级之前",
        (Lang::Zh, Reason::Restore) => "恢复之前",
        (Lang::Zh, Reason::Asked) => "手动",
        (Lang::En, reason) => reason.name(),
    };
    let (stamp, version, size) = (backup.stamp(), backup.version, kibibytes(backup.bytes));
    match lang {
        Lang::Zh => format!("{stamp}  {reason}，第 {version} 版，{size}"),
        Lang::En => format!("{stamp}  {reason}, version {version}, {size}"),
    }
}

fn back_up(args: &Args, path: &Path, file: Option<&Path>) -> anyhow::Result<()> {
    if let Some(file) = file.filter(|file| file.symlink_metadata().is_ok()) {
        return Err(Failure::Exists(shown(file)).into());
    }
    let library = archive::opened(args.lang(), Library::open(path))?;
    let written = match file {
        Some(file) => {
            library.back_up_to(&std::path::absolute(file)?)?;
            file.to_owned()
        }
        None => library.back_up(unix_time())?.path,
    };
    let mut out = output::output();
    writeln!(out, "{}", shown(&written))?;
    Ok(out.flush()?)
}

fn take_back(args: &Args, path: &Path, command: &args::LibraryRestore) -> anyhow::Result<()> {
    let from = meant(path, &command.what)?;
    let contents = Contents::read(&from).map_err(|error| {
        let is_none = error.is_damage() || matches!(error, LibraryError::NotADatabase { .. });
        if is_none {
            Failure::NotABackup(shown(&from)).into()
        } else {
            anyhow::Error::from(error)
        }
    })?;
    let lang = args.lang();
    let mut out = output::output();
    let (file, version, holds) = (shown(&from), contents.version, held(lang, &contents));
    match lang {
        Lang::Zh => writeln!(out, "备份  {file}\n内容  第 {version} 版，{holds}")?,
        Lang::En => writeln!(out, "backup  {file}\nholds   version {version}, {holds}")?,
    }
    out.flush()?;
    if command.dry_run {
        return Ok(());
    }
    let mut library = archive::opened(lang, Library::open(path))?;
    let restored = library.restore(&from, unix_time())?;
    let before = shown(&restored.before.path);
    match lang {
        Lang::Zh => writeln!(out, "已恢复。恢复之前的资料库备份在 {before}")?,
        Lang::En => writeln!(
            out,
            "restored; the library as it was before is backed up in {before}"
        )?,
    }
    Ok(out.flush()?)
}

/// The backup that `what` names: a file; `latest`, the one with the newest contents that was not made because of a restore;
/// or a date, the newest backup of which begins so.
fn meant(path: &Path, what: &Path) -> anyhow::Result<PathBuf> {
    if what.is_file() {
        return Ok(std::path::absolute(what)?);
    }
    let name = shown(what);
    let found = if name == LATEST {
        newest_backup(path)
    } else {
        let mut all = backups(path).into_iter();
        all.find(|backup| !name.is_empty() && backup.stamp().starts_with(&name))
    };
    found
        .map(|backup| backup.path)
        .ok_or_else(|| Failure::NoBackup(name).into())
}
