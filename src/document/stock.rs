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

#[cfg(test)]
mod tests {
    use super::*;

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
