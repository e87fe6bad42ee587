//! The reader's clipboard, by OSC 52: it works over SSH, because the terminal does it. tmux passes it
//! on with `set-clipboard on`, screen only in pieces inside DCS strings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::text::clean::clean;

/// Terminals drop a longer sequence whole (xterm and hterm: 100,000 bytes); bytes of text.
const LONGEST: usize = 74_994;
/// screen takes strings of 256 bytes at least in every version; bytes.
const SCREEN_PIECE: usize = 240;

/// The text is longer than terminals take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long for the clipboard ({0} bytes; terminals take {LONGEST})")]
pub(super) struct TooLong(usize);

/// The sequence that puts `text`, cleaned, on the clipboard. `in_screen`: GNU screen (`STY` is set)
/// stands between us and the terminal.
pub(super) fn sequence(text: &str, in_screen: bool) -> Result<Vec<u8>, TooLong> {
    let text = clean(text);
    if text.len() > LONGEST {
        return Err(TooLong(text.len()));
    }
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text.as_bytes())).into_bytes();
    if !in_screen {
        return Ok(plain);
    }
    let mut wrapped = Vec::new();
    for piece in plain.chunks(SCREEN_PIECE) {
        wrapped.extend_from_slice(b"\x1bP");
        wrapped.extend_from_slice(piece);
        wrapped.extend_from_slice(b"\x1b\\");
    }
    Ok(wrapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cleaned_and_encoded() {
        assert_eq!(
            sequence("央行\u{1b}\u{202e}", false).unwrap(),
            b"\x1b]52;c;5aSu6KGM\x07"
        );
    }

    #[test]
    fn screen_gets_pieces_that_join() {
        let text = "https://example.com/".repeat(30);
        let plain = sequence(&text, false).unwrap();
        let wrapped = String::from_utf8(sequence(&text, true).unwrap()).unwrap();
        let pieces: Vec<&str> = wrapped
            .split("\x1b\\")
            .filter(|piece| !piece.is_empty())
            .map(|piece| piece.strip_prefix("\x1bP").unwrap())
            .collect();
        assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.len() <= SCREEN_PIECE));
        assert_eq!(pieces.concat().into_bytes(), plain);
    }

    #[test]
    fn too_much_is_refused() {
        assert!(sequence(&"a".repeat(LONGEST), false).is_ok());
        assert_eq!(
            sequence(&"a".repeat(LONGEST + 1), false),
            Err(TooLong(LONGEST + 1))
        );
    }
}
