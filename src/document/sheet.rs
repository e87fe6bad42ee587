//! The rules of a body's `<style>` elements that hide something.
//!
//! Of selectors those of one element are read: a name, classes, an id, attributes there or of a value, and `:not()` of these. No rule is looked at for more elements than
//! share one of them with it, and no more than [`MAX_ALIKE`] for one element and class, so that a hostile sheet costs
//! no more than its length.

use std::collections::HashMap;

use cssparser::{Delimiter, ParseError, Parser, Token};

use super::style::{Cascade, Declaration, declarations};

/// Rules read of one body.
const MAX_RULES: usize = 4_096;
/// Rules read of those that share a class, an id, a name.
const MAX_ALIKE: usize = 64;
/// Classes of one element that are looked up.
const MAX_CLASSES: usize = 8;
/// Blocks within blocks: `@media` in `@media`.
const MAX_DEPTH: usize = 4;

/// The rules of a body.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    /// The rules by what their selectors are looked up by.
    by: HashMap<Key, Vec<usize>>,
}

/// What a selector is looked up by: the rarest thing it asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Id(String),
    Class(String),
    Name(String),
    Any,
}

#[derive(Debug)]
struct Rule {
    selector: Selector,
    declarations: Vec<Declaration>,
}

/// What a selector asks of an element.
#[derive(Clone, Debug, Default)]
struct Selector {
    name: Option<String>,
    classes: Vec<String>,
    ids: Vec<String>,
    /// Names of attributes, with the value asked for.
    attributes: Vec<(String, Option<String>)>,
    /// What it must not be.
    nots: Vec<Selector>,
}

/// What is asked of an element.
struct Element<'a> {
    name: &'a str,
    id: &'a str,
    classes: &'a [&'a str],
    attributes: &'a [(&'a str, &'a str)],
}

impl Sheet {
    /// Reads the content of `<style>` elements.
    pub(super) fn of(css: &str) -> Self {
        let mut sheet = Self::default();
        sheet.read(&mut Parser::new(css), 0);
        sheet
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    fn read(&mut self, css: &mut Parser, depth: usize) {
        while self.rules.len() < MAX_RULES {
            let before = css.state();
            let Ok(token) = css.next().cloned() else {
                return;
            };
            if matches!(token, Token::CDO | Token::CDC | Token::Semicolon) {
                continue;
            }
            let mut selectors = Vec::new();
            if let Token::AtKeyword(name) = token {
                let end = Delimiter::CurlyBracketBlock | Delimiter::Semicolon;
                let media = css.parse_until_before(end, |css| Ok::<_, ParseError<()>>(is_for_screens(css)));
                let applies = name.eq_ignore_ascii_case("media") && media == Ok(true) && depth < MAX_DEPTH;
                if !matches!(css.next(), Ok(Token::CurlyBracketBlock)) {
                    continue;
                }
                let _: Result<(), ParseError<()>> = css.parse_nested_block(|css| {
                    if applies {
                        self.read(css, depth + 1);
                    }
                    Ok(())
                });
                continue;
            }
            css.reset(&before);
            let read = css.parse_until_before(Delimiter::CurlyBracketBlock, |css| {
                selectors = read_selectors(css);
                Ok::<_, ParseError<()>>(())
            });
            if read.is_err() || !matches!(css.next(), Ok(Token::CurlyBracketBlock)) {
                return;
            }
            let block = css.parse_nested_block(|css| Ok::<_, ParseError<()>>(declarations(css)));
            let declarations = block.unwrap_or_default();
            if declarations.is_empty() {
                continue;
            }
            for selector in selectors {
                self.add(selector, declarations.clone());
            }
        }
    }

    fn add(&mut self, selector: Selector, declarations: Vec<Declaration>) {
        let alike = self.by.entry(selector.key()).or_default();
        if alike.len() < MAX_ALIKE && self.rules.len() < MAX_RULES {
            alike.push(self.rules.len());
            self.rules.push(Rule {
                selector,
                declarations,
            });
        }
    }

    /// Adds what the rules say of the element `name` with these attributes.
    pub(super) fn apply(&self, name: &str, attributes: &[(&str, &str)], cascade: &mut Cascade) {
        if self.is_empty() {
            return;
        }
        let given = |wanted: &'static str| {
            let found = attributes
                .iter()
                .filter(move |(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| *value)
        };
        let name = name.to_ascii_lowercase();
        let id = given("id").next().map(str::trim).unwrap_or_default();
        let classes: Vec<&str> = given("class")
            .flat_map(str::split_ascii_whitespace)
            .take(MAX_CLASSES)
            .collect();
        let mut keys = vec![Key::Any, Key::Name(name.clone()), Key::Id(id.to_owned())];
        keys.extend(classes.iter().map(|class| Key::Class((*class).to_owned())));
        let element = Element {
            name: &name,
            id,
            classes: &classes,
            attributes,
        };
        for (order, rule) in keys
            .iter()
            .filter_map(|key| self.by.get(key))
            .flatten()
            .filter_map(|&at| Some((at, self.rules.get(at)?)))
        {
            if rule.selector.matches(&element) {
                // Of two that are as specific the later holds.
                cascade.apply(
                    &rule.declarations,
                    rule.selector.specificity() << 16 | order as u64,
                );
            }
        }
    }
}

impl Selector {
    fn key(&self) -> Key {
        if let Some(id) = self.ids.first() {
            Key::Id(id.clone())
        } else if let Some(class) = self.classes.first() {
            Key::Class(class.clone())
        } else if let Some(name) = &self.name {
            Key::Name(name.clone())
        } else {
            Key::Any
        }
    }

    fn matches(&self, element: &Element<'_>) -> bool {
        let has = |(name, wanted): &(String, Option<String>)| {
            let mut named = element
                .attributes
                .iter()
                .filter(|(n, _)| n.eq_ignore_ascii_case(name));
            named
                .next()
                .is_some_and(|(_, value)| wanted.as_ref().is_none_or(|wanted| wanted == value))
        };
        self.name.as_ref().is_none_or(|name| name == element.name)
            && self.ids.iter().all(|id| id == element.id)
            && self
                .classes
                .iter()
                .all(|class| element.classes.contains(&class.as_str()))
            && self.attributes.iter().all(has)
            && !self.nots.iter().any(|not| not.matches(element))
    }

    /// Selectors 3, "Calculating a selector's specificity", with one more, so that nothing weighs as little as what the
    /// browser itself declares.
    fn specificity(&self) -> u64 {
        let [mut ids, mut classes, mut names] = [0, 0, 0];
        for part in std::iter::once(self).chain(&self.nots) {
            ids += part.ids.len();
            classes += part.classes.len() + part.attributes.len();
            names += usize::from(part.name.is_some());
        }
        let [ids, classes, names] = [ids, classes, names].map(|count| count.min(127) as u64);
        (ids << 17 | classes << 9 | names << 1) + 1
    }
}

/// Whether a list of media has one that a page is read on, without further conditions.
fn is_for_screens(css: &mut Parser) -> bool {
    let lists = css.parse_comma_separated_ignoring_errors(|css| {
        let mut words = 0;
        let mut screen = false;
        while let Ok(token) = css.next() {
            words += 1;
            screen = words == 1
                && matches!(token, Token::Ident(medium)
                    if medium.eq_ignore_ascii_case("all") || medium.eq_ignore_ascii_case("screen"));
        }
        Ok::<_, ParseError<()>>(screen || words == 0)
    });
    lists.is_empty() || lists.contains(&true)
}

/// Whether a `<style>` with this `media` is for a page that is read.
pub(super) fn is_for_pages(media: &str) -> bool {
    is_for_screens(&mut Parser::new(media))
}

/// The selectors of a list that ask for nothing but the element itself.
fn read_selectors(css: &mut Parser) -> Vec<Selector> {
    let list = css.parse_comma_separated_ignoring_errors(|css| read_selector(css, true));
    list.into_iter().take(MAX_ALIKE).collect()
}

/// One selector; within `:not()` there is no other `:not()`.
fn read_selector(css: &mut Parser, outer: bool) -> Result<Selector, ParseError<()>> {
    let mut selector = Selector::default();
    let mut parts = 0;
    css.skip_whitespace();
    while let Ok(token) = css.next_including_whitespace() {
        match token {
            Token::SquareBracketBlock => {
                let attribute = css.parse_nested_block(|css| {
                    let name = css.expect_ident()?.to_string();
                    if css.is_exhausted() {
                        return Ok((name, None));
                    }
                    css.expect_delim('=')?;
                    let value = css.expect_ident_or_string()?.to_string();
                    Ok::<_, ParseError<()>>((name, Some(value)))
                })?;
                selector.attributes.push(attribute);
            }
            Token::Colon if outer => {
                css.expect_function_matching("not")?;
                selector
                    .nots
                    .push(css.parse_nested_block(|css| read_selector(css, false))?);
            }
            Token::Ident(name) if parts == 0 => selector.name = Some(name.to_ascii_lowercase()),
            Token::Delim('*') if parts == 0 => {}
            Token::IDHash(id) => selector.ids.push(id.to_string()),
            Token::Delim('.') => selector.classes.push(css.expect_ident()?.to_string()),
            Token::WhiteSpace(_) => {
                css.expect_exhausted()?;
                break;
            }
            _ => return Err(ParseError::<()>::unexpected_token()),
        }
        parts += 1;
        if parts > MAX_CLASSES {
            break;
        }
    }
    if parts == 0 || parts > MAX_CLASSES {
        return Err(ParseError::unexpected_token());
    }
    Ok(selector)
}

#[cfg(test)]
mod tests {
    use super::super::style::Style;
    use super::*;

    fn hides(css: &str, name: &str, attributes: &[(&str, &str)]) -> bool {
        Style::of(name, attributes, true, &Sheet::of(css)).hidden
    }

    #[test]
    fn rules_by_name_class_and_id() {
        let hidden = [("class", "a x b"), ("id", "y")];
        for css in [
            ".x{display:none}",
            "#y { display : none }",
            "p.x{display:none}",
            "P{display:none}",
            "*{display:none}",
            ".q, p.a.b#y , r{display:none!important}",
            "<!-- .x{display:none} -->",
            "@charset \"utf-8\";@media screen{.x{display:none}}",
            "@media all, print{@media screen{.x{display:none}}}",
            "@font-face{a:b} .x{color:red;display:none;}",
            r".\78 {display:none}",
            ".x{display:none",
            "[class]{display:none}",
            "p[id=y]{display:none}",
            "[ID='y'].a{display:none}",
            "p:not(.k):not(div){display:none}",
        ] {
            assert!(hides(css, "p", &hidden), "{css}");
        }
        for css in [
            ".X{display:none}",
            "div .x{display:none}",
            "div.x{display:none}",
            ".x.z{display:none}",
            "p>.x{display:none}",
            ".x:hover{display:none}",
            ".x::before{display:none}",
            "[class=x]{display:none}",
            "[id^=y]{display:none}",
            "p:not(.x){display:none}",
            "p:not([id]){display:none}",
            "@media print{.x{display:none}}",
            "@media screen and (max-width:600px){.x{display:none}}",
            "@supports (a:b){.x{display:none}}",
            "/*.x{display:none}*/",
            "a{content:\".x{display:none}\"}",
            ".x{display:none} .x{display:block}",
            "#y{display:block} .x{display:none}",
            "p.x{display:block} .x{display:none}",
        ] {
            assert!(!hides(css, "p", &hidden), "{css}");
        }
    }

    #[test]
    fn the_element_itself_has_the_last_word() {
        let x = [("class", "x"), ("style", "display:block")];
        assert!(!hides(".x{display:none}", "p", &x));
        assert!(hides(".x{display:none !important}", "p", &x));
        assert!(!hides(
            ".x{display:block}",
            "p",
            &[("class", "x"), ("hidden", "")]
        ));
    }

    #[test]
    fn a_sheet_is_bounded() {
        let rules: Vec<String> = (0..100_000).map(|i| format!(".a,.b{i},*{{opacity:0}}")).collect();
        let sheet = Sheet::of(&rules.concat());
        assert!(sheet.rules.len() <= MAX_RULES && sheet.by.values().all(|alike| alike.len() <= MAX_ALIKE));
        assert!(Sheet::of(&"@media all{".repeat(100_000)).is_empty());
    }
}
