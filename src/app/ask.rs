//! The prompts: looking for a category, for titles, in the page; going to a date. Each shows at once
//! what it finds, and is left by Esc without a trace.

use std::sync::Arc;

use crate::post::PostId;
use crate::store::List;
use crate::work::{Request, TitleScope};

use super::find::Round;
use super::prompt::Typed;
use super::reader::Place;
use super::{App, Ask, Find, Key, ListView, Pane, Prompt, Source};

/// An open prompt and what there was before it.
#[derive(Debug)]
pub struct Open {
    /// The prompt itself.
    pub prompt: Prompt,
    focus: Pane,
    zoom: bool,
    source: Source,
    results: Option<ListView>,
    place: Place,
    find: Option<Find>,
}

impl App {
    /// Asks what to look for in the focused pane.
    pub(super) fn ask_in_pane(&mut self) {
        match self.focus {
            Pane::Categories => self.ask(Ask::Category),
            Pane::List => self.ask(Ask::Titles),
            Pane::Reader if self.reader.article().is_some() => self.ask(Ask::Find),
            Pane::Reader => {}
        }
    }

    /// Opens a prompt.
    pub(super) fn ask(&mut self, ask: Ask) {
        self.prompt = Some(Open {
            prompt: Prompt::new(
                ask,
                match ask {
                    Ask::Find => self.looked_for.clone(),
                    _ => Vec::new(),
                },
            ),
            focus: self.focus,
            zoom: self.zoom,
            source: self.base.source.clone(),
            results: self.results.clone(),
            place: self.reader.place(),
            find: self.reader.find().cloned(),
        });
        match ask {
            Ask::Category => self.focus_categories(),
            // The results stand above the list they come from.
            Ask::Titles => self.results = Some(self.base.clone()),
            Ask::Find | Ask::Date => {}
        }
    }

    pub(super) fn prompt_key(&mut self, key: Key) {
        let Some(open) = &mut self.prompt else { return };
        match open.prompt.key(key) {
            Typed::Changed => self.prompt_changed(),
            Typed::Same => {}
            Typed::Done => self.prompt_done(),
            Typed::Left => self.prompt_left(),
            Typed::Move(rows) => self.prompt_move(rows),
        }
    }

    pub(super) fn prompt_paste(&mut self, text: &str) {
        if let Some(open) = &mut self.prompt
            && open.prompt.paste(text) == Typed::Changed
        {
            self.prompt_changed();
        }
    }

    /// The text has changed: what it finds is shown.
    fn prompt_changed(&mut self) {
        let Some(open) = &self.prompt else { return };
        let text = open.prompt.text().to_owned();
        match open.prompt.ask {
            Ask::Category => {
                let words = self.words();
                let query = Some(text.as_str()).filter(|text| !text.is_empty());
                self.categories.narrow(query, [words.all, words.bookmarks]);
                self.move_category(self.categories.cursor);
            }
            Ask::Titles => self.narrow_titles(text),
            Ask::Find => {
                let (place, find) = (open.place.clone(), open.find.clone());
                let height = self.reader_height();
                self.reader.put(place, height);
                if text.trim().is_empty() {
                    self.reader.set_find(find);
                } else {
                    self.reader.look_for(&text, height);
                }
            }
            Ask::Date => {}
        }
    }

    /// The cursor of what the prompt narrows moves.
    fn prompt_move(&mut self, rows: isize) {
        let Some(open) = &self.prompt else { return };
        match open.prompt.ask {
            Ask::Category => self.move_category(self.categories.cursor.saturating_add_signed(rows)),
            Ask::Titles => {
                let store = self.store.clone();
                let view = self.list_mut();
                view.move_to(&store, view.cursor.saturating_add_signed(rows));
            }
            Ask::Find => self.step_hit(rows),
            Ask::Date => {}
        }
    }

    /// The answer is complete.
    fn prompt_done(&mut self) {
        let Some(open) = self.prompt.take() else { return };
        let text = open.prompt.text().trim().to_owned();
        match open.prompt.ask {
            Ask::Category => self.category_chosen(&text, open),
            Ask::Titles if text.is_empty() => self.results = open.results,
            Ask::Titles => {}
            Ask::Find => self.find_chosen(&text),
            Ask::Date => self.go_to_date(&text),
        }
    }

    /// Everything as it was before the prompt.
    fn prompt_left(&mut self) {
        let Some(open) = self.prompt.take() else { return };
        match open.prompt.ask {
            Ask::Category => {
                self.categories.narrow(None, ["", ""]);
                self.show_source(open.source.clone());
                self.results = open.results;
                self.categories.select(&open.source);
                self.focus = open.focus;
                self.zoom = open.zoom;
            }
            Ask::Titles => self.results = open.results,
            Ask::Find => {
                let height = self.reader_height();
                self.reader.put(open.place, height);
                self.reader.set_find(open.find);
            }
            Ask::Date => {}
        }
    }

    /// Goes into the category under the cursor, or back where there is none.
    fn category_chosen(&mut self, text: &str, open: Open) {
        let Some(source) = self.categories.selected().map(|entry| entry.source.clone()) else {
            self.prompt = Some(open);
            self.prompt_left();
            self.say((self.words().no_category)(text));
            return;
        };
        self.categories.narrow(None, ["", ""]);
        self.categories.select(&source);
        self.show_source(source);
        self.focus(Pane::List);
    }

    /// Narrows the list to the titles that hold `text`; the old rows stand until they are found.
    fn narrow_titles(&mut self, text: String) {
        if text.trim().is_empty() {
            self.results = Some(self.base.clone());
            return;
        }
        // A new query begins at its first hit: only more of the archive keeps the cursor's article.
        let mut view = ListView::new(self.base.source.clone(), self.list().list.clone());
        view.query = Some(text);
        self.results = Some(view);
        self.ask_titles();
    }

    /// Asks for the titles that the results are to show, if there are results.
    pub(super) fn ask_titles(&mut self) {
        let Some(query) = self.list().query.clone() else {
            return;
        };
        let scope = match &self.base.list {
            List::Scope(scope) => TitleScope::Store(*scope),
            List::Ids(ids) => TitleScope::Ids(ids.clone()),
        };
        let generation = self.next_generation();
        self.titles_asked = generation;
        let store = self.store.clone();
        self.ask_work(Request::Titles {
            generation,
            store,
            scope,
            query,
        });
    }

    /// Titles have been found.
    pub(super) fn titles_found(&mut self, generation: u64, query: &str, ids: Arc<[PostId]>) {
        if generation != self.titles_asked {
            return;
        }
        if let Some(results) = self
            .results
            .as_mut()
            .filter(|results| results.query.as_deref() == Some(query))
        {
            results.renew(&self.store, &self.store, List::Ids(ids));
        }
    }

    /// Stays at what was found; no words stand for those of the last time.
    fn find_chosen(&mut self, text: &str) {
        if text.is_empty() {
            self.step_hit(1);
            return;
        }
        self.looked_for.retain(|past| past != text);
        self.looked_for.push(text.to_owned());
        self.say_found(text);
    }

    /// Says that `text` was not found, or that it was found past an end of the page.
    fn say_found(&mut self, text: &str) {
        match self.reader.find() {
            Some(find) if find.is_empty() => {
                self.reader.set_find(None);
                self.say((self.words().no_hits)(text));
            }
            Some(find) => {
                if let Some(round) = find.round {
                    self.say_round(round);
                }
            }
            None => {}
        }
    }

    /// Goes `by` hits on in the page. In a page that was not searched yet, the words of the last time are
    /// looked for first.
    pub(super) fn step_hit(&mut self, by: isize) {
        let height = self.reader_height();
        if self.reader.find().is_none()
            && let Some(last) = self.looked_for.last().cloned()
        {
            self.reader.look_for(&last, height);
            // That has gone to the first already.
            let rest = if by > 0 { by - 1 } else { by };
            if rest != 0 {
                self.reader.step_hit(rest, height);
            }
            self.say_found(&last);
        } else if self.reader.step_hit(by, height) {
            if let Some(round) = self.reader.find().and_then(|find| find.round) {
                self.say_round(round);
            }
        } else {
            self.say(self.words().no_search_yet);
        }
    }

    /// Says that a step went past an end of the page.
    pub(super) fn say_round(&mut self, round: Round) {
        let words = self.words();
        let went_on = match round {
            Round::FromTop => words.from_top,
            Round::FromEnd => words.from_end,
        };
        let at = self.stands_at();
        self.say(match at {
            // What stands there may be a long address.
            Some(at) => format!("{went_on} · {at}"),
            None => went_on.to_owned(),
        });
    }

    /// What the reader stands at in the page, for the status line: the link that is marked and its address, or
    /// the number of the hit and what was looked for.
    pub fn stands_at(&self) -> Option<String> {
        if let Some((mark, url)) = self.marked_link() {
            let link = self.words().link;
            return Some(format!("{link} {}/{} · {url}", mark.number, mark.of));
        }
        let find = self.reader.find().filter(|find| !find.is_empty())?;
        Some(format!("{}/{} {}", find.current + 1, find.len(), find.query))
    }
}
