//! Standing rules and what is hidden: asking for the rules to be followed, saying what they did, the list of hidden
//! articles, hiding and showing by hand.

use std::sync::Arc;

use crate::config::TextSearch;
use crate::library::{Acted, BY_HAND, GUIDE_IDENTITY, LibraryError, RuleRecord};
use crate::post::PostId;
use crate::search::query::Term;
use crate::store::{List, Store};
use crate::work::{Change, Depth, Own, OwnBookmark, Request, RulesOf, StandingRule, hidden_now};

use super::rule_check::standing_rules;
use super::trouble::library_trouble;
use super::{App, Overlay, Source};

/// The rules as the program knows them.
#[derive(Debug, Default)]
pub struct Rules {
    /// Those that are followed.
    pub standing: Arc<[StandingRule]>,
    /// How far each is.
    pub records: Vec<RuleRecord>,
    /// Whether they were asked for in this run.
    pub(super) asked: bool,
}

impl App {
    /// Has the rules followed, where all articles and the user's own data are there. The first time it is asked without
    /// rules too: those that stand no longer begin anew if they come back.
    pub(super) fn ask_rules(&mut self) {
        // Of an archive that cannot be read nobody knows what was there before.
        let there = self.loading.done && !self.archive_gone && !self.store.is_empty();
        if !there || !self.journey.shelved || self.archive_identity == GUIDE_IDENTITY {
            return;
        }
        if self.keeps_nothing.is_some() {
            self.rules_wait();
            return;
        }
        let anew = !std::mem::replace(&mut self.rules.asked, true);
        if self.rules.standing.is_empty() && !anew {
            return;
        }
        // Queries may name days by what day it is.
        self.rules.standing = standing_rules(&self.settings.rules, self.today_date()).0.into();
        let unread = if RulesOf::asks(&self.rules.standing, &Term::Unread) {
            self.store.those(self.unread.rows())
        } else {
            self.store.nothing()
        };
        let of = RulesOf {
            store: Arc::clone(&self.store),
            rules: Arc::clone(&self.rules.standing),
            anew,
            own: Own {
                unread,
                bookmarks: self.bookmarks.iter().map(OwnBookmark::from).collect(),
            },
            depth: match self.settings.text_search {
                TextSearch::Titles => Depth::Titles,
                _ => Depth::Texts,
            },
            zone: self.settings.zone,
        };
        self.ask_work(Request::Rules(Box::new(of)));
    }

    /// Nothing can be kept, and so nothing is done by rules: that stands in the list of problems, where it is said why.
    fn rules_wait(&mut self) {
        let (Some(why), false) = (self.keeps_nothing.clone(), self.rules.standing.is_empty()) else {
            return;
        };
        let told = (self.own_words().not_ruled.to_owned(), why);
        if !self.library_odd.contains(&told) {
            self.library_odd.push(told);
        }
    }

    /// Rules have changed something; what the library holds has come already.
    pub(super) fn ruled(&mut self, came: usize, acted: &Acted) {
        self.say((self.own_words().ruled)(came, acted));
    }

    /// What the rules say could not be done. The next load asks for it again.
    pub(super) fn not_ruled(&mut self, error: &LibraryError) {
        let own = self.own_words();
        self.say_problem(format!("{} · {}", own.not_ruled, self.words().press_for_why));
        let told = (own.not_ruled.to_owned(), library_trouble(self.lang, error));
        if self.library_odd.last() != Some(&told) {
            self.library_odd.push(told);
        }
    }

    /// Shows the rules, and what each has done.
    pub(super) fn show_rules(&mut self) {
        self.overlay = Some(Overlay::rules());
    }

    /// Lists what is hidden.
    pub(super) fn list_hidden(&mut self) {
        if self.hiding.ids().is_empty() {
            self.say(self.own_words().nothing_hidden);
            return;
        }
        self.depart();
        self.show_source(Source::Hidden);
        self.focus(super::Pane::List);
        self.say(self.own_words().how_to_show);
    }

    /// Hides the articles that are meant or, where all are hidden, shows them again.
    pub(super) fn toggle_hidden(&mut self) {
        let ids = self.meant_all();
        let words = self.own_words();
        if ids.is_empty() {
            self.say(words.no_article);
            return;
        }
        let shown: Vec<PostId> = (ids.iter())
            .filter(|id| !self.hiding.hides(id))
            .cloned()
            .collect();
        let changes: Vec<Change> = if shown.is_empty() {
            self.say_kept(&(words.shown_again)(ids.len()));
            ids.into_iter().map(Change::Show).collect()
        } else {
            self.say_kept(&(words.hidden_by_hand)(shown.len()));
            shown.into_iter().map(Change::Hide).collect()
        };
        self.change_together(changes);
    }

    /// Makes these changes of what is hidden on the screen; whether there was any.
    pub(super) fn apply_hidden(&mut self, changes: &[Change]) {
        let mut any = false;
        for change in changes {
            match change {
                Change::Hide(id) => {
                    self.hidden.retain(|(own, _)| own != id);
                    self.hidden.push((id.clone(), vec![BY_HAND.to_owned()]));
                }
                Change::Show(id) => self.hidden.retain(|(own, _)| own != id),
                _ => continue,
            }
            any = true;
        }
        if any {
            self.hidden_changed();
        }
    }

    /// Lists and counts follow what is hidden.
    pub(super) fn hidden_changed(&mut self) {
        if !self.hiding.renew(hidden_now(&self.hidden, &self.rules.standing)) {
            return;
        }
        self.unread.hide(self.hiding.ids());
        let loaded = Arc::clone(&self.loaded);
        self.take_store(loaded);
    }

    /// `store` less what is hidden.
    pub(super) fn less_hidden(&mut self, store: &Arc<Store>) -> Arc<Store> {
        self.hiding.applied_to(store)
    }

    /// How many articles are hidden, as far as they are there.
    pub fn hidden_count(&self) -> usize {
        self.store.len() - self.store.scope_len(crate::store::Scope::Shown)
    }

    /// How many articles the rule of this name hides.
    pub fn hidden_by(&self, rule: &str) -> usize {
        let hides = |by: &[String]| by.iter().any(|own| own == rule);
        self.hidden.iter().filter(|(_, by)| hides(by)).count()
    }

    /// The hidden articles, newest first.
    pub(super) fn hidden_list(&self) -> List {
        let rows = self.store.hidden_rows();
        let ids = rows.filter_map(|row| Some(self.store.row(crate::store::Scope::All, row)?.id()));
        List::Ids(ids.collect())
    }
}
