use super::driver::{DEFAULT, rules, texts};
use crate::mask::Kind;
use crate::mask::rules::Strictness;

/// Everything of a text that is found with the kind by name.
fn named(kind: Kind, text: &str) -> Vec<String> {
    let rules = rules(&[kind], &[kind], Strictness::Balanced);
    texts(&rules, text)
        .into_iter()
        .map(|(_, text)| text)
        .collect()
}

fn by_default(text: &str) -> Vec<(Kind, String)> {
    texts(&rules(&DEFAULT, &[], Strictness::Balanced), text)
}

fn in_strict(text: &str) -> Vec<(Kind, String)> {
    texts(&rules(&DEFAULT, &[], Strictness::Strict), text)
}

#[test]
fn telephones_are_found_by_their_shape() {
    for number in [
        "415-555-0132",
        "(415) 555-0132",
        "(415)5550132",
        "415.555.0132",
        "415/555-0132",
        "1 (415) 555-0132",
        "91-415-555-0132",
        "415-555-0132 ext. 12",
        "+1 415 555 0132",
        "+49 30/1234567",
        "+39 02-36618 300",
        "020 7946 0958",
        "0343 15 555 1212",
        "0064 3 331 6005",
        "(33) 3461 2234",
        "44 (0)20 7946 0958",
        "138 1234 5678",
        "\u{ff14}\u{ff11}\u{ff15}-\u{ff15}\u{ff15}\u{ff15}-\u{ff10}\u{ff11}\u{ff13}\u{ff12}",
        "415\u{2011}555\u{2011}0132",
    ] {
        let text = format!("Call {number}, or write");
        assert_eq!(
            by_default(&text),
            [(Kind::Phone, number.to_owned())],
            "{number}"
        );
    }
}

#[test]
fn what_only_looks_like_a_telephone_is_left() {
    for text in [
        "2026-11-21 08:00",
        "10/12/1982",
        "650/253/1234",
        "650+253+1234",
        "12345-6789",
        "SKU 123-45-678-9",
        "47223179-9330-4259-8661-123412341234",
        "(20) 3346 1234",
        "9002309. 158",
        "415-555-0132--415-555-0133",
        "$415-555-0132",
        "415-555-0132%",
        "abc415-555-0132",
        "4155550132",
        "0.4155550132",
        "UTC+2 2026-11-21",
        "1e+14155550132",
    ] {
        assert_eq!(by_default(text), [], "{text}");
    }
}

#[test]
fn a_bare_run_is_a_telephone_behind_a_word_with_an_extension_or_by_name() {
    let number = "4155550132";
    assert_eq!(named(Kind::Phone, number), [number]);
    for text in [
        "tel: 4155550132",
        "\"phone_number\":\"4155550132\"",
        "homePhone=4155550132",
    ] {
        assert_eq!(
            by_default(text),
            [(Kind::Phone, number.to_owned())],
            "{text}"
        );
    }
    assert_eq!(by_default("4155550132 x 12").len(), 1);
    assert_eq!(by_default("the phone of order 4155550132"), []);
    assert_eq!(named(Kind::Phone, "4151110132"), [""; 0]);
}

#[test]
fn cards_are_found_grouped_whatever_their_checksum_and_bare_with_it() {
    for card in [
        "4111-1111-1111-1234",
        "4111 1111 1111 1111",
        "3782-822463-10005",
    ] {
        assert_eq!(by_default(card), [(Kind::Card, card.to_owned())]);
    }
    for bare in [
        "378282246310005",
        "4571234567890111",
        "30569309025904",
        "2221000000000009",
    ] {
        assert_eq!(by_default(bare), [(Kind::Card, bare.to_owned())]);
    }
    for none in [
        "1748503543012",
        "36168002586008",
        "4111111111111111.5",
        "2019 2020 2021 2022",
    ] {
        assert_eq!(by_default(none), [], "{none}");
    }
    assert_eq!(in_strict("4111-1111-1111-1234"), []);
    assert_eq!(in_strict("4111-1111-1111-1111").len(), 1);
    assert_eq!(by_default("1,4111111111111111,12/27").len(), 1);
}

#[test]
fn social_security_numbers_are_found_grouped_and_bare_behind_a_word() {
    for number in ["123-45-6789", "000-12-3456", "078.05.1123", "078 05 1123"] {
        assert_eq!(by_default(number), [(Kind::Ssn, number.to_owned())]);
    }
    for none in ["693-09.4444", "219099998", "SKU 123-45-678-9"] {
        assert_eq!(by_default(none), [], "{none}");
    }
    assert_eq!(by_default("my SSN is 219099998").len(), 1);
    assert_eq!(named(Kind::Ssn, "078-051121 07805-1121").len(), 2);
    assert_eq!(named(Kind::Ssn, "666000000 078051120"), [""; 0]);
    assert_eq!(named(Kind::Ssn, "078 00 1123"), [""; 0]);
    assert_eq!(in_strict("900-12-3456"), []);
}

#[test]
fn an_escape_is_no_letter() {
    for text in [
        r"call\n415-555-0132",
        "a=%20415-555-0132",
        "q=%2B14155550132&phone",
    ] {
        let found = named(Kind::Phone, text);
        assert_eq!(found.len(), 1, "{text}");
    }
}

#[test]
fn a_number_that_is_too_long_for_any_is_passed_over() {
    for digit in ["1", "\u{ff11}"] {
        assert_eq!(by_default(&digit.repeat(100_000)), []);
    }
}
