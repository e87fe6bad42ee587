//! Bytes from the terminal → keys, pasted text and replies. One parser for all three, so that a
//! reply which comes late, in pieces or between two keys never becomes a key press.
//!
//! Sequences are those of ECMA-48 and xterm's "Control Sequences" (ctlseqs). What is not understood
//! is swallowed whole.

use std::time::Duration;

use crate::app::{Key, KeyCode, Mouse};
use crate::text::clean::clean;

use super::hyperlinks;
use super::sequence::{arrow, background, control, control_sequence, version};

/// Something that the terminal sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A key press.
    Key(Key),
    /// The mouse.
    Mouse(Mouse),
    /// Pasted text, cleaned, with `\n` as its only line end.
    Paste(String),
    /// An answer to a question of [`super::questions`].
    Reply(Reply),
}

/// What the terminal answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// OSC 11: the background, red, green and blue from 0 to 255.
    Background([u8; 3]),
    /// CPR: the cursor's column, from 1.
    Column(u16),
    /// DECRPM for mode 2026: whether it can be set.
    Synchronised(bool),
    /// XTVERSION: whether a terminal of that name takes links.
    Links(bool),
    /// DSR 5: everything sent before the question has been shown.
    CaughtUp,
    /// DA1: everything asked before it has been answered, or never will be.
    Attributes,
}

/// A control sequence is longer than this only by mistake or malice; bytes.
const LONGEST_SEQUENCE: usize = 64;
/// The same for a string (OSC, DCS); bytes.
const LONGEST_STRING: usize = 1024;
/// What is kept of one paste; bytes.
const LONGEST_PASTE: usize = 16 << 20;
const PASTE_END: &[u8] = b"\x1b[201~";

/// Esc alone is a key when nothing has followed it for so long.
const ESC_ALONE: Duration = Duration::from_millis(30);
/// The same while replies are on their way over a line that may cut them anywhere.
const ESC_ALONE_ASKED: Duration = Duration::from_millis(250);
/// A sequence cut short is given up after so long.
const CUT_SHORT: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ground,
    /// Inside a UTF-8 sequence of so many bytes.
    Utf8(usize),
    Escape,
    Csi,
    /// After `CSI [`, which the Linux console sends before the letter of a function key.
    CsiLinux,
    Ss3,
    /// In an OSC (`true`) or DCS string.
    Text(bool),
    /// In such a string, after an ESC that may be half of its end.
    TextEscape(bool),
    Paste,
}

/// The parser: fed bytes in pieces of any size.
#[derive(Debug)]
pub(super) struct Decoder {
    state: State,
    /// The bytes of the unit under way, without its introducer.
    bytes: Vec<u8>,
    /// Whether an ESC came before the key under way.
    alt: bool,
}

impl Decoder {
    pub(super) fn new() -> Self {
        Self {
            state: State::Ground,
            bytes: Vec::new(),
            alt: false,
        }
    }

    /// Takes `bytes` and appends what they complete to `out`.
    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        for &byte in bytes {
            self.step(byte, out);
        }
    }

    /// How long to wait for the rest of what is under way, `None` if nothing is. `asked` says that
    /// replies are on their way.
    pub(super) fn patience(&self, asked: bool) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Escape | State::Ss3 => Some(if asked { ESC_ALONE_ASKED } else { ESC_ALONE }),
            State::Csi | State::Text(_) if self.bytes.is_empty() => {
                Some(if asked { ESC_ALONE_ASKED } else { ESC_ALONE })
            }
            _ => Some(CUT_SHORT),
        }
    }

    /// Nothing more has come in [`Self::patience`]: what is under way was all.
    pub(super) fn rest(&mut self, out: &mut Vec<Input>) {
        let alone = self.bytes.is_empty();
        match self.state {
            State::Escape => out.push(Input::Key(Key::plain(KeyCode::Esc))),
            State::Ss3 => out.push(alt('O')),
            State::Csi if alone => out.push(alt('[')),
            State::Text(true) if alone => out.push(alt(']')),
            State::Text(false) if alone => out.push(alt('P')),
            State::Paste => self.paste(out),
            _ => {}
        }
        self.ground();
    }

    fn ground(&mut self) {
        self.state = State::Ground;
        self.alt = false;
        self.bytes.clear();
    }

    fn start(&mut self, state: State) {
        self.bytes.clear();
        self.state = state;
    }

    fn step(&mut self, byte: u8, out: &mut Vec<Input>) {
        match self.state {
            State::Ground => self.plain(byte, out),
            State::Utf8(length) => self.continuation(byte, length, out),
            State::Escape => match byte {
                b'[' => self.start(State::Csi),
                b']' => self.start(State::Text(true)),
                b'P' => self.start(State::Text(false)),
                b'O' => self.start(State::Ss3),
                0x1B => out.push(Input::Key(Key::plain(KeyCode::Esc))),
                _ => {
                    self.alt = true;
                    self.state = State::Ground;
                    self.plain(byte, out);
                }
            },
            State::Csi => self.csi(byte, out),
            State::CsiLinux => self.ground(),
            State::Ss3 => {
                let code = match byte {
                    b'M' => Some(KeyCode::Enter),
                    _ => arrow(byte),
                };
                self.ground();
                if byte == 0x1B {
                    self.state = State::Escape;
                } else if let Some(code) = code {
                    out.push(Input::Key(Key::plain(code)));
                }
            }
            State::Text(osc) => match byte {
                0x07 => self.text(osc, out),
                0x1B => self.state = State::TextEscape(osc),
                // No reply holds a control character: somebody is typing.
                0x00..=0x1F => {
                    self.ground();
                    self.plain(byte, out);
                }
                _ if self.bytes.len() < LONGEST_STRING => self.bytes.push(byte),
                _ => {}
            },
            State::TextEscape(osc) => {
                self.text(osc, out);
                if byte != b'\\' {
                    self.state = State::Escape;
                    self.step(byte, out);
                }
            }
            State::Paste => {
                if self.bytes.len() == LONGEST_PASTE + PASTE_END.len() {
                    // Too much: the text up to the limit stays, and the end, where the mark may have begun.
                    self.bytes.remove(LONGEST_PASTE);
                }
                self.bytes.push(byte);
                if byte == b'~' && self.bytes.ends_with(PASTE_END) {
                    let kept = self.bytes.len() - PASTE_END.len();
                    self.bytes.truncate(kept);
                    self.paste(out);
                    self.ground();
                }
            }
        }
    }

    /// A byte outside of any sequence.
    fn plain(&mut self, byte: u8, out: &mut Vec<Input>) {
        let length = match byte {
            0x1B => {
                self.start(State::Escape);
                return;
            }
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            // Not UTF-8: nothing that was typed.
            0x80..=0xFF => {
                self.ground();
                return;
            }
            _ => {
                let mut key = control(byte);
                key.alt = self.alt;
                self.ground();
                out.push(Input::Key(key));
                return;
            }
        };
        self.start(State::Utf8(length));
        self.bytes.push(byte);
    }

    fn continuation(&mut self, byte: u8, length: usize, out: &mut Vec<Input>) {
        if !(0x80..0xC0).contains(&byte) {
            self.ground();
            self.plain(byte, out);
            return;
        }
        self.bytes.push(byte);
        if self.bytes.len() < length {
            return;
        }
        let typed = std::str::from_utf8(&self.bytes)
            .ok()
            .and_then(|s| s.chars().next());
        let alt = self.alt;
        self.ground();
        if let Some(c) = typed.filter(|c| !c.is_control()) {
            out.push(Input::Key(Key { alt, ..Key::char(c) }));
        }
    }

    fn csi(&mut self, byte: u8, out: &mut Vec<Input>) {
        match byte {
            b'[' if self.bytes.is_empty() => self.state = State::CsiLinux,
            0x40..=0x7E => {
                let bytes = std::mem::take(&mut self.bytes);
                self.ground();
                if bytes == b"200" && byte == b'~' {
                    self.state = State::Paste;
                } else if bytes.len() < LONGEST_SEQUENCE {
                    out.extend(control_sequence(&bytes, byte));
                }
            }
            0x20..=0x3F => {
                if self.bytes.len() < LONGEST_SEQUENCE {
                    self.bytes.push(byte);
                }
            }
            _ => {
                self.ground();
                self.plain(byte, out);
            }
        }
    }

    fn text(&mut self, osc: bool, out: &mut Vec<Input>) {
        let reply = match osc {
            _ if self.bytes.len() >= LONGEST_STRING => None,
            true => background(&self.bytes).map(Reply::Background),
            false => version(&self.bytes).map(|name| Reply::Links(hyperlinks::are_taken_by(&name))),
        };
        out.extend(reply.map(Input::Reply));
        self.ground();
    }

    fn paste(&mut self, out: &mut Vec<Input>) {
        let bytes = std::mem::take(&mut self.bytes);
        let text = String::from_utf8_lossy(&bytes);
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = clean(&text).into_owned();
        if !text.is_empty() {
            out.push(Input::Paste(text));
        }
    }
}

fn alt(c: char) -> Input {
    Input::Key(Key {
        alt: true,
        ..Key::char(c)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(bytes: &[u8]) -> Vec<Input> {
        let mut decoder = Decoder::new();
        let mut out = Vec::new();
        decoder.feed(bytes, &mut out);
        if decoder.patience(false).is_some() {
            decoder.rest(&mut out);
        }
        out
    }

    fn key(code: KeyCode) -> Input {
        Input::Key(Key::plain(code))
    }

    fn typed(text: &str) -> Vec<Input> {
        text.chars().map(|c| Input::Key(Key::char(c))).collect()
    }

    #[test]
    fn the_mouse_as_terminals_report_it() {
        use crate::app::MouseUse::{Click, Drag, Release, WheelDown, WheelUp};
        let mouse = |what, x, y| vec![Input::Mouse(Mouse { what, x, y })];
        assert_eq!(decode(b"\x1b[<0;1;1M"), mouse(Click, 0, 0));
        assert_eq!(decode(b"\x1b[<64;160;45M"), mouse(WheelUp, 159, 44));
        assert_eq!(decode(b"\x1b[<65;2;3M"), mouse(WheelDown, 1, 2));
        assert_eq!(decode(b"\x1b[<32;2;3M"), mouse(Drag, 1, 2));
        assert_eq!(decode(b"\x1b[<0;2;3m"), mouse(Release, 1, 2));
        // Moved with no button, another button, with Ctrl, no place, cut off.
        for other in [
            "2;1;1m",
            "35;1;1M",
            "2;1;1M",
            "16;1;1M",
            "0;0;1M",
            "0;1M",
            "M",
            "0;1;99999M",
        ] {
            assert_eq!(decode(format!("\x1b[<{other}").as_bytes()), [], "{other}");
        }
    }

    #[test]
    fn keys_as_terminals_send_them() {
        let ctrl = |c| Input::Key(Key::ctrl(c));
        for (bytes, wanted) in [
            (&b"\r"[..], key(KeyCode::Enter)),
            (b"\t", key(KeyCode::Tab)),
            (b"\x7f", key(KeyCode::Backspace)),
            (b"\x08", key(KeyCode::Backspace)),
            (b"\x1b", key(KeyCode::Esc)),
            (b"\x1b[Z", key(KeyCode::BackTab)),
            (b"\x1b[A", key(KeyCode::Up)),
            (b"\x1bOA", key(KeyCode::Up)),
            (b"\x1b[1~", key(KeyCode::Home)),
            (b"\x1bOH", key(KeyCode::Home)),
            (b"\x1b[8~", key(KeyCode::End)),
            (b"\x1b[3~", key(KeyCode::Delete)),
            (b"\x1b[5~", key(KeyCode::PageUp)),
            (b"\x1b[6~", key(KeyCode::PageDown)),
            (b"\x04", ctrl('d')),
            (b"\x1a", ctrl('z')),
            (b"\x1f", ctrl('_')),
            (b"\x00", ctrl(' ')),
            (b"\x1bx", alt('x')),
            (b"\x1b[", alt('[')),
            (b"\x1b]", alt(']')),
            (b"\x1bO", alt('O')),
            (b"\x1b[106;5u", ctrl('j')),
            (b"\x1b[103;2u", Input::Key(Key::char('G'))),
            (
                b"\x1b[1;5C",
                Input::Key(Key {
                    ctrl: true,
                    ..Key::plain(KeyCode::Right)
                }),
            ),
        ] {
            assert_eq!(decode(bytes), vec![wanted], "{bytes:?}");
        }
    }

    #[test]
    fn characters_are_whole() {
        assert_eq!(decode("jG？央𠮷".as_bytes()), typed("jG？央𠮷"));
        assert_eq!(decode(b"a\xE5\xA4b\xFFc"), typed("abc"));
    }

    #[test]
    fn what_is_unknown_is_swallowed_whole() {
        for bytes in [
            &b"\x1b[1;1:3A"[..],
            b"\x1b[[Aj",
            b"\x1b[24~j",
            b"\x1b[?1;2$yj",
            b"\x1b[<1;3;4Mj",
            b"\x1b]4;1;rgb:00/00/00\x07j",
            b"\x1bP1$r0m\x1b\\j",
            b"\x1b[57358uj",
        ] {
            let keys = decode(bytes);
            assert!(keys.is_empty() || keys == typed("j"), "{bytes:?}: {keys:?}");
        }
    }

    #[test]
    fn two_escapes_are_two() {
        assert_eq!(decode(b"\x1b\x1b"), vec![key(KeyCode::Esc), key(KeyCode::Esc)]);
        assert_eq!(decode(b"\x1b\x1b[A"), vec![key(KeyCode::Esc), key(KeyCode::Up)]);
    }

    #[test]
    fn pasted_text_is_clean_and_one_event() {
        assert_eq!(
            decode("\u{1b}[200~利率\r\nQ\r\u{1b}[31m\u{202e}~\u{1b}[201~j".as_bytes()),
            vec![Input::Paste("利率\nQ\n[31m~".into()), Input::Key(Key::char('j'))]
        );
    }

    #[test]
    fn a_stuck_string_gives_the_keys_back() {
        assert_eq!(
            decode(b"\x1b]1\x03j"),
            [vec![Input::Key(Key::ctrl('c'))], typed("j")].concat()
        );
        let mut decoder = Decoder::new();
        let mut out = Vec::new();
        decoder.feed(b"\x1b]11;rgb:", &mut out);
        assert_eq!(decoder.patience(true), Some(CUT_SHORT));
        decoder.rest(&mut out);
        decoder.feed(b"j", &mut out);
        assert_eq!(out, typed("j"));
    }

    #[test]
    fn a_paste_without_end_takes_bounded_memory() {
        let mut decoder = Decoder::new();
        let mut out = Vec::new();
        decoder.feed(b"\x1b[200~", &mut out);
        for _ in 0..20 {
            decoder.feed(&vec![b'a'; 1 << 20], &mut out);
        }
        assert!(decoder.bytes.len() <= LONGEST_PASTE + 8);
        decoder.feed(PASTE_END, &mut out);
        let Some(Input::Paste(text)) = out.first() else {
            panic!("{out:?}");
        };
        assert_eq!((text.len(), out.len()), (LONGEST_PASTE, 1));
    }

    const REPLIES: &[u8] =
        "央\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\j\x1b[1;2R\x1b[?2026;2$yk\x1b[?62;22cG".as_bytes();

    fn expected() -> Vec<Input> {
        vec![
            Input::Key(Key::char('央')),
            Input::Reply(Reply::Background([0x1e, 0x1e, 0x2e])),
            Input::Key(Key::char('j')),
            Input::Reply(Reply::Column(2)),
            Input::Reply(Reply::Synchronised(true)),
            Input::Key(Key::char('k')),
            Input::Reply(Reply::Attributes),
            Input::Key(Key::char('G')),
        ]
    }

    #[test]
    fn replies_among_keys_cut_anywhere() {
        for cut in 0..REPLIES.len() {
            let (head, tail) = REPLIES.split_at(cut);
            let mut decoder = Decoder::new();
            let mut out = Vec::new();
            decoder.feed(head, &mut out);
            decoder.feed(tail, &mut out);
            assert_eq!(out, expected(), "cut at {cut}");
            assert_eq!(decoder.patience(true), None);
        }
    }

    proptest! {
        #[test]
        fn any_cut_gives_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..200), size in 1_usize..20) {
            let mut decoder = Decoder::new();
            let mut pieces = Vec::new();
            for piece in bytes.chunks(size) {
                decoder.feed(piece, &mut pieces);
            }
            let mut whole = Vec::new();
            Decoder::new().feed(&bytes, &mut whole);
            prop_assert_eq!(pieces, whole);
        }
    }
}
