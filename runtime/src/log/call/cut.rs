//! Text of no more than so many bytes.

/// As much of the start of `text` as fits into `most` bytes, without a character cut in two.
pub(in crate::log) fn start_of(text: &str, most: usize) -> &str {
    let near = most.min(text.len());
    let end = (0..=near).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::start_of;

    #[test]
    fn no_character_is_cut_in_two() {
        let text = "a\u{e4}\u{1f642}";
        let starts: Vec<&str> = (0..9).map(|most| start_of(text, most)).collect();
        let umlaut = "a\u{e4}";
        assert_eq!(
            starts,
            ["", "a", "a", umlaut, umlaut, umlaut, umlaut, text, text]
        );
    }
}
