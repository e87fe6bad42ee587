//! The site's own decorations of stock names and key words (archive-format 36): their text stays, the
//! stock's code is kept as data, and they are no links of the author's.

/// What a decoration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decoration {
    /// The name or the chart of the stock with this code.
    Stock(String),
    /// A sector's name, a key word.
    Word,
}

/// Reads the `class` and `data-code` of an `a` or `span`; `None` if it is no decoration.
pub(super) fn decoration(class: &str, data_code: &str) -> Option<Decoration> {
    let ours = class
        .split_ascii_whitespace()
        .any(|c| matches!(c, "keytip" | "em_stock_key_common" | "infokey" | "EmImageRemark"));
    if !ours {
        return None;
    }
    // `1,600160`: market, code. `NIO|106|7`: code, market, and something else.
    let code = match data_code.split_once(',') {
        Some((_market, code)) => code,
        None => data_code.split('|').next().unwrap_or_default(),
    };
    let code = code.trim();
    let plain = (1..=12).contains(&code.len())
        && code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    // Codes of sectors begin with BK (板块).
    if plain && !code.starts_with("BK") {
        Some(Decoration::Stock(code.to_owned()))
    } else {
        Some(Decoration::Word)
    }
}

/// Words for a stock's picture, which are no part of its name. The longer ones first.
const PICTURES: [&str; 9] = [
    "日K线图",
    "K线图",
    "分时图",
    "走势图",
    "行情图",
    "K线",
    "K图",
    "股票",
    "图",
];
/// Bytes of the longest name.
const LONGEST_NAME: usize = 60;

/// The name of the stock with this code that the description of its chart gives, or the title of a link to it:
/// `远山机械(600001)日K线图`, but not `K图 600001_0`.
pub(super) fn name_in(description: &str, code: &str) -> Option<String> {
    let bare = description.replace(code, " ");
    bare.split(|c: char| !(c.is_alphanumeric() || matches!(c, '*' | '-' | '&' | '.' | '·')))
        .map(|word| {
            let mut name = word;
            while let Some(rest) = PICTURES
                .iter()
                .find_map(|picture| name.strip_suffix(picture).or_else(|| name.strip_prefix(picture)))
            {
                name = rest;
            }
            name
        })
        .find(|name| name.chars().any(char::is_alphabetic) && name.len() <= LONGEST_NAME)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_name_stocks() {
        for (description, name) in [
            ("远山机械(600001)日K线图", Some("远山机械")),
            ("K图 远山机械_0", Some("远山机械")),
            ("*ST远山走势图", Some("*ST远山")),
            ("K图 600001_0", None),
            ("图", None),
            ("600001", None),
            ("", None),
        ] {
            assert_eq!(name_in(description, "600001").as_deref(), name, "{description}");
        }
        assert_eq!(name_in("K图 NIO_0", "NIO"), None);
    }

    #[test]
    fn the_shapes_seen() {
        let stock = |code: &str| Some(Decoration::Stock(code.to_owned()));
        assert_eq!(decoration("keytip", "1,600160"), stock("600160"));
        assert_eq!(decoration("em_stock_key_common", "106,NIO"), stock("NIO"));
        assert_eq!(decoration("EmImageRemark", "NIO|106|7"), stock("NIO"));
        assert_eq!(decoration("keytip", "90,BK0473"), Some(Decoration::Word));
        assert_eq!(decoration("infokey", ""), Some(Decoration::Word));
        assert_eq!(decoration("keytip", "1,<b>"), Some(Decoration::Word));
        assert_eq!(decoration("", "1,600160"), None);
    }
}
