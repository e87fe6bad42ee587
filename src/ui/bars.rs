//! The line at the top, the line at the bottom, and what is said when there is room for nothing else.

use ratatui::layout::Position;
use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation;

use crate::app::{App, Area, Ask, IndexState, LEAST, Pane, Search, Shape, Why, doubt};
use crate::config::words::grouped;
use crate::store::Scope;

use super::canvas::Canvas;

/// ` finews  金融消息                    112,030 篇 · 今日 812 · 未读 640`
pub(super) fn top(app: &App, area: Area, canvas: &mut Canvas<'_>) {
    let (theme, words) = (canvas.theme, app.words());
    let mut facts = vec![(words.total)(app.store.announced())];
    let loading = app.loading;
    if loading.done || loading.stands || loading.why == Why::Disturbed {
        let (today, unread) = (app.today(), app.unread.count(Scope::All));
        facts.extend((today > 0).then(|| (words.today)(today)));
        facts.extend((unread > 0).then(|| (words.unread)(unread)));
    } else {
        facts.push((words.loading)(loading.seen));
    }
    if loading.stands && !loading.done && loading.why != Why::Disturbed {
        facts.push((words.checking)(loading.read));
    }
    if let IndexState::Building(percent) = app.index {
        facts.push((words.indexing)(percent));
    }
    // What is lost on quitting is worth more than any number.
    if app.keeps_nothing.is_some() {
        facts.insert(0, words.unsaved.to_owned());
    }
    let problems = app.problem_count();
    facts.extend((problems > 0).then(|| (words.problems)(problems)));
    let right = area.x + area.width.saturating_sub(1);
    let name_room = area.width.saturating_sub(2);
    let mut x = area.x + 1;
    x += canvas.text(x, area.y, name_room, "finews", theme.heading_focused) + 2;
    // The name gives way to the facts, and the later facts to the name.
    loop {
        let text = facts.join(" · ");
        let width = canvas.cells.width(&text) as u16;
        if (x + width + 2 <= right && width <= area.width / 2) || facts.len() == 1 {
            let begins = canvas.text_ending_at(right, area.y, area.width / 2, &text, theme.dim);
            let room = begins.saturating_sub(x + 2);
            let name = canvas.cells.truncate(&app.archive_name, room.into());
            canvas.text(x, area.y, room, &name, theme.text);
            return;
        }
        facts.pop();
    }
}

/// The prompt, a message, or where one is and which keys help on. Returns where the cursor stands.
pub(super) fn status(app: &App, area: Area, canvas: &mut Canvas<'_>) -> Option<Position> {
    if app.prompt.is_some() {
        return prompt(app, area, canvas);
    }
    let theme = canvas.theme;
    let left = area.x + 1;
    let mut right = area.x + area.width.saturating_sub(1);
    let pending = app.pending();
    if !pending.is_empty() {
        right = canvas
            .text_ending_at(right, area.y, area.width / 3, &pending, theme.message)
            .saturating_sub(2);
    }
    let continuations = app.continuations();
    if !continuations.is_empty() {
        let all: Vec<String> = continuations
            .iter()
            .map(|(keys, help)| format!("{keys} {help}"))
            .collect();
        let room = right.saturating_sub(left);
        let text = canvas.cells.truncate(&all.join("   "), room.into());
        canvas.text(left, area.y, room, &text, theme.message);
        return None;
    }
    if let Some(message) = &app.message {
        let style = if message.problem {
            theme.problem
        } else if app.is_settled() {
            theme.message
        } else {
            // What it says is not on disk yet.
            theme.dim
        };
        let room = right.saturating_sub(left);
        let text = canvas.cells.truncate(&message.text, room.into());
        canvas.text(left, area.y, room, &text, style);
        return None;
    }
    let stands_at = app
        .stands_at()
        .filter(|_| app.focus == Pane::Reader && !app.is_selecting());
    if let Some(at) = stands_at.or_else(|| app.marked_said()) {
        let room = right.saturating_sub(left);
        let text = canvas.cells.truncate(&at, room.into());
        canvas.text(left, area.y, room, &text, theme.message);
        return None;
    }
    let mut hints = hints(app, hints_room(app, area.width), canvas);
    if app.areas().shape == Shape::Zoomed {
        // There is no heading to say it.
        hints = format!(
            "{}%  {hints}",
            app.reader.progress(app.size.height.saturating_sub(1).into())
        );
    }
    let begins = canvas.text_ending_at(right, area.y, area.width, &hints, theme.dim);
    let room = begins.saturating_sub(left + 2);
    let crumbs = canvas.cells.truncate(&crumbs(app), room.into());
    canvas.text(left, area.y, room, &crumbs, theme.dim);
    None
}

/// Cells kept for the word that says that a passage is selected.
const SELECTING: u16 = 12;

/// Cells that hints may take: half of the line; nearly all of it while a passage is selected, for then they are all that
/// tells what can be done.
fn hints_room(app: &App, width: u16) -> usize {
    let taken = if app.is_selecting() { SELECTING } else { width / 2 };
    width.saturating_sub(taken).into()
}

/// The keys worth knowing in the focused pane, as many as take at most `room` cells.
fn hints(app: &App, room: usize, canvas: &Canvas<'_>) -> String {
    let here = app
        .bindings(app.focus)
        .iter()
        .filter(|binding| !binding.row.hint(app.lang).is_empty());
    let all: Vec<String> = here
        .filter_map(|binding| {
            Some(format!(
                "{} {}",
                binding.keys.first()?,
                binding.row.hint(app.lang)
            ))
        })
        .collect();
    // The last, which is the help, stays longest.
    let (last, rest) = match all.split_last() {
        Some((last, rest)) => (last.clone(), rest),
        None => return String::new(),
    };
    let mut out = last;
    let mut shown: Vec<&String> = Vec::new();
    for hint in rest {
        let candidate = shown
            .iter()
            .copied()
            .chain([hint])
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("  ");
        let candidate = format!("{candidate}  {}", all.last().map_or("", String::as_str));
        if canvas.cells.width(&candidate) > room {
            break;
        }
        shown.push(hint);
        out = candidate;
    }
    out
}

/// `经济参考网 › 新阶段金融科技发展规划出炉`
fn crumbs(app: &App) -> String {
    if app.is_selecting() {
        return app.words().selecting.to_owned();
    }
    let list = app.list_name();
    match (app.focus, app.areas().shape, app.reader.article()) {
        (Pane::Reader, _, Some(article)) => format!("{list} › {}", article.post.title),
        (Pane::Categories, Shape::Narrow, _) => app.words().categories.to_owned(),
        _ => list,
    }
}

/// `标题 / 央行▏                    12 篇`
fn prompt(app: &App, area: Area, canvas: &mut Canvas<'_>) -> Option<Position> {
    let open = app.prompt.as_ref()?;
    let (theme, words) = (canvas.theme, app.words());
    let (label, found) = match open.prompt.ask {
        Ask::Category => {
            let found = format!("{} · {}", grouped(app.categories.len()), words.tab_searches);
            (words.prompt_category, Some(found))
        }
        Ask::Search => {
            let label = if open.whole {
                words.prompt_everywhere
            } else {
                words.prompt_search
            };
            (label, app.search().map(|search| found(app, search)))
        }
        Ask::Find => {
            let find = app.reader.find();
            let found = find.map(|find| format!("{}/{}", (find.current + 1).min(find.len()), find.len()));
            (words.prompt_find, found)
        }
        Ask::Date => (words.prompt_date, None),
        Ask::Note => (app.own_words().prompt_note, None),
        Ask::Pipe => (app.own_words().prompt_pipe, None),
        Ask::Export => (words.prompt_export, None),
        Ask::Overwrite => (words.prompt_overwrite, Some(words.overwrite_keys.to_owned())),
        Ask::Command => (words.prompt_command, Some(app.command_help(open.prompt.text()))),
        Ask::PassageNote(uuid) => {
            let quote = app
                .passages
                .get(uuid)
                .map(|passage| passage.place.quote.replace('\n', " "));
            (words.prompt_passage_note, quote)
        }
    };
    let mut right = area.x + area.width.saturating_sub(1);
    if let Some(found) = found {
        let found = canvas.cells.truncate(&found, usize::from(area.width / 3));
        right = canvas
            .text_ending_at(right, area.y, area.width / 3, &found, theme.dim)
            .saturating_sub(1);
    }
    let mut x = area.x + 1;
    if canvas.cells.width(label) <= usize::from(area.width / 3) {
        x += canvas.text(x, area.y, area.width / 3, label, theme.heading_focused);
    }
    x += canvas.text(x, area.y, 3, " / ", theme.dim);
    let room = usize::from(right.saturating_sub(x + 1));
    // What is before the cursor stays in view: the beginning gives way.
    let before = open.prompt.before_cursor();
    let skipped = skip_to_fit(&before, room, canvas);
    let text = open.prompt.text().get(skipped..).unwrap_or_default();
    canvas.text(x, area.y, room as u16, text, theme.text);
    underline_doubts(app, skipped, (x, area.y, room), canvas);
    suggest(app, x + canvas.cells.width(text) as u16, (area.y, right), canvas);
    let cursor = canvas.cells.width(before.get(skipped..).unwrap_or_default()) as u16;
    Some(Position::new((x + cursor).min(right), area.y))
}

/// How many were found so far, or what was not understood of what is typed.
fn found(app: &App, search: &Search) -> String {
    let words = app.words();
    if let Some(left_out) = search.doubts.first() {
        return doubt(app.lang, left_out.why).to_owned();
    }
    let mut found = (words.candidates)(search.found.total);
    if search.found.spelled > 0 {
        found = format!("{found} · {}", (words.spelled)(search.found.spelled));
    }
    if search.found.open > 0 {
        found = format!("{found} · {}", (words.to_read)(search.found.open));
    }
    found
}

/// What a search that is being typed may go on to, behind it, where there is room.
fn suggest(app: &App, x: u16, (y, right): (u16, u16), canvas: &mut Canvas<'_>) {
    let Some(suggestion) = app.search().and_then(|search| search.suggestion.as_ref()) else {
        return;
    };
    let arrow = if canvas.cells.ambiguous_wide { "->" } else { "→" };
    let text = format!("  {arrow} {}", suggestion.name);
    let room = right.saturating_sub(x + 1);
    if canvas.cells.width(&text) <= usize::from(room) {
        canvas.text(x, y, room, &text, canvas.theme.dim);
    }
}

/// Underlines what was not understood of a search, in the text of the prompt from byte `skipped` on.
fn underline_doubts(app: &App, skipped: usize, (x, y, room): (u16, u16, usize), canvas: &mut Canvas<'_>) {
    let typed = app.prompt.as_ref().map(|open| open.prompt.text());
    let Some(search) = app.search().filter(|search| typed == Some(&search.typed)) else {
        return;
    };
    let cells = canvas.cells;
    let column = |byte: usize| {
        let before = search.typed.get(skipped..byte.max(skipped)).unwrap_or_default();
        cells.width(before).min(room)
    };
    let style = canvas.theme.problem.add_modifier(Modifier::UNDERLINED);
    for left_out in &search.doubts {
        let (start, end) = (column(left_out.range.start), column(left_out.range.end));
        canvas.style(x + start as u16, y, (end - start) as u16, style);
    }
}

/// Bytes to leave out at the beginning of `text` so that the rest takes at most `room` cells.
fn skip_to_fit(text: &str, room: usize, canvas: &Canvas<'_>) -> usize {
    let mut left = room;
    let from_the_end = text.grapheme_indices(true).rev();
    let fitting = from_the_end.take_while(|(_, g)| {
        let fits = canvas.cells.grapheme(g) <= left;
        left = left.saturating_sub(canvas.cells.grapheme(g));
        fits
    });
    fitting.last().map_or(text.len(), |(at, _)| at)
}

/// One clear line on a screen that is too small for anything else.
pub(super) fn too_small(app: &App, canvas: &mut Canvas<'_>) {
    let text = (app.words().too_small)(LEAST.width, LEAST.height);
    let width = app.size.width;
    let text = if canvas.cells.width(&text) > width.into() {
        format!("{}×{}", LEAST.width, LEAST.height)
    } else {
        text
    };
    let style = canvas.theme.text;
    canvas.text(0, app.size.height / 2, width, &text, style);
}
