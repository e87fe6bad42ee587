//! The post template by its age (archive-format, table).

use std::fmt::Write;

use super::facts::{Facts, Plan};
use super::random::Random;
use super::words;

/// The text of a file before anything odd happens to it.
pub fn post(plan: &Plan, facts: &Facts) -> String {
    let mut random = plan.text(facts);
    let digest = words::sentences(&mut random, 60);
    let mut text = String::new();
    if facts.age == 1 {
        text.push('\n');
    }
    let zone = if facts.age >= 4 { " +0800" } else { "" };
    let time = facts.time.strftime("%Y-%m-%d %H:%M:%S");
    let (category, outlet) = &facts.category;
    let _ = write!(
        text,
        "---\nlayout: post\ntitle: \"{}\"\ndate: {time}{zone}\ncategories: {category}\ntags: {outlet}新闻\n---\n",
        facts.title
    );
    match facts.age {
        6 => {
            let _ = write!(text, "> {digest}（{outlet}）\n\n{}", html(&mut random, outlet));
        }
        7 => text += &html(&mut random, outlet),
        _ => {
            let _ = write!(text, "\n{digest}");
        }
    }
    text += "\n\n";
    text += &source(facts, &mut random);
    text += &tail(facts);
    text
}

fn source(facts: &Facts, random: &mut Random) -> String {
    match facts.age {
        // Now and then the site had no address (archive-format 37).
        _ if random.of_100k(200) => "<>".to_owned(),
        7 => format!(
            "<http://finews.example.org/html_News/NewsShare.html?infoCode=NW{}>",
            facts.number
        ),
        _ => format!(
            "<http://finance.example.com/news/{},{}.html>",
            1_000 + random.below(900),
            facts.number
        ),
    }
}

fn tail(facts: &Facts) -> String {
    let (category, outlet) = &facts.category;
    match facts.age {
        0..=2 => String::new(),
        3 => format!("\n\n[返回{outlet}新闻](../{category}/)\n[返回首页](../)"),
        4 => format!(
            "\n\n[返回{outlet}新闻](//finews.example.net/{category}/)\n[返回首页](//finews.example.net/)"
        ),
        7 => format!(
            "\n\n[返回{outlet}新闻](//finews.example.org/category/{category}.html)｜[返回首页](//finews.example.org/)"
        ),
        _ => format!(
            "\n\n[返回{outlet}新闻](//finews.example.org/{category}/)｜[返回首页](//finews.example.org/)"
        ),
    }
}

/// The article as HTML on one long line, decorated as the site does it (archive-format 35, 36). Most are
/// of a thousand characters, a few of ten thousand.
fn html(random: &mut Random, outlet: &str) -> String {
    let length = (450.0 * (2.2 * random.unit()).exp()) as usize;
    let length = if random.below(100) == 0 {
        length * 6
    } else {
        length
    };
    let mut text = String::new();
    let mut count = 0;
    if random.below(6) == 0 {
        text += "<p style=\"display:none;height:1px;overflow:hidden;\"><br /></p><!-- EM_StockImg_Start -->";
        let code = 600_000 + random.below(4_000);
        let _ = write!(
            text,
            "<p style=\"text-align:center;\"><a href=\"http://quote.example.com/unify/r/1.{code}\" \
             data-code=\"{code}|1|2\" class=\"EmImageRemark\" target=\"_blank\"><img \
             src=\"https://quote.example.com/GetPic.aspx?nid=1.{code}&imageType=k&at=1\" border=\"0\" \
             alt=\"K图 {code}_0\" width=\"578\" height=\"276\" /></a></p><!-- EM_StockImg_End -->"
        );
    }
    while count < length {
        let part = 40 + random.below(220);
        count += part;
        let mut sentences = words::sentences(random, part);
        if random.below(8) == 0 {
            let heading = words::clause(random);
            let _ = write!(text, "<p><strong>{heading}</strong></p>");
        }
        if random.below(5) == 0 {
            let (name, code) = (words::company(random), 600_000 + random.below(4_000));
            let stock = format!(
                "<span id=\"stock_1.{code}\"><a href=\"http://quote.example.com/unify/r/1.{code}\" \
                 class=\"keytip\" data-code=\"1,{code}\">{name}</a></span><span id=\"quote_1.{code}\"></span>"
            );
            sentences.insert_str(0, &stock);
        }
        let _ = write!(text, "<p>　　{sentences}</p>");
        if random.below(12) == 0 {
            text += "\r\n ";
        }
    }
    if random.below(40) == 0 {
        text += "<table><tbody>";
        for _ in 0..3 + random.below(12) {
            let (name, value) = (words::company(random), random.below(10_000));
            let _ = write!(
                text,
                "<tr><td>{name}</td><td>{value}</td><td>{}%</td></tr>",
                value % 100
            );
        }
        text += "</tbody></table>";
    }
    let _ = write!(text, "<p class=\"em_media\">（文章来源：{outlet}）</p>");
    text
}
