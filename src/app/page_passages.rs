//! Passages on the page: where each stands in the text now, which one the reader stands at, what is done about it.
//! Only bytes of the text are kept, so that all of it holds in any width.

use std::ops::Range;

use uuid::Uuid;

use crate::layout::{Highlight, Line};
use crate::text::quote::Haystack;
use crate::work::Change;

use super::find::{Round, round};
use super::passage_notes::NoteLine;
use super::passages::said;
use super::reader::Fit;
use super::{App, Ask, Effect, Reader};

/// Most spaces that fill a line at one place.
const GAP: usize = 3;

/// A passage of the article shown.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) uuid: Uuid,
    /// The bytes of the text at which it stands, if it is still found.
    pub(super) range: Option<Range<usize>>,
    pub(super) noted: bool,
}

/// The passages of the article shown.
#[derive(Debug, Default)]
pub(super) struct PagePassages {
    /// In the order of the text, those no longer found at the end; none as long as they have not been looked for.
    pub(super) found: Option<Vec<Found>>,
    /// The one that the reader stands at.
    current: Option<Uuid>,
    /// The one that was highlighted last, and the top of the page at that: it counts until the page is moved.
    last: Option<(Uuid, usize)>,
    /// The one to be gone to when there is a page.
    aim: Option<Uuid>,
    /// Past which end of the page the last step went.
    past: Option<Round>,
    pub(super) notes: Vec<NoteLine>,
    /// What the notes were broken into lines for.
    fit: Option<Fit>,
}

impl PagePassages {
    /// The passages have changed.
    pub(super) fn look_again(&mut self) {
        self.found = None;
    }

    /// Stands at `uuid`.
    pub(super) fn stand_at(&mut self, uuid: Uuid) {
        self.current = Some(uuid);
    }

    /// `uuid` was just highlighted, with the page at `top`.
    pub(super) fn highlighted(&mut self, uuid: Uuid, top: usize) {
        self.last = Some((uuid, top));
    }

    /// Stands at none.
    pub(super) fn leave(&mut self) {
        self.current = None;
    }

    /// Goes to `uuid` as soon as there is a page.
    pub(super) fn aim_at(&mut self, uuid: Uuid) {
        self.aim = Some(uuid);
    }

    /// The passage that stands at just these bytes.
    pub(super) fn standing_at(&self, range: &Range<usize>) -> Option<Uuid> {
        let mut all = self.all();
        all.find(|(_, there)| *there == range)
            .map(|(found, _)| found.uuid)
    }

    /// Those that are found, in the order of the text, each with where it stands.
    fn all(&self) -> impl Iterator<Item = (&Found, &Range<usize>)> {
        let found = self.found.iter().flatten();
        found.filter_map(|passage| Some((passage, passage.range.as_ref()?)))
    }
}

impl Reader {
    /// The passages, each with the cells of it that stand in the lines `lines`.
    pub fn passages_in(&self, lines: &Range<usize>) -> impl Iterator<Item = (Uuid, Vec<Highlight>)> {
        let all = self.passages.all();
        all.map(move |(found, range)| (found.uuid, self.parts_in(range, lines)))
    }

    /// The lines in which passages with a note begin.
    pub fn noted_lines(&self) -> impl Iterator<Item = usize> {
        let noted = self.passages.all().filter(|(found, _)| found.noted);
        noted.filter_map(|(_, range)| Some(self.page.as_ref()?.line_of_offset(range.start)))
    }

    /// The cells of the bytes `range` of the text that stand in the lines `lines` of the page.
    pub(super) fn parts_in(&self, range: &Range<usize>, lines: &Range<usize>) -> Vec<Highlight> {
        let Some(page) = &self.page else { return Vec::new() };
        let shown = page.lines.iter().take(lines.end).skip(lines.start);
        let shown = shown.filter_map(Line::range);
        let Some(shown) = shown.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)) else {
            return Vec::new();
        };
        let mut parts = page.highlights(&(range.start.max(shown.start)..range.end.min(shown.end)));
        parts.retain(|part| lines.contains(&part.line));
        // A highlight goes on over the spaces that only fill the line.
        parts.dedup_by(|next, part| {
            let gap = next.cells.start.checked_sub(part.cells.end);
            let joins = next.line == part.line && gap.is_some_and(|gap| gap <= GAP);
            if joins {
                part.cells.end = next.cells.end;
            }
            joins
        });
        parts
    }

    /// The lines from the first to the last of the bytes `range`.
    fn lines_of(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let page = self.page.as_ref()?;
        Some(page.line_of_offset(range.start)..page.line_of_offset(range.end.saturating_sub(1)) + 1)
    }

    fn is_in_view(&self, range: &Range<usize>, height: usize) -> bool {
        self.lines_of(range)
            .is_some_and(|lines| lines.start < self.top + height && lines.end > self.top)
    }

    /// Stands `by` passages on, round and round: from the one stood at or, where that is out of view, from the top of the
    /// page. Says whether there is any.
    fn step_passage(&mut self, by: isize, height: usize) -> bool {
        let Some(page) = &self.page else { return false };
        let all: Vec<(Uuid, &Range<usize>)> = (self.passages.all())
            .map(|(found, range)| (found.uuid, range))
            .collect();
        let at = all
            .iter()
            .position(|(uuid, range)| self.passages.current == Some(*uuid) && self.is_in_view(range, height));
        let above = || {
            all.iter()
                .take_while(|(_, range)| page.line_of_offset(range.start) < self.top)
                .count()
        };
        let to = at.map_or_else(
            || above() as isize + by - isize::from(by > 0),
            |at| at as isize + by,
        );
        let (to, past) = round(to, all.len());
        let Some((uuid, lines)) = all.get(to).map(|(uuid, range)| (*uuid, self.lines_of(range))) else {
            return false;
        };
        self.passages.current = Some(uuid);
        self.passages.past = past;
        self.bring_lines_into_view(lines, height);
        true
    }

    /// Brings `lines` into view, their beginning before their end.
    fn bring_lines_into_view(&mut self, lines: Option<Range<usize>>, height: usize) {
        if let Some(lines) = lines {
            self.bring_into_view(lines.end.saturating_sub(1), height);
            self.bring_into_view(lines.start, height);
        }
    }
}

impl App {
    /// Looks for the passages of the article shown in its text, where they or the text have changed, and breaks their notes
    /// into lines where the width has.
    pub(super) fn find_passages(&mut self) {
        let Some(article) = self.reader.article().cloned() else {
            return;
        };
        if self.reader.passages.found.is_none() {
            let haystack = Haystack::new(&article.document.text);
            let passages = self.passages.of(&article.post.id);
            let mut found: Vec<Found> = passages
                .map(|passage| Found {
                    uuid: passage.uuid,
                    range: haystack.find(&passage.place),
                    noted: passage.note.is_some(),
                })
                .collect();
            found.sort_by_key(|found| {
                let range = found.range.as_ref().map(|range| (range.start, range.end));
                (range.is_none(), range)
            });
            self.reader.passages.found = Some(found);
            self.reader.passages.fit = None;
        }
        if self.reader.passages.fit != self.reader.fit {
            self.reader.passages.notes = self.note_lines();
            self.reader.passages.fit = self.reader.fit;
        }
    }

    /// Goes to the passage that the article was opened for, once there is a page.
    pub(super) fn land_on_passage(&mut self, height: usize) {
        if self.reader.page().is_none() {
            return;
        }
        let Some(aim) = self.reader.passages.aim.take() else {
            return;
        };
        let mut all = self.reader.passages.all();
        let place = all
            .find(|(found, _)| found.uuid == aim)
            .map(|(_, range)| range.clone());
        drop(all);
        match place {
            Some(range) => {
                self.reader.passages.stand_at(aim);
                let lines = self.reader.lines_of(&range);
                self.reader.bring_lines_into_view(lines, height);
                self.reader.note_move();
            }
            None => self.say(self.words().passage_lost),
        }
    }

    /// Goes `by` passages on in the page.
    pub(super) fn step_passage(&mut self, by: isize) {
        let height = self.reader_height();
        if !self.reader.step_passage(by, height) {
            let words = self.words();
            self.say(match self.reader.passages.found.as_deref() {
                None | Some([]) => words.no_passages,
                Some(_) => words.passage_lost,
            });
        } else if let Some(round) = self.reader.passages.past {
            self.say_round(round);
        }
    }

    /// The passages in view, in the order of the text.
    fn passages_in_view(&self) -> impl Iterator<Item = Uuid> {
        let height = self.reader_height();
        let in_view = move |range: &Range<usize>| self.reader.is_in_view(range, height);
        let all = self.reader.passages.all();
        all.filter(move |(_, range)| in_view(range))
            .map(|(found, _)| found.uuid)
    }

    /// The passage that the reader stands at, while it is in view.
    pub(super) fn passage_stood_at(&self) -> Option<Uuid> {
        let current = self.reader.passages.current?;
        self.passages_in_view().find(|uuid| *uuid == current)
    }

    /// The passage that stands out: the one that a note is being written on, or the one stood at.
    pub fn current_passage(&self) -> Option<Uuid> {
        match self.prompt.as_ref().map(|open| open.prompt.ask) {
            Some(Ask::PassageNote(uuid)) => Some(uuid),
            _ => self.reader.passages.current,
        }
    }

    /// The passage that an action means: the one stood at, else the one that was just highlighted, else the first in view,
    /// those that are no longer found standing after the text.
    pub(super) fn meant_passage(&self) -> Option<Uuid> {
        let passages = &self.reader.passages;
        let last = passages.last.filter(|(_, top)| *top == self.reader.top);
        let last = last.and_then(|(last, _)| self.passages_in_view().find(|uuid| *uuid == last));
        let end = self.reader.page()?.lines.len();
        let lost = || {
            let mut lost = passages.found.iter().flatten();
            lost.find(|found| found.range.is_none() && end < self.reader.top + self.reader_height())
        };
        self.passage_stood_at()
            .or(last)
            .or_else(|| self.passages_in_view().next())
            .or_else(|| lost().map(|lost| lost.uuid))
    }

    /// What the status line says of the passage stood at: its number, what can be done about it, its note.
    pub(super) fn passage_status(&self) -> Option<String> {
        let current = self.passage_stood_at()?;
        let all = || self.reader.passages.all();
        let number = all().position(|(found, _)| found.uuid == current)? + 1;
        let words = self.words();
        let at = format!(
            "{} {number}/{} · {}",
            words.passage,
            all().count(),
            words.passage_keys
        );
        let note = self.passages.get(current)?.note.as_ref();
        Some(note.map_or(at.clone(), |note| format!("{at} · {}", note.replace('\n', " "))))
    }

    /// Takes the passage that is meant away.
    pub(super) fn remove_passage(&mut self) {
        let meant = self.meant_passage();
        let Some(passage) = meant.and_then(|uuid| self.passages.get(uuid)) else {
            self.say(self.words().no_passage_in_view);
            return;
        };
        let (uuid, text) = (passage.uuid, said(passage));
        self.say((self.words().passage_removed)(&text));
        self.change(Change::RemovePassage(uuid));
    }

    /// Copies the passage stood at; says whether there is one.
    pub(super) fn copy_passage(&mut self) -> bool {
        let passage = self.passage_stood_at().and_then(|uuid| self.passages.get(uuid));
        let text = passage.map(|passage| passage.place.quote.clone());
        let copies = text.is_some();
        self.effects.extend(text.map(Effect::Copy));
        copies
    }
}
