//! `finews bookmark import`.

use std::fs;
use std::io::{Read as _, stdin};
use std::path::Path;

use crate::cli::args::Args;
use crate::cli::failure::{Failure, shown};
use crate::config::Lang;
use crate::config::words::grouped;
use crate::exchange::{read_csv, read_netscape, text_of};

use super::args::{FormArg, Import};
use super::{foreign, records};

/// Lines that are told; of more only the number.
const TOLD: usize = 20;

pub(super) fn run(args: &Args, command: &Import) -> anyhow::Result<()> {
    let bytes = read(&command.file)?;
    let text = text_of(&bytes);
    let form = command.format.map(FormArg::from);
    let form = form.or_else(|| FormArg::of_file(&command.file));
    let form = form.unwrap_or_else(|| by_beginning(&text));
    match form {
        FormArg::Jsonl => records::take(args, command, &text),
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
