//! Files of other programs, and damaged ones.

use super::*;

fn urls(bookmarks: &[BookmarkForm]) -> Vec<&str> {
    bookmarks
        .iter()
        .filter_map(|bookmark| bookmark.source_url.as_deref())
        .collect()
}

fn bad(line: usize, why: WhyBad) -> BadLine {
    BadLine { line, why }
}

#[test]
fn columns_by_name_in_any_order() {
    let table = "\u{feff}链接;收藏时间;标题;别的\r\nhttps://a.example/;2022/1/5 9:31;题;x\r\n";
    let (taken, told) = read_csv(table);
    let expected = BookmarkForm {
        title: "题".to_owned(),
        source_url: Some("https://a.example/".to_owned()),
        added: Some(1_641_346_260),
        ..BookmarkForm::default()
    };
    assert_eq!((taken, told), (vec![expected], vec![]));
    for table in [
        "Title\tURL\nx\thttps://a.example/",
        "sep=|\nTitle|URL\nx|https://a.example/",
        "\n\n\"title\",\"Link\"\r\rx,https://a.example/\r",
        "url,tags\nhttps://a.example/,\"经济, 银行|楼市\"",
    ] {
        assert_eq!(urls(&read_csv(table).0), ["https://a.example/"], "{table}");
    }
    let (taken, _) = read_csv("url,tags\nhttps://a.example/,\"经济, 银行|楼市\"");
    assert_eq!(taken.first().unwrap().tags, ["经济", "银行", "楼市"]);
    let (taken, _) = read_csv("id,outlet,tags\n1,,\"a,b c\"");
    assert_eq!(taken.first().unwrap().tags, ["a,b", "c"]);
}

#[test]
fn bad_lines_are_told_by_number() {
    let table = "id,title,url,note\r\n\r\n,无,,\r\n,坏,javascript:alert(1),\r\n2.02201E+17,数,,\r\n\
                 1,好,ftp://a.example/,\"两\r\n行\"\r\n,,,\r\n,未关,https://a.example/,\"x\r\ny,z\r\n";
    let (taken, told) = read_csv(table);
    assert_eq!(
        told,
        [
            bad(3, WhyBad::NoAddress),
            bad(4, WhyBad::NotWeb),
            bad(5, WhyBad::SpoiledId),
            bad(9, WhyBad::UnclosedQuote),
        ]
    );
    let [one] = &taken[..] else { panic!("{taken:?}") };
    assert_eq!((one.id.as_deref(), one.source_url.as_deref()), (Some("1"), None));
    assert_eq!(one.note.as_deref(), Some("两\n行"));
}

#[test]
fn tables_without_names_or_lines() {
    assert_eq!(read_csv("").1, []);
    assert_eq!(read_csv("\u{feff}\r\n").1, []);
    assert_eq!(read_csv("\nhttps://a.example/,题").1, [bad(2, WhyBad::NoColumns)]);
    assert_eq!(read_csv("\"id,url").1, [bad(1, WhyBad::UnclosedQuote)]);
    assert_eq!(read_csv("id,url"), (vec![], vec![]));
}

#[test]
fn an_id_that_was_spoiled_gives_way_to_the_address() {
    let (taken, told) = read_csv("id,url\n2.02201E+17,https://a.example/\n2022/1E+5,\n");
    assert_eq!(told, []);
    let ids: Vec<_> = taken.iter().map(|bookmark| bookmark.id.as_deref()).collect();
    assert_eq!(ids, [None, Some("2022/1E+5")]);
}

#[test]
fn an_id_of_another_program_gives_way_to_the_address() {
    // As Raindrop writes it.
    let table = "id,title,note,excerpt,url,folder,tags,created\n\
                 567890123,题,,,https://a.example/,新闻,\"a, b\",2022-01-05T05:31:14.000Z\n\
                 202201051331140012,题,,,https://b.example/,,,\n";
    let (taken, told) = read_csv(table);
    assert_eq!(told, []);
    let ids: Vec<_> = taken.iter().map(|bookmark| bookmark.id.as_deref()).collect();
    assert_eq!(ids, [None, Some("202201051331140012")]);
    let first = taken.first().unwrap();
    assert_eq!(
        (&first.tags[..], first.added),
        (&["a".to_owned(), "b".to_owned()][..], Some(1_641_360_674))
    );
}

/// As Firefox writes them, with folders, descriptions and places of its own.
const FIREFOX: &str = r#"<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. <A HREF="http://comment.example/">no</A> -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>

<DL><p>
    <DT><H3 ADD_DATE="1641360674" PERSONAL_TOOLBAR_FOLDER="true">新闻 &amp; 财经</H3>
    <DD>文件夹的说明
    <DL><p>
        <DT><A HREF="https://a.example/?a=1&amp;b=2&copy=3" ADD_DATE="1641360674" ICON="data:image/png;base64,AA==" TAGS="经济,a b">央行 &lt;降准&gt; &#x4E2D;</A>
        <DD>第一行
第二行<BR>第三行
        <DT><A HREF="place:sort=8">最近</A>
    </DL><p>
    <HR>
    <dt><a href='http://b.example/' add_date=1641360674000000>b <b>粗</b></a>
    <DT><A>无</A>
    <DT><A HREF="HTTPS://c.example/">没有关上
    <DT><A HREF="https://d.example/>少了引号</A>
    <LI><a href=https://e.example/ time_added="1641360674" tags="">e</a></li>
</DL>
<p>别的字
"#;

#[test]
fn the_files_of_browsers() {
    let (taken, told) = read_netscape(FIREFOX);
    assert_eq!(told, [bad(14, WhyBad::NotWeb), bad(18, WhyBad::NoAddress)]);
    assert_eq!(
        urls(&taken),
        [
            "https://a.example/?a=1&b=2&copy=3",
            "http://b.example/",
            "HTTPS://c.example/",
            "https://d.example/",
            "https://e.example/",
        ]
    );
    let titles: Vec<_> = taken.iter().map(|bookmark| &*bookmark.title).collect();
    assert_eq!(titles, ["央行 <降准> 中", "b 粗", "没有关上", "少了引号", "e"]);
    let first = taken.first().unwrap();
    assert_eq!(first.note.as_deref(), Some("第一行\n第二行\n第三行"));
    assert_eq!(first.tags, ["经济", "a-b"]);
    let added: Vec<_> = taken.iter().map(|bookmark| bookmark.added).collect();
    let then = Some(1_641_360_674);
    assert_eq!(added, [then, then, None, None, then]);
}

#[test]
fn files_that_end_early() {
    let cut = |file: &str| {
        let (taken, told) = read_netscape(file);
        (taken.len(), told)
    };
    assert_eq!(cut("<DT><A HREF=\"https://a.example/\">题"), (1, vec![]));
    for file in ["\n<A", "\n<A HREF=\"https://a.exam", "\n<A HREF=https://a.exam"] {
        assert_eq!(cut(file), (0, vec![bad(2, WhyBad::CutShort)]), "{file}");
    }
    assert_eq!(cut("<A HREF=http://a.example/>a<!-- b"), (1, vec![]));
    assert_eq!(cut("a < b <3 </ <"), (0, vec![]));
}

#[test]
fn a_table_that_is_cut_within_its_last_line_is_told() {
    let head = "id,title,url\n202201051331140012,一,https://a.example/\n";
    for cut in ["2", "2022010513", "202201051331140013,二", "202201051331140013,"] {
        let (taken, told) = read_csv(&format!("{head}{cut}"));
        assert_eq!((taken.len(), told), (1, vec![bad(3, WhyBad::CutShort)]), "{cut}");
    }
    let (taken, told) = read_csv(&format!("{head}202201051331140013,\"二"));
    assert_eq!((taken.len(), told), (1, vec![bad(3, WhyBad::UnclosedQuote)]));
    // Fields that are left out at the end of a line are none that were cut off.
    for whole in [
        "202201051331140013\n",
        "202201051331140013,二\r",
        "202201051331140013,二,",
    ] {
        let (taken, told) = read_csv(&format!("{head}{whole}"));
        assert_eq!((taken.len(), told), (2, vec![]), "{whole}");
    }
}

#[test]
fn long_files_take_linear_time() {
    for unit in [
        "<",
        "<a ",
        "<a b='",
        "<a b=\">",
        "<!--",
        "<!",
        "&",
        "\"",
        "\n",
        "'=",
        "<a href=x>",
    ] {
        let text = unit.repeat(100_000);
        read_netscape(&text);
        read_csv(&text);
        read_csv(&format!("id\n{text}"));
    }
}

#[test]
fn whatever_encoding() {
    let text = "标题,链接";
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| {
        let units = text.encode_utf16().flat_map(bytes);
        mark.into_iter().chain(units).collect::<Vec<u8>>()
    };
    for bytes in [
        text.as_bytes().to_vec(),
        format!("\u{feff}{text}").into_bytes(),
        utf16(u16::to_le_bytes, [0xFF, 0xFE]),
        utf16(u16::to_be_bytes, [0xFE, 0xFF]),
        GB18030.encode(text).0.into_owned(),
    ] {
        assert_eq!(text_of(&bytes), text);
    }
    let utf8 = text.as_bytes();
    assert_eq!(text_of(utf8.get(..4).unwrap()), "标");
    assert_eq!(text_of(&[utf8, b"\xFF"].concat()), "标题,链接\u{fffd}");
}
