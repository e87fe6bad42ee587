//! The numbers of lines in a text.

/// Tells on which line a place stands, from front to back. A line ends with LF, CR LF or CR.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a [u8],
    /// Up to where the lines are counted.
    at: usize,
    /// The line there, from 1.
    line: usize,
}

impl<'a> Lines<'a> {
    /// Those of `text`.
    pub(super) fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line, from 1, on which the byte `at` stands, which is not before the one asked for last.
    pub(super) fn line(&mut self, at: usize) -> usize {
        let between = self.text.get(self.at..at).unwrap_or_default();
        let after = self.text.get(at);
        for (at, byte) in between.iter().enumerate() {
            let next = between.get(at + 1).or(after);
            self.line += usize::from(*byte == b'\n' || (*byte == b'\r' && next != Some(&b'\n')));
        }
        self.at = self.at.max(at);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end() {
        let text = "a\nb\r\nc\rd\n\ne";
        let at = |c| text.find(c).unwrap();
        let mut lines = Lines::of(text);
        assert_eq!(
            ['a', 'b', 'c', 'd', 'e'].map(|c| lines.line(at(c))),
            [1, 2, 3, 4, 6]
        );
        assert_eq!(Lines::of(text).line(at('e')), 6);
    }
}
