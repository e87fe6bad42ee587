//! The article list: day headings, rows, and why it is empty where it is.

use crate::app::{App, ListLine, ListView, Pane, PaneArea, Search, Source, doubt};
use crate::config::TextSearch;
use crate::config::words::grouped;

use super::canvas::Canvas;
use super::results;

pub(super) fn draw(app: &App, pane: PaneArea, canvas: &mut Canvas<'_>) {
    let (theme, view) = (canvas.theme, app.list());
    let focused = app.focus == Pane::List;
    let len = view.list.len(&app.store);
    let style = if focused {
        theme.heading_focused
    } else {
        theme.heading
    };
    let position = if len == 0 {
        String::new()
    } else {
        format!("{}/{}", grouped(view.cursor + 1), grouped(len))
    };
    let right = pane.heading.x + pane.heading.width.saturating_sub(1);
    let begins = canvas.text_ending_at(
        right,
        pane.heading.y,
        pane.heading.width / 2,
        &position,
        theme.dim,
    );
    let room = begins.saturating_sub(pane.heading.x + 2);
    let title = canvas.cells.truncate(&app.list_title(), room.into());
    canvas.text(pane.heading.x + 1, pane.heading.y, room, &title, style);

    if len == 0 {
        let text = why_empty(app, view);
        for (line, y) in crate::layout::wrap(
            &text,
            usize::from(pane.body.width).saturating_sub(2),
            canvas.cells,
        )
        .iter()
        .zip(pane.body.y + 1..pane.body.y + pane.body.height)
        {
            canvas.text(
                pane.body.x + 1,
                y,
                pane.body.width.saturating_sub(2),
                line,
                theme.dim,
            );
        }
        return;
    }
    let selected_title = app.selected_title();
    let marks = view.marks(&app.store);
    for (line, y) in view
        .lines(&app.store, app.list_frame())
        .into_iter()
        .zip(pane.body.y..)
    {
        match line {
            ListLine::Day(index) => {
                let heading = app.day_heading(view, index);
                let room = pane.body.width.saturating_sub(2);
                canvas.text(pane.body.x + 1, y, room, &heading, theme.day);
            }
            ListLine::Snippet(index) => results::snippet(app, view, index, pane, y, canvas),
            ListLine::Months => results::months(app, view, pane, y, canvas),
            ListLine::Row { index, part } => {
                row(app, view, index, part, &selected_title, pane, y, canvas);
                if part == 0 && marks(index) {
                    // Not told by colour alone, and to be seen under the cursor too.
                    canvas.text(pane.body.x + 2, y, 1, "+", theme.mark);
                }
            }
        }
    }
}

/// One line of a row.
#[expect(
    clippy::too_many_arguments,
    reason = "a row is drawn from one place, with all it needs at hand"
)]
fn row(
    app: &App,
    view: &ListView,
    index: usize,
    part: usize,
    selected_title: &[String],
    pane: PaneArea,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    let theme = canvas.theme;
    let columns = app.columns(pane.body.width.into());
    let text = app.row_text(view, index);
    let x = pane.body.x;
    let selected = index == view.cursor;
    // Ambiguous marks would move everything after them where they take two cells.
    let (dot, star) = if canvas.cells.ambiguous_wide {
        ("*", "+")
    } else {
        ("●", "★")
    };
    let title_x = x + columns.before as u16;
    let title_style = match (text.unread, text.gone) {
        (true, _) => theme.unread_title,
        (_, true) => theme.dim,
        _ => theme.text,
    };
    let whole = if selected { selected_title.get(part) } else { None };
    // Other copies are counted after the title, which gives way to the number.
    let copies = match (text.copies, whole) {
        (1.., None) => format!(" +{}", text.copies),
        _ => String::new(),
    };
    let copies_width = canvas.cells.width(&copies);
    let room = columns.title.saturating_sub(copies_width);
    let title = whole
        .cloned()
        .unwrap_or_else(|| canvas.cells.truncate(&text.title, room));
    let used = canvas.text(title_x, y, columns.title as u16, &title, title_style);
    canvas.text(title_x + used, y, copies_width as u16, &copies, theme.dim);
    if part == 0 {
        if text.unread {
            let style = if text.settling { theme.dim } else { theme.unread };
            canvas.text(x + 1, y, 1, dot, style);
        }
        canvas.text(x + 3, y, 5, &text.time, theme.dim);
        if text.bookmarked {
            let style = if text.settling { theme.dim } else { theme.bookmark };
            canvas.text(x + 9, y, 1, star, style);
        }
        if columns.outlet > 0
            && let Some(outlet) = &text.outlet
        {
            let outlet = canvas.cells.truncate(outlet, columns.outlet);
            let right = x + pane.body.width.saturating_sub(1);
            canvas.text_ending_at(right, y, columns.outlet as u16, &outlet, theme.dim);
        }
    }
    if selected {
        let style = if app.focus == Pane::List {
            theme.cursor
        } else {
            theme.cursor_resting
        };
        let (from, width) = if app.focus == Pane::List {
            (x, pane.body.width)
        } else {
            (title_x, canvas.cells.width(&title) as u16)
        };
        canvas.style(from, y, width, style);
    }
}

/// Why the list is empty, and which key widens it.
fn why_empty(app: &App, view: &ListView) -> String {
    let words = app.words();
    match (&view.search, &view.source) {
        (Some(_), _) if app.is_searching() => words.searching.to_owned(),
        (Some(search), _) => why_nothing(app, view, search),
        (None, Source::Bookmarks) => words.empty_bookmarks.to_owned(),
        (None, Source::History) => app.own_words().empty_history.to_owned(),
        (None, Source::Passages) => words.empty_passages.to_owned(),
        (None, Source::Hidden) => app.own_words().empty_hidden.to_owned(),
        (None, _) if !app.loading.done => words.empty_loading.to_owned(),
        (None, _) => words.empty_archive.to_owned(),
    }
}

/// Why a search has found nothing.
fn why_nothing(app: &App, view: &ListView, search: &Search) -> String {
    let why = why_not_found(app, view, search);
    if app.settings.text_search == TextSearch::Titles {
        format!("{why}{}", app.words().titles_only)
    } else {
        why
    }
}

fn why_not_found(app: &App, view: &ListView, search: &Search) -> String {
    let words = app.words();
    let typed = &app.shortened(&search.typed);
    if search.found.hidden > 0 {
        return (app.own_words().only_hidden)(search.found.hidden);
    }
    if let Some(nearest) = &search.found.nearest {
        let place = if nearest.whole { words.everywhere } else { "" };
        let query = app.shortened(&nearest.query);
        return (words.empty_nearest)(typed, &query, place, (nearest.articles, nearest.exact));
    }
    match search.doubts.first() {
        Some(left_out) => {
            let piece = search.typed.get(left_out.range.clone()).unwrap_or_default();
            (words.empty_doubt)(&app.shortened(piece), doubt(app.lang, left_out.why))
        }
        None if search.whole || view.source == Source::All => (words.empty_search)(typed),
        None => (words.empty_here)(typed, &app.source_name(&view.source)),
    }
}
