//! What CSS says of an element that matters on a page of text: whether it is seen, and how it is aligned.
//!
//! [`declarations`] reads it. Of each property the declaration holds that weighs most (CSS Cascade,
//! "Cascade Sorting Order"), whether it stands in a `style` attribute or in a rule of [`super::sheet`].

mod declarations;

use cssparser::Parser;

use super::sheet::Sheet;
use crate::text::entities::decode;
pub(super) use declarations::declarations;

/// What an element's styles come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether a browser shows nothing of the element, whatever stands in it.
    pub(super) hidden: bool,
    /// Whether what stands in it is visible until something in it says otherwise (CSS Display 3, `visibility`).
    pub(super) visible: Option<bool>,
    /// Whether its text has a size, until something in it says otherwise.
    pub(super) sized: Option<bool>,
    /// Whether its text has a colour, until something in it says otherwise.
    pub(super) inked: Option<bool>,
    /// `center` or `right`.
    pub(super) align: Option<&'static str>,
    /// What stands before the items of a list, as [`super::marker::Sign::named`] has it.
    pub(super) list: Option<&'static str>,
}

impl Style {
    /// The style of the element `name` with these attributes, references still in them, by its own declarations and
    /// those of `sheet`. `boxed` says whether it has a height and width where nothing is said of it: a block has, a
    /// stretch of a line and a table's row have not (CSS 2.1, 10.2).
    pub(super) fn of(name: &str, attributes: &[(&str, &str)], boxed: bool, sheet: &Sheet) -> Self {
        let given = |wanted: &str| {
            let found = attributes
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| *value)
        };
        let (hidden, style) = (given("hidden"), given("style"));
        if hidden.is_none() && style.is_none() && sheet.is_empty() {
            return Self::default();
        }
        let mut cascade = Cascade::default();
        if let Some(value) = hidden {
            // Any declaration undoes it, for it is only the browser's own (HTML, "Hidden elements").
            let property = if value.eq_ignore_ascii_case("until-found") {
                Property::Content
            } else {
                Property::Display
            };
            cascade.set(property, Value::No, 0);
        }
        sheet.apply(name, attributes, &mut cascade);
        if let Some(css) = style {
            cascade.apply(&declarations(&mut Parser::new(&decode(css))), Cascade::INLINE);
        }
        cascade.style(boxed)
    }
}

/// The properties that matter. Those of one axis are about its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Display,
    Content,
    Opacity,
    Visibility,
    FontSize,
    Color,
    /// What is painted into the letters, or behind them, that a colour of nothing leaves to be seen.
    Paint,
    TextAlign,
    TextIndent,
    ListStyle,
    Overflow,
    Height,
    MaxHeight,
    MinHeight,
    VerticalPadding,
    Width,
    MaxWidth,
    MinWidth,
    HorizontalPadding,
    Position,
    Float,
    Left,
    Top,
    Clip,
    ClipPath,
    Transform,
}

/// What a declaration says of its property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Value {
    /// What would be without it.
    #[default]
    Unset,
    /// Nothing: no display, no height, no colour, no place in sight.
    No,
    /// Something.
    Yes,
    /// A display within lines.
    Inline,
    /// A display as a box, a position out of the flow.
    Box,
    Center,
    Right,
    /// A style of the markers of a list.
    List(&'static str),
}

/// A declaration, and whether it is marked as important.
pub(super) type Declaration = (Property, Value, bool);

/// For each property, what the declaration that weighs most says, and its weight.
#[derive(Clone, Debug, Default)]
pub(super) struct Cascade([(u64, Value); Property::Transform as usize + 1]);

impl Cascade {
    /// The weight of a `style` attribute. That of a rule is less.
    pub(super) const INLINE: u64 = 1 << 62;
    const IMPORTANT: u64 = 1 << 63;

    pub(super) fn apply(&mut self, declarations: &[Declaration], weight: u64) {
        for &(property, value, important) in declarations {
            let important = if important { Self::IMPORTANT } else { 0 };
            self.set(property, value, weight | important);
        }
    }

    fn set(&mut self, property: Property, value: Value, weight: u64) {
        if let Some(slot) = self.0.get_mut(property as usize).filter(|slot| slot.0 <= weight) {
            *slot = (weight, value);
        }
    }

    fn get(&self, property: Property) -> Value {
        self.0.get(property as usize).map_or(Value::Unset, |slot| slot.1)
    }

    fn style(&self, boxed: bool) -> Style {
        let truth = |property| match self.get(property) {
            Value::Yes => Some(true),
            Value::No => Some(false),
            _ => None,
        };
        let align = match self.get(Property::TextAlign) {
            Value::Center => Some("center"),
            Value::Right => Some("right"),
            _ => None,
        };
        let inked = truth(Property::Color).map(|inked| inked || truth(Property::Paint) == Some(true));
        Style {
            hidden: self.hides(boxed),
            visible: truth(Property::Visibility),
            sized: truth(Property::FontSize),
            inked,
            align,
            list: match self.get(Property::ListStyle) {
                Value::List(list) => Some(list),
                _ => None,
            },
        }
    }

    fn hides(&self, boxed: bool) -> bool {
        let no = |property| self.get(property) == Value::No;
        let is_box = |property| self.get(property) == Value::Box;
        let boxed = match self.get(Property::Display) {
            Value::Unset => boxed,
            display => display == Value::Box,
        } || is_box(Property::Position)
            || self.get(Property::Float) == Value::Yes;
        // What overflows shows, and it does into the padding.
        let shut = |size, most, least, padding| {
            (no(size) || no(most)) && [least, padding].iter().all(|&p| self.get(p) != Value::Yes)
        };
        let empty = shut(
            Property::Height,
            Property::MaxHeight,
            Property::MinHeight,
            Property::VerticalPadding,
        ) || shut(
            Property::Width,
            Property::MaxWidth,
            Property::MinWidth,
            Property::HorizontalPadding,
        );
        let placed = matches!(self.get(Property::Position), Value::Yes | Value::Box);
        no(Property::Display)
            || no(Property::Content)
            || no(Property::Opacity)
            || no(Property::ClipPath)
            || (placed && (no(Property::Left) || no(Property::Top)))
            || (is_box(Property::Position) && no(Property::Clip))
            || (boxed && (no(Property::TextIndent) || no(Property::Transform)))
            || (boxed && no(Property::Overflow) && empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(css: &str, boxed: bool) -> Style {
        Style::of("p", &[("style", css)], boxed, &Sheet::default())
    }

    #[test]
    fn styles_that_hide() {
        for css in [
            "display: none",
            "x:y;DISPLAY:None",
            "opacity:0.0 !important",
            "opacity:0%",
            "/*x*/display/**/:none",
            "display:&#110;one",
            r"dis\play:n\6f ne",
            "display:block;display:none",
            "display:none!important;display:block",
            "display:none;display:none block",
            "content-visibility:hidden",
            "background:url(data:image/png;base64,xx);display:none",
            "position:absolute; left:-9999px",
            "position:fixed;top:-100em",
            "position:absolute;clip:rect(0 0 0 0)",
            "position:absolute;clip:rect(1px, 1px, 1px, 1px)",
            "clip-path:inset(50%)",
            "position:absolute;width:1px;height:1px;overflow:hidden",
            "display:inline-block;width:0;overflow:hidden",
        ] {
            assert!(style(css, false).hidden, "{css}");
        }
        for css in [
            "height:0;overflow:hidden",
            "overflow-y:hidden;max-height:0px",
            "height:0;width:100%;overflow:clip;padding:0 1em",
            "text-indent:-9999px",
            "margin-left:-9999px",
            "transform:scale(0)",
        ] {
            assert!(style(css, true).hidden, "{css}");
            assert!(!style(css, false).hidden, "{css}");
        }
    }

    #[test]
    fn styles_that_do_not_hide() {
        for css in [
            "display:none;display:block",
            "opacity:0.5",
            "height:0",
            "height:0%;overflow:hidden",
            "overflow:hidden",
            "height:0;padding-bottom:56.25%;overflow:hidden",
            "max-height:0;min-height:2em;overflow:hidden",
            "height:0;overflow:visible",
            "left:-9999px",
            "position:relative;left:-9px",
            "clip:rect(0 0 0 0)",
            "position:absolute;clip:rect(auto auto auto auto)",
            "text-indent:-2em",
            "content:\"a;display:none\"",
            "display:block;display:none block!important",
            "x:(display:none)",
            "width:auto;overflow:hidden",
        ] {
            assert!(!style(css, true).hidden, "{css}");
        }
    }

    #[test]
    fn what_is_handed_down() {
        assert_eq!(style("font:0/0 a", true).sized, Some(false));
        assert_eq!(style("font: bold 12px/0 a", true).sized, Some(true));
        assert_eq!(style("font-size:0px", true).sized, Some(false));
        assert_eq!(style("font-size:0;font-size:1em", true).sized, None);
        assert_eq!(style("visibility:hidden", true).visible, Some(false));
        assert_eq!(style("visibility: visible", true).visible, Some(true));
        for css in [
            "color:transparent",
            "color:#fff0",
            "color: rgba(0,0,0,0)",
            "color:rgb(0 0 0 / 0%)",
        ] {
            assert_eq!(style(css, true).inked, Some(false), "{css}");
        }
        assert_eq!(style("color:#fff", true).inked, Some(true));
        assert_eq!(style("color:inherit", true).inked, None);
        assert_eq!(
            style("color:transparent;-webkit-background-clip:text", true).inked,
            Some(true)
        );
        assert_eq!(style("list-style: NONE;color:red", true).list, Some("none"));
        let style = style("font-size:0.9em;text-align:center", true);
        assert!(!style.hidden && style.sized.is_none() && style.align == Some("center"));
    }

    #[test]
    fn hidden_until_something_is_declared() {
        let of = |attributes: &[(&str, &str)]| Style::of("p", attributes, true, &Sheet::default());
        assert!(of(&[("HIDDEN", "")]).hidden);
        assert!(!of(&[("hidden", ""), ("style", "display:block")]).hidden);
        assert!(of(&[("hidden", "until-found"), ("style", "display:block")]).hidden);
        // Of an attribute that stands twice the first counts.
        assert!(!of(&[("style", "a:b"), ("style", "display:none")]).hidden);
    }
}
