//! How many colours the terminal can show, and which of those comes nearest to a colour that is asked for.

use ratatui::style::Color;

use crate::config::theme::Rgb;

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Any colour.
    True,
    /// xterm's 256, of which the first sixteen are the user's own and are left alone.
    Indexed,
    /// The sixteen, which most users have made their own: these are xterm's.
    Sixteen,
}

/// Contrast at which small text is read well (WCAG 2.2, AA).
const LEGIBLE: f64 = 4.5;

/// The sixteen as xterm shows them.
const SIXTEEN: [(Color, Rgb); 16] = [
    (Color::Black, Rgb(0, 0, 0)),
    (Color::Red, Rgb(205, 0, 0)),
    (Color::Green, Rgb(0, 205, 0)),
    (Color::Yellow, Rgb(205, 205, 0)),
    (Color::Blue, Rgb(0, 0, 238)),
    (Color::Magenta, Rgb(205, 0, 205)),
    (Color::Cyan, Rgb(0, 205, 205)),
    (Color::Gray, Rgb(229, 229, 229)),
    (Color::DarkGray, Rgb(127, 127, 127)),
    (Color::LightRed, Rgb(255, 0, 0)),
    (Color::LightGreen, Rgb(0, 255, 0)),
    (Color::LightYellow, Rgb(255, 255, 0)),
    (Color::LightBlue, Rgb(92, 92, 255)),
    (Color::LightMagenta, Rgb(255, 0, 255)),
    (Color::LightCyan, Rgb(0, 255, 255)),
    (Color::White, Rgb(255, 255, 255)),
];

impl Depth {
    /// What a terminal can show that sets `COLORTERM` and `TERM` so.
    pub fn of(colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        match colorterm {
            Some("truecolor" | "24bit") => Self::True,
            _ if term.ends_with("-direct") => Self::True,
            _ if term.contains("256color") => Self::Indexed,
            _ => Self::Sixteen,
        }
    }

    /// The likest to `wanted` that can be shown; where it stands on `behind`, the likest that is read there as well as
    /// `wanted` is or well enough.
    pub fn nearest(self, wanted: Rgb, behind: Option<Rgb>) -> Color {
        if self == Self::True {
            return Color::Rgb(wanted.0, wanted.1, wanted.2);
        }
        // What stands behind is itself only the likest.
        let shown = behind.and_then(|behind| self.likest(behind, |_| true));
        let least = behind.map_or(1.0, |behind| behind.contrast(wanted).min(LEGIBLE));
        let legible = |one: Rgb| shown.is_none_or(|(_, shown)| one.contrast(shown) >= least);
        let found = self
            .likest(wanted, legible)
            .or_else(|| self.likest(wanted, |_| true));
        found.map_or(Color::Reset, |(color, _)| color)
    }

    /// The likest to `wanted` of those that will do.
    fn likest(self, wanted: Rgb, will_do: impl Fn(Rgb) -> bool) -> Option<(Color, Rgb)> {
        let likest = |best: Option<(Color, Rgb)>, one: (Color, Rgb)| {
            let nearer = best.is_none_or(|best| wanted.distance(one.1) < wanted.distance(best.1));
            if nearer && will_do(one.1) { Some(one) } else { best }
        };
        match self {
            Self::True => Some((Color::Rgb(wanted.0, wanted.1, wanted.2), wanted)),
            Self::Sixteen => SIXTEEN.into_iter().fold(None, likest),
            Self::Indexed => (16..=255)
                .map(|index| (Color::Indexed(index), indexed(index)))
                .fold(None, likest),
        }
    }
}

/// What xterm shows for the colour of this number, from 16 on: a cube of six lights a side, then greys.
fn indexed(index: u8) -> Rgb {
    let Some(grey) = index.checked_sub(232) else {
        let light = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
        let at = index.saturating_sub(16);
        return Rgb(light(at / 36), light(at / 6 % 6), light(at % 6));
    };
    let light = 8 + 10 * grey;
    Rgb(light, light, light)
}

/// The colour that `color`, one of ours, is on xterm; `None` for the terminal's own.
#[cfg(test)]
pub(super) fn shown(color: Color) -> Option<Rgb> {
    match color {
        Color::Rgb(r, g, b) => Some(Rgb(r, g, b)),
        Color::Indexed(index) => Some(indexed(index)),
        _ => SIXTEEN.iter().find(|(own, _)| *own == color).map(|(_, rgb)| *rgb),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        assert_eq!(Depth::of(Some("truecolor"), Some("xterm")), Depth::True);
        assert_eq!(Depth::of(Some("24bit"), None), Depth::True);
        assert_eq!(Depth::of(None, Some("xterm-direct")), Depth::True);
        assert_eq!(Depth::of(Some(""), Some("tmux-256color")), Depth::Indexed);
        assert_eq!(Depth::of(Some("yes"), Some("xterm")), Depth::Sixteen);
        assert_eq!(Depth::of(None, None), Depth::Sixteen);
    }

    #[test]
    fn what_can_be_shown_is_shown_as_it_is() {
        let exact = Rgb(95, 135, 255);
        assert_eq!(Depth::True.nearest(exact, None), Color::Rgb(95, 135, 255));
        assert_eq!(Depth::Indexed.nearest(exact, None), Color::Indexed(69));
        assert_eq!(Depth::Indexed.nearest(Rgb(8, 8, 8), None), Color::Indexed(232));
        assert_eq!(
            Depth::Indexed.nearest(Rgb(255, 255, 255), None),
            Color::Indexed(231)
        );
        assert_eq!(Depth::Sixteen.nearest(Rgb(250, 240, 230), None), Color::Gray);
        assert_eq!(Depth::Sixteen.nearest(Rgb(255, 10, 0), None), Color::LightRed);
        for index in 16..=255 {
            let Color::Indexed(found) = Depth::Indexed.nearest(indexed(index), None) else {
                panic!("{index}");
            };
            assert_eq!(indexed(found), indexed(index));
        }
    }

    proptest! {
        #[test]
        fn what_was_legible_stays_so(a in any::<[u8; 3]>(), b in any::<[u8; 3]>()) {
            let [fg, bg] = [a, b].map(|[r, g, b]| Rgb(r, g, b));
            for depth in [Depth::Indexed, Depth::Sixteen] {
                let shown_bg = shown(depth.nearest(bg, None)).unwrap();
                let shown_fg = shown(depth.nearest(fg, Some(bg))).unwrap();
                let least = fg.contrast(bg).min(LEGIBLE);
                prop_assert!(shown_fg.contrast(shown_bg) >= least, "{shown_fg:?} on {shown_bg:?}");
            }
        }
    }
}
