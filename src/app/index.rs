//! The index of texts, as far as the reader sees it: what one would take, building it, pausing, what is wrong with it.

use crate::work::{IndexNews, IndexOrder, Request};

use super::App;
use super::search_words::{estimated, index_trouble, size};

/// What is known of the index of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IndexState {
    /// There is none.
    #[default]
    None,
    /// It was said what one would take.
    Offered,
    /// There is some of it.
    There,
    /// All that is wanted is in it.
    Whole,
    /// It is being built, so many percent are there.
    Building(usize),
}

impl App {
    /// Builds the index of texts: says first what that takes, and begins when it is asked for once more. While it is being
    /// built, pauses.
    pub(super) fn build_index(&mut self) {
        let words = self.words();
        let order = match self.index {
            IndexState::Building(_) => {
                self.index = IndexState::There;
                self.say(words.index_paused);
                IndexOrder::Pause
            }
            IndexState::Whole => {
                self.say(words.index_whole);
                return;
            }
            IndexState::There | IndexState::Offered => {
                self.say(words.index_begins);
                IndexOrder::Build
            }
            IndexState::None => {
                self.say(words.index_estimating);
                IndexOrder::Estimate
            }
        };
        self.ask_work(Request::Index(order));
    }

    /// Something is new of the index.
    pub(super) fn index_news(&mut self, news: IndexNews) {
        let words = self.words();
        match news {
            IndexNews::Opened => {
                self.index = IndexState::There;
                self.ask_counts();
            }
            IndexNews::Impossible => self.say(words.index_impossible),
            IndexNews::Estimate(estimate) => {
                let takes = estimated(self.lang, &estimate);
                let free = size(estimate.free.unwrap_or_default());
                if estimate.fits() {
                    self.index = IndexState::Offered;
                    self.say((words.index_offer)(&takes, &free));
                } else {
                    self.say_problem((words.index_no_room)(&takes, &free));
                }
            }
            IndexNews::Progress(progress) => {
                self.index = match progress.indexed.saturating_mul(100).checked_div(progress.total) {
                    Some(percent) if !progress.ended => IndexState::Building(percent),
                    Some(100..) => IndexState::Whole,
                    _ => IndexState::There,
                };
                if progress.ended {
                    self.ask_counts();
                }
            }
            IndexNews::Trouble(error) => {
                self.index = IndexState::None;
                self.say_problem(index_trouble(self.lang, &error));
            }
        }
    }
}
