//! Declarations, and what their values mean for a page of text. The grammar is `cssparser`'s (CSS Syntax 3).

use std::borrow::Cow;

use cssparser::{Delimiter, ParseError, Parser, Token, parse_important};

use super::{Declaration, Property, Value};
use crate::document::marker;

/// Declarations read of one block.
const MAX_DECLARATIONS: usize = 64;
/// Parts read of one value.
const MAX_PARTS: usize = 16;
/// Pixels up to which a box shows nothing of its text.
const LEAST: f32 = 1.0;
/// Pixels to the left or upwards from where nothing comes back into sight: `-999em`, `-9999px`.
const AWAY: f32 = -900.0;

/// The declarations of a block that matter, in their order.
pub(in super::super) fn declarations(css: &mut Parser) -> Vec<Declaration> {
    let mut found = Vec::new();
    for _ in 0..MAX_DECLARATIONS {
        if css.is_exhausted() {
            break;
        }
        // What is no declaration ends where one would.
        let _: Result<(), ParseError<()>> = css.parse_until_after(Delimiter::Semicolon, |css| {
            let name = css.expect_ident_cloned()?;
            css.expect_colon()?;
            let parts = css.parse_until_before(Delimiter::Bang, |css| Ok::<_, ParseError<()>>(parts(css)))?;
            let important = css.try_parse(parse_important).is_ok();
            css.expect_exhausted()?;
            mean(&name.to_ascii_lowercase(), &parts, &mut |property, value| {
                found.push((property, value, important));
            });
            Ok(())
        });
    }
    found
}

/// A part of a value.
#[derive(Debug, PartialEq)]
enum Part<'i> {
    Word(Cow<'i, str>),
    /// Pixels.
    Length(f32),
    /// A share of what is around: `em`, `%`. Nothing is nothing of it.
    Share(f32),
    Number(f32),
    /// A function of these numbers and lengths.
    Function(String, Vec<f32>),
    /// The digits of a colour.
    Hash(String),
    /// The mark between a font's size and its leading.
    Slash,
    Other,
}

impl Part<'_> {
    fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(w) if w == word)
    }

    /// Pixels, where a share of what is around counts as of letters of sixteen.
    fn pixels(&self) -> Option<f32> {
        match self {
            Self::Length(n) | Self::Share(n) => Some(*n),
            Self::Number(n) if *n == 0.0 => Some(0.0),
            _ => None,
        }
    }
}

fn parts<'i>(css: &mut Parser<'i>) -> Vec<Part<'i>> {
    let mut parts = Vec::new();
    while let Ok(token) = css.next() {
        let part = match token {
            Token::Ident(word) => Part::Word(word.to_ascii_lowercase().into()),
            Token::Number { value, .. } => Part::Number(*value),
            Token::Percentage { unit_value, .. } => Part::Share(*unit_value * 16.0),
            Token::Dimension { value, unit, .. } => dimension(*value, unit),
            Token::Hash(digits) | Token::IDHash(digits) => Part::Hash(digits.to_string()),
            Token::Delim('/') => Part::Slash,
            Token::Function(name) => {
                let name = name.to_ascii_lowercase();
                let inside = css.parse_nested_block(|css| Ok::<_, ParseError<()>>(numbers(css)));
                Part::Function(name, inside.unwrap_or_default())
            }
            _ => Part::Other,
        };
        if parts.len() < MAX_PARTS {
            parts.push(part);
        }
    }
    parts
}

fn dimension<'i>(value: f32, unit: &str) -> Part<'i> {
    let length = |pixels: f32| Part::Length(value * pixels);
    match unit.to_ascii_lowercase().as_str() {
        "px" => length(1.0),
        "pt" => length(4.0 / 3.0),
        "pc" | "rem" => length(16.0),
        "in" => length(96.0),
        "cm" => length(37.8),
        "mm" => length(3.78),
        "vw" | "vh" | "vmin" | "vmax" => length(8.0),
        "em" => Part::Share(value * 16.0),
        "ex" | "ch" => Part::Share(value * 8.0),
        _ => Part::Other,
    }
}

/// The numbers and pixels in a function, a share of 1 for `100%`.
fn numbers(css: &mut Parser) -> Vec<f32> {
    let mut numbers = Vec::new();
    while let Ok(token) = css.next() {
        let number = match token {
            Token::Number { value, .. } => *value,
            Token::Percentage { unit_value, .. } => *unit_value,
            Token::Dimension { value, unit, .. } => match dimension(*value, unit) {
                Part::Length(n) | Part::Share(n) => n,
                _ => continue,
            },
            Token::Comma | Token::Delim('/') => continue,
            // What is not understood, and `auto`, says nothing.
            _ => f32::NAN,
        };
        if numbers.len() < MAX_PARTS {
            numbers.push(number);
        }
    }
    numbers
}

/// Gives what `name` says of the properties that matter.
fn mean(name: &str, parts: &[Part], say: &mut impl FnMut(Property, Value)) {
    let Some(first) = parts.first() else {
        return;
    };
    let word = match first {
        Part::Word(word) => word.as_ref(),
        _ => "",
    };
    let no = |nothing: bool| if nothing { Value::No } else { Value::Yes };
    let nothing = |part: &Part| part.pixels().is_some_and(|n| n.abs() <= LEAST);
    // A share of a height that depends on what is in it is no height.
    let flat = |part: &Part| match part {
        Part::Share(_) => false,
        part => nothing(part),
    };
    let away = |part: &Part| part.pixels().is_some_and(|n| n <= AWAY);
    let some = |part: &Part| part.pixels().is_none_or(|n| n > 0.0);
    match name {
        "display" => {
            if let Some(value) = display(parts) {
                say(Property::Display, value);
            }
        }
        "content-visibility" => say(Property::Content, no(word == "hidden")),
        "opacity" => say(
            Property::Opacity,
            no(matches!(first, Part::Number(n) | Part::Share(n) if *n <= 0.0)),
        ),
        "visibility" => match word {
            "hidden" | "collapse" => say(Property::Visibility, Value::No),
            "visible" | "initial" => say(Property::Visibility, Value::Yes),
            _ => say(Property::Visibility, Value::Unset),
        },
        "font-size" => say(Property::FontSize, size(first)),
        "font" => {
            let sizes = parts.iter().take_while(|part| **part != Part::Slash);
            if let Some(part) = sizes.filter(|part| part.pixels().is_some()).last() {
                say(Property::FontSize, size(part));
            }
        }
        "color" | "-webkit-text-fill-color" => say(Property::Color, colour(first)),
        "background-clip" | "-webkit-background-clip" => {
            say(Property::Paint, no(!parts.iter().any(|p| p.is("text"))));
        }
        "text-shadow" | "-webkit-text-stroke" => say(Property::Paint, no(word == "none")),
        "text-align" => say(
            Property::TextAlign,
            match word {
                "center" => Value::Center,
                "right" => Value::Right,
                _ => Value::Unset,
            },
        ),
        "list-style" | "list-style-type" if *first != Part::Other => {
            let words = parts.iter().filter_map(|part| match part {
                Part::Word(word) => Some(word.as_ref()),
                _ => None,
            });
            let words = words.collect::<Vec<_>>().join(" ");
            if let Some(list) = marker::declared(name, &words) {
                say(Property::ListStyle, Value::List(list));
            }
        }
        "text-indent" | "margin-left" => say(Property::TextIndent, no(away(first))),
        "overflow" | "overflow-x" | "overflow-y" => {
            let shut =
                |part: &Part| part.is("hidden") || part.is("clip") || part.is("auto") || part.is("scroll");
            say(Property::Overflow, no(parts.iter().any(shut)));
        }
        "height" => say(Property::Height, no(flat(first))),
        "max-height" => say(Property::MaxHeight, no(flat(first))),
        "min-height" => say(Property::MinHeight, no(!some(first) || word == "auto")),
        "width" => say(Property::Width, no(nothing(first))),
        "max-width" => say(Property::MaxWidth, no(nothing(first))),
        "min-width" => say(Property::MinWidth, no(!some(first) || word == "auto")),
        "padding" => {
            let side = |at: usize| {
                parts
                    .get(at)
                    .or(parts.get(at % 2))
                    .or(parts.first())
                    .is_some_and(some)
            };
            say(Property::VerticalPadding, no(!(side(0) || side(2))));
            say(Property::HorizontalPadding, no(!(side(1) || side(3))));
        }
        "padding-top" | "padding-bottom" if some(first) => say(Property::VerticalPadding, Value::Yes),
        "padding-left" | "padding-right" if some(first) => say(Property::HorizontalPadding, Value::Yes),
        "position" => match word {
            "absolute" | "fixed" => say(Property::Position, Value::Box),
            "relative" => say(Property::Position, Value::Yes),
            _ => say(Property::Position, Value::No),
        },
        "float" => say(Property::Float, no(word == "none")),
        "left" => say(Property::Left, no(away(first))),
        "top" => say(Property::Top, no(away(first))),
        "inset" => {
            say(Property::Top, no(away(first)));
            say(
                Property::Left,
                no(parts.get(3).or(parts.get(1)).is_some_and(away)),
            );
        }
        "clip" => say(Property::Clip, no(parts.iter().any(cuts_all))),
        "clip-path" => say(Property::ClipPath, no(parts.iter().any(cuts_all))),
        "filter" => {
            let clear = |part: &Part| matches!(part, Part::Function(f, n) if f == "opacity" && n.first() == Some(&0.0));
            say(Property::Opacity, no(parts.iter().any(clear)));
        }
        "transform" => say(Property::Transform, no(parts.iter().any(moves_away))),
        _ => {}
    }
}

/// `None` for what is no display and leaves the one before.
fn display(parts: &[Part]) -> Option<Value> {
    let any = |words: &[&str]| parts.iter().any(|part| words.iter().any(|word| part.is(word)));
    let alone = parts.len() == 1;
    if any(&["none"]) {
        return alone.then_some(Value::No);
    }
    let inline = ["inherit", "initial", "unset", "revert", "inline", "contents"];
    let boxes = [
        "block",
        "inline-block",
        "flex",
        "inline-flex",
        "grid",
        "inline-grid",
        "flow-root",
        "list-item",
        "-webkit-box",
    ];
    Some(if alone && any(&inline) {
        Value::Inline
    } else if any(&boxes) {
        Value::Box
    } else {
        // A table's parts.
        Value::Yes
    })
}

fn size(part: &Part) -> Value {
    match part {
        Part::Length(n) | Part::Share(n) | Part::Number(n) if *n == 0.0 => Value::No,
        // A part of nothing is nothing: only a size of its own is one.
        Part::Length(_) => Value::Yes,
        Part::Word(word) if word.contains("small") || word.contains("large") || word == "medium" => {
            if word.ends_with("er") {
                Value::Unset
            } else {
                Value::Yes
            }
        }
        _ => Value::Unset,
    }
}

fn colour(part: &Part) -> Value {
    match part {
        Part::Word(word) if word == "transparent" => Value::No,
        Part::Word(word) if matches!(word.as_ref(), "inherit" | "currentcolor" | "unset") => Value::Unset,
        Part::Hash(digits) => match digits.len() {
            4 if digits.ends_with('0') => Value::No,
            8 if digits.ends_with("00") => Value::No,
            _ => Value::Yes,
        },
        // The fourth is how much of it there is.
        Part::Function(_, numbers) if numbers.get(3) == Some(&0.0) => Value::No,
        _ => Value::Yes,
    }
}

/// Whether nothing is left of what this cuts: `rect(0 0 0 0)`, `inset(50%)`, `circle(0)`.
fn cuts_all(part: &Part) -> bool {
    let Part::Function(name, numbers) = part else {
        return false;
    };
    match (name.as_str(), numbers.as_slice()) {
        ("rect", &[top, right, bottom, left]) => bottom - top <= LEAST || right - left <= LEAST,
        ("inset", &[all]) => all.eq(&all.clamp(0.5, 1.0)),
        ("inset", &[top, right, ..]) => [top, right].iter().any(|n| n.eq(&n.clamp(0.5, 1.0))),
        ("circle", &[radius, ..]) => radius == 0.0,
        _ => false,
    }
}

/// Whether what this moves is out of sight.
fn moves_away(part: &Part) -> bool {
    let Part::Function(name, numbers) = part else {
        return false;
    };
    match name.as_str() {
        "translate" | "translatex" | "translatey" => numbers.iter().take(2).any(|n| *n <= AWAY),
        "scale" | "scalex" | "scaley" => numbers.iter().take(2).any(|n| *n == 0.0),
        _ => false,
    }
}
