//! Selecting a passage in the page by keyboard: from the first sentence in view on, its end moved by lines and by
//! sentences. While that lasts, keys mean what the table here says, and nothing is kept before Enter.

use std::ops::Range;

use uuid::Uuid;

use crate::document::{BlockKind, Document};
use crate::layout::{Highlight, Line};
use crate::library::{Passage, Quote};
use crate::text::sentence;
use crate::work::Change;

use super::keymap::{Group, NO_HINT, Row, Where, row};
use super::reader::Place;
use super::{Action, App, Effect, Reader};
use crate::work::article_of;

/// A count beyond this is a slip of the hand.
const MOST: usize = 1_000;

/// What is selected, in bytes of the document's text.
#[derive(Clone, Debug)]
pub(super) struct Selection {
    /// The end that stays.
    anchor: usize,
    /// The end that moves; never where the other one is.
    head: usize,
    /// Where the page stood before.
    place: Place,
}

/// What can be done about a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Select {
    /// Begin one.
    Begin,
    /// Move its end to the next end of a line.
    LineDown,
    /// Move its end to the previous end of a line.
    LineUp,
    /// Move its end over the next sentence.
    SentenceOn,
    /// Move its end back over a sentence.
    SentenceBack,
    /// Select the next sentence instead.
    Next,
    /// Select the previous sentence instead.
    Previous,
    /// Move the other end from here on.
    Swap,
    /// Highlight what is selected.
    Highlight,
    /// Highlight it and ask for a note on it.
    Note,
    /// Copy it.
    Copy,
    /// Leave it without a trace.
    Leave,
}

/// The keys that work while a passage is selected.
#[rustfmt::skip]
pub(super) static KEYS: &[Row] = &[
    row(&["Enter"], Action::Select(Select::Highlight), Where::READER, Group::Article, ("摘录", "highlight"), ("摘录选中的文字", "highlight what is selected")),
    row(&["a"], Action::Select(Select::Note), Where::READER, Group::Article, ("加批注", "with a note"), ("摘录并写批注", "highlight it and write a note")),
    row(&["y"], Action::Select(Select::Copy), Where::READER, Group::Article, ("复制", "copy"), ("复制选中的文字", "copy what is selected")),
    row(&[")", "w"], Action::Select(Select::SentenceOn), Where::READER, Group::Motion, ("加一句", "longer"), ("末端移到后一个句末，可加次数如 3)", "move the end a sentence on; a count before it, as in 3)")),
    row(&["(", "b"], Action::Select(Select::SentenceBack), Where::READER, Group::Motion, ("减一句", "shorter"), ("末端移到前一个句末", "move the end a sentence back")),
    row(&["j", "Down"], Action::Select(Select::LineDown), Where::READER, Group::Motion, NO_HINT, ("末端移到后一个行末", "move the end a line down")),
    row(&["k", "Up"], Action::Select(Select::LineUp), Where::READER, Group::Motion, NO_HINT, ("末端移到前一个行末", "move the end a line up")),
    row(&["l", "Right"], Action::Select(Select::Next), Where::READER, Group::Motion, ("后一句", "next"), ("改选后一句", "select the next sentence instead")),
    row(&["h", "Left"], Action::Select(Select::Previous), Where::READER, Group::Motion, ("前一句", "previous"), ("改选前一句", "select the previous sentence instead")),
    row(&["o"], Action::Select(Select::Swap), Where::READER, Group::Motion, ("换一头", "other end"), ("改为移动另一头", "move the other end from here on")),
    row(&["^l"], Action::Redraw, Where::READER, Group::Program, NO_HINT, ("重画屏幕", "draw the screen anew")),
    row(&["^z"], Action::Suspend, Where::READER, Group::Program, NO_HINT, ("挂起，fg 恢复", "suspend; fg comes back")),
    row(&["?"], Action::Help, Where::READER, Group::Program, NO_HINT, ("这里可用的按键", "the keys that work here")),
    row(&["Q", "^c"], Action::Quit, Where::READER, Group::Program, NO_HINT, ("退出", "quit")),
    row(&["Esc", "q", "v"], Action::Select(Select::Leave), Where::READER, Group::Place, ("取消", "leave"), ("不选了", "select nothing")),
];

impl Selection {
    fn of(sentence: &Range<usize>, place: Place) -> Self {
        Self {
            anchor: sentence.start,
            head: sentence.end,
            place,
        }
    }

    fn range(&self) -> Range<usize> {
        self.anchor.min(self.head)..self.anchor.max(self.head)
    }

    /// Selects `sentence` instead, if there is one.
    fn take(&mut self, sentence: Option<Range<usize>>) {
        if let Some(sentence) = sentence {
            (self.anchor, self.head) = (sentence.start, sentence.end);
        }
    }

    /// Moves the moving end to the next edge of one of `stretches`, which come in the order in which it moves, `on` or
    /// back: below the other end they count by their ends, above it by their beginnings.
    fn step(&mut self, on: bool, stretches: impl Iterator<Item = Range<usize>>) {
        let (anchor, head) = (self.anchor, self.head);
        let mut edges = stretches.flat_map(|stretch| {
            let start = Some(stretch.start).filter(|start| *start < anchor);
            let end = Some(stretch.end).filter(|end| *end > anchor);
            let edges = if on { [start, end] } else { [end, start] };
            edges.into_iter().flatten()
        });
        if let Some(edge) = edges.find(|edge| if on { *edge > head } else { *edge < head }) {
            self.head = edge;
        }
    }
}

/// Whether `sentence` describes an image, which hardly anyone wants to keep.
fn is_image(document: &Document, sentence: &Range<usize>) -> bool {
    let after = document
        .blocks
        .partition_point(|block| block.range.start <= sentence.start);
    let block = after.checked_sub(1).and_then(|at| document.blocks.get(at));
    block.is_some_and(|block| block.kind == BlockKind::Image)
}

impl Reader {
    /// Selects the first sentence that begins in view in a pane of `height` rows, else the one that is in view. Says
    /// whether there is any.
    fn begin_selection(&mut self, height: usize) -> bool {
        let (Some(page), Some(article)) = (&self.page, &self.article) else {
            return false;
        };
        let in_view = page.lines.iter().skip(self.top).take(height);
        let Some(shown) = in_view
            .filter_map(Line::range)
            .reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
        else {
            return false;
        };
        let sentences = || sentence::from(&article.document.text, shown.start);
        let begins = sentences()
            .take_while(|sentence| sentence.start < shown.end)
            .find(|sentence| sentence.start >= shown.start && !is_image(&article.document, sentence));
        let sentence = begins.or_else(|| sentences().find(|sentence| sentence.end > shown.start));
        self.selection = sentence.map(|sentence| Selection::of(&sentence, self.place()));
        self.selection.is_some()
    }

    /// Moves the end of what is selected, or selects another sentence, as `what` says.
    fn move_selection(&mut self, what: Select) {
        let (Some(selection), Some(page), Some(article)) = (&mut self.selection, &self.page, &self.article)
        else {
            return;
        };
        let document = &article.document;
        let (text, head, range) = (&document.text, selection.head, selection.range());
        let line = page.line_of_offset(head);
        match what {
            Select::LineDown => {
                let lines = page.lines.iter().skip(line);
                selection.step(true, lines.filter_map(Line::range));
            }
            Select::LineUp => {
                let lines = page.lines.iter().take(line + 1).rev();
                selection.step(false, lines.filter_map(Line::range));
            }
            Select::SentenceOn => selection.step(true, sentence::from(text, head)),
            Select::SentenceBack => selection.step(false, sentence::back_from(text, head)),
            Select::Next => {
                let mut on = sentence::from(text, range.end);
                selection.take(on.find(|next| next.start >= range.end && !is_image(document, next)));
            }
            Select::Previous => {
                let mut back = sentence::back_from(text, range.start);
                selection.take(back.find(|last| last.end <= range.start && !is_image(document, last)));
            }
            Select::Swap => std::mem::swap(&mut selection.anchor, &mut selection.head),
            _ => {}
        }
    }

    /// Scrolls until the moving end is in view in a pane of `height` rows, and a line or two beyond it.
    fn reveal_selection(&mut self, height: usize) {
        let (Some(selection), Some(page)) = (&self.selection, &self.page) else {
            return;
        };
        // The last byte selected, not the first that is not.
        let backward = selection.head < selection.anchor;
        let line = page.line_of_offset(selection.head - usize::from(!backward));
        let margin = (height.saturating_sub(1) / 4).min(2);
        let lowest = (line + margin + 1).saturating_sub(height);
        let last = self.scroll_len(height).saturating_sub(1);
        self.top = self
            .top
            .clamp(lowest, line.saturating_sub(margin).max(lowest))
            .min(last);
    }

    /// What is selected, in bytes of the document's text, without white space at its ends; none where that is all.
    pub(super) fn selected(&self) -> Option<Range<usize>> {
        let text = &self.article.as_ref()?.document.text;
        let range = self.selection.as_ref()?.range();
        let selected = text.get(range.clone())?;
        let start = range.end - selected.trim_start().len();
        let end = start + selected.trim().len();
        (start < end).then_some(start..end)
    }

    /// The cells of what is selected that stand in the lines `lines` of the page.
    pub fn selection_parts(&self, lines: &Range<usize>) -> Vec<Highlight> {
        self.selected()
            .map_or_else(Vec::new, |range| self.parts_in(&range, lines))
    }
}

impl App {
    /// Whether a passage is being selected.
    pub fn is_selecting(&self) -> bool {
        self.reader.selection.is_some()
    }

    /// Does `what` about the selection, `times` where that has a meaning.
    pub(super) fn select(&mut self, what: Select, times: usize) {
        let height = self.reader_height();
        match what {
            Select::Begin => {
                if !self.reader.begin_selection(height) {
                    self.say(self.words().nothing_to_select);
                }
            }
            Select::Highlight => {
                self.highlight();
            }
            Select::Note => {
                if let Some(uuid) = self.highlight() {
                    self.ask_passage_note(uuid);
                }
            }
            Select::Copy => {
                if let (Some(range), Some(article)) = (self.reader.selected(), self.reader.article()) {
                    let text = article.document.slice(&range).to_owned();
                    self.effects.push(Effect::Copy(text));
                }
                self.reader.selection = None;
            }
            Select::Leave => {
                if let Some(selection) = self.reader.selection.take() {
                    self.reader.put(selection.place, height);
                }
            }
            _ => {
                for _ in 0..times.min(MOST) {
                    let before = self.reader.selection.as_ref().map(Selection::range);
                    self.reader.move_selection(what);
                    if before == self.reader.selection.as_ref().map(Selection::range) {
                        break;
                    }
                }
                self.reader.reveal_selection(height);
            }
        }
    }

    /// Highlights what is selected; which passage that is, or was already.
    fn highlight(&mut self) -> Option<Uuid> {
        let (range, article) = (self.reader.selected()?, self.reader.article().cloned()?);
        self.reader.selection = None;
        let words = self.words();
        let Some(row) = self.store.locate(&article.post.id) else {
            self.say_problem(words.article_removed);
            return None;
        };
        if let Some(known) = self.reader.passages.standing_at(&range) {
            self.reader.passages.highlighted(known, self.reader.top);
            self.say(words.highlighted_already);
            return Some(known);
        }
        let passage = Passage {
            uuid: Uuid::new_v4(),
            facts: article_of(&row, article.post.source_url.clone(), &self.archive_identity),
            place: Quote::of(&article.document.text, &range),
            added: self.now,
            note: None,
        };
        let uuid = passage.uuid;
        self.say_kept(words.highlighted);
        self.change(Change::AddPassage(Box::new(passage)));
        self.reader.passages.highlighted(uuid, self.reader.top);
        Some(uuid)
    }
}
