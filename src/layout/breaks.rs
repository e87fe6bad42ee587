//! Where a line may end: the Unicode line breaking algorithm (UAX #14), tailored for Chinese.
//!
//! | rule | source |
//! | --- | --- |
//! | `“‘` open and `”’` close beside Han; straight quotes by turns | UAX #14 (16.0) LB19a; CLREQ 3.1.6 |
//! | marks stay off the wrong end of a line ([`super::marks`]) | CLREQ 3.1.6; GB/T 15834—2011, 5.1 |
//! | `——` and `……` are never split | GB/T 15834—2011, 5.1.5; UAX #14 LB22 |
//! | no line starts or ends with the dividing `/`, unless a space stands beside it | GB/T 15834—2011, 5.1.10 |
//! | an address is one word | CMOS 7.46, which then says where it may be cut ([`super::segment`]) |
//! | no lone `—` at the start of a line | CLREQ 3.1.6 |
//! | a full-width bracket may begin a line after letters and numbers | UAX #14 (13.0) LB30 |
//! | a signed number or an amount may begin a line after a full-width closing mark | UAX #14 LB21 and LB25 keep it there, for Western numbers (`(1)-5`); CLREQ 3.1.6 forbids only the mark itself |
//! | a figure is whole with its sign and its unit ([`super::figure`]), `A` stays with `股`, `①` with what it counts | CLREQ 3.2.3, by analogy |
//! | a Latin word is whole, with all typed in it (`C++`), in full-width letters too; a hyphen between letters divides it | CLREQ 3.2.3; UAX #14 LB21 |
//! | Korean breaks at spaces | UAX #14, 8.1 "Types of tailoring", "Korean" |

use std::borrow::Cow;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::GraphemeCursor;

use super::figure::{Figure, is_sign};
use super::marks::{closes_wide, never_ends, never_starts};
use crate::text::fold::is_cjk;

/// A place where a line may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// The byte before which.
    pub(super) at: usize,
    /// How readily.
    pub(super) ease: Ease,
}

/// How readily a line is broken somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ease {
    /// As readily as anywhere.
    Free,
    /// Where that spares a ragged edge.
    Loath,
    /// Where what stands around it fits no line: within a word or a figure.
    Tight,
}

/// Where in `text` a line may begin, without 0, in order; the length is not among them. `figures` are those of
/// `text`.
pub(super) fn breaks(text: &str, figures: &[Figure]) -> Vec<Break> {
    let prepared = with_classes_resolved(text);
    let mut found = Vec::new();
    let mut rules = Rules::new(text);
    let mut figures = figures.iter().peekable();
    // The last break: clusters are looked for from there on.
    let mut from = 0;
    for (at, kind) in linebreaks(&prepared) {
        if at >= text.len() {
            break;
        }
        while figures.next_if(|figure| figure.range.end <= at).is_some() {}
        let ease = if kind == BreakOpportunity::Mandatory {
            Some(Ease::Free)
        } else {
            rules.allow(at)
        };
        if let Some(ease) = ease
            && is_boundary(text.get(from..).unwrap_or_default(), at - from)
        {
            let around = figures.peek().filter(|figure| figure.range.start < at);
            let ease = match around {
                Some(figure) if figure.seams.contains(&at) => Ease::Loath,
                Some(_) => Ease::Tight,
                None => ease,
            };
            found.push(Break { at, ease });
            from = at;
        }
    }
    found
}

/// Whether a grapheme cluster ends at `at` by newer tables (UAX #29) than those of the line breaks.
pub(super) fn is_boundary(text: &str, at: usize) -> bool {
    let plain = |c: char| c.is_ascii() || is_cjk(c);
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    match (before.chars().next_back(), after.chars().next()) {
        (Some(last), Some(first)) if !plain(last) || !plain(first) => {
            let mut cursor = GraphemeCursor::new(at, text.len(), true);
            cursor.is_boundary(text, 0).unwrap_or(true)
        }
        _ => true,
    }
}

/// `text` with some characters replaced by one of the same length and of the class that they should have:
/// full-width opening marks by ideographs (a line never ends with them by [`Rules`]), quotes that stand beside Han
/// by brackets, the signs of a number after a full-width closing mark by digits.
fn with_classes_resolved(text: &str) -> Cow<'_, str> {
    let concerns = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '"') || is_sign(c) || opens_wide(c);
    if !text.contains(concerns) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    let mut before: Option<char> = None;
    let mut signs = 0;
    let mut straight = Straight::new(text);
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        let beside_han = before.is_some_and(is_wide_context) || after.is_some_and(is_wide_context);
        let resolved = match c {
            '“' | '‘' if beside_han => '一',
            '”' | '’' if beside_han => '」',
            '"' => match straight.turn() {
                Some(true) if beside_han => '(',
                Some(false) if beside_han => ')',
                _ => c,
            },
            c if opens_wide(c) => '一',
            '\n' => {
                straight = Straight::new(rest.as_str());
                c
            }
            c if signs > 0 => digit_as_long_as(c),
            c => c,
        };
        out.push(resolved);
        signs = if closes_wide(resolved) {
            signs_of_number(rest.as_str())
        } else {
            signs.saturating_sub(1)
        };
        before = Some(c);
    }
    Cow::Owned(out)
}

/// The straight quotes of a paragraph: the first opens, the second closes, if each has its other.
struct Straight {
    paired: bool,
    open: bool,
}

impl Straight {
    /// For the paragraph that `rest` begins with.
    fn new(rest: &str) -> Self {
        let bytes = rest.as_bytes();
        let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
        let count = memchr::memchr_iter(b'"', bytes.get(..end).unwrap_or_default()).count();
        Self {
            paired: count.is_multiple_of(2),
            open: false,
        }
    }

    /// Whether the next quote opens; `None` if nobody can say.
    fn turn(&mut self) -> Option<bool> {
        self.open = !self.open;
        self.paired.then_some(self.open)
    }
}

/// How many signs stand before the number that `text` begins with; 0 if it begins with none.
fn signs_of_number(text: &str) -> usize {
    let number = text.trim_start_matches(is_sign);
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        text.chars().take_while(|&c| is_sign(c)).count()
    } else {
        0
    }
}

/// A digit (class NU) of as many bytes as the sign `c`.
fn digit_as_long_as(c: char) -> char {
    match c.len_utf8() {
        1 => '0',
        2 => '\u{660}',
        _ => '\u{966}',
    }
}

/// Whether `c` is a mark of full width that opens what stands after it.
fn opens_wide(c: char) -> bool {
    is_cjk(c) && never_ends(c) && !is_sign(c) && !matches!(c, '／' | '＃')
}

/// Whether quotes beside `c` are Chinese ones.
fn is_wide_context(c: char) -> bool {
    is_cjk(c) || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…')
}

/// What has been read of the text so far, and whether a line may begin at the next break.
struct Rules<'a> {
    text: &'a str,
    /// The byte up to which it has been read.
    at: usize,
    /// The last character that is no space, and the one before it unless a space stands between.
    last: [Option<char>; 2],
    /// Whether a space stands right before.
    after_space: bool,
    /// Whether an address, known by its `://`, goes on.
    in_address: bool,
}

impl<'a> Rules<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            last: [None; 2],
            after_space: false,
            in_address: false,
        }
    }

    /// How readily a line may begin at byte `at`, where UAX #14 lets it: `None` if never.
    fn allow(&mut self, at: usize) -> Option<Ease> {
        self.read_to(at);
        let rest = self.text.get(at..).unwrap_or_default();
        let mut next = rest.chars().filter(|c| !matches!(c, ' ' | '\u{3000}'));
        let (Some(first), second) = (next.next(), next.next()) else {
            return Some(Ease::Free);
        };
        let Some(last) = self.last[1] else {
            return Some(Ease::Free);
        };
        if never_starts(first) || never_ends(last) {
            return None;
        }
        let split_pair = first == last && matches!(first, '—' | '…' | '─' | '－' | '～');
        // A dash of two is one mark and may begin a line; one alone ties what it stands between.
        let lone_dash = first == '—' && second != Some('—');
        if split_pair || lone_dash || (last == '/' && !self.after_space) {
            return None;
        }
        if self.in_address && is_address(first) {
            return Some(Ease::Tight);
        }
        if self.after_space {
            return Some(Ease::Free);
        }
        let before = self.last[0];
        // `C++`, `AT&T`, `a,b`: what is typed as one word is one; a hyphen between letters divides it.
        let hyphen = last == '-'
            && first.is_ascii_alphabetic()
            && before.is_some_and(|c| c.is_ascii_alphabetic())
            && !is_mail(rest);
        let word = (first.is_ascii_graphic() && last.is_ascii_graphic() && !hyphen)
            || (is_wide_letter(first) && is_wide_letter(last));
        let glued = (last == '第' && first.is_ascii_digit())
            || (first == '股'
                && last.is_ascii_uppercase()
                && !before.is_some_and(|c| c.is_ascii_alphabetic()))
            || is_enumerator(last)
            || (is_hangul(first) && is_hangul(last));
        Some(if word || glued { Ease::Tight } else { Ease::Free })
    }

    fn read_to(&mut self, at: usize) {
        let Some(read) = self.text.get(self.at..at) else {
            return;
        };
        let mut spaced = self.after_space;
        for c in read.chars() {
            self.after_space = c == ' ' || c == '\u{3000}' || c == '\n';
            if matches!(c, ' ' | '\u{3000}') {
                self.in_address = false;
                spaced = true;
                continue;
            }
            let slashes = c == '/' && self.last == [Some(':'), Some('/')];
            self.in_address = (self.in_address || slashes) && is_address(c);
            self.last = [self.last[1].filter(|_| !spaced), Some(c)];
            spaced = false;
        }
        self.at = at;
    }
}

/// Bytes of the name before the `@` of a mail address (RFC 5321, 4.5.3.1.1).
const LONGEST_NAME: usize = 64;

/// Whether `c` may stand in an address (RFC 3986).
fn is_address(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

/// Whether `rest`, which goes on from a hyphen, is the rest of a mail address.
fn is_mail(rest: &str) -> bool {
    let word = rest.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_graphic);
    word.into_iter().any(|b| b == b'@')
}

/// Whether `c` counts what follows it: `①`, `⑴`, `⒈`, `㈠`.
fn is_enumerator(c: char) -> bool {
    matches!(c, '①'..='⒛' | '⓪'..='⓿' | '❶'..='➓' | '㈠'..='㉃')
}

/// Whether `c` is a letter or digit in full width.
fn is_wide_letter(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}')
}

#[cfg(test)]
mod tests {
    use super::super::figure;
    use super::*;

    /// `text` with `|` at each opportunity.
    fn broken(text: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        for at in breaks(text, &figure::figures(text))
            .iter()
            .filter(|b| b.ease == Ease::Free)
            .map(|b| b.at)
        {
            out.push_str(&text[from..at]);
            out.push('|');
            from = at;
        }
        out + &text[from..]
    }

    #[test]
    fn quotes_open_and_close_beside_han() {
        assert_eq!(broken("称“双碳”是"), "称|“双|碳”|是");
        assert_eq!(broken("称“Hello”后"), "称|“Hello”|后");
        assert_eq!(broken("don’t"), "don’t");
    }

    #[test]
    fn marks_stay_off_the_wrong_end() {
        assert_eq!(broken("（甲）、《乙》。"), "（甲）、|《乙》。");
        assert_eq!(broken("约翰·史密斯"), "约|翰·|史|密|斯");
        assert_eq!(broken("甲 ，乙"), "甲 ，|乙");
        assert_eq!(broken("价￥12，第3名"), "价|￥12，|第3名");
    }

    #[test]
    fn dashes_and_dots_are_whole() {
        assert_eq!(broken("甲——乙……丙"), "甲|——|乙……|丙");
        assert_eq!(broken("甲—乙"), "甲—|乙");
    }

    #[test]
    fn numbers_stay_whole_and_with_their_unit() {
        assert_eq!(broken("达6.54亿元的"), "达|6.54亿元|的");
        assert_eq!(broken("涨+0.37%至3,595.18点"), "涨|+0.37%|至|3,595.18点");
        assert_eq!(broken("2022年1月5日起"), "2022年|1月|5日|起");
        assert_eq!(broken("60％和-3℃"), "60％|和-3℃");
        assert_eq!(broken("15%-20%"), "15%-20%");
        assert_eq!(broken("1—2月，3～5年"), "1—2月，|3～5年");
        assert_eq!(broken("A股和HJT股"), "A股|和|HJT|股");
    }

    #[test]
    fn a_signed_amount_may_begin_a_line_after_a_wide_mark() {
        assert_eq!(broken("慢，-20.5%倒，+3%"), "慢，|-20.5%|倒，|+3%");
        assert_eq!(
            broken("走，¥12.50；￥3。€4！-¥5？−6"),
            "走，|¥12.50；|￥3。|€4！|-¥5？|−6"
        );
        assert_eq!(
            broken("（甲）-1》$2」£3：±4、－5"),
            "（甲）|-1》|$2」|£3：|±4、|－5"
        );
        assert_eq!(broken("称“双碳”+3%"), "称|“双|碳”|+3%");
        // A sign of nothing, a sign after Latin marks, and a mark that follows are as they were.
        assert_eq!(broken("甲，-乙"), "甲，-|乙");
        assert_eq!(broken("(1,234)-5, (x)$6"), "(1,234)-5, |(x)$6");
        assert_eq!(broken("甲，℃，%"), "甲，℃，%");
    }

    #[test]
    fn latin_words_are_whole() {
        assert_eq!(
            broken("用HFO-1234yf(四氟丙烯)制"),
            "用|HFO-1234yf(四|氟|丙|烯)|制"
        );
        assert_eq!(broken("in New York"), "in |New |York");
        assert_eq!(broken("C++、AT&T e-mail"), "C++、|AT&T |e-|mail");
    }

    #[test]
    fn addresses_and_divided_words_are_whole() {
        assert_eq!(broken("见http://a.b/c?d=1-2，在"), "见|http://a.b/c?d=1-2，|在");
        assert_eq!(broken("产5000吨/年"), "产|5000吨/年");
    }

    #[test]
    fn brackets_of_full_width_begin_a_line_after_anything() {
        assert_eq!(
            broken("华夏ETF（五）涨20%（税后）"),
            "华|夏|ETF|（五）|涨|20%|（税|后）"
        );
        assert_eq!(broken("称“（甲）”的"), "称|“（甲）”|的");
    }

    #[test]
    fn straight_quotes_open_and_close_by_turns() {
        assert_eq!(broken("称\"双碳\"是\"Go\"。"), "称|\"双|碳\"|是|\"Go\"。");
        // One without its other says nothing.
        assert_eq!(broken("长6\"的管"), "长|6\"的|管");
    }

    #[test]
    fn what_belongs_together_stays() {
        assert_eq!(broken("①甲，②乙"), "①甲，|②乙");
        assert_eq!(broken("ＩＰＯ价１２．５元"), "ＩＰＯ|价|１２．５元");
        assert_eq!(broken("致nr-feedback@a.com信"), "致|nr-feedback@a.com|信");
        assert_eq!(broken("运行ls -la看"), "运|行|ls |-la|看");
        assert_eq!(broken("B A股，北纬30°（东"), "B |A股，|北|纬|30°|（东");
        assert_eq!(broken("甲／乙“\u{3000}《丙》"), "甲／乙|“\u{3000}《丙》");
        assert_eq!(broken("一\u{113b9}二"), "一\u{113b9}|二");
    }

    #[test]
    fn korean_breaks_at_spaces() {
        assert_eq!(broken("한국 은행이"), "한국 |은행이");
    }
}
