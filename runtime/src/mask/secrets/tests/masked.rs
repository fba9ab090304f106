//! The same through the masker.

use super::{ALNUM, HEX, URL, body};
use crate::mask::{Kind, Masker, Strictness, Style};

/// Secrets of several kinds and forms.
fn secrets(seed: u64) -> [String; 7] {
    let alnum = |length| body(seed, ALNUM, length);
    [
        format!("ghp_{}", alnum(36)),
        format!("SG.{}.{}", body(seed, URL, 22), body(seed, URL, 43)),
        format!("dp.pt.{}", alnum(43)),
        format!("eyJ{}.eyJ{}.{}", alnum(20), alnum(40), alnum(43)),
        format!("123456789:AA{}", alnum(33)),
        format!("{}-us12", body(seed, HEX, 32)),
        format!("xoxb-123456789012-123456789012-{}", alnum(24)),
    ]
}

/// What a secret may stand between.
const BORDERS: &[(&str, &str)] = &[
    (" ", " "),
    ("\"", "\""),
    ("key=", "&"),
    ("token=", " "),
    ("Bearer ", "\n"),
    ("Authorization: Bearer ", "\r\n"),
    ("(", ")"),
    ("\\n", "\\n"),
    ("Cookie: session=", ";"),
    (": ", ","),
    ("https://example.com/?a%3D", "%26b"),
];

#[test]
fn nothing_of_a_secret_comes_through_and_masking_twice_changes_nothing() {
    let masker = |style: Style, strictness| {
        let builder = Masker::builder().strictness(strictness);
        let builder = builder.style(Kind::Token, style.clone());
        builder.style(Kind::Jwt, style).build().unwrap()
    };
    for masker in [
        masker(Style::Default, Strictness::Balanced),
        masker(Style::Default, Strictness::Strict),
        masker(Style::Default, Strictness::Eager),
        masker(Style::Placeholder, Strictness::Balanced),
        masker(Style::Pseudonym, Strictness::Balanced),
    ] {
        for (secret, (before, after)) in (0..20)
            .flat_map(secrets)
            .flat_map(|secret| BORDERS.iter().map(move |border| (secret.clone(), border)))
        {
            let text = format!("a{before}{secret}{after}b");
            let once = masker.mask(&text);
            let last = &secret[secret.len() - 8..];
            assert!(
                !once.contains(&secret[..10]) && !once.contains(last),
                "{text}: {once}"
            );
            assert_eq!(masker.mask(&once), once, "{text}");
        }
    }
}
