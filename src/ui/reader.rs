//! The page: its lines in the middle of the pane, passages and hits marked, its neighbours in the list after it.

use std::sync::Arc;

use crate::app::{App, Area, Pane, PaneArea};
use crate::layout::Line;
use crate::work::Article;

use super::canvas::{Canvas, Linked};
use super::passages;

pub(super) fn draw(app: &App, pane: PaneArea, canvas: &mut Canvas<'_>) {
    heading(app, pane, canvas);
    let Some(page) = app.reader.page() else {
        let text = app.words().empty_page;
        if app.reader.article().is_none() && pane.body.height > 1 {
            canvas.text(
                pane.body.x + 1,
                pane.body.y + 1,
                pane.body.width.saturating_sub(2),
                text,
                canvas.theme.dim,
            );
        }
        return;
    };
    let column = app.reader.column(pane.body);
    let top = app.reader.top;
    let marked = app.marked_link().map(|(mark, _)| mark.link);
    let addresses = Addresses::of(app);
    for (number, line) in page.lines.iter().enumerate().skip(top) {
        let row = number - top;
        if row >= usize::from(column.height) {
            break;
        }
        let marked = marked.filter(|_| page.body.contains(&number));
        draw_line(line, column, column.y + row as u16, marked, &addresses, canvas);
    }
    passages::mark(app, pane.body, column, canvas);
    mark_hits(app, column, canvas);
    passages::selection(app, column, canvas);
    labels(app, column, canvas);
    passages::notes(app, page.lines.len(), column, canvas);
    neighbours(app, page.lines.len() + app.reader.notes().len(), column, canvas);
}

/// What the pane holds and how much of it has come into view.
fn heading(app: &App, pane: PaneArea, canvas: &mut Canvas<'_>) {
    if pane.heading.height == 0 {
        return;
    }
    let theme = canvas.theme;
    let style = if app.focus == Pane::Reader {
        theme.heading_focused
    } else {
        theme.heading
    };
    let right = pane.heading.x + pane.heading.width.saturating_sub(1);
    let progress = match app.reader.page() {
        Some(_) => format!("{}%", app.reader.progress(pane.body.height.into())),
        None => String::new(),
    };
    let begins = canvas.text_ending_at(right, pane.heading.y, 6, &progress, theme.dim);
    let room = begins.saturating_sub(pane.heading.x + 2);
    // Once the title has scrolled away it stands here.
    let title = app
        .reader
        .article()
        .filter(|_| app.reader.top > 0)
        .map(|article| article.post.title.as_str());
    let title = canvas
        .cells
        .truncate(title.unwrap_or(app.words().page), room.into());
    canvas.text(pane.heading.x + 1, pane.heading.y, room, &title, style);
}

/// Where the links of a page lead.
struct Addresses<'a> {
    /// The article, where the terminal opens links.
    article: Option<&'a Article>,
    site_url: &'a str,
}

impl<'a> Addresses<'a> {
    fn of(app: &'a App) -> Self {
        let opens = app.terminal.hyperlinks == Some(true);
        Self {
            article: app.reader.article().filter(|_| opens).map(Arc::as_ref),
            site_url: &app.site_url,
        }
    }

    /// Where the link of this number ([`crate::layout::Span::link`]) leads.
    fn get(&self, number: usize) -> Option<String> {
        let article = self.article?;
        match article.document.links.get(number) {
            Some(link) => link.address(self.site_url),
            None => article.post.source_url.clone(),
        }
    }
}

/// One line of the page; the link that is `marked` stands out.
fn draw_line(
    line: &Line,
    column: Area,
    y: u16,
    marked: Option<usize>,
    addresses: &Addresses<'_>,
    canvas: &mut Canvas<'_>,
) {
    let mut x = column.x;
    for span in &line.spans {
        let mut style = canvas.theme.style_of(span.role, span.link().is_some());
        if marked.is_some() && span.link() == marked {
            style = style.patch(canvas.theme.mark);
        }
        let room = (column.x + column.width).saturating_sub(x);
        let width = canvas.text(x, y, room, &span.text, style);
        if let Some(number) = span.link()
            && let Some(address) = addresses.get(number)
        {
            canvas.links.push(Linked {
                x,
                y,
                width,
                number,
                address,
            });
        }
        x += width;
    }
}

/// The letters over the links.
fn labels(app: &App, column: Area, canvas: &mut Canvas<'_>) {
    for label in app.labels() {
        let Some(row) = label.line.checked_sub(app.reader.top) else {
            continue;
        };
        if row < usize::from(column.height) && label.cell < usize::from(column.width) {
            let x = column.x + label.cell as u16;
            let room = column.x + column.width - x;
            canvas.text(
                x,
                column.y + row as u16,
                room,
                &label.text,
                canvas.theme.hit_current,
            );
        }
    }
}

/// Marks the hits in view; the one the reader stands at stands out.
fn mark_hits(app: &App, column: Area, canvas: &mut Canvas<'_>) {
    let Some(find) = app.reader.find() else { return };
    let top = app.reader.top;
    let shown = top..top + usize::from(column.height);
    for number in app.reader.hits_in(shown.clone()) {
        let style = if number == find.current {
            canvas.theme.hit_current
        } else {
            canvas.theme.hit
        };
        for part in app.reader.hit_parts(number) {
            if shown.contains(&part.line) {
                let y = column.y + (part.line - top) as u16;
                canvas.style(
                    column.x + part.cells.start as u16,
                    y,
                    (part.cells.end - part.cells.start) as u16,
                    style,
                );
            }
        }
    }
}

/// After the page: what comes next and what came before in the list, where that is the list it was opened from.
fn neighbours(app: &App, lines: usize, column: Area, canvas: &mut Canvas<'_>) {
    let view = app.list();
    if app.reader.shown_id() != view.selected_id(&app.store).as_ref() {
        return;
    }
    let words = app.words();
    let next = (words.next, "J", view.cursor.checked_add(1));
    let previous = (words.previous, "K", view.cursor.checked_sub(1));
    // A blank line stands before them.
    for (number, (word, key, index)) in [next, previous].into_iter().enumerate() {
        let line = lines + 1 + number;
        let Some(row) = line
            .checked_sub(app.reader.top)
            .filter(|row| *row < usize::from(column.height))
        else {
            continue;
        };
        let Some(article) = index.and_then(|index| view.list.row(&app.store, index)) else {
            continue;
        };
        let text = canvas
            .cells
            .truncate(&format!("{key} {word}  {}", article.title()), column.width.into());
        canvas.text(
            column.x,
            column.y + row as u16,
            column.width,
            &text,
            canvas.theme.dim,
        );
    }
}
