//! What is typed: who takes a key, and how keys outside of prompts add up to counts, sequences and actions.

use super::{App, Key, keymap};

impl App {
    /// Keys typed so far that do not make an action yet: a count, the beginning of a sequence.
    pub fn pending(&self) -> String {
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        count + &self.typed.concat()
    }

    /// A key: whatever lies on top takes it.
    pub(super) fn key(&mut self, key: Key) {
        self.journey.touched = true;
        self.message = None;
        self.arrived = 0;
        self.goal = None;
        if self.overlay.is_some() {
            self.overlay_key(key);
        } else if self.prompt.is_some() {
            self.prompt_key(key);
        } else if self.labels.is_some() {
            self.label_key(key);
        } else {
            self.command_key(key);
        }
    }

    /// Pasted text, which only a prompt takes.
    pub(super) fn paste(&mut self, text: &str) {
        if self.prompt.is_some() {
            self.prompt_paste(text);
        }
    }

    /// A key outside prompts and overlays: part of a count, part of a sequence, or an action.
    fn command_key(&mut self, key: Key) {
        let notation = keymap::notation(key);
        let digit = notation
            .parse::<usize>()
            .ok()
            .filter(|digit| notation.len() == 1 && (*digit > 0 || self.count.is_some()));
        if let Some(digit) = digit
            && self.typed.is_empty()
        {
            /// A count beyond this is a slip of the hand; no list is longer.
            const MOST: usize = 99_999_999;
            self.count = Some(
                self.count
                    .unwrap_or(0)
                    .saturating_mul(10)
                    .saturating_add(digit)
                    .min(MOST),
            );
            return;
        }
        if notation == "Esc" && !self.pending().is_empty() {
            self.typed.clear();
            self.count = None;
            return;
        }
        self.typed.push(notation);
        match keymap::lookup(self.bindings(self.focus), &self.typed) {
            keymap::Lookup::Prefix => {}
            keymap::Lookup::Action(action) => {
                self.typed.clear();
                let count = self.count.take();
                self.act(action, count);
            }
            keymap::Lookup::Unknown => {
                let typed = std::mem::take(&mut self.typed).concat();
                self.count = None;
                self.say((self.words().unknown_key)(&typed));
            }
        }
    }
}
