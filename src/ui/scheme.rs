//! A theme's file to styles: what it says in the colours that can be shown; what it does not say by weight,
//! inversion and lines, as without colours.

use ratatui::style::{Modifier, Style};

use crate::config::theme::{Part, Rgb, Scheme};

use super::Theme;
use super::depth::Depth;

/// The looks of `scheme` in `depth`.
pub(super) fn theme(scheme: &Scheme, depth: Depth) -> Theme {
    let plain = Theme::monochrome();
    let base = colours(Style::new(), scheme.text, scheme.background, depth);
    let style = |part, unsaid: Style| styled(scheme, part, unsaid, depth);
    let dim = style(Part::Dim, plain.dim);
    let cursor = style(Part::Cursor, even(plain.cursor, base));
    let passage = style(Part::Passage, plain.passage);
    Theme {
        base,
        text: Style::new(),
        dim,
        heading: style(Part::Heading, dim),
        heading_focused: style(Part::HeadingFocused, plain.heading_focused),
        rule: style(Part::Rule, dim),
        day: style(Part::Day, dim),
        cursor,
        cursor_resting: style(Part::CursorResting, plain.cursor_resting),
        unread: style(Part::Unread, plain.unread),
        unread_title: style(Part::UnreadTitle, plain.unread_title),
        bookmark: style(Part::Bookmark, plain.bookmark),
        hit: style(Part::Hit, even(plain.hit, base)),
        hit_current: style(Part::HitCurrent, even(plain.hit_current, base)),
        problem: style(Part::Problem, plain.problem),
        message: style(Part::Message, plain.message),
        figure: style(Part::Figure, plain.figure),
        mark: style(Part::Mark, plain.mark),
        passage,
        passage_current: style(Part::PassageCurrent, passage.add_modifier(Modifier::BOLD)),
        selection: style(Part::Selection, cursor),
    }
}

/// `style` in the colours of `base`, so that a bar is even, whatever colours its cells had.
fn even(style: Style, base: Style) -> Style {
    Style {
        fg: base.fg.or(style.fg),
        bg: base.bg.or(style.bg),
        ..style
    }
    .remove_modifier(Modifier::DIM)
}

/// How `part` looks: as the file says, and for the rest as `unsaid`. A colour that is said stands for the inversion
/// or the dimness that would be there without it.
fn styled(scheme: &Scheme, part: Part, unsaid: Style, depth: Depth) -> Style {
    let Some(look) = scheme.look(part) else {
        return unsaid;
    };
    // Text that says no background stands on what fills the screen.
    let behind = look.bg.or(scheme.background);
    let mut style = unsaid;
    if let Some(bg) = look.bg {
        style = style.bg(depth.nearest(bg, None));
        if look.fg.is_none() {
            style.fg = scheme.text.map(|text| depth.nearest(text, Some(bg)));
        }
    }
    if let Some(fg) = look.fg {
        style = style.fg(depth.nearest(fg, behind));
    }
    let flags = [
        (Modifier::BOLD, look.bold),
        (Modifier::DIM, look.dim.or(look.fg.map(|_| false))),
        (Modifier::ITALIC, look.italic),
        (Modifier::UNDERLINED, look.underline),
        (Modifier::REVERSED, look.reverse.or(look.bg.map(|_| false))),
    ];
    for (modifier, said) in flags {
        match said {
            Some(true) => style = style.add_modifier(modifier),
            Some(false) => style.add_modifier.remove(modifier),
            None => {}
        }
    }
    style
}

/// `style` with these colours, as far as they are said.
fn colours(mut style: Style, fg: Option<Rgb>, bg: Option<Rgb>, depth: Depth) -> Style {
    if let Some(bg) = bg {
        style = style.bg(depth.nearest(bg, None));
    }
    if let Some(fg) = fg {
        style = style.fg(depth.nearest(fg, bg));
    }
    style
}

#[cfg(test)]
mod tests {
    use super::super::depth::shown;
    use super::*;
    use crate::config::theme::{Themes, Worn, parse};

    /// Every bundled theme in every depth, with its name.
    fn bundled() -> Vec<(String, Depth, Theme)> {
        let mut themes = Themes::default();
        let mut all = Vec::new();
        loop {
            themes.next();
            let Worn::Scheme(scheme) = themes.worn() else {
                return all;
            };
            for depth in [Depth::True, Depth::Indexed, Depth::Sixteen] {
                all.push((scheme.id.clone(), depth, theme(scheme, depth)));
            }
        }
    }

    fn parts(theme: &Theme) -> [(&'static str, Style); 20] {
        [
            ("text", theme.text),
            ("dim", theme.dim),
            ("heading", theme.heading),
            ("heading_focused", theme.heading_focused),
            ("day", theme.day),
            ("cursor", theme.cursor),
            ("cursor_resting", theme.cursor_resting),
            ("unread", theme.unread),
            ("unread_title", theme.unread_title),
            ("bookmark", theme.bookmark),
            ("hit", theme.hit),
            ("hit_current", theme.hit_current),
            ("problem", theme.problem),
            ("message", theme.message),
            ("figure", theme.figure),
            ("mark", theme.mark),
            ("passage", theme.passage),
            ("passage_current", theme.passage_current),
            ("selection", theme.selection),
            ("rule", theme.rule),
        ]
    }

    #[test]
    fn every_bundled_theme_can_be_read() {
        let all = bundled();
        assert!(all.len() >= 15);
        for (id, depth, theme) in all {
            for (part, style) in parts(&theme) {
                let whole = theme.base.patch(style);
                let [fg, bg] = [whole.fg, whole.bg].map(|color| shown(color.unwrap()).unwrap());
                let contrast = fg.contrast(bg);
                // A rule is no text.
                let least = if part == "rule" { 3.0 } else { 4.5 };
                assert!(contrast >= least, "{id} {depth:?} {part}: {contrast:.2}");
                assert!(!whole.add_modifier.contains(Modifier::DIM), "{id} {part}");
            }
        }
    }

    /// What is told by weight, inversion or a line without colours is so with them, or by a bar as plain as one.
    #[test]
    fn colour_never_tells_alone() {
        let monochrome = Theme::monochrome();
        for (id, depth, theme) in bundled() {
            let behind = shown(theme.base.bg.unwrap()).unwrap();
            for ((part, style), (_, plain)) in parts(&theme).into_iter().zip(parts(&monochrome)) {
                let told = plain.add_modifier.difference(Modifier::DIM);
                if told.is_empty() {
                    continue;
                }
                let bar = style
                    .bg
                    .and_then(shown)
                    .is_some_and(|bg| bg.contrast(behind) >= 3.0);
                assert!(
                    bar || style.add_modifier.intersects(told),
                    "{id} {depth:?} {part}"
                );
            }
            assert_ne!(theme.hit.add_modifier, theme.hit_current.add_modifier, "{id}");
            assert_ne!(theme.passage.add_modifier, theme.passage_current.add_modifier);
        }
    }

    #[test]
    fn what_is_not_said_is_told_without_colours() {
        let empty = theme(&parse("x", "").unwrap(), Depth::True);
        assert_eq!(empty.base, Style::new());
        assert!(empty.cursor.add_modifier.contains(Modifier::REVERSED));
        assert!(empty.dim.add_modifier.contains(Modifier::DIM));
        let text = "text = '#111111'\nbackground = '#eeeeee'\nhit = { bg = '#ffcc00' }\nproblem = { fg = '#990000', bold = false, underline = true }\n";
        let some = theme(&parse("x", text).unwrap(), Depth::True);
        assert!(!some.hit.add_modifier.contains(Modifier::REVERSED));
        assert!(some.hit.fg.is_some() && some.cursor.bg == some.base.bg);
        assert_eq!(some.problem.add_modifier, Modifier::UNDERLINED);
    }
}
