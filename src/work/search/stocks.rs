//! Stocks that a text names as print does, name and code: `贵州茅台(600519)`, `港交所（00388.HK）`. The site's own marks
//! (`document`) name only some of them.

/// Characters of the longest name that is taken for one.
const NAME: usize = 24;
/// Bytes of the longest code: `600519.SH`.
const CODE: usize = 12;

/// Codes and names of the stocks that `text` names, as they stand there.
pub(super) fn named(text: &str) -> impl Iterator<Item = &str> {
    let brackets = text.match_indices(['(', '（']);
    brackets.flat_map(|(at, bracket)| {
        let inside = text.get(at + bracket.len()..).unwrap_or_default();
        // No further than a code reaches, for there may be brackets without end.
        let mut first = inside.char_indices().take(CODE + 2);
        let end = first.find(|(_, c)| matches!(c, ')' | '）'));
        let code = end.and_then(|(end, _)| inside.get(..end)).map(str::trim);
        let code = code.filter(|code| is_code(code));
        let name = code.and_then(|_| name_before(text.get(..at).unwrap_or_default()));
        code.into_iter().chain(name)
    })
}

/// The letters, digits and stars at the end of `text`; `*ST` is part of a name.
fn name_before(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || *c == '*')
        .last()
        .map(|(at, _)| at)?;
    text.get(start..).filter(|name| name.chars().nth(NAME).is_none())
}

/// `600519`, `00388.HK`, `600519.SH`, `INTC.O`.
fn is_code(code: &str) -> bool {
    let (number, market) = match code.split_once('.') {
        Some((number, market)) => (number, Some(market)),
        None => (code, None),
    };
    let letters = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
    };
    let digits = (5..=6).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    code.len() <= CODE
        && match market {
            None => digits,
            Some(market) => (digits || letters(number, 5)) && letters(market, 2),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_as_print_has_them() {
        let text = "里昂：下调港交所(00388.HK)目标价，*ST信威（600485）停牌；英特尔(INTC.O)涨(3.5%)，见(附件)、(2022)。";
        let stocks: Vec<&str> = named(text).collect();
        assert_eq!(
            stocks,
            ["00388.HK", "下调港交所", "600485", "*ST信威", "INTC.O", "英特尔"]
        );
        assert_eq!(named("（").count() + named("(600519").count(), 0);
        assert_eq!(named(")(（600519）").collect::<Vec<_>>(), ["600519"]);
    }
}
