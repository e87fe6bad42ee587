//! What single bytes, control sequences and strings from the terminal mean: keys and replies.

use crate::app::{Key, KeyCode, Mouse, MouseUse};

use super::decode::{Input, Reply};

/// The key of one ASCII byte. Ctrl and a letter is the letter's low five bits.
pub(super) fn control(byte: u8) -> Key {
    match byte {
        b'\r' => Key::plain(KeyCode::Enter),
        b'\t' => Key::plain(KeyCode::Tab),
        // Some terminals send BS for the key that others send DEL for.
        0x08 | 0x7F => Key::plain(KeyCode::Backspace),
        0x00 => Key::ctrl(' '),
        0x01..=0x1A => Key::ctrl((byte + b'a' - 1) as char),
        0x1B..=0x1F => Key::ctrl((byte + b'@') as char),
        _ => Key::char(byte as char),
    }
}

/// The keys that end a control sequence in a letter.
pub(super) fn arrow(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        _ => return None,
    })
}

/// A report of the mouse in SGR form (mode 1006): `button;column;row`, `M` where it was pressed or moved, `m` where it
/// was let go. Buttons held with Ctrl or Alt, and others than the left one and the wheel, mean nothing here.
fn mouse(text: &str, last: u8) -> Option<Mouse> {
    let mut numbers = text.split(';').map(|number| number.parse::<u16>().ok());
    let (button, x, y) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let what = match (button, last) {
        (0, b'M') => MouseUse::Click,
        (32, b'M') => MouseUse::Drag,
        (0, b'm') => MouseUse::Release,
        (64, b'M') => MouseUse::WheelUp,
        (65, b'M') => MouseUse::WheelDown,
        _ => return None,
    };
    Some(Mouse {
        what,
        x: x.checked_sub(1)?,
        y: y.checked_sub(1)?,
    })
}

/// What `CSI bytes last` means, if it means something here.
pub(super) fn control_sequence(bytes: &[u8], last: u8) -> Option<Input> {
    let text = std::str::from_utf8(bytes).ok()?;
    if let Some(rest) = text.strip_prefix('?') {
        return match last {
            b'c' => Some(Input::Reply(Reply::Attributes)),
            b'y' => {
                let (mode, value) = rest.strip_suffix('$')?.split_once(';')?;
                // 0: not known; 4: known and never set. 1 to 3: it can be set, or is.
                (mode == "2026").then_some(Input::Reply(Reply::Synchronised(matches!(
                    value,
                    "1" | "2" | "3"
                ))))
            }
            _ => None,
        };
    }
    if let Some(rest) = text.strip_prefix('<') {
        return mouse(rest, last).map(Input::Mouse);
    }
    let mut parameters = text.split(';');
    let first = parameters.next().unwrap_or_default();
    let second = parameters.next().unwrap_or_default();
    if last == b'R' {
        return second
            .parse()
            .ok()
            .map(|column| Input::Reply(Reply::Column(column)));
    }
    if last == b'n' {
        return (text == "0").then_some(Input::Reply(Reply::CaughtUp));
    }
    // `modifiers:event`; the event 3 is a release (kitty's keyboard protocol).
    let (modifiers, event) = second.split_once(':').unwrap_or((second, "1"));
    if event == "3" {
        return None;
    }
    let modifiers = modifiers.parse::<u16>().unwrap_or(1).saturating_sub(1);
    let (shift, alt, ctrl) = (modifiers & 1 != 0, modifiers & 2 != 0, modifiers & 4 != 0);
    let code = match last {
        b'~' => match first {
            "1" | "7" => KeyCode::Home,
            "4" | "8" => KeyCode::End,
            "3" => KeyCode::Delete,
            "5" => KeyCode::PageUp,
            "6" => KeyCode::PageDown,
            _ => return None,
        },
        b'Z' => KeyCode::BackTab,
        b'u' => unicode_key(first, shift, ctrl)?,
        _ => arrow(last)?,
    };
    Some(Input::Key(Key { code, ctrl, alt }))
}

/// The key of a `CSI number u` sequence, which some terminals send for keys that have no byte.
fn unicode_key(number: &str, shift: bool, ctrl: bool) -> Option<KeyCode> {
    let number = number.split(':').next()?.parse().ok()?;
    Some(match number {
        9 if shift => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        _ => {
            // Kitty's protocol numbers other keys in the private use area.
            let c = char::from_u32(number).filter(|c| !c.is_control())?;
            let private = matches!(c, '\u{E000}'..='\u{F8FF}');
            KeyCode::Char(match (ctrl, shift) {
                _ if private => return None,
                (true, _) => c.to_ascii_lowercase(),
                (false, true) => c.to_uppercase().next().unwrap_or(c),
                (false, false) => c,
            })
        }
    })
}

/// The colour of an OSC 11 reply: `11;rgb:RRRR/GGGG/BBBB` with one to four digits each (`XParseColor`),
/// `rgba:` with a fourth, or `#RRGGBB`.
pub(super) fn background(bytes: &[u8]) -> Option<[u8; 3]> {
    let spec = std::str::from_utf8(bytes).ok()?.strip_prefix("11;")?;
    if let Some(hex) = spec.strip_prefix('#') {
        let value = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
        let [_, rgb @ ..] = value.to_be_bytes();
        return Some(rgb);
    }
    let (name, values) = spec.split_once(':')?;
    if !matches!(name, "rgb" | "rgba") {
        return None;
    }
    let mut values = values.split('/').map(|digits| {
        let value = u32::from_str_radix(digits, 16).ok()?;
        let most = 16_u32
            .checked_pow(digits.len() as u32)
            .filter(|_| digits.len() <= 4)?
            - 1;
        (most > 0).then(|| (value * 255 / most) as u8)
    });
    Some([values.next()??, values.next()??, values.next()??])
}

/// The name in an XTVERSION reply: `>|name`.
pub(super) fn version(bytes: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(bytes).ok()?.strip_prefix(">|")?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_every_depth() {
        for (spec, rgb) in [
            ("11;rgb:ffff/8080/0000", [255, 128, 0]),
            ("11;rgb:ff/80/00", [255, 128, 0]),
            ("11;rgb:f/8/0", [255, 136, 0]),
            ("11;rgba:ffff/0000/0000/ffff", [255, 0, 0]),
            ("11;#1e1e2e", [0x1e, 0x1e, 0x2e]),
        ] {
            assert_eq!(background(spec.as_bytes()), Some(rgb), "{spec}");
        }
        for spec in [
            "11;rgb:ff/ff",
            "11;rgb://",
            "11;rgb:fffff/0/0",
            "10;rgb:0/0/0",
            "11;?",
            "11;#fff",
        ] {
            assert_eq!(background(spec.as_bytes()), None, "{spec}");
        }
    }
}
