//! Help and problems, over the whole screen.

use ratatui::layout::Position;
use ratatui::style::{Color, Style};

use crate::app::{App, KEYS_WIDTH, Overlay, OverlayKind, OverlayLine};

use super::canvas::Canvas;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let overlay = app.overlay.as_ref()?;
    let (theme, words) = (canvas.theme, app.words());
    let (width, height) = (app.size.width, app.size.height);
    let title = match &overlay.kind {
        OverlayKind::Help(_) => words.help_title.to_owned(),
        OverlayKind::Problems => {
            format!("{} · {}", words.problems_title, app.problem_count())
        }
        OverlayKind::About(_) => words.about_title.to_owned(),
        OverlayKind::Rules => format!("{} · {}", app.own_words().rules_title, app.rules.standing.len()),
        OverlayKind::Archives => words.archives_title.to_owned(),
        OverlayKind::Code(url, _) => url.clone(),
    };
    canvas.text(1, 0, width.saturating_sub(2), &title, theme.heading_focused);
    let lines = overlay.lines().iter().enumerate().skip(overlay.top);
    for ((number, line), y) in lines.zip(1..height.saturating_sub(1)) {
        draw_line(line, number == overlay.cursor, y, width, canvas);
    }
    footer(app, overlay, canvas)
}

fn draw_line(line: &OverlayLine, under_cursor: bool, y: u16, width: u16, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let room = width.saturating_sub(2);
    match line {
        OverlayLine::Blank => {}
        OverlayLine::Heading(text) => {
            canvas.text(1, y, room, text, theme.dim);
        }
        OverlayLine::Key { keys, help } => {
            let column = KEYS_WIDTH as u16;
            canvas.text(2, y, column, keys, theme.unread_title);
            let x = 2 + column + 1;
            canvas.text(x, y, width.saturating_sub(x), help, theme.text);
        }
        OverlayLine::Choice(text) if under_cursor => {
            canvas.text(1, y, room, text, theme.text);
            canvas.style(0, y, width, theme.cursor);
        }
        OverlayLine::Place(text) | OverlayLine::Choice(text) => {
            canvas.text(1, y, room, text, theme.text);
        }
        OverlayLine::Fact(text) => {
            canvas.text(3, y, room.saturating_sub(2), text, theme.text);
        }
        OverlayLine::Text(text) => {
            canvas.text(3, y, room.saturating_sub(2), text, theme.dim);
        }
        OverlayLine::Code(modules) => draw_modules(modules, y, width, canvas),
    }
}

/// A row of a QR code, in the middle: black and white, whatever the theme is, for a camera reads it.
fn draw_modules(modules: &[(bool, bool)], y: u16, width: u16, canvas: &mut Canvas<'_>) {
    let wide_blocks = canvas.cells.ambiguous_wide;
    let (glyph, cells) = if wide_blocks { ("  ", 2) } else { ("▀", 1) };
    let colour = |is_light: bool| if is_light { Color::White } else { Color::Black };
    let begins = (usize::from(width).saturating_sub(modules.len() * cells) / 2) as u16;
    for (number, (upper, lower)) in modules.iter().enumerate() {
        let x = begins + (number * cells) as u16;
        if usize::from(x) + cells > width.into() {
            break;
        }
        let style = Style::new().fg(colour(*upper)).bg(colour(*lower));
        canvas.text(x, y, cells as u16, glyph, style);
    }
}

/// The filter, or the keys that work in the overlay.
fn footer(app: &App, overlay: &Overlay, canvas: &mut Canvas<'_>) -> Option<Position> {
    let theme = canvas.theme;
    let y = app.size.height.saturating_sub(1);
    let room = app.size.width.saturating_sub(2);
    if !overlay.typing && overlay.filter().is_empty() {
        let keys = match overlay.kind {
            OverlayKind::Archives => app.words().choose_close,
            _ => app.words().help_close,
        };
        canvas.text(1, y, room, keys, theme.dim);
        return None;
    }
    let mut x = 1 + canvas.text(1, y, room, "/ ", theme.dim);
    x += canvas.text(x, y, room.saturating_sub(x), overlay.filter(), theme.text);
    overlay
        .typing
        .then(|| Position::new(x.min(app.size.width.saturating_sub(1)), y))
}
