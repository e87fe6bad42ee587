//! Fenced code, which is code only where its fence is closed (kramdown, "Fenced Code Blocks"): in the news a row of
//! `~` is a line more often than not.

/// An open code fence.
#[derive(Clone, Copy)]
pub(super) struct Fence {
    mark: char,
    length: usize,
    /// Whether it stands in a quotation.
    quoted: bool,
}

impl Fence {
    pub(super) fn opened_by(line: &str) -> Option<Self> {
        let (fence, info) = Self::split(line)?;
        (!(fence.mark == '`' && info.contains('`'))).then_some(fence)
    }

    /// Whether `line` closes the fence.
    pub(super) fn closed_by(&self, line: &str) -> bool {
        Self::split(line).is_some_and(|(fence, rest)| {
            fence.kind() == self.kind() && fence.length >= self.length && rest.trim().is_empty()
        })
    }

    /// The fence that `line` begins with, and what stands after it.
    fn split(line: &str) -> Option<(Self, &str)> {
        let text = line.trim_start_matches([' ', '>']);
        let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let rest = text.trim_start_matches(mark);
        let length = text.len() - rest.len();
        let quoted = is_quoted(line);
        (length >= 3).then_some((Self { mark, length, quoted }, rest))
    }

    /// What it has in common with the fences that may close it: the place of its kind among the four.
    fn kind(&self) -> usize {
        usize::from(self.mark == '~') + 2 * usize::from(self.quoted)
    }
}

fn is_quoted(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with('>')
}

/// The lines of `body`, by their first bytes, that open a fence which is closed further down, the last one first.
pub(super) fn closed(body: &str) -> Vec<usize> {
    let mut closed = Vec::new();
    // Of each kind, the length of the longest fence below that closes one.
    let mut longest = [0; 4];
    let mut end = body.len();
    for line in body.split_inclusive('\n').rev() {
        end -= line.len();
        if !is_quoted(line) {
            // A quotation ends, and the fences in it.
            let [backticks, tildes, ..] = longest;
            longest = [backticks, tildes, 0, 0];
        }
        let Some((fence, rest)) = Fence::split(line) else {
            continue;
        };
        let Some(longest) = longest.get_mut(fence.kind()) else {
            continue;
        };
        if fence.length <= *longest && Fence::opened_by(line).is_some() {
            closed.push(end);
        }
        if rest.trim().is_empty() {
            *longest = fence.length.max(*longest);
        }
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fences_that_are_closed_open() {
        assert_eq!(closed("~~~\n~~~ a\n~~~~\n```\n~~~\n"), [4, 0]);
        assert_eq!(closed("> ~~~\n> ~~~\n\n> ~~~\n甲\n~~~"), [0]);
    }
}
