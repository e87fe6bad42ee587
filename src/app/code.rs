//! A text as a QR code (ISO/IEC 18004), in characters.

use qrcode::{Color, EcLevel, QrCode};

/// Light modules beside the code. The standard asks for four; cameras of phones do with fewer.
const BESIDE: usize = 2;
/// Light modules above and below it: so a link of eighty characters fits a screen of twenty rows.
const ABOVE: usize = 1;

/// The rows of the code of `text`: two rows of modules in one of half blocks or, where those take two cells
/// (`wide_blocks`), a row for each with two blanks a module. `true` stands for light. `None` where it is too long.
pub(super) fn rows(text: &str, wide_blocks: bool) -> Option<Vec<Vec<(bool, bool)>>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = code.width();
    let is_light = |x: usize, y: usize| {
        let inside = |at: usize, quiet| at.checked_sub(quiet).filter(|at| *at < width);
        match (inside(x, BESIDE), inside(y, ABOVE)) {
            (Some(x), Some(y)) => code[(x, y)] == Color::Light,
            _ => true,
        }
    };
    let (across, down) = (width + 2 * BESIDE, width + 2 * ABOVE);
    Some(if wide_blocks {
        (0..down)
            .map(|y| (0..across).map(|x| (is_light(x, y), is_light(x, y))).collect())
            .collect()
    } else {
        (0..down)
            .step_by(2)
            .map(|y| {
                (0..across)
                    .map(|x| (is_light(x, y), is_light(x, y + 1)))
                    .collect()
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_quiet_zone() {
        let rows = rows("https://example.com/", true).unwrap();
        let dark = |x: usize, y: usize| !rows[y][x].0;
        let (across, down) = (rows[0].len(), rows.len());
        assert_eq!(across, down + 2);
        assert!((0..down).all(|at| !dark(at, 0) && !dark(0, at) && !dark(1, at) && !dark(across - 1, at)));
        // The ring of a finder pattern: seven dark, five light within.
        for (x, y) in [(2, 1), (across - 9, 1), (2, down - 8)] {
            assert!((0..7).all(|at| dark(x + at, y) && dark(x, y + at)), "{x} {y}");
            assert!((1..6).all(|at| !dark(x + at, y + 1)), "{x} {y}");
        }
        let halves = super::rows("https://example.com/", false).unwrap();
        assert_eq!(halves.len(), down.div_ceil(2));
        assert_eq!(halves[1][2], (rows[2][2].0, rows[3][2].0));
        assert_eq!(super::rows(&"x".repeat(5000), false), None);
    }
}
