//! `finews cite`: citations of articles.

use std::io::Write;

use jiff::civil::DateTime;

use crate::exchange::{Facts, cite};
use crate::post::{unix_time, wall_time};

use super::args::{Args, Cite};
use super::found::Finder;
use super::output;

pub(super) fn run(args: &Args, command: &Cite) -> anyhow::Result<()> {
    let mut finder = Finder::new(args);
    let articles: Vec<Facts> = command
        .what
        .iter()
        .map(|what| {
            let article = finder.find(what)?.article;
            Ok(Facts::new(&article.post, &article.document))
        })
        .collect::<anyhow::Result<_>>()?;
    let zone = args.settings.zone;
    let today = || wall_time(unix_time(), zone).map(DateTime::date);
    let named = command.accessed.as_ref().and_then(|days| days.range(zone));
    let accessed = named.map(|days| *days.start()).or_else(today).unwrap_or_default();
    let style = command.style.map_or(args.settings.citation, Into::into);
    let mut out = output::output();
    out.write_all(cite(style, &articles, accessed).as_bytes())?;
    Ok(out.flush()?)
}
