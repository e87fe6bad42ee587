//! Bookmarks there and back, and from files of other programs.

use proptest::prelude::*;

use super::*;

mod foreign;
mod written;

fn csv_of(bookmarks: &[BookmarkForm]) -> String {
    let mut out = Vec::new();
    write_csv(&mut out, bookmarks).unwrap();
    String::from_utf8(out).unwrap()
}

fn netscape_of(bookmarks: &[BookmarkForm]) -> String {
    let mut out = Vec::new();
    write_netscape(&mut out, "收藏 <&>", bookmarks).unwrap();
    String::from_utf8(out).unwrap()
}

/// Text that other programs could take for something else.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@'\"\t\r-]{0,3}[a中,;|\"'<>&#/= \t\r\n]{0,12}",
        "(&amp;|&lt;|&#27;|&#x22|&copy|<!--|-->|</A>|<DD>|<DT>|\"\"|'=|\u{1b}\\[2J|\u{feff}|\u{2028}|a\n\n b ){0,5}",
        any::<String>(),
    ]
}

/// Bookmarks that need not be tidy.
fn bookmark() -> impl Strategy<Value = BookmarkForm> {
    let precision = prop_oneof![
        Just(DatePrecision::None),
        Just(DatePrecision::Day),
        Just(DatePrecision::Minute),
        Just(DatePrecision::Second),
    ];
    let time = || {
        prop_oneof![
            0..4_000_000_000_i64,
            any::<i64>(),
            -90_000_000_000..90_000_000_000_i64
        ]
    };
    let offset = prop_oneof![Just(480_i16), -1500..1500_i16];
    let url = prop_oneof!["https?://news\\.example/[a-z0-9?&=,\"'<> ]{0,12}", hostile()];
    let option = proptest::option::of::<BoxedStrategy<String>>;
    (
        (option(hostile().boxed()), hostile(), option(hostile().boxed())),
        (proptest::option::of(time()), offset, precision),
        (option(url.boxed()), proptest::option::of(time())),
        (
            proptest::collection::vec(hostile(), 0..3),
            option(hostile().boxed()),
        ),
    )
        .prop_map(
            |(
                (id, title, outlet),
                (date, date_offset, date_precision),
                (source_url, added),
                (tags, note),
            )| {
                BookmarkForm {
                    id,
                    title,
                    outlet,
                    date,
                    date_offset,
                    date_precision,
                    source_url,
                    added,
                    is_for_passages: false,
                    tags,
                    note,
                }
            },
        )
}

fn bookmarks() -> impl Strategy<Value = Vec<BookmarkForm>> {
    proptest::collection::vec(bookmark(), 0..4)
}

/// Those that can be read again.
fn tidied(bookmarks: &[BookmarkForm]) -> Vec<BookmarkForm> {
    let tidied = bookmarks.iter().cloned().map(BookmarkForm::tidy);
    tidied.filter(BookmarkForm::is_of_something).collect()
}

/// Whether `taken`, but for the last, is what `all` begins with.
fn begins(taken: &[BookmarkForm], all: &[BookmarkForm]) -> bool {
    let whole = taken.len().saturating_sub(1);
    taken.len() <= all.len() && taken.iter().take(whole).eq(all.iter().take(whole))
}

proptest! {
    #[test]
    fn what_is_tidy_stays_so(bookmark in bookmark()) {
        let tidy = bookmark.tidy();
        prop_assert_eq!(tidy.clone().tidy(), tidy);
    }

    #[test]
    fn csv_there_and_back(bookmarks in bookmarks()) {
        let csv = csv_of(&bookmarks);
        prop_assert_eq!(read_csv(&csv).0, tidied(&bookmarks), "{}", csv);
    }

    #[test]
    fn no_field_begins_a_formula(bookmarks in bookmarks()) {
        let csv = csv_of(&bookmarks);
        for record in ::csv::ReaderBuilder::new().from_reader(csv.as_bytes()).records() {
            for field in &record.unwrap() {
                prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", field);
            }
        }
    }

    #[test]
    fn netscape_there_and_back(bookmarks in bookmarks()) {
        let page = netscape_of(&bookmarks);
        prop_assert_eq!(read_netscape(&page).0, tidied(&bookmarks), "{}", page);
    }

    #[test]
    fn files_cut_anywhere_give_what_came_before(bookmarks in bookmarks(), cut in any::<prop::sample::Index>()) {
        let all = tidied(&bookmarks);
        for (whole, read) in [
            (csv_of(&bookmarks), read_csv as fn(&str) -> _),
            (netscape_of(&bookmarks), read_netscape),
        ] {
            let cut = whole.as_bytes().get(..cut.index(whole.len())).unwrap();
            let (taken, _) = read(&text_of(cut));
            prop_assert!(begins(&taken, &all), "{:?}", taken);
        }
    }

    #[test]
    fn whatever_comes_is_read(bytes in any::<Vec<u8>>(), text in hostile(), markup in "(<|>|a|A|dd|dt|=|\"|'| |\n|/|!|--|href|http://a|&lt;){0,40}") {
        for text in [text_of(&bytes), text.clone(), format!("id,url\n{text}"), markup] {
            for (taken, bad) in [read_csv(&text), read_netscape(&text)] {
                let lines = text.len() + 1;
                prop_assert!(bad.iter().all(|bad| (1..=lines).contains(&bad.line)));
                prop_assert_eq!(tidied(&taken), taken);
            }
        }
    }

    #[test]
    fn markdown_is_clean_and_parted_by_one_empty_line(bookmarks in bookmarks(), quote in hostile(), note in proptest::option::of(hostile())) {
        let mut out = Vec::new();
        let passages = |_: &BookmarkForm| vec![PassageForm { quote: quote.clone(), note: note.clone() }; 2];
        write_markdown(&mut out, &quote, Lang::Zh, &bookmarks, &passages).unwrap();
        let text = String::from_utf8(out).unwrap();
        prop_assert!(!text.contains("\n\n\n"), "{}", text);
        prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
    }
}
