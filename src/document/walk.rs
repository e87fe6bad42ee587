//! The walk over the parsed HTML: what each element means for the document. Without recursion: the stack
//! of steps is ours, however deep the tree.

use html2text::{Comment, Element, Handle, config};

use super::build::Builder;
use super::marker::{Numbering, Sign};
use super::script::Script;
use super::stock::{Decoration, decoration};
use super::table::{Section, TableBuilder, is_layout};
use super::tame::plain;
use super::{Align, BlockKind, ContainerKind, Document, InlineKind, Marker, link};
use crate::text::clean::clean_line;

/// One step of the walk.
enum Step {
    Enter(Handle),
    Leave(Leave),
}

/// What is to be done when an element ends.
enum Leave {
    /// A block of its own kind, in no container.
    Context,
    /// Only a block boundary.
    Boundary,
    Container(Option<usize>),
    List,
    /// An item of a list in a cell, and what [`Builder::begin_item`] gave.
    CellItem(usize),
    Inline,
    /// Closing text, which goes with the opening one if nothing stands between.
    Bracket {
        open: &'static str,
        close: &'static str,
        /// Where the text stood after the opening one.
        mark: usize,
    },
    Script(Script, usize),
    Sight(Sight),
    Cell {
        header: bool,
        colspan: usize,
        rowspan: usize,
    },
    Table,
}

/// Whether text is seen where the walk stands.
#[derive(Clone, Copy)]
struct Sight {
    /// By `visibility`, which holds for pictures too.
    visible: bool,
    /// By `font-size`.
    sized: bool,
    /// By `color`.
    inked: bool,
}

/// A list that is open.
struct List {
    id: usize,
    /// The next item's number, and the step to the one after.
    next: i64,
    step: i64,
    sign: Sign,
}

/// The document that the tamed `html` makes.
pub(super) fn walk(html: &str) -> Document {
    let mut walk = Walk {
        builder: Builder::new(),
        steps: Vec::new(),
        lists: Vec::new(),
        list_count: 0,
        table: None,
        sight: Sight {
            visible: true,
            sized: true,
            inked: true,
        },
    };
    match config::plain().parse_html(html.as_bytes()) {
        Ok(dom) => walk.run(dom.document.clone()),
        // Reading from memory does not fail; if the parser ever says otherwise, the text is still there.
        Err(_) => walk.builder.text(html),
    }
    walk.builder.finish()
}

struct Walk {
    builder: Builder,
    steps: Vec<Step>,
    lists: Vec<List>,
    list_count: usize,
    table: Option<TableBuilder>,
    sight: Sight,
}

/// The attributes of an element that the walk looks at.
struct Attributes<'a>(Vec<(&'a str, &'a str)>);

impl Attributes<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }

    /// An integer, whatever follows it (HTML, "Rules for parsing integers").
    fn integer(&self, name: &str) -> Option<i64> {
        let value = self.get(name)?.trim_start();
        let digits = value.trim_start_matches(['+', '-']);
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        value.get(..value.len() - digits.len() + length)?.parse().ok()
    }

    /// What is said of the markers of a list or an item.
    fn sign(&self) -> Option<Sign> {
        let styled = self.get("marker").and_then(Sign::named);
        styled.or_else(|| self.get("type").and_then(Sign::of_type))
    }
}

impl Walk {
    fn run(&mut self, root: Handle) {
        self.steps.push(Step::Enter(root));
        while let Some(step) = self.steps.pop() {
            match step {
                Step::Enter(node) => self.enter(&node),
                Step::Leave(leave) => self.leave(&leave),
            }
        }
    }

    fn children(&mut self, node: &Handle) {
        let children = node.children.borrow();
        self.steps.extend(children.iter().rev().cloned().map(Step::Enter));
    }

    /// Walks the children, then does `leave`.
    fn within(&mut self, node: &Handle, leave: Leave) {
        self.steps.push(Step::Leave(leave));
        self.children(node);
    }

    fn enter(&mut self, node: &Handle) {
        match &node.data {
            Element { name, attrs, .. } => {
                let attrs = attrs.borrow();
                let attributes = Attributes(attrs.iter().map(|a| (&*a.name.local, &*a.value)).collect());
                if attributes.get("hidden").is_some() {
                    return;
                }
                let seen =
                    |name: &str, before: bool| attributes.get(name).map_or(before, |value| value == "1");
                let sight = Sight {
                    visible: seen("visible", self.sight.visible),
                    sized: seen("sized", self.sight.sized),
                    inked: seen("inked", self.sight.inked),
                };
                let before = std::mem::replace(&mut self.sight, sight);
                self.steps.push(Step::Leave(Leave::Sight(before)));
                self.element(node, &name.local, &attributes);
            }
            Comment { .. } => {}
            html2text::Document => self.children(node),
            // Text: its variant has no public name, but serialised alone it gives itself, escaped. (A doctype
            // or processing instruction would land here too; the pass before has removed them.)
            _ if !self.sees_text() => {}
            _ => {
                let mut bytes = Vec::new();
                if node.serialize(&mut bytes).is_ok() {
                    self.builder.text(&plain(&String::from_utf8_lossy(&bytes)));
                }
            }
        }
    }

    fn element(&mut self, node: &Handle, name: &str, attributes: &Attributes) {
        let align = match attributes.get("align") {
            Some("center") => Some(Align::Center),
            Some("right") => Some(Align::End),
            _ => None,
        };
        let level = name.strip_prefix('h').and_then(|n| n.parse::<u8>().ok());
        let context = |kind: BlockKind| (kind, align);
        let block = match name {
            "p" | "div" if align.is_none() => {
                self.builder.end_block();
                self.within(node, Leave::Boundary);
                return;
            }
            "p" | "div" => context(BlockKind::Paragraph),
            "center" => (BlockKind::Paragraph, Some(Align::Center)),
            "pre" => (BlockKind::Code, Some(Align::Start)),
            "figcaption" => context(BlockKind::Caption),
            "summary" => context(BlockKind::Summary),
            "dt" => context(BlockKind::Term),
            _ => match level {
                Some(level @ 1..=6) => context(BlockKind::Heading(level)),
                _ => return self.other(node, name, attributes),
            },
        };
        self.builder.enter(block.0, block.1);
        self.within(node, Leave::Context);
    }

    fn other(&mut self, node: &Handle, name: &str, attributes: &Attributes) {
        let inline = match name {
            "strong" => Some(InlineKind::Strong),
            "em" => Some(InlineKind::Emphasis),
            "code" => Some(InlineKind::Code),
            "del" | "s" => Some(InlineKind::Deleted),
            "ins" => Some(InlineKind::Inserted),
            // The way back from a footnote.
            "a" if attributes.get("class").is_some_and(|class| {
                class.contains("footnote-backref") || class.contains("reversefootnote")
            }) =>
            {
                return;
            }
            "a" | "span" => self.anchor(name, attributes),
            _ => None,
        };
        if let Some(kind) = inline {
            self.builder.open_inline(kind);
            self.within(node, Leave::Inline);
            return;
        }
        match name {
            "br" => self.builder.line_break(),
            "hr" if self.sight.visible => self.builder.rule(),
            "img" if self.sight.visible => self.image(attributes),
            "embed" if self.sight.visible => self.embedded(attributes),
            "blockquote" => {
                let before = self.builder.enter_container(ContainerKind::Quote);
                self.within(node, Leave::Container(before));
            }
            "dd" => {
                let before = self.builder.enter_container(ContainerKind::Description);
                self.within(node, Leave::Container(before));
            }
            "ul" | "ol" => self.list(node, name, attributes),
            "li" => self.item(node, attributes),
            "dl" | "figure" | "details" => {
                self.builder.end_block();
                self.within(node, Leave::Boundary);
            }
            "q" => self.bracket(node, "“", "”"),
            "rt" => self.bracket(node, "(", ")"),
            "sub" => self.within(node, Leave::Script(Script::Sub, self.builder.mark())),
            "sup" => self.within(node, Leave::Script(Script::Sup, self.builder.mark())),
            "table" if self.table.is_none() && !is_layout(node) => self.table(node),
            "caption" if self.table.is_some() => {}
            "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "caption" | "table" => {
                self.table_part(node, name, attributes);
            }
            _ => self.children(node),
        }
    }

    /// The children between `open` and `close`.
    fn bracket(&mut self, node: &Handle, open: &'static str, close: &'static str) {
        if !self.sees_text() {
            self.children(node);
            return;
        }
        self.builder.text(open);
        let mark = self.builder.mark();
        self.within(node, Leave::Bracket { open, close, mark });
    }

    /// What an `a` or `span` means.
    fn anchor(&mut self, name: &str, attributes: &Attributes) -> Option<InlineKind> {
        let class = attributes.get("class").unwrap_or_default();
        let code = attributes.get("data-code").unwrap_or_default();
        match decoration(class, code) {
            Some(Decoration::Stock(code)) => {
                let stock = self.builder.stock(&code);
                self.builder
                    .suggest_name(stock, attributes.get("title").unwrap_or_default());
                Some(InlineKind::Stock(stock))
            }
            None if name == "a" => {
                let target = link::target(attributes.get("href")?)?;
                Some(InlineKind::Link(self.builder.new_link(target)))
            }
            Some(Decoration::Word) | None => None,
        }
    }

    fn sees_text(&self) -> bool {
        self.sight.visible && self.sight.sized && self.sight.inked
    }

    /// What can only be shown elsewhere is a link there, by its title or its address.
    fn embedded(&mut self, attributes: &Attributes) {
        let target = attributes.get("src").and_then(link::target);
        let title = attributes.get("title").map(clean_line).unwrap_or_default();
        let in_text = if title.is_empty() {
            target
                .as_ref()
                .map(|target| target.url.clone())
                .unwrap_or_default()
        } else {
            title
        };
        self.builder.end_block();
        let link = target.map(|target| InlineKind::Link(self.builder.new_link(target)));
        if let Some(link) = link {
            self.builder.open_inline(link);
        }
        self.builder.text(&in_text);
        if link.is_some() {
            self.builder.close_inline();
        }
        self.builder.end_block();
    }

    fn image(&mut self, attributes: &Attributes) {
        let side = |name: &str| {
            let value = attributes.get(name)?;
            value.trim().trim_end_matches("px").parse::<u32>().ok()
        };
        let size = side("width").max(side("height"));
        if size.is_some_and(|size| size <= 1) {
            return; // It counts readers, it shows nothing.
        }
        let alt = attributes.get("alt").unwrap_or_default().trim();
        for description in [alt, attributes.get("title").unwrap_or_default()] {
            self.builder.suggest_names(description);
        }
        let class = attributes.get("class").unwrap_or_default();
        if !alt.is_empty() && (class.contains("emoji") || size.is_some_and(|size| size <= 32)) {
            self.builder.text(alt);
            return;
        }
        // Pages that load images late keep the address elsewhere.
        let target = ["data-src", "data-original", "src"]
            .into_iter()
            .filter_map(|name| attributes.get(name))
            .find_map(link::target);
        let says_nothing = ["image", "img", "picture", "photo", "图", "图片"]
            .iter()
            .any(|word| alt.eq_ignore_ascii_case(word));
        self.builder.image(if says_nothing { "" } else { alt }, target);
    }

    fn list(&mut self, node: &Handle, name: &str, attributes: &Attributes) {
        self.builder.end_block();
        let ordered = name == "ol";
        let backwards = ordered && attributes.get("reversed").is_some();
        let next = attributes
            .integer("start")
            .filter(|_| ordered)
            .unwrap_or_else(|| {
                let items = || {
                    let children = node.children.borrow();
                    children.iter().filter(|child| is_element(child, "li")).count() as i64
                };
                if backwards { items() } else { 1 }
            });
        let usual = if ordered {
            Sign::Number(Numbering::Decimal)
        } else {
            Sign::Bullet
        };
        self.lists.push(List {
            id: self.list_count,
            next,
            step: if backwards { -1 } else { 1 },
            sign: attributes.sign().unwrap_or(usual),
        });
        self.list_count += 1;
        self.within(node, Leave::List);
    }

    fn item(&mut self, node: &Handle, attributes: &Attributes) {
        let sign = attributes.sign();
        let (list, marker) = match self.lists.last_mut() {
            Some(list) => {
                let number = attributes.integer("value").unwrap_or(list.next);
                list.next = number.saturating_add(list.step);
                (list.id, sign.unwrap_or(list.sign).marker(number))
            }
            None => (usize::MAX, sign.unwrap_or(Sign::Bullet).marker(1)),
        };
        if self.builder.in_cell() {
            let marker = if self.sees_text() { marker } else { Marker::None };
            let before = self.builder.begin_item(&marker.text());
            self.within(node, Leave::CellItem(before));
            return;
        }
        let before = self.builder.enter_container(ContainerKind::Item { list, marker });
        self.within(node, Leave::Container(before));
    }

    fn table(&mut self, node: &Handle) {
        self.builder.end_block();
        self.steps.push(Step::Leave(Leave::Table));
        // A caption is a block before the table, whatever stands in it. The first head stands first and the
        // first foot last, wherever they are written (CSS 2.1, 17.2).
        let (mut captions, mut head, mut body, mut foot) = (Vec::new(), None, Vec::new(), None);
        for child in node.children.borrow().iter().cloned() {
            if is_element(&child, "caption") {
                captions.push(child);
            } else if head.is_none() && is_element(&child, "thead") {
                head = Some(child);
            } else if foot.is_none() && is_element(&child, "tfoot") {
                foot = Some(child);
            } else {
                body.push(child);
            }
        }
        let parts = head.into_iter().chain(body).chain(foot);
        let parts: Vec<Step> = parts.map(Step::Enter).collect();
        self.steps.extend(parts.into_iter().rev());
        self.table = Some(TableBuilder::default());
        for caption in captions.into_iter().rev() {
            self.steps.push(Step::Leave(Leave::Context));
            self.steps
                .extend(caption.children.borrow().iter().rev().cloned().map(Step::Enter));
            self.builder.enter(BlockKind::Caption, None);
        }
    }

    fn table_part(&mut self, node: &Handle, name: &str, attributes: &Attributes) {
        let Some(table) = &mut self.table else {
            // A table that only arranges things.
            self.builder.end_block();
            self.within(node, Leave::Boundary);
            return;
        };
        match name {
            "thead" | "tbody" | "tfoot" => {
                table.begin_section(match name {
                    "thead" if table.is_empty() => Section::Head,
                    "tfoot" => Section::Foot,
                    _ => Section::Body,
                });
                self.children(node);
            }
            "tr" => {
                table.begin_row();
                self.children(node);
            }
            "td" | "th" => {
                self.builder.begin_cell();
                let leave = Leave::Cell {
                    header: name == "th",
                    colspan: attributes.number("colspan").unwrap_or(1),
                    rowspan: attributes.number("rowspan").unwrap_or(1),
                };
                self.within(node, leave);
            }
            _ => self.children(node),
        }
    }

    fn leave(&mut self, leave: &Leave) {
        match *leave {
            Leave::Context => self.builder.leave(),
            Leave::Boundary => self.builder.end_block(),
            Leave::Container(before) => self.builder.leave_container(before),
            Leave::CellItem(before) => self.builder.end_item(before),
            Leave::List => {
                self.builder.end_block();
                self.lists.pop();
            }
            Leave::Inline => self.builder.close_inline(),
            Leave::Bracket { open, close, mark } => {
                if self.builder.mark() != mark || !self.builder.take_back(open) {
                    self.builder.closing(close);
                }
            }
            Leave::Script(script, mark) => self.script(script, mark),
            Leave::Sight(before) => self.sight = before,
            Leave::Cell {
                header,
                colspan,
                rowspan,
            } => {
                let range = self.builder.end_cell();
                if let Some(table) = &mut self.table {
                    table.cell(range, header, colspan, rowspan);
                }
            }
            Leave::Table => {
                if let Some(table) = self.table.take() {
                    let table = table.finish(&self.builder.document);
                    self.builder.end_table(table);
                }
            }
        }
    }

    fn script(&mut self, script: Script, mark: usize) {
        let text = self.builder.since(mark).filter(|text| !text.is_empty());
        if let Some(replaced) = text.and_then(|text| script.replaced(self.builder.before(mark), text)) {
            self.builder.replace_since(mark, &replaced);
        }
    }
}

fn is_element(node: &Handle, wanted: &str) -> bool {
    matches!(&node.data, Element { name, .. } if &*name.local == wanted)
}
