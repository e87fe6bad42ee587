//! The prompts: looking for a category, for articles, in the page; going to a date; commands. Each shows at once
//! what it finds, and is left by Esc without a trace.

use super::find::Round;
use super::prompt::Typed;
use super::reader::Place;
use super::{App, Ask, Find, Key, ListView, Pane, Prompt, Source};
use crate::post::PostId;

/// An open prompt and what there was before it.
#[derive(Debug)]
pub struct Open {
    /// The prompt itself.
    pub prompt: Prompt,
    /// Whether a search looks through everything, not only the list.
    pub whole: bool,
    /// The article that it is about.
    pub(super) about: Option<PostId>,
    /// The note that is edited, as it was then.
    pub(super) note: Option<String>,
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
            Pane::List => self.ask(Ask::Search),
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
                    Ask::Search => self.searched.clone(),
                    Ask::Command => self.commanded.clone(),
                    Ask::Pipe => self.piped.clone(),
                    _ => Vec::new(),
                },
            ),
            // The results of a saved search are of everything, and so is what is searched for next.
            whole: self.base.search.is_some(),
            about: None,
            note: None,
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
            Ask::Search => {
                self.depart();
                self.results = Some(self.base.clone());
            }
            // The others show nothing before they are answered.
            _ => {}
        }
    }

    pub(super) fn prompt_key(&mut self, key: Key) {
        let Some(open) = &mut self.prompt else { return };
        let typed = open.prompt.key(key);
        let Some(open) = &self.prompt else { return };
        match typed {
            Typed::Changed => self.prompt_changed(),
            Typed::Same => {}
            Typed::Done => self.prompt_done(),
            Typed::Left => self.prompt_left(),
            Typed::Move(rows) => self.prompt_move(rows),
            Typed::Accept => self.take_suggestion(),
            Typed::Widen if open.prompt.ask == Ask::Category => {
                let text = open.prompt.text().to_owned();
                self.search_instead(text);
            }
            Typed::Widen => {
                let text = open.prompt.text().to_owned();
                self.search_widened(text);
            }
            Typed::Complete => {
                if let Some(text) = self.completed(open.prompt.text())
                    && let Some(open) = &mut self.prompt
                {
                    open.prompt.set(text);
                }
            }
        }
    }

    /// Not categories are looked for by `text`, but articles, in everything.
    fn search_instead(&mut self, text: String) {
        self.prompt_left();
        self.ask(Ask::Search);
        self.focus(Pane::List);
        if let Some(open) = &mut self.prompt {
            open.whole = true;
            open.prompt.set(text.clone());
        }
        self.search_typed(text);
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
                let query = Some(text.as_str()).filter(|text| !text.is_empty());
                self.categories.narrow(query);
                self.move_category(self.categories.cursor);
            }
            Ask::Search => self.search_typed(text),
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
            // The others show nothing before they are answered.
            _ => {}
        }
    }

    /// The cursor of what the prompt narrows moves.
    fn prompt_move(&mut self, rows: isize) {
        let Some(open) = &self.prompt else { return };
        match open.prompt.ask {
            Ask::Category => self.move_category(self.categories.cursor.saturating_add_signed(rows)),
            Ask::Search => {
                let store = self.store.clone();
                let view = self.list_mut();
                view.move_to(&store, view.cursor.saturating_add_signed(rows));
            }
            Ask::Find => self.step_hit(rows),
            // The others show nothing before they are answered.
            _ => {}
        }
    }

    /// The answer is complete.
    pub(super) fn prompt_done(&mut self) {
        let Some(open) = self.prompt.take() else { return };
        let text = open.prompt.text().trim().to_owned();
        match open.prompt.ask {
            Ask::Category => self.category_chosen(&text, open),
            Ask::Search if text.is_empty() => self.show_results(open.results),
            Ask::Search => {
                self.search_chosen(&text);
                self.take_nearest();
            }
            Ask::Find => self.find_chosen(&text),
            Ask::Date => self.go_to_date(&text),
            Ask::Command => self.run_command(&text),
            Ask::Note => {
                if let Some(id) = open.about {
                    self.note(&id, open.note, &open.prompt.lines());
                }
            }
            Ask::Pipe => {
                if let Some(id) = open.about {
                    self.pipe_to(&id, &text);
                }
            }
            Ask::PassageNote(uuid) => self.passage_noted(uuid, open.note, &open.prompt.lines()),
            Ask::Export | Ask::Overwrite => self.export_to(&text),
        }
    }

    /// Everything as it was before the prompt.
    fn prompt_left(&mut self) {
        let Some(open) = self.prompt.take() else { return };
        match open.prompt.ask {
            Ask::Category => {
                self.categories.narrow(None);
                self.show_source(open.source.clone());
                self.show_results(open.results);
                self.categories.select(&open.source);
                self.focus = open.focus;
                self.zoom = open.zoom;
            }
            Ask::Search => {
                self.show_results(open.results);
                self.focus = open.focus;
                self.zoom = open.zoom;
            }
            Ask::Find => {
                let height = self.reader_height();
                self.reader.put(open.place, height);
                self.reader.set_find(open.find);
            }
            // The others show nothing before they are answered.
            _ => {}
        }
    }

    /// Goes into the category under the cursor, or back where there is none.
    fn category_chosen(&mut self, text: &str, open: Open) {
        let Some(source) = self.categories.selected().map(|entry| entry.source.clone()) else {
            self.prompt = Some(open);
            self.prompt_left();
            self.say((self.words().no_category)(&self.shortened(text)));
            return;
        };
        self.categories.narrow(None);
        self.categories.select(&source);
        self.depart();
        self.use_source(&source);
        self.show_source(source);
        self.focus(Pane::List);
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
                self.say((self.words().no_hits)(&self.shortened(text)));
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
        if self.step_out_of_article(by) {
            return;
        }
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

    /// What the reader stands at in the page, for the status line: the link that is marked and its address, the
    /// passage and its note, or the number of the hit and what was looked for.
    pub fn stands_at(&self) -> Option<String> {
        if let Some((mark, link)) = self.marked_link() {
            let word = self.words().link;
            return Some(format!("{word} {}/{} · {}", mark.number, mark.of, link.url));
        }
        if let Some(passage) = self.passage_status() {
            return Some(passage);
        }
        let find = self.reader.find().filter(|find| !find.is_empty())?;
        Some(format!("{}/{} {}", find.current + 1, find.len(), find.query))
    }
}
