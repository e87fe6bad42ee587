//! What is said of searches: what was not understood of a query, what is wrong with the index.

use std::time::Duration;

use crate::config::Lang;
use crate::config::words::{count, grouped};
use crate::search::IndexError;
use crate::search::query::Why;
use crate::text::clean::clean_line;
use crate::work::Estimate;

/// What is wrong with a piece of a query: a few words.
pub fn doubt(lang: Lang, why: Why) -> &'static str {
    let (zh, en) = match why {
        Why::Empty => ("里面没有内容", "nothing in it"),
        Why::LoneOperator => ("旁边少了要找的词", "a word is missing beside it"),
        Why::UnclosedBracket => ("括号没有关上", "a bracket is not closed"),
        Why::UnopenedBracket => ("多出一个右括号", "a bracket that closes none"),
        Why::UnclosedQuote => ("引号没有关上", "a quote is not closed"),
        Why::OnlyPunctuation => ("只有标点，没有可找的字", "only punctuation, nothing to look for"),
        Why::UnknownDate => (
            "不是日期，可写 2022-01-05、2022-01..2022-03、昨天",
            "no date; write 2022-01-05, 2022-01..2022-03 or yesterday",
        ),
        Why::NotInCalendar => ("日历上没有这一天", "no such day in the calendar"),
        Why::UnknownValue => (
            "可写 未读、收藏、表格、隐藏",
            "write unread, bookmarked, table or hidden",
        ),
        Why::TooLong => ("太长，从这里起没有计入", "too long; left out from here on"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// What is wrong with the index, and what comes of it: one clean line, without full stop.
pub fn index_trouble(lang: Lang, error: &IndexError) -> String {
    match (error, lang) {
        (IndexError::Busy, Lang::Zh) => "另一个 finews 正在写全文索引".to_owned(),
        (IndexError::Busy, Lang::En) => "another finews writes the text index".to_owned(),
        (IndexError::Damaged(_), Lang::Zh) => "全文索引已损坏或来自另一版本，将重建；这次直接读文件".to_owned(),
        (IndexError::Damaged(_), Lang::En) => {
            "the text index is damaged or of another version and is made anew; texts are read from the files meanwhile"
                .to_owned()
        }
        (IndexError::System(error), _) if error.kind() == std::io::ErrorKind::StorageFull => match lang {
            Lang::Zh => "磁盘已满，全文索引停在已完成的部分；其余直接读文件".to_owned(),
            Lang::En => {
                "the disk is full: the text index keeps what it has; other texts are read from the files".to_owned()
            }
        },
        (IndexError::System(error), Lang::Zh) => {
            format!("全文索引现在不能用（{}），直接读文件", clean_line(&error.to_string()))
        }
        (IndexError::System(error), Lang::En) => format!(
            "the text index cannot be used now ({}); texts are read from the files",
            clean_line(&error.to_string())
        ),
    }
}

/// What a first build takes: `约 230 MB、3 分钟`.
pub fn estimated(lang: Lang, estimate: &Estimate) -> String {
    match lang {
        Lang::Zh => format!("约 {}、{}", size(estimate.bytes), lasting(lang, estimate.time)),
        Lang::En => format!("about {}, {}", size(estimate.bytes), lasting(lang, estimate.time)),
    }
}

/// Bytes as people say them: `230 MB`.
pub fn size(bytes: u64) -> String {
    const MEGA: f64 = 1e6;
    let mega = bytes as f64 / MEGA;
    if mega < 1.0 {
        "1 MB".to_owned()
    } else if mega < 1_000.0 {
        format!("{mega:.0} MB")
    } else {
        format!("{:.1} GB", mega / 1_000.0)
    }
}

/// A time as people say it: `3 分钟`.
fn lasting(lang: Lang, time: Duration) -> String {
    let seconds = time.as_secs().max(1);
    let (number, zh, one, many) = match seconds {
        ..60 => (seconds, "秒", "second", "seconds"),
        60..5_400 => (seconds.div_ceil(60), "分钟", "minute", "minutes"),
        _ => (seconds.div_ceil(3_600), "小时", "hour", "hours"),
    };
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    match lang {
        Lang::Zh => format!("{} {zh}", grouped(number)),
        Lang::En => count(number, one, many),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_told_as_people_say_them() {
        let estimate = |bytes, seconds| Estimate {
            bytes,
            time: Duration::from_secs(seconds),
            free: None,
        };
        assert_eq!(
            estimated(Lang::Zh, &estimate(230_400_000, 130)),
            "约 230 MB、3 分钟"
        );
        assert_eq!(
            estimated(Lang::En, &estimate(2_340_000_000, 40)),
            "about 2.3 GB, 40 seconds"
        );
        let lasts = [1, 60, 61].map(|seconds| lasting(Lang::En, Duration::from_secs(seconds)));
        assert_eq!(lasts, ["1 second", "1 minute", "2 minutes"]);
    }
}
