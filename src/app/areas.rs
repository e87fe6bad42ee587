//! Where each pane stands on the screen: three shapes by width (`ui.md`). Pure, and shared by update
//! (for paging and clamping) and draw.

use super::{Pane, Size, Split};

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Column of its left edge.
    pub x: u16,
    /// Row of its upper edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A pane: its heading line and what stands below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaneArea {
    /// One line.
    pub heading: Area,
    /// The rest.
    pub body: Area,
}

impl PaneArea {
    /// A pane in `area`, its first row the heading, with a column of margin on the left.
    fn new(area: Area) -> Self {
        let heading = Area {
            height: area.height.min(1),
            ..area
        };
        let body = Area {
            y: area.y + heading.height,
            height: area.height - heading.height,
            ..area
        };
        Self { heading, body }
    }
}

/// How the panes share the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Three panes side by side.
    Wide,
    /// List and page; the categories are a drawer over them.
    Middle,
    /// One pane at a time.
    Narrow,
    /// The page alone.
    Zoomed,
    /// Too small to show anything but a line that says so.
    TooSmall,
}

/// Where everything stands. A pane that is not on the screen has no area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Areas {
    /// How the panes share the screen.
    pub shape: Shape,
    /// The program's own line at the top.
    pub top: Option<Area>,
    /// The categories; in [`Shape::Middle`] they lie over the rest.
    pub categories: Option<PaneArea>,
    /// The articles.
    pub list: Option<PaneArea>,
    /// The page.
    pub reader: Option<PaneArea>,
    /// Thin rules between panes: vertical where the width is 1, else horizontal.
    pub rules: [Option<Area>; 2],
    /// The status line or the prompt.
    pub status: Area,
}

/// The smallest screen on which everything works.
pub const LEAST: Size = Size { width: 20, height: 6 };
/// From this width three panes stand side by side.
const WIDE: u16 = 120;
/// From this width two panes share the screen.
const MIDDLE: u16 = 70;
/// From this height the program's own line stands at the top.
const WITH_TOP: u16 = 10;
/// No pane is narrower, in columns.
const LEAST_WIDTH: u16 = LEAST.width;
/// No pane is lower, in rows with its heading.
const LEAST_HEIGHT: u16 = 3;
/// Cells of margin on either side of the page's measure.
const READER_MARGIN: u16 = 4;

/// Where everything stands on a screen of `size`, with `focus` and `zoom` as they are, for a page of
/// at most `measure` cells; where the user has set a size in `split`, that holds as far as all panes keep room.
pub(super) fn areas(size: Size, focus: Pane, zoom: bool, measure: usize, split: Split) -> Areas {
    let Size { width, height } = size;
    let mut out = Areas {
        shape: Shape::TooSmall,
        top: None,
        categories: None,
        list: None,
        reader: None,
        rules: [None, None],
        status: Area {
            x: 0,
            y: height.saturating_sub(1),
            width,
            height: height.min(1),
        },
    };
    if width < LEAST.width || height < LEAST.height {
        return out;
    }
    if zoom && focus == Pane::Reader {
        out.shape = Shape::Zoomed;
        let body = Area {
            x: 0,
            y: 0,
            width,
            height: height - 1,
        };
        out.reader = Some(PaneArea {
            heading: Area { height: 0, ..body },
            body,
        });
        return out;
    }
    let top = u16::from(height >= WITH_TOP);
    if top > 0 {
        out.top = Some(Area {
            x: 0,
            y: 0,
            width,
            height: 1,
        });
    }
    let rest = Area {
        x: 0,
        y: top,
        width,
        height: height - top - 1,
    };
    if width >= WIDE {
        wide(&mut out, rest, measure, split);
    } else if width >= MIDDLE {
        middle(&mut out, rest, focus, split);
    } else {
        out.shape = Shape::Narrow;
        let pane = Some(PaneArea::new(rest));
        match focus {
            Pane::Categories => out.categories = pane,
            Pane::List => out.list = pane,
            Pane::Reader => out.reader = pane,
        }
    }
    out
}

/// Three panes: the page gets its measure first, the list what is left up to a comfortable width.
fn wide(out: &mut Areas, rest: Area, measure: usize, split: Split) {
    out.shape = Shape::Wide;
    let page = measure as u16 + READER_MARGIN;
    let categories = split.categories.unwrap_or((rest.width / 6).clamp(22, 28));
    let categories = categories.clamp(LEAST_WIDTH, rest.width - 2 - 2 * LEAST_WIDTH);
    let free = rest.width - categories - 2;
    let list = free.saturating_sub(page).clamp(38, 64);
    let list = split.list.unwrap_or(list).clamp(LEAST_WIDTH, free - LEAST_WIDTH);
    let x_list = rest.x + categories + 1;
    let x_reader = x_list + list + 1;
    out.categories = Some(PaneArea::new(Area {
        width: categories,
        ..rest
    }));
    out.list = Some(PaneArea::new(Area {
        x: x_list,
        width: list,
        ..rest
    }));
    out.reader = Some(PaneArea::new(Area {
        x: x_reader,
        width: rest.width - x_reader,
        ..rest
    }));
    out.rules = [
        Some(Area {
            x: x_list - 1,
            width: 1,
            ..rest
        }),
        Some(Area {
            x: x_reader - 1,
            width: 1,
            ..rest
        }),
    ];
}

/// Two panes: the list above the page, which then has its measure; on a low screen beside it.
fn middle(out: &mut Areas, rest: Area, focus: Pane, split: Split) {
    out.shape = Shape::Middle;
    if rest.height >= 16 {
        let list = split.above.unwrap_or(rest.height * 2 / 5);
        let list = list.clamp(LEAST_HEIGHT, rest.height - 1 - LEAST_HEIGHT);
        let below = rest.y + list + 1;
        out.list = Some(PaneArea::new(Area { height: list, ..rest }));
        out.reader = Some(PaneArea::new(Area {
            y: below,
            height: rest.y + rest.height - below,
            ..rest
        }));
        out.rules[0] = Some(Area {
            y: below - 1,
            height: 1,
            ..rest
        });
    } else {
        let list = split.list.unwrap_or((rest.width * 2 / 5).max(30));
        let list = list.clamp(LEAST_WIDTH, rest.width - 1 - LEAST_WIDTH);
        out.list = Some(PaneArea::new(Area { width: list, ..rest }));
        out.reader = Some(PaneArea::new(Area {
            x: list + 1,
            width: rest.width - list - 1,
            ..rest
        }));
        out.rules[0] = Some(Area {
            x: list,
            width: 1,
            ..rest
        });
    }
    if focus == Pane::Categories {
        let drawer = split.categories.unwrap_or((rest.width / 3).max(28));
        let drawer = drawer.clamp(LEAST_WIDTH, rest.width - 2);
        out.categories = Some(PaneArea::new(Area {
            width: drawer,
            ..rest
        }));
        out.rules[1] = Some(Area {
            x: drawer,
            width: 1,
            ..rest
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(width: u16, height: u16, focus: Pane) -> Areas {
        areas(Size { width, height }, focus, false, 80, Split::default())
    }

    #[test]
    fn three_shapes_by_width() {
        assert_eq!(at(160, 45, Pane::List).shape, Shape::Wide);
        assert_eq!(at(120, 30, Pane::List).shape, Shape::Wide);
        assert_eq!(at(119, 30, Pane::List).shape, Shape::Middle);
        assert_eq!(at(70, 30, Pane::List).shape, Shape::Middle);
        assert_eq!(at(69, 30, Pane::List).shape, Shape::Narrow);
        assert_eq!(at(20, 6, Pane::List).shape, Shape::Narrow);
        assert_eq!(at(19, 6, Pane::List).shape, Shape::TooSmall);
        assert_eq!(at(1, 1, Pane::List).shape, Shape::TooSmall);
    }

    #[test]
    fn panes_stay_inside_the_screen_and_apart() {
        let set = |size| Split {
            categories: Some(size),
            list: Some(size),
            above: Some(size),
        };
        for split in [Split::default(), set(0), set(50), set(u16::MAX)] {
            inside_and_apart(split);
        }
    }

    fn inside_and_apart(split: Split) {
        for width in 1..220 {
            for height in 1..60 {
                for focus in [Pane::Categories, Pane::List, Pane::Reader] {
                    for (zoom, measure) in [(false, 80), (true, 80), (false, 20), (false, 200)] {
                        let areas = areas(Size { width, height }, focus, zoom, measure, split);
                        let panes = [areas.categories, areas.list, areas.reader];
                        for pane in panes.into_iter().flatten() {
                            for area in [pane.heading, pane.body] {
                                assert!(area.x + area.width <= width && area.y + area.height < height);
                            }
                            assert!(
                                pane.body.width >= 20 && pane.body.height >= 2,
                                "{width}x{height} {focus:?}"
                            );
                        }
                        for rule in areas.rules.into_iter().flatten() {
                            assert!(rule.x + rule.width <= width && rule.y + rule.height < height);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_page_has_its_measure_where_it_can() {
        for width in [70, 84, 100, 119, 160, 200] {
            let reader = at(width, 45, Pane::List).reader.unwrap();
            assert!(reader.body.width >= 84.min(width), "{width}");
        }
    }
}
