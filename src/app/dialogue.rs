//! The program told by words what to do, and not by keys: what a front end without a screen needs. All of it ends in the same
//! actions that keys ask for.

use std::time::Instant;

use crate::post::PostId;

use super::{Action, App, Ask, Effect, Pane, Source};

impl App {
    /// Does `action`, `count` times.
    pub fn perform(&mut self, action: Action, count: Option<usize>, now: Instant) -> Vec<Effect> {
        self.told(now, |app| app.act(action, count))
    }

    /// Does what `text` would at the prompt of commands.
    pub fn command(&mut self, text: &str, now: Instant) -> Vec<Effect> {
        self.told(now, |app| app.run_command(text))
    }

    /// The action that `keys`, as the help writes them, stand for in the focused pane.
    pub fn action_of(&self, keys: &str) -> Option<Action> {
        let mut bindings = self.bindings(self.focus).iter();
        bindings
            .find(|binding| binding.keys.iter().any(|own| own.to_string() == keys))
            .map(|binding| binding.row.action)
    }

    /// Lists `source`.
    pub fn go_to_list(&mut self, source: Source, now: Instant) -> Vec<Effect> {
        self.told(now, |app| {
            app.depart();
            app.step_out();
            app.show_source(source);
            app.focus(Pane::List);
        })
    }

    /// The list that is called `name`, begins with it, or is read so in pinyin.
    pub fn list_named(&mut self, name: &str) -> Option<Source> {
        self.categories.narrow(Some(name));
        let found = self.categories.selected().map(|entry| entry.source.clone());
        self.categories.narrow(None);
        found
    }

    /// Goes into the article `id` of the list that is shown.
    pub fn read_article(&mut self, id: &PostId, now: Instant) -> Vec<Effect> {
        self.told(now, |app| {
            let store = app.store.clone();
            let Some(index) = app.list().list.position(&store, id) else {
                app.say_problem(app.words().article_removed);
                return;
            };
            app.step_out();
            app.focus = Pane::List;
            app.list_mut().move_to(&store, index);
            app.enter();
        })
    }

    /// Puts the cursor of the list on the article `id`, which is not gone into.
    pub fn point_at(&mut self, id: &PostId) {
        let store = self.store.clone();
        if let Some(index) = self.list().list.position(&store, id) {
            self.list_mut().move_to(&store, index);
        }
    }

    /// Puts the cursor of the list on row `index`, which is the first to be shown.
    pub fn list_from(&mut self, index: usize, now: Instant) -> Vec<Effect> {
        self.told(now, |app| {
            let store = app.store.clone();
            app.list_mut().show_at_top(&store, index);
        })
    }

    /// Looks for articles by `query`; `whole`: in everything.
    pub fn search_for(&mut self, query: &str, whole: bool, now: Instant) -> Vec<Effect> {
        self.told(now, |app| {
            app.focus(Pane::List);
            app.ask(Ask::Search);
            if let Some(open) = &mut app.prompt {
                open.whole |= whole;
                open.prompt.set(query.to_owned());
            }
            app.search_typed(query.to_owned());
            app.prompt_done();
        })
    }

    /// Where the search found nothing: goes on to what finds something, and says what that is.
    pub fn search_nearest(&mut self, now: Instant) -> Option<(String, Vec<Effect>)> {
        if !self.list().list.is_empty(&self.store) {
            return None;
        }
        let mut taken = false;
        let effects = self.told(now, |app| taken = app.take_nearest());
        let query = self.search()?.typed.trim().to_owned();
        taken.then_some((query, effects))
    }

    /// The reader has come to the line `line` of the page.
    pub fn read_to(&mut self, line: usize, now: Instant) -> Vec<Effect> {
        self.told(now, |app| app.reader.top = line.min(app.reader.len()))
    }

    /// The program ends: what must be kept is kept.
    pub fn end(&mut self, now: Instant) -> Vec<Effect> {
        self.told(now, |app| {
            app.zoom = false;
            app.leave();
        })
    }

    /// Whether something that was asked for, and that the reader waits for, has not come yet.
    pub fn is_waiting(&self) -> bool {
        let page = self.focus == Pane::Reader && (self.reader.is_coming() || self.reader.is_empty());
        let first = self.is_bare();
        page || first || self.goal.is_some() || self.is_searching() || self.awaits_answer()
    }

    /// Does what `act` does, as if a key had asked for it.
    fn told(&mut self, now: Instant, act: impl FnOnce(&mut Self)) -> Vec<Effect> {
        self.journey.touched = true;
        self.message = None;
        self.arrived = 0;
        self.goal = None;
        act(self);
        // The page has all of the width, as it stands alone.
        self.zoom = self.focus == Pane::Reader;
        self.settle(now);
        self.leave_for_another();
        std::mem::take(&mut self.effects)
    }
}
