//! One folded text to be looked for in very many: a million titles between two keys. Folds a haystack
//! only where folding could make a difference.

use memchr::{memchr2_iter, memmem};

use super::fold::fold;
use super::forms::{forms, hides, is_han, is_plain};

/// Forms of one character that are looked for each by itself. Only `日`, `月` and `点` have more, of `㏠` and its
/// like.
const MOST_FORMS: usize = 8;

/// Letters and digits, the rarer ones in Chinese news first.
const RARITY: &[u8] = b"qjzxkwvyhfugblmdnrosptieca9876435201";

/// A text to look for, compared as [`fold`] has it.
#[derive(Debug)]
pub struct Needle {
    folded: String,
    anchor: Option<Anchor>,
}

/// The part of a needle by which it is found: its Han character with the fewest forms or, where it has none,
/// its longest run of letters and digits.
#[derive(Debug)]
struct Anchor {
    /// Its forms: one of them stands in every text that holds the needle, but for texts that hide it.
    traces: Box<[Trace]>,
    /// Whether it has more forms than are looked for, as letters do.
    hides: bool,
    /// What stands around it in the needle, for texts that need no folding.
    around: Option<Around>,
}

/// A needle of Han characters, letters and digits only, as seen from its anchor.
#[derive(Debug)]
struct Around {
    /// Whether the anchor is of Han.
    han: bool,
    /// The characters before the anchor, the nearest first.
    before: Box<[char]>,
    /// Those after it.
    after: Box<[char]>,
}

/// Bytes that a text has in it where it may hold a needle.
#[derive(Debug)]
pub struct Trace(Form);

#[derive(Debug)]
enum Form {
    /// A form of a Han character.
    Han(Box<memmem::Finder<'static>>),
    /// Letters and digits, in lower case and looked for in any, with the place of the rarest.
    Letters { run: Box<[u8]>, rarest: usize },
}

impl Needle {
    /// What `text` says, to be looked for.
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let anchor = Anchor::new(&folded);
        Self { folded, anchor }
    }

    /// Whether it occurs in `text`. Everything holds an empty needle.
    pub fn is_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let folded = || fold(text).contains(&self.folded);
        let Some(anchor) = &self.anchor else {
            return self.folded.is_empty() || folded();
        };
        // Most titles end here.
        if anchor.traces.iter().all(|trace| trace.find(bytes).is_none()) {
            return anchor.hides && hides(text) && folded();
        }
        match &anchor.around {
            Some(around) if is_plain(bytes) => {
                anchor.traces.iter().any(|trace| around.stands_at(trace, text))
            }
            _ => folded(),
        }
    }

    /// The traces of which one stands in every text that holds the needle; but where [`Self::may_hide`], in
    /// texts that [`hides`] holds of there need be none. `None` where only [`Self::is_in`] can tell.
    pub fn traces(&self) -> Option<&[Trace]> {
        self.anchor.as_ref().map(|anchor| &*anchor.traces)
    }

    /// Whether there are more forms than the traces.
    pub fn may_hide(&self) -> bool {
        self.anchor.as_ref().is_some_and(|anchor| anchor.hides)
    }
}

impl Anchor {
    fn new(folded: &str) -> Option<Self> {
        let han = folded.char_indices().filter(|(_, c)| is_han(*c));
        let rarest = han.min_by_key(|(_, c)| forms(*c).count());
        let (traces, hides, at, len) = if let Some((at, c)) = rarest {
            let hides = forms(c).count() > MOST_FORMS;
            let looked_for = forms(c).filter(|form| !hides || is_han(*form));
            (looked_for.map(Trace::of_han).collect(), hides, at, c.len_utf8())
        } else {
            let runs = folded.split(|c: char| !c.is_ascii_alphanumeric());
            let run = runs.max_by_key(|run| run.len()).filter(|run| !run.is_empty())?;
            (vec![Trace::of_letters(run)], true, folded.find(run)?, run.len())
        };
        let (before, after) = (folded.get(..at)?, folded.get(at + len..)?);
        let simple = folded.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric());
        Some(Self {
            traces: traces.into(),
            hides,
            around: simple.then(|| Around {
                han: rarest.is_some(),
                before: before.chars().rev().collect(),
                after: after.chars().collect(),
            }),
        })
    }
}

impl Trace {
    fn of_han(c: char) -> Self {
        Self(Form::Han(Box::new(
            memmem::Finder::new(&c.to_string()).into_owned(),
        )))
    }

    fn of_letters(run: &str) -> Self {
        let rarity = |b: &u8| RARITY.iter().position(|other| other == b);
        let rarest = run.bytes().enumerate().min_by_key(|(_, b)| rarity(b));
        Self(Form::Letters {
            run: run.as_bytes().into(),
            rarest: rarest.map_or(0, |(at, _)| at),
        })
    }

    /// Where it first stands in `text`.
    pub fn find(&self, text: &[u8]) -> Option<usize> {
        match &self.0 {
            Form::Han(finder) => finder.find(text),
            Form::Letters { run, rarest } => {
                let letter = *run.get(*rarest)?;
                memchr2_iter(letter, letter.to_ascii_uppercase(), text).find_map(|at| {
                    let start = at.checked_sub(*rarest)?;
                    let there = text.get(start..start + run.len())?;
                    there.eq_ignore_ascii_case(run).then_some(start)
                })
            }
        }
    }

    fn len(&self) -> usize {
        match &self.0 {
            Form::Han(finder) => finder.needle().len(),
            Form::Letters { run, .. } => run.len(),
        }
    }
}

impl Around {
    /// Whether the needle stands in the plain `text` with its anchor where `trace` is.
    fn stands_at(&self, trace: &Trace, text: &str) -> bool {
        let mut from = 0;
        while let Some(found) = text.as_bytes().get(from..).and_then(|rest| trace.find(rest)) {
            let (start, end) = (from + found, from + found + trace.len());
            let before = text.get(..start).unwrap_or_default().chars().rev();
            let after = text.get(end..).unwrap_or_default().chars();
            if self.goes_on(&self.after, after) && self.goes_on(&self.before, before) {
                return true;
            }
            from = end;
        }
        false
    }

    /// Whether `text` goes on from the anchor as `needle` does, but for spaces beside Han.
    fn goes_on(&self, needle: &[char], mut text: impl Iterator<Item = char>) -> bool {
        let mut beside_han = self.han;
        needle.iter().all(|wanted| {
            let mut next = text.next();
            let spaced = next == Some(' ');
            while next == Some(' ') {
                next = text.next();
            }
            let was_beside = std::mem::replace(&mut beside_han, is_han(*wanted));
            next.is_some_and(|c| folded(c) == *wanted) && (!spaced || was_beside || beside_han)
        })
    }
}

/// What a character of a plain text folds into; punctuation, which no simple needle has, stays.
fn folded(c: char) -> char {
    super::simplify::simplified(c.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn space_case_width_and_form_make_no_difference() {
        assert!(Needle::new("北向资金").is_in("今日 北 向 资金流入"));
        assert!(Needle::new("a股").is_in("今日A 股收涨"));
        assert!(Needle::new("AI 芯片").is_in("国产AI芯片"));
        assert!(!Needle::new("a b股").is_in("ab股"));
        assert!(Needle::new("hfo").is_in("ＨＦＯ制冷剂"));
        assert!(Needle::new("S&P 500").is_in("標普（s&p  ５００）"));
        assert!(Needle::new("台積電").is_in("臺积电股價"));
        assert!(Needle::new("金价").is_in("㊎價"));
        assert!(Needle::new("3月").is_in("㋂㏠"));
        assert!(Needle::new("").is_in("任何"));
    }

    #[test]
    fn the_anchor_has_the_fewest_forms() {
        let traces = |text| Needle::new(text).traces().map(<[Trace]>::len);
        assert_eq!(traces("台积电"), Some(forms('积').count()));
        assert_eq!(traces("a 股，"), Some(forms('股').count()));
        assert_eq!(traces("s&p 500"), Some(1));
        assert_eq!(traces("3月"), Some(1));
        assert_eq!(traces("，"), None);
    }

    proptest! {
        #[test]
        fn quick_answers_are_those_of_the_fold(
            needle in "[中国银行國銀月aA1９Ｂ ，.“㊤é]{0,4}",
            text in "[中国银行國銀月㋀aAbB12９Ｂ ，。“”…㊤é\u{301}\u{3000}\n]{0,12}",
        ) {
            prop_assert_eq!(Needle::new(&needle).is_in(&text), fold(&text).contains(&fold(&needle)));
        }

        #[test]
        fn and_so_for_plain_text(needle in "[国國台臺aA1 ]{1,4}", text in "[国國台臺aAb1， ]{0,16}") {
            prop_assert_eq!(Needle::new(&needle).is_in(&text), fold(&text).contains(&fold(&needle)));
        }

        #[test]
        fn and_so_for_any_text(needle in "\\PC{0,2}", text in "\\PC{0,20}") {
            prop_assert_eq!(Needle::new(&needle).is_in(&text), fold(&text).contains(&fold(&needle)));
        }

        #[test]
        fn what_holds_a_needle_has_a_trace_of_it(needle in "[国國台aA1月 ]{1,3}", text in "[国國台臺aＡ1①㋀é， ]{0,12}") {
            let needle = Needle::new(&needle);
            if let Some(traces) = needle.traces().filter(|_| needle.is_in(&text)) {
                let found = traces.iter().any(|trace| trace.find(text.as_bytes()).is_some());
                prop_assert!(found || needle.may_hide() && hides(&text));
            }
        }
    }
}
