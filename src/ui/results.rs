//! What stands in a list of results beside its rows: the sentence that matched, and how the hits lie in time.

use crate::app::{App, ListView, PaneArea};
use crate::post::wall_time;

use super::canvas::Canvas;

/// Cells in front of a snippet.
const INDENT: u16 = 2;
/// Heights of a bar, from nothing to the greatest.
const BARS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// The same where those take two cells.
const PLAIN_BARS: [&str; 9] = [" ", ".", ".", ":", ":", "+", "+", "#", "#"];

/// The sentence that matched in the article of row `index`, its hits marked, or its newest passage.
pub(super) fn snippet(
    app: &App,
    view: &ListView,
    index: usize,
    pane: PaneArea,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    let theme = canvas.theme;
    let (mut x, mut at) = (pane.body.x + INDENT, 0);
    let right = pane.body.x + pane.body.width.saturating_sub(1);
    let Some(snippet) = app.snippet(view, index, right.saturating_sub(x).into()) else {
        return;
    };
    let mut write = |canvas: &mut Canvas<'_>, text: Option<&str>, style| {
        let room = right.saturating_sub(x);
        x += canvas.text(x, y, room, text.unwrap_or_default(), style);
    };
    for hit in &snippet.hits {
        write(canvas, snippet.text.get(at..hit.start), theme.dim);
        write(canvas, snippet.text.get(hit.clone()), theme.hit);
        at = hit.end;
    }
    write(canvas, snippet.text.get(at..), theme.dim);
}

/// `2021-06 ▁▂▅█▇▃ 2022-01`: a bar for each month or, where there are more than cells, for several; the month of the article
/// under the cursor, or the only one that is shown, stands out.
pub(super) fn months(app: &App, view: &ListView, pane: PaneArea, y: u16, canvas: &mut Canvas<'_>) {
    let Some(search) = app.search() else { return };
    let theme = canvas.theme;
    let (Some(first), Some(last)) = (search.months.first(), search.months.last()) else {
        return;
    };
    let (begin, end) = (
        first.first.strftime("%Y-%m").to_string(),
        last.first.strftime("%Y-%m").to_string(),
    );
    // Seven cells for each of the two, one for each gap and the margins.
    let room = usize::from(pane.body.width).saturating_sub(2 * 7 + 4);
    if room < 4 {
        return;
    }
    let months = search.months.len();
    let together = months.div_ceil(room);
    let bars: Vec<usize> = search
        .months
        .chunks(together)
        .map(|months| months.iter().map(|month| month.articles).sum())
        .collect();
    let most = bars.iter().copied().max().unwrap_or_default().max(1);
    let selected = view.selected(&app.store).and_then(|row| row.timestamp());
    let selected =
        selected.and_then(|timestamp| Some(wall_time(timestamp, app.settings.zone)?.date().first_of_month()));
    let marked = search.month.or(selected);
    let marked = marked.and_then(|marked| search.months.iter().position(|month| month.first == marked));
    let signs = if canvas.cells.ambiguous_wide {
        &PLAIN_BARS
    } else {
        &BARS
    };
    let mut x = pane.body.x + 1;
    x += canvas.text(x, y, 7, &begin, theme.dim) + 1;
    for (number, bar) in bars.iter().enumerate() {
        // Whatever is there is seen.
        let height = (bar * 8).div_ceil(most);
        let sign = signs.get(height).copied().unwrap_or_default();
        let style = if marked.map(|month| month / together) == Some(number) {
            theme.hit_current
        } else {
            theme.text
        };
        x += canvas.text(x, y, 1, sign, style);
    }
    canvas.text(x + 1, y, 7, &end, theme.dim);
}
