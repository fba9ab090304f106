//! The default forms.

use super::{by_default, hiding, written};
use crate::mask::Kind;
use crate::mask::style::HIDDEN;

#[test]
fn an_email_keeps_its_first_letter_and_its_domain() {
    for (text, mask) in [
        ("john@example.com", "j***@example.com"),
        ("j***@example.com", "j***@example.com"),
        (
            "a.very.long.name+tag@mail.example.co.uk",
            "a***@mail.example.co.uk",
        ),
        ("José@exámple.es", "J***@exámple.es"),
        ("élan@example.com", "é***@example.com"),
        ("\"john doe\"@example.com", "***@example.com"),
        ("weird@local@example.com", "w***@example.com"),
    ] {
        assert_eq!(by_default(Kind::Email, text), mask, "{text}");
    }
}

#[test]
fn an_email_of_one_letter_does_not_show_it() {
    assert_eq!(by_default(Kind::Email, "a@b.co"), "***@b.co");
    assert_eq!(by_default(Kind::Email, "é@b.co"), "***@b.co");
    assert_eq!(by_default(Kind::Email, "@b.co"), "***@b.co");
}

#[test]
fn what_is_no_domain_is_not_shown_and_what_is_no_email_is_hidden() {
    assert_eq!(by_default(Kind::Email, "john@hunter2"), "j***@***");
    assert_eq!(by_default(Kind::Email, "john@my. secret"), "j***@***");
    assert_eq!(by_default(Kind::Email, "hunter2"), HIDDEN);
    assert_eq!(by_default(Kind::Email, ""), HIDDEN);
    let styles = hiding(false, true);
    let mask = written(&styles.text(Kind::Email, "john@example.com"));
    assert_eq!(mask, "j***@***");
    assert_eq!(written(&styles.text(Kind::Email, &mask)), mask);
}

#[test]
fn a_phone_keeps_its_last_four_digits() {
    for (text, mask) in [
        ("555-123-4567", "***-***-4567"),
        ("(415) 555-2671", "***-***-2671"),
        ("+44 20 7946 09 58", "***-***-0958"),
        ("415-555-2671 ext. 89", "***-***-2671"),
        ("415-555-2671 x1234", "***-***-2671"),
        ("tel:+1-415-555-2671;ext=89", "***-***-2671"),
        ("４１５-６６６-７７７７", "***-***-7777"),
    ] {
        assert_eq!(by_default(Kind::Phone, text), mask, "{text}");
    }
}

#[test]
fn a_short_phone_shows_no_digit() {
    for text in [
        "4567",
        "555-4567",
        "hunter2",
        "",
        "1-800-FLOWERS",
        "***-***-",
    ] {
        assert_eq!(by_default(Kind::Phone, text), "***-***-****", "{text}");
    }
}

#[test]
fn a_card_keeps_its_last_four_digits() {
    for (text, mask) in [
        ("4111-1111-1111-1234", "****-****-****-1234"),
        ("4111 1111 1111 1234", "****-****-****-1234"),
        ("378282246310005", "****-****-****-0005"),
        ("4111 1111 1111 12 34", "****-****-****-1234"),
        ("1234", "****-****-****-****"),
        ("11112222333", "****-****-****-****"),
        ("", "****-****-****-****"),
    ] {
        assert_eq!(by_default(Kind::Card, text), mask, "{text}");
    }
}

#[test]
fn an_iban_keeps_its_country_and_its_last_four() {
    for (text, mask) in [
        ("DE89370400440532013000", "DE********3000"),
        ("DE89 3704 0044 0532 0130 00", "DE********3000"),
        ("MT84MALT011000012345MTLCAST001S", "MT********001S"),
        ("DE89", HIDDEN),
        ("hunter2hunter2hunter2!", HIDDEN),
        ("89DE370400440532013000", HIDDEN),
        ("é89370400440532013000", HIDDEN),
    ] {
        assert_eq!(by_default(Kind::Iban, text), mask, "{text}");
    }
}

#[test]
fn the_last_four_are_hidden_where_that_is_asked_for() {
    let styles = hiding(true, false);
    for (kind, text, mask) in [
        (Kind::Card, "4111-1111-1111-1234", "****-****-****-****"),
        (Kind::Phone, "555-123-4567", "***-***-****"),
        (Kind::Iban, "DE89370400440532013000", "DE********"),
    ] {
        let once = written(&styles.text(kind, text));
        assert_eq!(once, mask);
    }
}

#[test]
fn the_others_are_constants() {
    assert_eq!(by_default(Kind::Ssn, "123-45-6789"), "***-**-****");
    assert_eq!(by_default(Kind::Ip, "2001:db8::1"), "*.*.*.*");
    assert_eq!(
        by_default(Kind::Mac, "00:1B:44:11:3A:B7"),
        "**:**:**:**:**:**"
    );
    let form = [
        Kind::Email,
        Kind::Phone,
        Kind::Card,
        Kind::Iban,
        Kind::Ssn,
        Kind::Ip,
        Kind::Mac,
    ];
    for &kind in Kind::ALL.iter().filter(|kind| !form.contains(kind)) {
        assert_eq!(by_default(kind, "hunter2"), HIDDEN, "{kind}");
    }
}
