//! The marks that may not start or end a line, told by what stands beside them.
//!
//! CLREQ 3.1.6 "Prohibition Rules for Line Start and Line End"; GB/T 15834—2011, 5.1; UAX #14, LB13 to LB16,
//! LB21 and LB25 for the marks of other scripts.

/// What stands at a place where a line may end: the characters on both sides, white space left out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The last but one before it, the last, the first after it, the second.
    pub(crate) around: [Option<char>; 4],
    /// Whether white space stands there.
    pub(crate) spaced: bool,
}

/// Marks that stop, close, or go with what stands before them, in Chinese. White space makes no difference.
const CLOSING: &str = "，。、；：？！．）》〉」』】〕〗〙〛］｝｠〞〟”…‥·・‧％‰";

/// The same of other scripts and of rare use (UAX #14: CL, CP, EX, IS, NS).
const CLOSING_RARE: &str = ")]},.;:?!﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞｡｣､･‼⁇⁈⁉";

/// Marks that bind what stands on both sides (CLREQ, connector marks and interpuncts; GB/T 15834, 5.1.10, the
/// dividing mark), what follows a number, and iteration marks. After white space they may start a line.
const BINDING: &str = "～〜–•／/%℃℉°′″々〻ゝゞヽヾー";

/// Marks that open.
const OPENING: &str = "（《〈「『【〔〖〘〚［｛｟〝“‘([{﹙﹛﹝｢¿¡№";

/// Currency signs that stand before the amount.
const CURRENCY: &str = "￥¥$＄£￡€₩￦₹";

/// Whether `c` is a mark that may hang in the margin.
pub(crate) fn hangs(c: char) -> bool {
    CLOSING.contains(c) && !"％‰".contains(c) || CLOSING_RARE.contains(c) || c == '’'
}

/// Whether `c` is a letter of Chinese or Japanese.
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}')
        || matches!(c, '\u{3041}'..='\u{30FA}' if !"ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ".contains(c))
}

/// Whether `c` is a mark of full width that closes.
pub(crate) fn closes(c: char) -> bool {
    "，。、；：？！）》〉」』】〕".contains(c)
}

/// Whether `c` is a mark of full width that opens.
pub(crate) fn opens(c: char) -> bool {
    "（《〈「『【〔".contains(c)
}

/// Whether the line after `place` starts wrongly.
pub(crate) fn starts_wrongly(place: Place) -> bool {
    let [_, before, Some(first), second] = place.around else {
        return false;
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match first {
        // `’90s`
        '’' => !(place.spaced && second.is_some_and(char::is_alphanumeric)),
        // `.5`, after a space
        '.' if place.spaced && digit(second) => false,
        // A dash of two is one mark and may start a line; one alone binds. Two parted are a pair, told elsewhere.
        '—' => !place.spaced && second != Some('—') && before != Some('—'),
        // A sign may start a line, a connector may not.
        '-' => {
            let after_word = before.is_some_and(|c| c.is_ascii_alphanumeric() || "%％".contains(c));
            !place.spaced && (after_word || !digit(second))
        }
        // Part of a pair, told elsewhere.
        '…' if before == Some('…') && !place.spaced => false,
        _ if CLOSING.contains(first) || CLOSING_RARE.contains(first) => true,
        _ => BINDING.contains(first) && !place.spaced,
    }
}

/// Whether the line before `place` ends wrongly.
pub(crate) fn ends_wrongly(place: Place) -> bool {
    let [before, Some(last), first, _] = place.around else {
        return false;
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if OPENING.contains(last) {
        return true;
    }
    if CURRENCY.contains(last) {
        // `100€` is said too.
        return digit(first) || !digit(before);
    }
    // GB/T 15834—2011, 5.1.10.
    "／/".contains(last) && !place.spaced
}

/// Whether `place` is within a pair.
pub(crate) fn parts_a_pair(place: Place) -> bool {
    let [_, last, first, _] = place.around;
    !place.spaced && last == first && last.is_some_and(|c| "—…⸺".contains(c))
}
