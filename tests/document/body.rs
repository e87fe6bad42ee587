//! Bodies as they come, read through `Document::parse`: what stays, what goes, what it becomes.

use finews::document::{Align, BlockKind, ContainerKind, Document, InlineKind};

/// The document as one line per block: its containers, its kind, its text.
fn outline(body: &str) -> Vec<String> {
    let document = Document::parse(body);
    document
        .blocks
        .iter()
        .map(|block| {
            let mut path = Vec::new();
            let mut at = block.container;
            while let Some(index) = at {
                let container = &document.containers[index];
                path.push(match container.kind {
                    ContainerKind::Quote => "> ".to_owned(),
                    ContainerKind::Item { marker, .. } => marker.text().into_owned(),
                    ContainerKind::Description => ": ".to_owned(),
                });
                at = container.parent;
            }
            path.reverse();
            let kind = match block.kind {
                BlockKind::Paragraph => "p".to_owned(),
                BlockKind::Heading(level) => format!("h{level}"),
                kind => format!("{kind:?}"),
            };
            format!("{}{kind} {}", path.concat(), &document.text[block.range.clone()])
        })
        .collect()
}

/// The stretches of `kind` in the document's text.
fn stretches(document: &Document, wanted: fn(&InlineKind) -> bool) -> Vec<&str> {
    let inlines = document.inlines.iter().filter(|inline| wanted(&inline.kind));
    inlines
        .map(|inline| &document.text[inline.range.clone()])
        .collect()
}

#[test]
fn digest_then_html() {
    let body = "> 摘要一句。\n\n<p>第一段。</p>\r\n <p><strong>小标题 </strong></p><p>甲<br>乙<br><br>丙</p>";
    assert_eq!(
        outline(body),
        ["> p 摘要一句。", "p 第一段。", "p 小标题", "p 甲\n乙", "p 丙"]
    );
    let document = Document::parse(body);
    assert_eq!(document.text, "摘要一句。\n第一段。\n小标题\n甲\n乙\n丙");
    assert_eq!(stretches(&document, |k| *k == InlineKind::Strong), ["小标题"]);
}

#[test]
fn white_space_as_a_browser_and_a_chinese_reader_have_it() {
    assert_eq!(
        outline("<p>　　央行\n  今日   公告\nA股\nnews  desk　全角&nbsp; x</p>"),
        ["p 央行今日 公告 A股 news desk　全角 x"]
    );
    assert_eq!(
        outline("他说“好。”\n“再见”——\n走了"),
        ["p 他说“好。” “再见”——走了"]
    );
    assert_eq!(outline("<p>　　一<br>　　二</p>"), ["p 一", "p 二"]);
    assert_eq!(outline("<p>10&nbsp;km</p>"), ["p 10\u{a0}km"]);
}

#[test]
fn hidden_things_are_hidden() {
    let body = r#"<p style="display:none;height:1px"><br /></p><p>甲<span style="font-size:0">藏</span><span hidden>藏</span><!-- 藏 --><strong style="visibility:hidden">藏</strong>乙</p><script>藏()</script><noscript>藏</noscript>"#;
    assert_eq!(outline(body), ["p 甲乙"]);
}

#[test]
fn what_is_hidden_may_hold_what_is_seen() {
    let body = "<p style=visibility:hidden>藏<span style=visibility:visible>露</span><img alt=藏>藏</p>\
                <p style=font-size:0>藏<span style=font-size:2em>藏</span><span style=font-size:12px>露<q>引</q></span><q>藏</q><img alt=表></p>\
                <dialog>藏</dialog><dialog open>露</dialog>";
    assert_eq!(outline(body), ["p 露", "p 露“引”", "Image 表", "p 露"]);
}

#[test]
fn what_is_no_tag_is_text() {
    assert_eq!(
        outline("精度满足<1%，a<b 且 c>d，<券商>与<foo>"),
        ["p 精度满足<1%，a<b 且 c>d，<券商>与<foo>"]
    );
    assert_eq!(
        outline("<p>满足<1%，《&lt;议定书&gt;》&amp;lt;</p>"),
        ["p 满足<1%，《<议定书>》&lt;"]
    );
    assert_eq!(
        outline("{% raw %} {{ page.title }}"),
        ["p {% raw %} {{ page.title }}"]
    );
    assert_eq!(outline("<>\n"), [""; 0]);
}

#[test]
fn links_and_what_is_none() {
    let body = "见<http://a.b/c>和[返回](//h.me/emnews/)，[坏](javascript:alert(1))，裸http://d.e/f?g=1，<a href='http://a.b/c'>同</a>。\n\n<p>又https://i.j。<a href=\"/emnews/2022/01/07/1.html\"></a></p>";
    let document = Document::parse(body);
    let links: Vec<_> = document
        .links
        .iter()
        .map(|l| {
            (
                &document.text[l.range.clone()],
                l.url.as_str(),
                l.internal,
                l.note,
            )
        })
        .collect();
    assert_eq!(
        links,
        [
            ("http://a.b/c", "http://a.b/c", false, None),
            ("返回", "https://h.me/emnews/", true, Some(1)),
            ("http://d.e/f?g=1", "http://d.e/f?g=1", false, None),
            ("同", "http://a.b/c", false, Some(2)),
            ("https://i.j", "https://i.j/", false, None),
        ]
    );
    assert!(document.text.contains("，坏，"));
}

#[test]
fn stock_decorations_become_data() {
    let body = r#"<!-- EM_StockImg_Start --><p style="text-align:center;"><a href="http://q.e/u/r/106.NIO" data-code="NIO|106|7" class="EmImageRemark"><img src="http://w.e/p.png" alt="K图 NIO_0" data-code="NIO|106|7"></a></p><!-- EM_StockImg_End --><p>中国<span id="bk_90.BK0473"><a href="http://q.e/r/90.BK0473" class="keytip" data-code="90,BK0473">证券</a></span><span id="bkquote_90.BK0473"></span>与<span id="stock_106.NIO"><a href="http://q.e/r/106.NIO" class="keytip" data-code="106,NIO">蔚来</a></span>、<span web="1" href="http://q" class="em_stock_key_common" data-code="1,600160">巨化股份</span>、<a href="http://d.e/x.html" class="infokey">券商</a></p>"#;
    let document = Document::parse(body);
    assert_eq!(
        outline(body),
        ["Image K图 NIO_0", "p 中国证券与蔚来、巨化股份、券商"]
    );
    let stocks: Vec<_> = document
        .stocks
        .iter()
        .map(|s| (s.code.as_str(), s.name.as_str()))
        .collect();
    assert_eq!(stocks, [("NIO", "蔚来"), ("600160", "巨化股份")]);
    assert_eq!(document.links.len(), 1, "the image alone");
    assert_eq!(document.blocks[0].align, Align::Center);
}

#[test]
fn the_outlet_is_lifted() {
    let document = Document::parse(
        "<p>正文。</p><p class=\"em_media\">（文章来源：<a href='http://w.e/'>证券</a>时报）</p>",
    );
    assert_eq!(document.outlet.as_deref(), Some("证券时报"));
    assert_eq!(document.outlet_url.as_deref(), Some("http://w.e/"));
    assert_eq!(
        (
            document.text.as_str(),
            document.links.len(),
            document.inlines.len()
        ),
        ("正文。", 0, 0)
    );
}

#[test]
fn lists_nest_and_count() {
    let body = "<ol start=3><li>三<ul><li>甲<li><p>乙</p><p>乙二</p></ul><li value=9>九</li>游离</ol><ol reversed><li>二<li>一</ol>";
    assert_eq!(
        outline(body),
        [
            "3. p 三",
            "3. • p 甲",
            "3. • p 乙",
            "3. • p 乙二",
            "9. p 九",
            "p 游离",
            "2. p 二",
            "1. p 一"
        ]
    );
}

#[test]
fn everything_else_a_page_can_have() {
    let body = "<h2>标题</h2><hr><pre>a  b\n  c\n</pre><center>图注</center><figure><img src='//i.h/x.png' alt=Image><figcaption>说明</figcaption></figure><details><summary>摘要</summary>内容</details><dl><dt>名<dd>释</dl><p><ruby>漢<rp>(</rp><rt>hàn</rt></ruby>，<del>旧</del><ins>新</ins>，CO<sub>2</sub>、10<sup>8</sup>、x<sup>2k</sup>，1<sup>st</sup>，<q>引</q><code>x</code></p>";
    assert_eq!(
        outline(body),
        [
            "h2 标题",
            "Rule ",
            "Code a  b\n  c",
            "p 图注",
            "Image ",
            "Caption 说明",
            "Summary 摘要",
            "p 内容",
            "Term 名",
            ": p 释",
            "p 漢(hàn)，~~旧~~新，CO₂、10⁸、x²ᵏ，1st，“引”x",
        ]
    );
    assert_eq!(Document::parse(body).links[0].url, "https://i.h/x.png");
}

#[test]
fn tables_of_data_and_tables_of_layout() {
    let body = "<table><caption>表一</caption><tr><td>代码<td>涨幅<tr><td>600160<td>+1.02%<tr><td colspan=18446744073709551615>合计<tfoot><tr><td><p>注</p>二<td></table>";
    let document = Document::parse(body);
    assert_eq!(outline(body)[0], "Caption 表一");
    let table = &document.tables[0];
    assert_eq!((table.header_rows, table.rows.len()), (1, 4));
    let cells: Vec<_> = table
        .rows
        .iter()
        .flatten()
        .map(|c| (&document.text[c.range.clone()], c.column))
        .collect();
    assert_eq!(
        cells,
        [
            ("代码", 0),
            ("涨幅", 1),
            ("600160", 0),
            ("+1.02%", 1),
            ("合计", 0),
            ("注\n二", 0),
            ("", 1)
        ]
    );
    assert_eq!(
        outline("<table><tr><td>外<table><tr><td>甲<td>1</table></td></tr><tr><td>下</table>"),
        ["p 外", "Table(0) 甲\n1", "p 下"]
    );
    let rows = Document::parse("<table><tr><td rowspan=2>合<td>1<tr><td>2<tr><td>3<td>4</table>");
    let columns: Vec<_> = rows.tables[0]
        .rows
        .iter()
        .map(|r| r.iter().map(|c| c.column).collect::<Vec<_>>())
        .collect();
    assert_eq!(columns, [vec![0, 1], vec![1], vec![0, 1]]);
}

#[test]
fn months_head_and_prices_do_not() {
    let head = |body: &str| Document::parse(body).tables[0].header_rows;
    let months =
        "<table><tr><td>指标<td>2021.05<td>2021.06<tr><td>甲<td>1.2<td>3.4<tr><td>乙<td>5.6<td>7.8</table>";
    assert_eq!(head(months), 1);
    let prices = "<table><tr><td>甲<td>1985.50<tr><td>乙<td>2034.75<tr><td>丙<td>2034.05</table>";
    assert_eq!(head(prices), 0);
    let named =
        "<table><tr><td>品种<td>价格<tr><td>甲<td>1985.50<tr><td>乙<td>2034.05<tr><td>丙<td>2034.75</table>";
    assert_eq!(head(named), 1);
}

#[test]
fn markdown_elements() {
    let body = "# 题\n\n**“双碳”**目标 *ST康美\n\n1. 一\n2. 二\n   - 甲\n\n| 名 | 值 |\n|---|---|\n| 涨 | 3 |\n\n```\nlet a = 1 < 2;\n```\n\n![图说](http://i.h/a.png)";
    assert_eq!(
        outline(body),
        [
            "h1 题",
            "p “双碳”目标 *ST康美",
            "1. p 一",
            "2. p 二",
            "2. • p 甲",
            "Table(0) 名\n值\n涨\n3",
            "Code let a = 1 < 2;",
            "Image 图说"
        ]
    );
}

#[test]
fn a_fence_that_is_not_closed_is_text() {
    let body = "甲\n\n~~~~~~\n\n<p>乙<b>丙</b></p>";
    assert_eq!(outline(body), ["p 甲", "p ~~~~~~", "p 乙丙"]);
    assert_eq!(outline("```\n甲\n\n**乙**"), ["p ``` 甲", "p 乙"]);
    assert_eq!(outline("~~~~\n甲\n~~~\n\n<p>乙</p>"), ["p ~~~~ 甲 ~~~", "p 乙"]);
    // Nor by the mark of another, or by one in a quotation or beyond its own.
    assert_eq!(outline("~~~\n甲\n```\n"), ["p ~~~ 甲 ```"]);
    assert_eq!(outline("~~~\n\n> ~~~\n\n<p>乙</p>"), ["p ~~~", "> p ~~~", "p 乙"]);
    assert_eq!(
        outline("> ~~~\n> 甲\n\n<p>乙</p>\n~~~\n"),
        ["> p ~~~ 甲", "p 乙", "p ~~~"]
    );
    // One that is closed is code, in a quotation too.
    assert_eq!(
        outline("甲\n\n~~~\n<p>乙\n\n~~~~~\n丙"),
        ["p 甲", "Code <p>乙", "p 丙"]
    );
    assert_eq!(outline("> ~~~\n> <p>乙\n> ~~~\n"), ["> Code <p>乙"]);
}

#[test]
fn nothing_drives_the_terminal() {
    let document =
        Document::parse("<p>a&#27;[31m&#x202e;b\u{1b}]0;x\u{7}</p><a href=\"http://a.b/\u{1b}[2J\">c</a>");
    let clean = |text: &str| text.chars().all(|c| !c.is_control() && c != '\u{202e}');
    assert!(clean(&document.text.replace('\n', "")), "{:?}", document.text);
    assert!(document.links.iter().all(|link| clean(&link.url)));
}

#[test]
fn what_cleaning_drops_is_not_replaced() {
    // All that `text::clean` knows to drop, in every place where a parser might put U+FFFD for it.
    let dropped: Vec<char> = ('\0'..=char::MAX)
        .filter(|c| finews::text::clean::clean(&c.to_string()).is_empty())
        .collect();
    assert!(dropped.contains(&'\0') && dropped.contains(&'\u{7f}'));
    for chunk in dropped.chunks(512) {
        let noise: String = chunk.iter().collect();
        let body = format!(
            "甲{noise}乙\n\n`丙{noise}丁`\n\n<p>戊{noise}己<img alt=\"庚{noise}辛\" src=//a/b></p>\
             <pre>壬{noise}癸</pre><table><tr><td>子{noise}丑<td>1<tr><td>寅<td>2</table>"
        );
        let text = Document::parse(&body).text;
        assert!(!text.contains('\u{FFFD}'), "{text:?} of {:?}", chunk.first());
        for word in ["甲乙", "丙丁", "戊己", "庚辛", "壬癸", "子丑"] {
            assert!(chunk.contains(&'\r') || text.contains(word), "{word} in {text:?}");
        }
    }
    assert_eq!(Document::parse("<\0p>一</\0p>\0\r\n<p>二</p>").text, "一\n二");
}

#[test]
fn closing_marks_stand_before_the_white_space_they_follow() {
    let text = |body: &str| Document::parse(body).text;
    assert_eq!(
        text("<p>改<del>周三<br></del>周四 <del>a </del>b <q>c </q>d</p>"),
        "改~~周三~~\n周四 ~~a~~ b “c” d"
    );
    assert_eq!(
        text("<table><tr><td><del><p>旧</p></del>新<td>1</table>"),
        "~~旧~~\n新\n1"
    );
}

#[test]
fn a_link_around_an_image_that_says_nothing_is_kept() {
    for alt in ["", " alt=图", " alt=图一甲"] {
        let document = Document::parse(&format!(
            "<p><a href=\"http://u/x\"><img src=\"http://v/a.png\"{alt}></a></p>"
        ));
        let urls: Vec<_> = document.links.iter().map(|link| link.url.as_str()).collect();
        assert!(
            urls.contains(&"http://u/x") && urls.contains(&"http://v/a.png"),
            "{alt}: {urls:?}"
        );
    }
    let document = Document::parse("<p><a href=\"http://u/x\"><img src=\"data:image/png\"></a></p>");
    assert_eq!(document.links.len(), 1);
}

#[test]
fn what_is_closed_after_a_block_is_closed() {
    let document = Document::parse("<a href=\"http://l/\"><div>块</div></a><p>后</p>\n\n后二");
    assert_eq!(
        (document.text.as_str(), document.links.len()),
        ("块\n后\n后二", 1)
    );
    assert_eq!(document.slice(&document.links[0].range), "块");
    let document = Document::parse("<div><b>甲</div>乙</b>丙");
    let strong: Vec<_> = document
        .inlines
        .iter()
        .map(|inline| document.slice(&inline.range))
        .collect();
    assert_eq!(strong, ["甲", "乙"]);
}

#[test]
fn a_deletion_around_a_block_ends_with_it() {
    let text = |body: &str| Document::parse(body).text;
    assert_eq!(text("<del><p>块</p></del>文\n\n后文"), "~~块~~\n文\n后文");
    assert_eq!(
        text("<del><p>块</p></del><ins><ul><li>项</li></ul></ins>\n\n后文"),
        "~~块~~\n项\n后文"
    );
    assert_eq!(text("甲<del>乙\n丙</del>丁"), "甲~~乙丙~~丁");
}

#[test]
fn white_space_between_the_cells_of_a_table_in_pre_is_none() {
    let document = Document::parse(
        "<pre><del><table>\n<tr>\n<th>甲</th>\n<th>乙</th>\n</tr>\n<tr>\n</table></del></pre>\n",
    );
    assert_eq!(document.text, "~~甲~~\n~~乙~~");
}

#[test]
fn contents_stand_for_the_item_before_them() {
    assert_eq!(
        outline("正文重要一段\n{:toc}\n\n后文"),
        ["p 正文重要一段", "p 后文"]
    );
    assert_eq!(outline("* 目录\n{:toc}\n\n后文"), ["p 后文"]);
}

#[test]
fn deletions_of_markdown_and_of_blocks() {
    // The text alone would not tell them from tildes that were typed.
    let deleted = |body: &str| -> Vec<String> {
        let document = Document::parse(body);
        let found = stretches(&document, |k| *k == InlineKind::Deleted);
        found.into_iter().map(str::to_owned).collect()
    };
    assert_eq!(
        deleted("涨幅~5%~，~~两个~~才算；~~删去~~与~~“全角”~~之后。"),
        ["~~两个~~", "~~删去~~", "~~“全角”~~"]
    );
    assert_eq!(
        deleted("<del><p>一<b>段</b></p><pre>码\n</pre></del><p>后<del>x</del></p>"),
        ["~~一段~~", "~~码~~", "~~x~~"]
    );
}

#[test]
fn spans_reach_as_far_as_there_are_rows() {
    let body = "<table><tr><td rowspan=3>甲<td rowspan=2>乙<tr><tr><td>丙<tr><td rowspan=64>丁<td rowspan=0>戊</table>";
    let spans: Vec<usize> = Document::parse(body).tables[0]
        .rows
        .iter()
        .flatten()
        .map(|cell| cell.rowspan)
        .collect();
    assert_eq!(spans, [2, 1, 1, 1, 1]);
}

#[test]
fn spans_are_numbers_as_in_a_browser() {
    let spans = |body: &str| -> Vec<(usize, usize)> {
        let document = Document::parse(body);
        let cells = document.tables[0].rows.iter().flatten();
        cells.map(|cell| (cell.colspan, cell.rowspan)).collect()
    };
    let body = "<table><tr><td colspan=\"2px\">甲<td rowspan=' +2.5'>乙<tr><td colspan=-2>丙<td colspan=x>丁</table>";
    assert_eq!(spans(body), [(2, 1), (1, 2), (1, 1), (1, 1)]);
    let body =
        "<table><tr><td colspan=0>甲<td colspan=99999999999999999999999>乙<tr><td>丙<td>丁<td>戊</table>";
    assert_eq!(spans(body), [(1, 1), (2, 1), (1, 1), (1, 1), (1, 1)]);
    // A span of no rows reaches to the end of its section.
    let rows = "<tr><td>子<td>丑".repeat(70);
    let body =
        format!("<table><tbody><tr><td rowspan=0>甲<td>乙<td>丙{rows}<tbody><tr><td>丁<td>戊<td>己</table>");
    let spans = spans(&body);
    assert_eq!(spans[0], (1, 71));
    assert!(spans[1..].iter().all(|span| *span == (1, 1)));
    let table = &Document::parse(&body).tables[0];
    assert!(table.rows[70].iter().map(|cell| cell.column).eq([1, 2]));
    assert!(table.rows[71].iter().map(|cell| cell.column).eq([0, 1, 2]));
}

#[test]
fn reading_time_counts_ideographs_and_words() {
    assert_eq!(
        Document::parse("<p>央行，HFO-1234yf 和 A股</p>").characters,
        2 + 2 + 1 + 1 + 1
    );
}

#[test]
fn stocks_that_only_a_chart_names() {
    let names = |body: &str| {
        let stocks = Document::parse(body).stocks;
        stocks
            .into_iter()
            .map(|stock| (stock.code, stock.name))
            .collect::<Vec<_>>()
    };
    let chart = |alt: &str, rest: &str| {
        format!(
            "<p><a class=EmImageRemark data-code='600001|1|2'{rest}><img src='http://w.e/1.png' alt='{alt}'></a></p>"
        )
    };
    let stock = |name: &str| vec![("600001".to_owned(), name.to_owned())];
    assert_eq!(names(&chart("K图 600001_0", "")), stock("600001"));
    assert_eq!(names(&chart("", "")), stock("600001"));
    assert_eq!(names(&chart("远山机械日K线图", "")), stock("远山机械"));
    assert_eq!(
        names(&chart("K图 600001_0", " title='远山机械(600001)'")),
        stock("远山机械")
    );
    let named = "<p><a class=keytip data-code='1,600001' title='远山'>远山机械</a></p>";
    assert_eq!(names(&(chart("远山K图", "") + named)), stock("远山机械"));
}
