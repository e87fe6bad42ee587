//! `finews categories`.

use std::io::Write;

use serde::Serialize;

use crate::store::{Scope, Unread};

use super::args::{Args, Categories};
use super::table::{padded, right_aligned};
use super::{archive, output};

#[derive(Serialize)]
struct Category<'a> {
    id: &'a str,
    label: &'a str,
    articles: usize,
    unread: usize,
}

pub(super) fn run(args: &Args, command: &Categories) -> anyhow::Result<()> {
    let archive = archive::required(args)?;
    let store = archive::articles(&archive, args.lang())?;
    // Only the objects of `--json` count what is unread.
    let (unread, store) = if command.json {
        let (_, unread, store) = archive::shelf(args, &archive, &store)?;
        (unread, store)
    } else {
        (Unread::default(), archive::less_hidden(args, &archive, &store))
    };
    let mut out = output::output();
    let categories: Vec<Category<'_>> = store
        .categories()
        .iter()
        .map(|category| Category {
            id: &category.name,
            label: &category.label,
            articles: category.articles,
            unread: unread.count(Scope::Category(category.id)),
        })
        .collect();
    if command.json {
        for category in &categories {
            output::json_line(&mut out, category)?;
        }
        return Ok(out.flush()?);
    }
    let cells = args.settings.cells;
    let label_width = categories
        .iter()
        .map(|category| cells.width(category.label))
        .max()
        .unwrap_or(0);
    for category in &categories {
        let label = padded(category.label, label_width, cells);
        writeln!(
            out,
            "{}  {label}  {}",
            right_aligned(&category.articles.to_string(), 8, cells),
            category.id
        )?;
    }
    Ok(out.flush()?)
}
