//! Frames no faster than the terminal shows them. What has been written may wait in the buffers of a pseudo-terminal, of an SSH
//! server and of the line, where nothing can be taken back: on a slow line a held key would be followed by seconds of stale
//! frames. Neither a full buffer nor what the system says about it shows that in time (a pseudo-terminal takes some 16 KiB
//! and says that nothing waits; an SSH server takes far more), so the terminal itself is asked: while frames follow each
//! other closely, a question goes with them (DSR 5), and until it is answered only so much more is sent. What happens
//! meanwhile is drawn once, in the next frame.

use std::time::{Duration, Instant};

/// The question. It is asked at start too: only a terminal that has answered it is waited for.
pub(super) const QUESTION: &str = "\x1b[5n";

/// Frames further apart are no burst: nothing is asked.
const BURST: Duration = Duration::from_millis(250);
/// What may be under way, that the terminal has not been heard to show, when another frame is sent; bytes. About two
/// steps in a list.
const WINDOW: usize = 600;
/// A terminal that has not answered by then does not any more; a screenful takes half of it at 9,600 baud.
const DEAF: Duration = Duration::from_secs(5);

/// What is under way to the terminal.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Bytes sent since the last answer, without what was known to be shown by then.
    under_way: usize,
    /// Of those, what was sent after the question that is open.
    after: usize,
    /// When the question that is open was asked.
    asked: Option<Instant>,
    /// When the last frame was sent.
    last: Option<Instant>,
    /// Whether the terminal answers.
    answers: bool,
}

impl Pace {
    /// Until when no frame is to be sent, unless an answer comes first; `None` where one may be sent now.
    pub(super) fn held_until(&mut self, now: Instant) -> Option<Instant> {
        let until = self.asked? + DEAF;
        if now >= until {
            self.asked = None;
            self.answers = false;
            return None;
        }
        (self.under_way >= WINDOW).then_some(until)
    }

    /// A frame of so many bytes is sent; says whether the question is to go with it.
    pub(super) fn send(&mut self, bytes: usize, now: Instant) -> bool {
        let in_burst = self.last.is_some_and(|last| now.duration_since(last) < BURST);
        self.last = Some(now);
        if self.asked.is_some() {
            self.under_way += bytes;
            self.after += bytes;
            return false;
        }
        self.under_way = if in_burst { self.under_way + bytes } else { bytes };
        let asks = in_burst && self.answers;
        if asks {
            self.asked = Some(now);
            self.after = 0;
        }
        asks
    }

    /// The question has been answered.
    pub(super) fn answered(&mut self) {
        self.answers = true;
        if self.asked.take().is_some() {
            self.under_way = self.after;
        }
    }

    /// Others had the terminal: what was under way is not any more, and its answer may have gone to them.
    pub(super) fn forget(&mut self) {
        *self = Self {
            answers: self.answers,
            ..Self::default()
        };
    }

    /// Whether an answer is still to come.
    pub(super) fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answering() -> Pace {
        let mut pace = Pace::default();
        pace.answered();
        pace
    }

    #[test]
    fn a_single_key_asks_nothing() {
        let (mut pace, now) = (answering(), Instant::now());
        for step in 0..10 {
            let now = now + BURST * step;
            assert_eq!(pace.held_until(now), None);
            assert!(!pace.send(2_500, now));
        }
    }

    #[test]
    fn a_terminal_that_is_behind_holds_frames_until_it_answers() {
        let (mut pace, now) = (answering(), Instant::now());
        assert!(!pace.send(400, now));
        assert_eq!(pace.held_until(now), None);
        assert!(pace.send(400, now), "in a burst it is asked");
        assert_eq!(pace.held_until(now), Some(now + DEAF));
        pace.answered();
        assert_eq!(pace.held_until(now), None);
        assert!(pace.send(100, now));
        assert_eq!(pace.held_until(now), None, "little is under way");
        assert!(!pace.send(600, now), "one question at a time");
        assert!(pace.held_until(now).is_some());
        pace.answered();
        assert!(
            pace.send(1, now),
            "what came after the question is still under way"
        );
        assert!(pace.held_until(now).is_some());
    }

    #[test]
    fn one_that_does_not_answer_holds_nothing() {
        let (mut pace, now) = (answering(), Instant::now());
        pace.send(900, now);
        assert!(pace.send(900, now));
        assert_eq!(pace.held_until(now + DEAF), None);
        for _ in 0..3 {
            assert!(!pace.send(900, now + DEAF));
            assert_eq!(pace.held_until(now + DEAF), None);
        }
        let mut unasked = Pace::default();
        for _ in 0..9 {
            assert!(!unasked.send(900, now));
            assert_eq!(unasked.held_until(now), None);
        }
    }
}
