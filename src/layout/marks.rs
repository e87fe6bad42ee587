//! The punctuation marks of Chinese: which may not begin a line, which may not end one, which may hang in
//! the margin at its end.
//!
//! Sources: CLREQ 3.1.6 ("Prohibition Rules for Line Start and Line End"), GB/T 15834—2011, 5.1; hanging:
//! CLREQ 3.1.7 ("Hanging Punctuation at Line End"), here for every closing mark, as typesetters of Chinese
//! books do it.

/// Marks that may not begin a line: pause and stop marks, closing quotes and brackets, connectors, the
/// interpunct, the dividing slash, signs that follow their number, iteration marks.
const STARTS: &str =
    "，。、；：？！）》」』】〉〕〗〙〛”’›»〞…‥·・•‧～〜％‰℃℉°′″￠¢／｜．］｝｠,.;:?!)]}%々〻";

/// Marks that may not end a line: opening quotes and brackets, signs that precede their number, the dividing slash.
const ENDS: &str = "（《「『【〈〔〖〘〚“‘‹«［｛｟〝￥＄￡¥$£€₩№([{＃／";

/// Marks that may stand in the margin after a full line: those that close what stands before them.
const HANGS: &str = "，。、；：？！）》」』】〉〕〗〙〛”’›»〞．］｝｠,.;:?!)]}";

/// Whether no line may begin with `c`.
pub(super) fn never_starts(c: char) -> bool {
    !is_ideograph(c) && !c.is_ascii_alphanumeric() && STARTS.contains(c)
}

/// Whether no line may end with `c`.
pub(super) fn never_ends(c: char) -> bool {
    !is_ideograph(c) && !c.is_ascii_alphanumeric() && ENDS.contains(c)
}

/// Whether `c` may stand in the margin at the end of a line.
pub(super) fn hangs(c: char) -> bool {
    !is_ideograph(c) && !c.is_ascii_alphanumeric() && HANGS.contains(c)
}

/// Whether `c` is a mark of full width that ends what stands before it.
pub(super) fn closes_wide(c: char) -> bool {
    !c.is_ascii() && hangs(c) && !matches!(c, '”' | '’' | '．')
}

/// Whether `c` is one of the ideographs that most of a page of Chinese is made of: told apart first.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}
