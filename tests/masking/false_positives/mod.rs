//! What is no secret stays: source code, Markdown, TOML, JSON and logs full of what looks like one.
//!
//! The texts are our own and hold nothing to mask but what [`KNOWN`] counts. `tests/bin/false_positives.rs`
//! counts the same in other people's files.

use std::collections::BTreeMap;

use gambeson::Masker;
use gambeson::mask::{Finding, Kind};

const TEXTS: [(&str, &str); 5] = [
    ("source.txt", include_str!("corpus/source.txt")),
    ("page.md", include_str!("corpus/page.md")),
    ("manifest.toml", include_str!("corpus/manifest.toml")),
    ("data.json", include_str!("corpus/data.json")),
    ("service.log", include_str!("corpus/service.log")),
];

/// The most of a kind that a text may hold, where that is not none: what a reader of that line would mask, too, or not
/// tell from the real thing.
const KNOWN: [(&str, Kind, usize); 6] = [
    // `A Name <a.name@example.org>`.
    ("manifest.toml", Kind::Email, 1),
    // `password-hash = "0.5"`: the name of a crate, and what stands behind a sign of equality.
    ("manifest.toml", Kind::Password, 1),
    // Four numbers of four digits, as the columns of a table have them: the shape of a card.
    ("page.md", Kind::Card, 1),
    ("service.log", Kind::Card, 1),
    // Prose with a colon behind the word.
    ("page.md", Kind::Password, 1),
    // `let token = lexer.next()?`: reads as a name and its value.
    ("source.txt", Kind::Password, 1),
];

#[test]
fn what_only_looks_like_a_secret_is_not_found() {
    let masker = Masker::builder().build().expect("the defaults are good");
    let mut too_many = Vec::new();
    for (name, text) in TEXTS {
        let mut found: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
        for Finding { kind, range, .. } in masker.find(text) {
            found.entry(kind).or_default().push(&text[range]);
        }
        for (kind, found) in found {
            let known = KNOWN
                .iter()
                .find(|known| known.0 == name && known.1 == kind);
            if found.len() > known.map_or(0, |known| known.2) {
                too_many.push(format!("{name}: {kind}: {found:?}"));
            }
        }
    }
    assert!(too_many.is_empty(), "{}", too_many.join("\n"));
}

/// The numbers that are unlike a card, a phone and so on only by their surroundings are found as soon as those say it.
#[test]
fn the_texts_are_not_simply_overlooked() {
    let masker = Masker::builder().build().expect("the defaults are good");
    for (name, text) in TEXTS {
        let planted =
            format!("{text}\npassword=hunter2 for john@example.com, card 4111-1111-1111-1234\n");
        let mut kinds: Vec<Kind> = masker
            .find(&planted)
            .into_iter()
            .filter(|finding| finding.range.start >= text.len())
            .map(|finding| finding.kind)
            .collect();
        kinds.sort_unstable();
        assert_eq!(kinds, [Kind::Email, Kind::Card, Kind::Password], "{name}");
    }
}
