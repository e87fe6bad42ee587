//! Traditional characters and the simplified ones that stand for them on the mainland, character by
//! character, after the tables of OpenCC. What a traditional character means beside others (`乾隆`) makes
//! no difference: both sides of a comparison go through the same table.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// The characters the table has: the unified ideographs of the BMP with extension A.
const FIRST: char = '\u{3400}';
const LAST: char = '\u{9FFF}';

/// Built when the first Han character is simplified, in about 3 ms: by a search, not by a screen.
static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

struct Table {
    /// The simplified form of each character from [`FIRST`] to [`LAST`].
    simplified: Box<[u16]>,
    /// Each simplified character with each of the others that simplify to it, ascending.
    traditional: Box<[(u16, u16)]>,
}

impl Table {
    fn new() -> Self {
        let mut simplified = once_simplified();
        let place = |c: u16| usize::from(c).wrapping_sub(FIRST as usize);
        // 薴 simplifies to 苧, and 苧 to 苎: on to the end, so that what is simplified stays as it is. The
        // table has no rings; the bound only says so.
        for _ in 0..4 {
            let again = simplified.iter().map(|c| *simplified.get(place(*c)).unwrap_or(c));
            simplified = again.collect();
        }
        let mut traditional: Vec<(u16, u16)> = (FIRST as u16..=LAST as u16)
            .zip(&simplified)
            .filter(|(c, simple)| c != *simple)
            .map(|(c, simple)| (*simple, c))
            .collect();
        traditional.sort_unstable();
        Self {
            simplified: simplified.into(),
            traditional: traditional.into(),
        }
    }
}

/// What OpenCC makes of each character of the table. Characters whose simplified form lies beyond the BMP stay
/// as they are: hardly any font has those, and no text that was typed.
fn once_simplified() -> Vec<u16> {
    let spaced: String = (FIRST..=LAST).flat_map(|c| [c, ' ']).collect();
    // Spaces keep it from finding words.
    let converted = OpenCC::from_config(BuiltinConfig::T2s)
        .map_or_else(|_| spaced.clone(), |converter| converter.convert(&spaced));
    let mut simplified = converted.split(' ').map(|form| form.chars().next());
    (FIRST..=LAST)
        .map(|c| {
            let form = simplified.next().flatten().unwrap_or(c);
            let form = if (FIRST..=LAST).contains(&form) { form } else { c };
            form as u16
        })
        .collect()
}

/// The simplified form of `c` (OpenCC, `t2s`), or `c` where it has none; simplified characters are their own.
///
/// ```
/// use finews::text::simplify::simplified;
///
/// assert_eq!("臺灣證券".chars().map(simplified).collect::<String>(), "台湾证券");
/// ```
pub fn simplified(c: char) -> char {
    if !(FIRST..=LAST).contains(&c) {
        return c;
    }
    let form = TABLE.simplified.get(c as usize - FIRST as usize);
    form.and_then(|form| char::from_u32((*form).into())).unwrap_or(c)
}

/// The characters other than `c` that simplify to it, ascending: `臺` and others for `台`.
pub fn traditional(c: char) -> impl Iterator<Item = char> {
    let c = u16::try_from(u32::from(c)).unwrap_or_default();
    let forms = &TABLE.traditional;
    let first = forms.partition_point(|(simple, _)| *simple < c);
    let forms = forms
        .iter()
        .skip(first)
        .take_while(move |(simple, _)| *simple == c);
    forms.filter_map(|(_, form)| char::from_u32((*form).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_have_their_simplified_forms() {
        let simple = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(simple("證券時報網 於乾後麼"), "证券时报网 于干后么");
        assert_eq!(simple("经济参考 ABC １２ かな"), "经济参考 ABC １２ かな");
        assert_eq!(simplified('薴'), '苎');
    }

    #[test]
    fn what_is_simplified_stays_so_and_knows_its_forms() {
        for c in FIRST..=LAST {
            let simple = simplified(c);
            assert_eq!(simplified(simple), simple, "{c}");
            assert_eq!(traditional(simple).any(|form| form == c), c != simple, "{c}");
        }
        assert!(traditional('台').any(|form| form == '臺'));
        assert_eq!(traditional('a').chain(traditional('𠀀')).count(), 0);
    }
}
