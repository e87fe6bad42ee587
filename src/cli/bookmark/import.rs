//! `finews bookmark import`.

use std::fs;
use std::io::{Read as _, stdin};
use std::path::Path;

use crate::cli::args::Args;
use crate::cli::failure::{Failure, shown};
use crate::config::Lang;
use crate::config::words::grouped;
use crate::exchange::{read_csv, read_netscape, text_of};
use crate::library::{Carried, Carry, Library, Record};
use crate::post::unix_time;
use crate::text::clean::clean_line;

use super::args::{FormArg, Import};
use super::{change, foreign};

/// Lines that are told; of more only the number.
const TOLD: usize = 20;

pub(super) fn run(args: &Args, command: &Import) -> anyhow::Result<()> {
    let bytes = read(&command.file)?;
    let text = text_of(&bytes);
    let form = command.format.map(FormArg::from);
    let form = form.or_else(|| FormArg::of_file(&command.file));
    let form = form.unwrap_or_else(|| by_beginning(&text));
    match form {
        FormArg::Jsonl => records(args, command, &text),
        FormArg::Csv => foreign::take(args, command, read_csv(&text)),
        FormArg::Netscape => foreign::take(args, command, read_netscape(&text)),
        FormArg::Markdown => Err(Failure::NotReadBack.into()),
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        stdin()
            .read_to_end(&mut bytes)
            .map_err(Failure::CannotReadInput)?;
        return Ok(bytes);
    }
    Ok(fs::read(path).map_err(|why| match why.kind() {
        std::io::ErrorKind::NotFound => Failure::NoFile(shown(path)),
        _ => Failure::CannotRead(shown(path), why),
    })?)
}

/// What a file without a telling name is.
fn by_beginning(text: &str) -> FormArg {
    match text.trim_start().chars().next() {
        Some('{') => FormArg::Jsonl,
        Some('<') => FormArg::Netscape,
        _ => FormArg::Csv,
    }
}

/// JSON Lines of another finews.
fn records(args: &Args, command: &Import, text: &str) -> anyhow::Result<()> {
    let (mut records, mut bad) = (Vec::new(), Vec::new());
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        match serde_json::from_str::<Record>(line) {
            Ok(record) => records.push(record),
            Err(error) => bad.push((number + 1, clean_line(&error.to_string()))),
        }
    }
    let lang = args.lang();
    tell_bad(lang, &bad);
    if records.is_empty() {
        return Err(Failure::NothingToImport(shown(&command.file)).into());
    }
    let how = Carry {
        removals: command.allow_removals,
        dry_run: command.dry_run,
    };
    let mut library: Library = change::library(args)?;
    let carried = library.carry(&records, how, unix_time())?;
    if !command.dry_run {
        change::back_up(args, &mut library);
    }
    eprintln!("finews: {}", told(lang, &carried, command.dry_run));
    Ok(())
}

/// Says which lines are left out.
pub(super) fn tell_bad(lang: Lang, bad: &[(usize, String)]) {
    for (line, why) in bad.iter().take(TOLD) {
        match lang {
            Lang::Zh => eprintln!("finews: 第 {line} 行没有收：{why}"),
            Lang::En => eprintln!("finews: line {line} is left out: {why}"),
        }
    }
    if bad.len() > TOLD {
        let more = grouped(bad.len() - TOLD);
        match lang {
            Lang::Zh => eprintln!("finews: 另有 {more} 行没有收"),
            Lang::En => eprintln!("finews: {more} more lines are left out"),
        }
    }
}

/// What came of it, or would: one line.
fn told(lang: Lang, carried: &Carried, dry_run: bool) -> String {
    let [added, changed, removed, kept, same, refused] = [
        carried.added,
        carried.changed,
        carried.removed,
        carried.kept,
        carried.same,
        carried.refused,
    ]
    .map(grouped);
    let told = match (lang, dry_run) {
        (Lang::Zh, false) => format!("新增 {added} 项，更新 {changed} 项，去掉 {removed} 项；{same} 项已有"),
        (Lang::Zh, true) => format!("会新增 {added} 项，更新 {changed} 项，去掉 {removed} 项；{same} 项已有"),
        (Lang::En, false) => {
            format!("{added} added, {changed} changed, {removed} removed; {same} were here already")
        }
        (Lang::En, true) => {
            format!("would add {added}, change {changed}, remove {removed}; {same} are here already")
        }
    };
    let mut parts = vec![told];
    if carried.kept > 0 {
        parts.push(match lang {
            Lang::Zh => format!("；对方去掉了 {kept} 项，这里留着，要一并去掉用 --allow-removals"),
            Lang::En => format!("; {kept} were removed there and stay here: --allow-removals removes them"),
        });
    }
    if carried.refused > 0 {
        parts.push(match lang {
            Lang::Zh => format!("；{refused} 项有误，没有收"),
            Lang::En => format!("; {refused} cannot be and were left out"),
        });
    }
    if !dry_run && carried.added + carried.changed + carried.removed > 0 {
        parts.push(match lang {
            Lang::Zh => "。界面里按 U 可撤销".to_owned(),
            Lang::En => ". U in the reader undoes it".to_owned(),
        });
    }
    parts.concat()
}
