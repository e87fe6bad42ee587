//! `finews index`: brings the catalogue of an archive up to date, or says what it knows.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::app::catalogue_notice;
use crate::archive::Archive;
use crate::catalogue::{Catalogue, Notice, status};
use crate::config::Lang;
use crate::config::folders::Folders;
use crate::config::words::{count, grouped};
use crate::post::wall_time;
use crate::text::clean::clean_line;
use crate::work::{Batch, Loader, Look};

use super::args::{Args, Index};
use super::failure::Failure;
use super::{archive, output, settings, text_index};

pub(super) fn run(args: &Args, command: &Index) -> anyhow::Result<()> {
    let archive = archive::required(args)?;
    let folders = Folders::find().map_err(|_| Failure::NoHome)?;
    if archive.root().is_none() {
        return Err(Failure::NoCatalogue.into());
    }
    if command.status {
        return tell(args, &archive, &folders);
    }
    let text_search = args.settings.text_search;
    if command.text && !text_search.uses_index() {
        let (setting, place) = (text_search.name(), settings::place(args)?);
        return Err(Failure::IndexUnused { setting, place }.into());
    }
    let (mut catalogue, notice) = Catalogue::open(&folders.cache, archive::subject(&archive))?;
    for notice in notice.iter().chain(&archive::tidied(&folders)) {
        eprintln!("finews: {}", catalogue_notice(args.lang(), notice));
    }
    if !catalogue.writes() {
        if command.rebuild || command.text {
            return Err(Failure::CatalogueInUse.into());
        }
        // What was asked for is being done.
        match args.lang() {
            Lang::Zh => eprintln!("finews: 另一个 finews 正开着这个档案，目录由它随时更新"),
            Lang::En => {
                eprintln!("finews: another finews has this archive open and keeps the catalogue up to date");
            }
        }
        return Ok(());
    }
    if !catalogue.lasts() {
        return Err(match notice {
            // Nothing is wrong with the place: another program is making what is not there yet.
            None | Some(Notice::Held) => Failure::CatalogueInUse.into(),
            Some(_) => Failure::CatalogueNotKept.into(),
        });
    }
    if command.rebuild {
        catalogue = catalogue.begin_anew()?;
    }
    let folder = catalogue.path().and_then(Path::parent).map(Path::to_owned);
    let last = bring_up_to_date(args, archive.clone(), catalogue)?;
    let new = grouped(last.new);
    let mut out = output::output();
    match args.lang() {
        Lang::Zh => {
            let (articles, read) = (grouped(last.seen), grouped(last.read));
            writeln!(out, "{articles} 篇文章，新到 {new} 篇，读了 {read} 个文件")?;
        }
        Lang::En => {
            let articles = count(last.seen, "article", "articles");
            let read = count(last.read, "file", "files");
            writeln!(out, "{articles}, {new} new, {read} read")?;
        }
    }
    out.flush()?;
    if let Some(folder) = folder.filter(|_| text_search.uses_index()) {
        text_index::bring_up_to_date(args, command, &archive, &folder, &last.store)?;
    }
    Ok(())
}

/// Loads the whole archive through its catalogue, with a line on a terminal that counts.
fn bring_up_to_date(args: &Args, archive: Archive, catalogue: Catalogue) -> anyhow::Result<Batch> {
    let counts = std::io::stderr().is_terminal();
    let mut last = None;
    let mut loader = Loader::with_catalogue(archive, catalogue);
    loader.load(0, Look::Files, &AtomicBool::new(false), |batch| {
        if counts && batch.read > 0 {
            match args.lang() {
                Lang::Zh => eprint!("\r读了 {} 个文件 ", grouped(batch.read)),
                Lang::En => eprint!("\r{} read ", count(batch.read, "file", "files")),
            }
            if batch.done {
                eprintln!();
            }
        }
        last = Some(batch);
    });
    // A load reports at least its end.
    let mut last = last.ok_or(Failure::CatalogueNotKept)?;
    if let Some(why) = last.failed.take() {
        return Err(why.into());
    }
    if let Some(notice) = &last.notice {
        eprintln!("finews: {}", catalogue_notice(args.lang(), notice));
        if matches!(notice, Notice::Full | Notice::Unwritable(_)) {
            return Err(Failure::CatalogueNotWhole.into());
        }
    }
    Ok(last)
}

/// Why what is there tells nothing now.
fn useless(lang: Lang, notice: &Notice) -> String {
    match (notice, lang) {
        (Notice::Damaged, Lang::Zh) => "目录缓存已损坏，下次打开档案时重建".to_owned(),
        (Notice::Damaged, Lang::En) => "the catalogue is damaged; the next opening makes it anew".to_owned(),
        (Notice::Outdated, Lang::Zh) => "目录缓存来自另一版本或另一设置，下次打开档案时重建".to_owned(),
        (Notice::Outdated, Lang::En) => {
            "the catalogue is of another version or setting; the next opening makes it anew".to_owned()
        }
        (_, Lang::Zh) => format!("目录缓存现在读不了。{}", catalogue_notice(lang, notice)),
        (_, Lang::En) => format!(
            "the catalogue cannot be read now. {}",
            catalogue_notice(lang, notice)
        ),
    }
}

/// What is known, since when, and who is at it.
fn tell(args: &Args, archive: &Archive, folders: &Folders) -> anyhow::Result<()> {
    let zh = args.lang() == Lang::Zh;
    let mut out = output::output();
    let status = match status(&folders.cache, &archive::subject(archive)) {
        Ok(Some(status)) => status,
        Ok(None) => {
            let none = if zh {
                "还没有目录：打开一次档案，或运行 finews index"
            } else {
                "no catalogue yet: open the archive once, or run finews index"
            };
            writeln!(out, "{none}")?;
            return Ok(out.flush()?);
        }
        Err(notice) => {
            writeln!(out, "{}", useless(args.lang(), &notice))?;
            return Ok(out.flush()?);
        }
    };
    let header = &status.header;
    let size = grouped(usize::try_from(status.bytes / 1024).unwrap_or(usize::MAX));
    let path = clean_line(&status.path.display().to_string());
    let read_at = header.read_at.and_then(|at| wall_time(at, archive.zone()));
    let read_at = read_at.map_or_else(
        || "-".to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    );
    let whole = match (header.complete, zh) {
        (true, true) => "完整",
        (true, false) => "complete",
        (false, true) => "未读完，下次打开时接着读",
        (false, false) => "not complete; the next opening goes on",
    };
    let used = match (status.in_use, zh) {
        (true, true) => "有程序正在写",
        (true, false) => "a program has it open for writing",
        (false, true) => "没有程序在写",
        (false, false) => "no program writes it",
    };
    if zh {
        let (articles, files) = (grouped(header.articles), grouped(header.files));
        writeln!(
            out,
            "目录      {path}（{size} KiB）\n内容      {articles} 篇文章，{files} 个文件，{whole}\n上次核对  {read_at}\n现在      {used}"
        )?;
    } else {
        let articles = count(header.articles, "article", "articles");
        let files = count(header.files, "file", "files");
        writeln!(
            out,
            "catalogue  {path} ({size} KiB)\nholds      {articles}, {files}, {whole}\nlooked at  {read_at}\nnow        {used}"
        )?;
    }
    if let Some(folder) = status.path.parent() {
        text_index::tell(args, archive, folder, &mut out)?;
    }
    Ok(out.flush()?)
}
