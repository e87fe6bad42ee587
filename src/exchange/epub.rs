//! Articles as a book: EPUB 3.3, one chapter an article, newest first as in every list, contents by day.
//!
//! The container is written here and not by a library, and so are the few files of a book: every byte follows from the
//! articles, none from the clock.

use std::fmt::Write as _;
use std::io::{self, Write};

use jiff::civil::Date;
use uuid::Uuid;

use crate::document::Document;
use crate::post::wall_time;

use super::Facts;
use super::html::{STYLE, article, escape};
use super::zip::Zip;

/// What says where the book's own description lies (EPUB 3.3, "Container file").
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
    <rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n\
    </rootfiles>\n</container>\n";

/// A book being written.
pub(super) struct Book<W> {
    zip: Zip<W>,
    chapters: Vec<Chapter>,
}

struct Chapter {
    facts: Facts,
    file: String,
}

impl<W: Write> Book<W> {
    pub(super) fn begin(out: W) -> io::Result<Self> {
        let mut zip = Zip::new(out);
        zip.store("mimetype", b"application/epub+zip")?;
        zip.deflate("META-INF/container.xml", CONTAINER.as_bytes())?;
        zip.deflate("EPUB/style.css", STYLE.as_bytes())?;
        Ok(Self {
            zip,
            chapters: Vec::new(),
        })
    }

    pub(super) fn add(&mut self, facts: &Facts, document: &Document, site: &str) -> io::Result<()> {
        let file = format!("article-{}.xhtml", self.chapters.len() + 1);
        let page = page(&facts.title, "", &article(facts, document, site));
        self.zip.deflate(&format!("EPUB/{file}"), page.as_bytes())?;
        self.chapters.push(Chapter {
            facts: facts.clone(),
            file,
        });
        Ok(())
    }

    pub(super) fn finish(mut self, title: &str) -> io::Result<()> {
        // Newest first, undated last; those of one moment as they came.
        let date = |chapter: &Chapter| chapter.facts.date.timestamp;
        self.chapters
            .sort_by_key(|chapter| std::cmp::Reverse(date(chapter)));
        let chapters = &self.chapters;
        for (name, content) in [
            ("EPUB/title.xhtml", title_page(title, chapters)),
            ("EPUB/nav.xhtml", contents(title, chapters)),
            ("EPUB/package.opf", package(title, chapters)),
        ] {
            self.zip.deflate(name, content.as_bytes())?;
        }
        self.zip.finish()
    }
}

/// A page of the book. `attributes` are those of its body.
fn page(title: &str, attributes: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"zh-CN\" xml:lang=\"zh-CN\">\n\
         <head>\n<title>{}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n\
         <body{attributes}>\n{body}</body>\n</html>\n",
        escape(title)
    )
}

fn title_page(title: &str, chapters: &[Chapter]) -> String {
    let days = || chapters.iter().filter_map(|chapter| chapter.facts.day());
    let span = match (days().min(), days().max()) {
        (Some(first), Some(last)) if first == last => format!("，{first}"),
        (Some(first), Some(last)) => format!("，{first} 至 {last}"),
        _ => String::new(),
    };
    let body = format!(
        "<section epub:type=\"titlepage\">\n<h1>{}</h1>\n<p class=\"facts\">{} 篇{span}</p>\n</section>\n",
        escape(title),
        chapters.len()
    );
    page(title, " epub:type=\"frontmatter\"", &body)
}

/// The contents: a list of days, each with its articles.
fn contents(title: &str, chapters: &[Chapter]) -> String {
    let mut list = String::new();
    for day in chapters.chunk_by(|a, b| a.facts.day() == b.facts.day()) {
        let date: Option<Date> = day.first().and_then(|chapter| chapter.facts.day());
        let name = date.map_or_else(|| "日期不详".to_owned(), |date| date.to_string());
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(list, "<li><span>{name}</span>\n<ol>");
        for Chapter { facts, file } in day {
            let _ = writeln!(list, "<li><a href=\"{file}\">{}</a></li>", escape(&facts.title));
        }
        list.push_str("</ol>\n</li>\n");
    }
    let body = format!(
        "<nav epub:type=\"toc\" id=\"toc\">\n<h1>目录</h1>\n<ol>\n\
         <li><a href=\"title.xhtml\">{}</a></li>\n{list}</ol>\n</nav>\n",
        escape(title)
    );
    page(title, "", &body)
}

/// The book's description of itself (EPUB 3.3, "Package document").
fn package(title: &str, chapters: &[Chapter]) -> String {
    let mut manifest = String::new();
    let mut spine = String::new();
    for (number, Chapter { file, .. }) in (1..).zip(chapters) {
        let _ = writeln!(
            manifest,
            "<item id=\"a{number}\" href=\"{file}\" media-type=\"application/xhtml+xml\"/>"
        );
        let _ = writeln!(spine, "<itemref idref=\"a{number}\"/>");
    }
    // The moment it was changed last is that of its newest article.
    let newest = chapters
        .iter()
        .filter_map(|chapter| chapter.facts.date.timestamp)
        .max();
    let modified = newest
        .filter(|at| *at >= 0)
        .and_then(|at| wall_time(at, 0))
        .unwrap_or_default();
    let newest = chapters.first().and_then(|chapter| chapter.facts.date_stamp());
    let date = newest.map_or_else(String::new, |date| format!("<dc:date>{date}</dc:date>\n"));
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"zh-CN\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <dc:identifier id=\"id\">urn:uuid:{}</dc:identifier>\n<dc:title>{}</dc:title>\n\
         <dc:language>zh-CN</dc:language>\n{date}<meta property=\"dcterms:modified\">{}</meta>\n</metadata>\n\
         <manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"title\" href=\"title.xhtml\" media-type=\"application/xhtml+xml\"/>\n\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n{manifest}</manifest>\n\
         <spine>\n<itemref idref=\"title\"/>\n<itemref idref=\"nav\"/>\n{spine}</spine>\n</package>\n",
        identifier(title, chapters),
        escape(title),
        modified.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
}

/// The same for the same articles under the same title, another for any other.
fn identifier(title: &str, chapters: &[Chapter]) -> Uuid {
    let ids = chapters.iter().map(|chapter| chapter.facts.id.to_string());
    let name: Vec<String> = std::iter::once(title.to_owned()).chain(ids).collect();
    Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        format!("urn:finews:book:{}", name.join("\n")).as_bytes(),
    )
}
