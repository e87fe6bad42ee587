//! Saved searches on the command line: what one asks for, and which there are.

use std::io::Write;

use serde::Serialize;

use crate::library::{Library, SavedSearch};
use crate::text::clean::clean_line;

use super::args::Args;
use super::failure::Failure;
use super::table::padded;
use super::{archive, output};

/// A saved search.
#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    query: &'a str,
}

/// The query that is saved as `name`, as it was typed.
pub(super) fn query(args: &Args, name: &str) -> anyhow::Result<String> {
    let searches = archive::of_library(args.lang(), Library::searches)?;
    let named = searches.iter().find(|search| search.name == name.trim());
    let query = named.map(|search| search.query.clone());
    let names = searches.into_iter().map(|search| search.name);
    Ok(query.ok_or_else(|| Failure::NoSaved(clean_line(name), names.collect()))?)
}

/// Lists them, in the order in which they were first saved.
pub(super) fn list(args: &Args, json: bool) -> anyhow::Result<()> {
    let searches = archive::of_library(args.lang(), Library::searches)?;
    let mut out = output::output();
    let cells = args.settings.cells;
    let widest = searches.iter().map(|search| cells.width(&search.name)).max();
    for SavedSearch { name, query, .. } in &searches {
        if json {
            output::json_line(&mut out, &Line { name, query })?;
        } else {
            writeln!(
                out,
                "{}  {query}",
                padded(name, widest.unwrap_or_default(), cells)
            )?;
        }
    }
    Ok(out.flush()?)
}
