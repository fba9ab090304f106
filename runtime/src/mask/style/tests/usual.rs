use super::written;
use crate::mask::Kind;
use crate::mask::style::Styles;

const READ: [Kind; 3] = [Kind::Email, Kind::Phone, Kind::Card];

#[test]
fn what_is_usual_is_told_at_once() {
    let styles = Styles::default();
    let usual = |kind, text| styles.usual(kind, text).map(|mask| written(&mask));
    for (kind, text, mask) in [
        (Kind::Email, "john@example.com", "j***@example.com"),
        (
            Kind::Email,
            "emma.walker+x@mail.eu-west.example.co.uk",
            "e***@mail.eu-west.example.co.uk",
        ),
        (Kind::Email, "jo@example.com", "j***@example.com"),
        (Kind::Email, "me@x.example", "m***@x.example"),
        (Kind::Email, "a\u{e9}@b.example.de", "a***@b.example.de"),
        (Kind::Phone, "555-867-4567", "***-***-4567"),
        (Kind::Phone, "+49 (0) 30 / 1234.5678", "***-***-5678"),
        (Kind::Phone, "12345678", "***-***-5678"),
        (Kind::Card, "4111-1111-1111-1234", "****-****-****-1234"),
        (Kind::Card, "4111111111111234", "****-****-****-1234"),
        (Kind::Ssn, "anything", "***-**-****"),
    ] {
        assert_eq!(usual(kind, text).as_deref(), Some(mask), "{text:?}");
    }
}

#[test]
fn what_is_not_usual_is_left_to_the_forms() {
    let styles = Styles::default();
    for (kind, text) in [
        (Kind::Email, "j@example.com"),
        (Kind::Email, "john@localhost"),
        (Kind::Email, "john@b\u{fc}cher.example"),
        (Kind::Email, "john.example.com"),
        (Kind::Email, "\u{e9}mile@example.com"),
        (Kind::Email, "jo\"hn@exa mple.com"),
        (Kind::Phone, "555-867-4567 ext. 1234"),
        (Kind::Phone, "555-867-4567,1234"),
        (Kind::Phone, "555-867-4567#1234"),
        (Kind::Phone, "1234567"),
        (Kind::Phone, "(555) 4567"),
        (Kind::Card, "4111-1111-123"),
        (Kind::Card, "4111-1111-1111-123x"),
        (Kind::Iban, "DE89370400440532013000"),
    ] {
        assert!(styles.usual(kind, text).is_none(), "{kind} {text:?}");
    }
}

#[test]
fn the_usual_is_what_the_forms_say_and_plain() {
    let parts = [
        "1",
        "4",
        "567",
        "8901",
        "12345678",
        "-",
        " ",
        "+",
        "#",
        ",",
        ":",
        "/",
        "x",
        "a",
        "Z",
        "@",
        "@",
        ".",
        "example.com",
        "\u{e9}",
        "\u{ff14}",
        "\"",
        "\\",
        "*",
        "_",
        "`",
        "{",
        "[",
        "\u{7f}",
        "\n",
    ];
    let styles = Styles::default();
    let mut state = 1_u64;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let mut told = 0;
    for _ in 0..60_000 {
        // The first few of them are drawn often, so that there are numbers.
        let choices = if draw(2) == 0 { parts.len() } else { 7 };
        let text: String = (0..draw(14)).map(|_| parts[draw(choices)]).collect();
        for kind in READ {
            let Some(usual) = styles.usual(kind, &text) else {
                continue;
            };
            told += 1;
            let usual = written(&usual);
            assert_eq!(usual, written(&styles.text(kind, &text)), "{kind} {text:?}");
            assert_eq!(format!("\"{usual}\""), format!("{usual:?}"), "{text:?}");
        }
    }
    assert!(told > 10_000, "{told} were usual");
}
