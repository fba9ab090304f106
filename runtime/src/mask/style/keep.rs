//! The first or the last characters of a secret.

use super::{HIDDEN, Pieces};

const STARS: &str = "****";
/// Characters that stay hidden at least.
const LEAST: usize = 4;

/// `jo****`.
pub(super) fn first(text: &str, shown: usize) -> Pieces<'_> {
    if let Some(head) = text.strip_suffix(STARS)
        && has_chars(head, shown)
    {
        return Pieces::of(head, STARS, "");
    }
    let cut = text.char_indices().nth(shown).map(|(at, _)| at);
    match cut.and_then(|at| text.split_at_checked(at)) {
        Some((head, rest)) if is_enough(rest, shown) && !is_masked(text) => {
            Pieces::of(head, STARS, "")
        }
        _ => Pieces::whole(HIDDEN),
    }
}

/// `****.com`.
pub(super) fn last(text: &str, shown: usize) -> Pieces<'_> {
    if let Some(tail) = text.strip_prefix(STARS)
        && has_chars(tail, shown)
    {
        return Pieces::of("", STARS, tail);
    }
    let place = shown.checked_sub(1);
    let cut = place.and_then(|place| text.char_indices().rev().nth(place));
    match cut.and_then(|(at, _)| text.split_at_checked(at)) {
        Some((rest, tail)) if is_enough(rest, shown) && !is_masked(text) => {
            Pieces::of("", STARS, tail)
        }
        _ => Pieces::whole(HIDDEN),
    }
}

/// Of a short text that was hidden whole, nothing is to be shown the second time.
fn is_masked(text: &str) -> bool {
    text == HIDDEN
}

fn has_chars(text: &str, count: usize) -> bool {
    text.len() >= count && text.chars().take(count + 1).count() == count
}

/// Whether as many characters stay hidden as are shown, and at least four.
fn is_enough(hidden: &str, shown: usize) -> bool {
    let wanted = shown.max(LEAST);
    hidden.chars().take(wanted).count() == wanted
}
