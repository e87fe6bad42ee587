//! What stands above and below an article's text on the page, and how wide the page is; the same for the
//! screen, for `finews show` and for what is exported.

use std::collections::HashSet;

use crate::config::{Settings, Words};
use crate::layout::{PageHead, Settings as PageSettings, Words as PageWords};
use crate::post::{DatePrecision, PostDate, ProblemKind, rfc3339, wall_time};

use super::Article;

/// Characters of Chinese news that are read in a minute.
const PER_MINUTE: usize = 400;

/// What stands over the text of `article` and after it. `zone` is the archive's offset from UTC, in minutes.
pub fn page_head(article: &Article, words: &Words, zone: i16) -> PageHead {
    let (post, document) = (&article.post, &article.document);
    let mut facts = Vec::new();
    // The rolling news name their source in the text alone.
    facts.extend(document.outlet.as_ref().or(post.outlet.as_ref()).cloned());
    facts.extend(date_fact(&post.date, zone));
    if document.characters > 0 {
        facts.push((words.reading_time)(document.characters.div_ceil(PER_MINUTE)));
    }
    facts.extend(document.text.is_empty().then(|| words.no_body.to_owned()));
    let cut_short = post
        .problems
        .iter()
        .any(|problem| problem.kind == ProblemKind::TooLarge);
    facts.extend(cut_short.then(|| words.cut_short.to_owned()));
    let links = document
        .links
        .iter()
        .filter_map(|link| link.note)
        .collect::<HashSet<_>>()
        .len();
    facts.extend((links > 0).then(|| (words.links)(links)));
    PageHead {
        title: post.title.clone(),
        facts,
        source_url: post.source_url.clone(),
        copies: article.copies.clone(),
    }
}

/// The date as exactly as it is known; with its zone where that is not the archive's, and with the front
/// matter's own words where they could not be understood (archive-format 28).
fn date_fact(date: &PostDate, zone: i16) -> Option<String> {
    let time = date
        .timestamp
        .and_then(|timestamp| wall_time(timestamp, date.offset));
    let known = time.map(|time| {
        let format = if date.precision >= DatePrecision::Minute {
            "%Y-%m-%d %H:%M"
        } else {
            "%Y-%m-%d"
        };
        let shown = time.strftime(format).to_string();
        let own_zone = date.offset != zone && date.precision >= DatePrecision::Minute;
        let full = date
            .timestamp
            .and_then(|timestamp| rfc3339(timestamp, date.offset))
            .filter(|_| own_zone);
        match full.as_deref().and_then(|full| full.get(19..)) {
            Some(offset) => format!("{shown} {offset}"),
            None => shown,
        }
    });
    match (known, &date.raw) {
        (Some(known), Some(raw)) => Some(format!("{known} ({raw})")),
        (known, raw) => known.or_else(|| raw.clone()),
    }
}

/// How a page is set in a pane `width` cells wide: a cell of margin on either side, lines no longer than
/// the measure.
pub fn page_settings(settings: &Settings, words: &Words, width: usize) -> PageSettings {
    PageSettings {
        width,
        cells: settings.cells,
        measure: settings.measure,
        link_notes: settings.link_notes,
        justify: settings.justify,
        words: PageWords {
            image: words.image.to_owned(),
            source: words.source.to_owned(),
            copies: words.copies.to_owned(),
            stocks: words.stocks.to_owned(),
            links: words.notes.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::DateFrom;

    fn date(timestamp: i64, offset: i16, precision: DatePrecision) -> PostDate {
        PostDate {
            timestamp: Some(timestamp),
            offset,
            precision,
            from: DateFrom::FrontMatter,
            ..PostDate::UNKNOWN
        }
    }

    #[test]
    fn dates_are_as_exact_as_they_are_known() {
        let at = 1_641_360_674;
        assert_eq!(
            date_fact(&date(at, 480, DatePrecision::Second), 480).unwrap(),
            "2022-01-05 13:31"
        );
        assert_eq!(
            date_fact(&date(at, 480, DatePrecision::Day), 480).unwrap(),
            "2022-01-05"
        );
        assert_eq!(
            date_fact(&date(at, -480, DatePrecision::Minute), 480).unwrap(),
            "2022-01-04 21:31 -08:00"
        );
        assert_eq!(date_fact(&PostDate::UNKNOWN, 480), None);
        let raw = PostDate {
            raw: Some("30 Feb".into()),
            ..date(at, 480, DatePrecision::Day)
        };
        assert_eq!(date_fact(&raw, 480).unwrap(), "2022-01-05 (30 Feb)");
    }

    #[test]
    fn what_is_missing_of_an_article_is_said() {
        use crate::archive::{PostFile, parse};
        use crate::config::Lang;
        let facts = |content: &str| {
            let article = Article::new(parse(&PostFile::stdin(), content.as_bytes()), Vec::new());
            page_head(&article, Lang::Zh.words(), 480).facts
        };
        assert!(facts("---\ntitle: a\n---\n").contains(&"没有正文".to_owned()));
        let long = format!("---\ntitle: a\n---\n{}", "字".repeat(3 * 1024 * 1024));
        assert!(facts(&long).contains(&"文件太大，只显示开头".to_owned()));
        let links =
            "---\ntitle: a\n---\n<p><a href='http://a.b/'>一</a><a href='http://a.b/'>二</a>http://c.d/</p>";
        assert!(
            facts(links).contains(&"1 个链接".to_owned()),
            "{:?}",
            facts(links)
        );
    }
}
