//! The line that names the outlet, `（文章来源：…）`, which is a fact about the post and not its text.

/// The outlet, if `block` is that line and nothing else (archive-format 37).
pub(super) fn outlet(block: &str) -> Option<&str> {
    let block = block.trim();
    let inner = block
        .strip_prefix('（')
        .and_then(|b| b.strip_suffix('）'))
        .or_else(|| block.strip_prefix('(').and_then(|b| b.strip_suffix(')')))?;
    let name = inner.trim_start().strip_prefix("文章来源")?;
    let name = name.strip_prefix('：').or_else(|| name.strip_prefix(':'))?.trim();
    let short = name.chars().count() <= 60 && !name.contains(['\n', '。']);
    (short && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_block_or_nothing() {
        assert_eq!(outlet("（文章来源：券商中国）"), Some("券商中国"));
        assert_eq!(outlet(" (文章来源: Wind) "), Some("Wind"));
        assert_eq!(outlet("（文章来源：）"), None);
        assert_eq!(outlet("据悉（文章来源：券商中国）"), None);
        assert_eq!(outlet("（券商中国）"), None);
    }
}
