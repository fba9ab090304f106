use super::{HIDDEN, Pieces, Shown, Style, Styles, custom_pieces, possible};
use crate::mask::pseudonym::Pseudonyms;
use crate::mask::{BuildError, Kind};

mod forms;
mod usual;

fn written(pieces: &Pieces<'_>) -> String {
    let mut bytes = Vec::new();
    pieces.append(&mut bytes);
    let mut text = String::new();
    pieces.write(&mut text).unwrap();
    assert_eq!(bytes, text.as_bytes());
    assert_eq!(pieces.len(), text.len());
    assert!(pieces.equals(text.as_bytes()));
    text
}

fn by_default(kind: Kind, text: &str) -> String {
    let styles = Styles::default();
    let mask = written(&styles.text(kind, text));
    assert_eq!(mask, written(&styles.pieces(kind, text.as_bytes())));
    let twice = written(&styles.text(kind, &mask));
    assert_eq!(mask, twice, "masking twice changes nothing: {text:?}");
    mask
}

fn styled(kind: Kind, style: Style) -> Result<Styles, BuildError> {
    Styles::new([(kind, style)], Shown::default(), Pseudonyms::default())
}

fn hiding(domain: bool, last4: bool) -> Styles {
    Styles::new([], Shown { domain, last4 }, Pseudonyms::default()).unwrap()
}

#[test]
fn bytes_that_are_no_text_show_nothing() {
    let styles = Styles::default();
    let shown = |kind, bytes| written(&styles.pieces(kind, bytes));
    assert_eq!(shown(Kind::Email, b"j\xffhn@example.com"), HIDDEN);
    assert_eq!(
        shown(Kind::Card, b"4111-1111-1111-1234\xff"),
        "****-****-****-****"
    );
    assert_eq!(shown(Kind::Token, b"\xff\xfe"), HIDDEN);
    let styles = styled(Kind::Email, Style::KeepFirst(2)).unwrap();
    assert_eq!(
        written(&styles.pieces(Kind::Email, b"abcdefghijk\xff")),
        HIDDEN
    );
}

#[test]
fn what_is_kept_are_whole_characters_and_less_than_what_is_hidden() {
    for (style, text, mask) in [
        (Style::KeepFirst(2), "john@example.com", "jo****"),
        (Style::KeepLast(4), "john@example.com", "****.com"),
        (Style::KeepFirst(1), "éàüöß", "é****"),
        (Style::KeepLast(1), "éàüö🔑", "****🔑"),
        (Style::KeepLast(4), "12345678", "****5678"),
        (Style::KeepLast(4), "1234567", HIDDEN),
        (Style::KeepFirst(1), "abcd", HIDDEN),
        (Style::KeepFirst(1), "abcde", "a****"),
        (Style::KeepFirst(5), "abcdefghi", HIDDEN),
        (Style::KeepFirst(5), "abcdefghij", "abcde****"),
        (Style::KeepLast(3), "", HIDDEN),
    ] {
        let once = written(&custom_pieces(&style, text.as_bytes()));
        assert_eq!(once, mask, "{style:?} {text}");
    }
}

#[test]
fn keeping_characters_twice_changes_nothing() {
    let texts = [
        "",
        "*",
        "****",
        "*****",
        "******",
        "********",
        "abc",
        "abcde",
        "abcd****",
        "****abcd",
        "abcdefgh",
        "abcdefghi",
        "abcdefgh**",
        "**abcdefgh",
        "éàüöéàüöéàüö",
        "a very long secret",
    ];
    for count in 1..=9 {
        for style in [Style::KeepFirst(count), Style::KeepLast(count)] {
            for text in texts {
                let once = written(&custom_pieces(&style, text.as_bytes()));
                let twice = written(&custom_pieces(&style, once.as_bytes()));
                assert_eq!(once, twice, "{style:?} {text:?}");
            }
        }
    }
}

#[test]
fn fixed_texts_placeholders_and_pseudonyms_stand_for_any_text() {
    let shown = |kind, style, text| {
        let styles = styled(kind, style).unwrap();
        written(&styles.text(kind, text))
    };
    assert_eq!(
        shown(Kind::Email, Style::Fixed("(gone)".into()), "a@b.co"),
        "(gone)"
    );
    assert_eq!(shown(Kind::Email, Style::Placeholder, "a@b.co"), "[EMAIL]");
    assert_eq!(
        shown(Kind::UsDriverLicense, Style::Placeholder, ""),
        "[US_DRIVER_LICENSE]"
    );
    assert_eq!(shown(Kind::Email, Style::Hidden, "a@b.co"), HIDDEN);
    assert!(shown(Kind::Email, Style::Pseudonym, "a@b.co").starts_with("email_"));
    assert_eq!(shown(Kind::Email, Style::Pseudonym, ""), HIDDEN);
}

#[test]
fn the_later_style_of_a_kind_counts() {
    let chosen = [
        (Kind::Email, Style::Hidden),
        (Kind::Email, Style::Placeholder),
    ];
    let styles = Styles::new(chosen, Shown::default(), Pseudonyms::default()).unwrap();
    assert_eq!(written(&styles.text(Kind::Email, "a@b.co")), "[EMAIL]");
}

#[test]
fn the_placeholder_of_every_kind_is_its_name_in_capitals() {
    for &kind in Kind::ALL {
        let styles = styled(kind, Style::Placeholder).unwrap();
        let name = kind.name().to_ascii_uppercase();
        assert_eq!(written(&styles.text(kind, "x")), format!("[{name}]"));
    }
}

#[test]
fn patterns_have_their_own_name() {
    let styles = Styles::default();
    let shown = |style, name| written(&styles.custom(style, name, b"EMP-123456"));
    assert_eq!(shown(&Style::Placeholder, "employee"), "[EMPLOYEE]");
    assert_eq!(
        shown(&Style::Placeholder, "a name that is longer than any kind's"),
        "[a name that is longer than any kind's]"
    );
    assert_eq!(shown(&Style::KeepLast(2), "employee"), "****56");
    assert_eq!(shown(&Style::Default, "employee"), HIDDEN);
    assert!(shown(&Style::Pseudonym, "employee").starts_with("employee_"));
}

#[test]
fn impossible_styles_are_refused() {
    for (kind, style) in [
        (Kind::Email, Style::KeepFirst(0)),
        (Kind::Email, Style::KeepLast(0)),
        (Kind::Email, Style::KeepLast(33)),
        (Kind::Email, Style::KeepFirst(usize::MAX)),
        (Kind::Email, Style::Fixed("".into())),
        (Kind::Email, Style::Fixed("  ".into())),
        (Kind::Email, Style::Fixed("say \"x\"".into())),
        (Kind::Email, Style::Fixed("a\nb".into())),
        (Kind::Email, Style::Fixed("a\\b".into())),
        (Kind::Email, Style::Fixed("x".repeat(65).into())),
        (Kind::PrivateKey, Style::KeepLast(4)),
        (Kind::PrivateKey, Style::Pseudonym),
        (Kind::Password, Style::Pseudonym),
        (Kind::UrlCredentials, Style::Pseudonym),
    ] {
        let refused = styled(kind, style.clone());
        assert!(
            matches!(refused, Err(BuildError::Style { .. })),
            "{kind} {style:?}"
        );
    }
    assert!(styled(Kind::Email, Style::Fixed("x".repeat(64).into())).is_ok());
    assert!(styled(Kind::Email, Style::KeepLast(32)).is_ok());
    assert!(styled(Kind::Token, Style::Pseudonym).is_ok());
}

#[test]
fn a_pattern_can_have_what_is_possible_for_any_kind() {
    assert!(possible(&Style::Pseudonym).is_ok());
    assert!(possible(&Style::KeepLast(4)).is_ok());
    assert!(possible(&Style::KeepLast(0)).is_err());
    assert!(possible(&Style::Fixed("\n".into())).is_err());
}

#[test]
fn an_error_names_the_kind_and_says_what_to_write() {
    let refused = styled(Kind::Email, Style::KeepFirst(0)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the style of `email`: it shows no character; write `Style::Hidden`"
    );
}

#[test]
fn the_fixed_texts_are_listed_for_the_masker_to_look_at() {
    let chosen = [
        (Kind::Email, Style::Fixed("(mail)".into())),
        (Kind::Card, Style::Hidden),
    ];
    let styles = Styles::new(chosen, Shown::default(), Pseudonyms::default()).unwrap();
    let fixed: Vec<_> = styles.fixed().collect();
    assert_eq!(fixed, [(Kind::Email, "(mail)")]);
}

#[test]
fn quoted_text_is_escaped_as_debug_does() {
    for text in [
        "plain text",
        "it's",
        "say \"x\"",
        "a\\b",
        "tab\t",
        "é\u{200b}\u{301}",
        "🔑",
    ] {
        let mut quoted = String::new();
        Pieces::whole(text).write_quoted(&mut quoted).unwrap();
        assert_eq!(quoted, format!("{text:?}"));
    }
}

#[test]
fn nothing_is_shown_of_random_text_but_what_the_style_says() {
    let alphabet: Vec<char> = "a1@.-* é🔑４".chars().collect();
    let mut state = 1_u64;
    let styles = Styles::default();
    for length in 0..4000 {
        let text: String = (0..length % 24)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                alphabet[(state >> 33) as usize % alphabet.len()]
            })
            .collect();
        for kind in [Kind::Email, Kind::Phone, Kind::Card, Kind::Iban] {
            let once = written(&styles.text(kind, &text));
            let twice = written(&styles.text(kind, &once));
            assert_eq!(once, twice, "{kind} {text:?}");
        }
    }
}
