//! `finews trend`: how often something is written of, month by month.

use std::io::Write;

use serde::Serialize;

use crate::config::Lang;
use crate::config::words::grouped;
use crate::search::query::Query;
use crate::text::cells::Cells;
use crate::text::clean::clean_line;
use crate::work::{Month, Order};

use super::args::{self, Args};
use super::failure::Failure;
use super::output;
use super::search::{Desk, understood, whole};
use super::table::{padded, right_aligned};

/// Cells of a chart where no terminal says how wide it may be.
const WIDTH: usize = 80;
/// Eighths of a cell.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// How many articles of one month are of one query.
#[derive(Serialize)]
struct Line<'a> {
    query: &'a str,
    month: String,
    articles: usize,
}

pub(super) fn run(args: &Args, command: &args::Trend) -> anyhow::Result<()> {
    let mut desk = Desk::open(args)?;
    let queries = command.words.iter().map(|words| understood(args, &whole(words)));
    let queries: Vec<Query> = queries.collect::<Result<_, Failure>>()?;
    let mut columns: Vec<(String, Vec<Month>)> = Vec::new();
    for (words, query) in command.words.iter().zip(queries) {
        let found = desk.search(args, query, Order::Newest, 0);
        columns.push((clean_line(words), found.months));
    }
    let mut out = output::output();
    if command.json {
        for (query, months) in &columns {
            for month in months {
                let line = Line {
                    query,
                    month: month.first.strftime("%Y-%m").to_string(),
                    articles: month.articles,
                };
                output::json_line(&mut out, &line)?;
            }
        }
    } else {
        chart(&mut out, &columns, args.settings.cells, args.lang())?;
    }
    Ok(out.flush()?)
}

/// A line for each month: for each query a bar, its length by the greatest of all, and the number.
fn chart(
    out: &mut impl Write,
    columns: &[(String, Vec<Month>)],
    cells: Cells,
    lang: Lang,
) -> anyhow::Result<()> {
    let months = columns.first().map_or(&[][..], |(_, months)| months);
    let most = columns
        .iter()
        .flat_map(|(_, months)| months)
        .map(|month| month.articles)
        .max();
    let most = most.unwrap_or_default().max(1);
    let numbers = grouped(most).len().max(2);
    let width = output::terminal_width().unwrap_or(WIDTH);
    let column = width.saturating_sub(9) / columns.len().max(1);
    let bar = column.saturating_sub(numbers + 3).max(4);
    let heading = match lang {
        Lang::Zh => "月份",
        Lang::En => "month",
    };
    let mut line = padded(heading, 7, cells);
    for (query, _) in columns {
        let query = cells.truncate(query, bar + numbers + 1);
        line = line + "  " + &padded(&query, bar + numbers + 1, cells);
    }
    writeln!(out, "{}", line.trim_end())?;
    for (place, month) in months.iter().enumerate() {
        line = month.first.strftime("%Y-%m").to_string();
        for (_, months) in columns {
            let articles = months.get(place).map_or(0, |month| month.articles);
            let number = right_aligned(&grouped(articles), numbers, cells);
            line = line + "  " + &number + " " + &bar_of(articles, most, bar, cells);
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A bar of `width` cells at most, filled up with blanks; of plain signs where blocks take two cells.
fn bar_of(articles: usize, most: usize, width: usize, cells: Cells) -> String {
    let eighths = (articles * width * 8).div_ceil(most);
    let mut bar;
    if cells.char('█') == 1 {
        bar = "█".repeat(eighths / 8);
        let rest = (eighths % 8).checked_sub(1).and_then(|rest| EIGHTHS.get(rest));
        bar.extend(rest);
    } else {
        bar = "#".repeat(eighths.div_ceil(8));
    }
    padded(&bar, width, cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_by_eighths() {
        let bar = |articles| bar_of(articles, 16, 2, Cells::default());
        assert_eq!([0, 1, 8, 15, 16].map(bar), ["  ", "▏ ", "█ ", "█▉", "██"]);
        let wide = Cells { ambiguous_wide: true };
        assert_eq!(bar_of(9, 16, 2, wide), "##");
    }
}
