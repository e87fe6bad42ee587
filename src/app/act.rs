//! What each action does.

use crate::text::clean::clean_line;
use crate::work::{LinkUse, Look, Request};

use super::{Action, App, Ask, Effect, ListView, Outcome, Overlay, Pane, Shape, Source};

impl App {
    /// Does `action`, `count` times or at the row that `count` names where that has a meaning.
    pub(super) fn act(&mut self, action: Action, count: Option<usize>) {
        let times = count.unwrap_or(1);
        match action {
            Action::Down
            | Action::Up
            | Action::HalfPageDown
            | Action::HalfPageUp
            | Action::PageDown
            | Action::PageUp
            | Action::First
            | Action::Last => self.move_cursor(action, count),
            Action::ReadOn => self.read_on(times),
            Action::FocusLeft => self.focus_beside(-1),
            Action::FocusRight => self.focus_beside(1),
            Action::FocusNext => self.focus_round(1),
            Action::FocusPrevious => self.focus_round(-1),
            Action::Enter => self.enter(),
            Action::Back => self.back(),
            Action::NextArticle => self.step_article(times as isize),
            Action::PreviousArticle => self.step_article(-(times as isize)),
            Action::NextUnread => self.open_next_unread(),
            Action::ToggleBookmark => self.toggle_bookmark(),
            Action::ToggleRead => self.toggle_read(),
            Action::CatchUp => self.catch_up(),
            Action::MarkRow => self.mark_row(),
            Action::MarkAll => self.mark_all(),
            Action::Note if self.focus == Pane::Reader && self.ask_note_in_view() => {}
            Action::Note => self.ask_note(),
            Action::Undo => self.undo(),
            Action::GoBack => self.travel(false, times),
            Action::GoForward => self.travel(true, times),
            Action::OpenSource => self.with_source(LinkUse::Open),
            Action::CopyLink => {
                let from_page = self.focus == Pane::Reader
                    && (self.with_marked_link(LinkUse::Copy) || self.copy_passage());
                if !from_page {
                    self.with_source(LinkUse::Copy);
                }
            }
            Action::CopyCitation => self.cite(),
            Action::Export => self.ask_export(),
            Action::Search => self.ask_in_pane(),
            Action::NextHit => self.step_hit(times as isize),
            Action::PreviousHit => self.step_hit(-(times as isize)),
            Action::ChangeOrder if self.focus == Pane::Categories => self.change_category_order(),
            Action::ChangeOrder => self.change_order(),
            Action::Pin => self.pin(),
            Action::Hide => self.hide(),
            Action::ShowHidden => self.show_hidden(),
            Action::Fold => self.fold(),
            Action::LaterMonth => self.step_month(times as isize),
            Action::EarlierMonth => self.step_month(-(times as isize)),
            Action::BuildIndex => self.build_index(),
            Action::NextHeading => self.step_heading(times as isize),
            Action::PreviousHeading => self.step_heading(-(times as isize)),
            Action::LabelLinks => self.label_links(),
            Action::ShowCode => {
                if !(self.focus == Pane::Reader && self.with_marked_link(LinkUse::Show)) {
                    self.with_source(LinkUse::Show);
                }
            }
            Action::About => self.ask_about(),
            Action::Pipe => self.ask_pipe(),
            Action::Edit => self.edit(),
            Action::NextLink => self.step_link(times as isize),
            Action::PreviousLink => self.step_link(-(times as isize)),
            Action::Select(what) => self.select(what, times),
            Action::NextPassage => self.step_passage(times as isize),
            Action::PreviousPassage => self.step_passage(-(times as isize)),
            Action::RemovePassage => self.remove_passage(),
            Action::GoCategory => self.ask(Ask::Category),
            Action::GoDate => self.ask(Ask::Date),
            Action::Archives => self.choose_archive(""),
            Action::Command => self.ask(Ask::Command),
            Action::Reload => self.reload(Look::Files),
            Action::ReadAgain => self.reload(Look::Contents),
            Action::Zoom => self.toggle_zoom(),
            Action::Grow => self.resize_pane(true, times),
            Action::Shrink => self.resize_pane(false, times),
            Action::RestorePanes => self.split = super::Split::default(),
            Action::Problems => self.overlay = Some(Overlay::problems()),
            Action::Help => self.overlay = Some(Overlay::help(self.focus)),
            Action::NextTheme => self.next_theme(),
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Suspend => {
                self.leave();
                self.effects.push(Effect::Suspend);
            }
            Action::Quit => {
                self.leave();
                self.effects.push(Effect::Quit);
            }
        }
    }

    /// Focuses `pane`; the page is left where its place can be kept.
    pub(super) fn focus(&mut self, pane: Pane) {
        if self.focus == Pane::Reader && pane != Pane::Reader {
            self.depart();
            self.step_out();
        }
        self.focus = pane;
    }

    /// Leaves the page for the list.
    pub(super) fn step_out(&mut self) {
        if self.focus == Pane::Reader {
            self.leave_article();
            self.reader.clear_mark();
            self.reader.passages.leave();
            self.zoom = false;
            self.focus = Pane::List;
        }
    }

    /// The pane on the left (-1) or right (1); going right from the list opens the article.
    fn focus_beside(&mut self, step: isize) {
        match (self.focus, step > 0) {
            (Pane::Reader, false) | (Pane::Categories, true) => self.focus(Pane::List),
            (Pane::List, false) => self.focus_categories(),
            (Pane::List, true) => self.enter(),
            (Pane::Categories, false) | (Pane::Reader, true) => {}
        }
    }

    /// The next or previous pane, round and round.
    fn focus_round(&mut self, step: isize) {
        let panes = [Pane::Categories, Pane::List, Pane::Reader];
        let at = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let next = (at as isize + step).rem_euclid(panes.len() as isize) as usize;
        match panes.get(next) {
            Some(Pane::Categories) => self.focus_categories(),
            Some(Pane::Reader) => {
                self.focus(Pane::List);
                self.enter();
            }
            _ => self.focus(Pane::List),
        }
    }

    /// The category pane, its cursor on the list that is shown.
    pub(super) fn focus_categories(&mut self) {
        // The lists that one passes among the categories are no places, but the one that was left is.
        if self.focus == Pane::List {
            self.depart();
        }
        let source = self.list().source.clone();
        self.categories.select(&source);
        self.focus(Pane::Categories);
    }

    /// Goes into what the cursor stands on.
    pub(super) fn enter(&mut self) {
        match self.focus {
            Pane::Categories => {
                if let Some(entry) = self.categories.selected() {
                    let source = entry.source.clone();
                    self.depart();
                    self.use_source(&source);
                    self.show_source(source);
                }
                self.focus(Pane::List);
            }
            Pane::List => {
                if self.awaits_hit() || self.take_nearest() {
                    return;
                }
                self.open_selected(true);
                if self.reader.id().is_some() && self.list().selected_id(&self.store).is_some() {
                    self.focus(Pane::Reader);
                }
            }
            Pane::Reader => {
                if !self.with_marked_link(LinkUse::Open) && !self.ask_note_in_view() {
                    self.say(self.words().no_mark);
                }
            }
        }
    }

    /// Back where one came from: from the page to the list, from the results of a search to the list
    /// they came from, from a list to the categories.
    fn back(&mut self) {
        match self.focus {
            Pane::Reader if self.marked_link().is_some() => self.reader.clear_mark(),
            // One that was opened from their list leads back there.
            Pane::Reader if self.passage_stood_at().is_some() && !self.lists_passages() => {
                self.reader.passages.leave();
            }
            Pane::Reader if self.reader.find().is_some_and(|find| !find.by_search) => {
                self.reader.set_find(None);
            }
            Pane::Reader if self.zoom => {
                self.zoom = false;
                if self.areas().shape == Shape::Narrow {
                    self.focus(Pane::List);
                }
            }
            Pane::Reader => self.focus(Pane::List),
            Pane::List => {
                if self.unmark() || self.leave_month() {
                    return;
                }
                if self.results.is_some() {
                    self.show_results(None);
                } else {
                    self.focus_categories();
                }
            }
            Pane::Categories => {
                let shown = &self.list().source;
                if self
                    .categories
                    .selected()
                    .is_some_and(|entry| entry.source == *shown)
                {
                    self.say(self.words().nothing_behind);
                } else {
                    self.focus(Pane::List);
                }
            }
        }
    }

    /// The page on the whole screen, or no longer. From a list it goes into the article.
    fn toggle_zoom(&mut self) {
        if self.focus == Pane::Reader {
            self.zoom = !self.zoom;
        } else {
            if self.focus == Pane::Categories {
                self.focus(Pane::List);
            }
            self.enter();
            self.zoom = self.focus == Pane::Reader;
        }
    }

    /// Lists `source`, at the row where it was left.
    pub(super) fn show_source(&mut self, source: Source) {
        // Results stand above the list they came from: that list is what one comes back to.
        if self.base.source == source {
            self.show_results(None);
            return;
        }
        let searching = self.is_searching();
        self.results = None;
        // What was read is listed as it is each time.
        let left = self.left.remove(&source).filter(|_| source != Source::History);
        let view = match left {
            Some(view) => self.renewed(view),
            None => self.new_list(source),
        };
        let left = std::mem::replace(&mut self.base, view);
        self.left.insert(left.source.clone(), left);
        self.search_shown(searching);
    }

    /// Shows these results above the list, or the list alone.
    pub(super) fn show_results(&mut self, results: Option<ListView>) {
        let searching = self.is_searching();
        if results.is_some() || self.results.is_some() {
            self.results = results;
            self.search_shown(searching);
            self.mark_anew();
        }
    }

    /// Another list is shown: what was looked for in it is looked for again, and nothing else any longer.
    fn search_shown(&mut self, searching: bool) {
        if self.search().is_some() {
            self.ask_search();
        } else if searching {
            self.ask_work(Request::StopSearch);
        }
    }

    /// Says how an effect ended.
    pub(super) fn outcome(&mut self, outcome: Outcome) {
        let words = self.words();
        match outcome {
            Outcome::Returned => {}
            Outcome::Opened(_) => self.say(words.opened),
            Outcome::CopiedInstead(url) => self.say(format!("{} {url}", words.copied_instead)),
            Outcome::Copied(text) => {
                let is_link = text.starts_with("http://") || text.starts_with("https://");
                let copied = if is_link { words.copied } else { words.copied_text };
                self.say(format!("{copied} {}", clean_line(&text)));
            }
            Outcome::Failed(why) => self.say_problem(why),
        }
    }
}
