//! Lists, descriptions and notes of Markdown and HTML: in what each block of a document stands, and behind what marker.

use finews::document::{BlockKind, ContainerKind, Document};

/// The blocks of `body`, a line each: the marker of each item, `|` for each description, the kind, the text. Of an
/// item that is begun already, `·`.
fn outline(body: &str) -> Vec<String> {
    let document = Document::parse(body);
    let mut seen = vec![false; document.containers.len()];
    let mut lines = Vec::new();
    for block in &document.blocks {
        let mut line = match block.kind {
            BlockKind::Term => "T ".to_owned(),
            BlockKind::Code => "C ".to_owned(),
            BlockKind::Heading(_) => "H ".to_owned(),
            BlockKind::Table(_) => "| ".to_owned(),
            _ => String::new(),
        };
        line.push_str(&document.text[block.range.clone()].replace('\n', "/"));
        let mut at = block.container;
        while let Some(index) = at {
            let container = &document.containers[index];
            let fresh = !std::mem::replace(&mut seen[index], true);
            let before = match &container.kind {
                ContainerKind::Quote => "> ".to_owned(),
                ContainerKind::Description => ": ".to_owned(),
                ContainerKind::Item { .. } if !fresh => "· ".to_owned(),
                ContainerKind::Item { marker, .. } => marker.text().into_owned(),
            };
            line.insert_str(0, &before);
            at = container.parent;
        }
        lines.push(line);
    }
    lines
}

#[test]
fn descriptions_with_several_terms_and_paragraphs() {
    assert_eq!(
        outline("甲\n乙**丙**\n: 义一\n: 义二\n\n    二段\n\n      a*b\n\n    - 项\n\n丁\n\n: 义三"),
        [
            "T 甲",
            "T 乙丙",
            ": 义一",
            ": 义二",
            ": 二段",
            ": C a*b",
            ": • 项",
            "T 丁",
            ": 义三"
        ]
    );
    assert_eq!(outline("- 甲\n  : 义\n- 乙"), ["• T 甲", "· : 义", "• 乙"]);
}

#[test]
fn notes_hold_blocks() {
    let body = "文[^1]又[^1]，无[^9]。\n\n[^1]: 一段\n\n    二段\n\n        3*4\n\n    - 项\n\n    |甲|乙|\n    |-|-|\n    |1|2|\n\n[^x]: 没有用到\n\n后文";
    assert_eq!(
        outline(body),
        [
            "文¹又¹，无[^9]。",
            "后文",
            "1. 一段",
            "· 二段",
            "· C 3*4",
            "· • 项",
            "· | 甲/乙/1/2"
        ]
    );
    assert_eq!(
        outline("文[^1]\n\n[^1]:\n    一段\n\n    二段"),
        ["文¹", "1. 一段", "· 二段"]
    );
    // Unindented text is no part of a note, and a paragraph holds none.
    assert_eq!(
        outline("文[^1]与[^2]\n\n[^1]: 注\n后文\n[^2]: 仍是后文"),
        ["文¹与[^2]", "后文 [^2]: 仍是后文", "1. 注"]
    );
    assert_eq!(outline("> 文[^1]\n>\n> [^1]: 注"), ["> 文¹", "1. 注"]);
    assert_eq!(outline("文[^甲 乙]\n\n[^甲 乙]: c\n[^1]: d"), ["文[^甲 乙]"]);
}

#[test]
fn bullets_may_change_within_a_list() {
    assert_eq!(outline("- a\n+ b\n\n* c"), ["• a", "• b", "• c"]);
    let document = Document::parse("- a\n+ b\n\n* c\n^\n* d\n\n1. e");
    let lists: Vec<usize> = document
        .containers
        .iter()
        .filter_map(|container| match container.kind {
            ContainerKind::Item { list, .. } => Some(list),
            _ => None,
        })
        .collect();
    assert_eq!(lists, [0, 0, 0, 1, 2]);
}

#[test]
fn a_list_of_the_other_type_stands_in_the_item_before_it() {
    assert_eq!(
        outline("1. a\n- b\n- c\n2. d\n\n- e"),
        ["1. a", "· • b", "· • c", "2. d", "• e"]
    );
    assert_eq!(outline("1. a\n^\n1. b"), ["1. a", "1. b"]);
}

#[test]
fn numbers_with_brackets_are_text_on_lines_of_their_own() {
    assert_eq!(outline("1) 甲\n2) 乙"), ["1) 甲/2) 乙"]);
    assert_eq!(
        outline("如下：\n（1）甲\n（2）乙\n3、丙"),
        ["如下：/（1）甲/（2）乙/3、丙"]
    );
    assert_eq!(outline("- 1) 甲\n\n  2) 乙"), ["• 1) 甲", "· 2) 乙"]);
}

#[test]
fn code_and_tables_in_items() {
    assert_eq!(
        outline("- 甲\n\n      3*4 ~ x\n\n  |甲|乙|\n  |-|-|\n  |1|2|\n\n  # 题 {#x}"),
        ["• 甲", "· C 3*4 ~ x", "· | 甲/乙/1/2", "· H 题"]
    );
}

#[test]
fn headings_as_kramdown_has_them() {
    assert_eq!(
        outline("# 甲 # {#a}\n## 乙{#b}\n\n丙 {#c}\n=\n\n丁\n ==\n\n ## 戊\n\n#\n\n> # 己"),
        ["H 甲", "H 乙{#b}", "H 丙", "丁 ==", "## 戊", "#", "> H 己"]
    );
}

#[test]
fn data_and_addresses_of_mail_are_text() {
    assert_eq!(outline("甲<![CDATA[乙]]>丙"), ["甲<![CDATA[乙]]>丙"]);
    assert_eq!(outline("<p>甲<![CDATA[<b>乙</b>]]></p>"), ["甲<![CDATA[乙]]>"]);
    assert_eq!(outline("<mailto:a@b.c>，<a-b@c.d>"), ["a@b.c，a-b@c.d"]);
    assert_eq!(
        outline("<p><mailto:a@b.c>，<a-b@c.d></p>"),
        ["<mailto:a@b.c>，<a-b@c.d>"]
    );
}

#[test]
fn lists_number_as_they_say() {
    assert_eq!(
        outline("<ol type=a start=26><li>甲<li value=\"3x\">乙<li type=I>丙</ol>"),
        ["z. 甲", "c. 乙", "IV. 丙"]
    );
    assert_eq!(
        outline("<ol style=\"list-style-type: CJK-ideographic\" reversed><li>甲<li>乙</ol>"),
        ["二、甲", "一、乙"]
    );
    assert_eq!(
        outline(
            "<ul style=\"list-style: none\"><li>甲<li style=\"list-style-type:upper-roman\">乙</ul><ul type=none><li>丙</ul>"
        ),
        ["甲", "II. 乙", "丙"]
    );
    // A list within has its own usual marker.
    assert_eq!(
        outline("<ol type=i><li>甲<ol><li>乙</ol><ul><li>丙</ul></ol>"),
        ["i. 甲", "· 1. 乙", "· • 丙"]
    );
    assert_eq!(outline("<ol type=x marker=none start=a><li>甲</ol>"), ["1. 甲"]);
}

#[test]
fn lists_in_cells_keep_their_markers() {
    let cells = |html: &str| {
        let document = Document::parse(&format!("<table><tr><td>表<td>{html}</table>"));
        document.text[document.tables[0].rows[0][1].range.clone()].to_owned()
    };
    assert_eq!(
        cells("要点<ol start=2><li>甲<li><p>乙</p><p>二段</p><ul><li><b>丙</b></ul></ol>后"),
        "要点\n2. 甲\n3. 乙\n二段\n• 丙\n后"
    );
    assert_eq!(
        cells("<ol><li><ul><li>甲</ul><li><li> <li hidden>乙<li>丙</ol>"),
        "1. • 甲\n4. 丙"
    );
    assert_eq!(
        cells("<ul style=\"visibility:hidden\"><li>甲<li style=\"visibility:visible\">乙</ul>"),
        "• 乙"
    );
    let document = Document::parse("<table><tr><td>表<td><ul><li><b>甲</b></ul></table>");
    assert_eq!(document.slice(&document.inlines[0].range), "甲");
}
