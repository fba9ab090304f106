//! Telephones without four digits in a row.

use super::super::words::may_end;
use super::driver::{DEFAULT, rules, texts};
use crate::mask::rules::Strictness;
use crate::mask::{Kind, Masker};

fn found(text: &str) -> Vec<String> {
    let rules = rules(&DEFAULT, &[], Strictness::Balanced);
    let found = texts(&rules, text).into_iter();
    found.map(|(_, text)| text).collect()
}

fn named(text: &str) -> Vec<String> {
    let rules = rules(&[Kind::Phone], &[Kind::Phone], Strictness::Balanced);
    let found = texts(&rules, text).into_iter();
    found.map(|(_, text)| text).collect()
}

/// With a zero before them, and alone.
const BY_SHAPE: [&str; 9] = [
    "06 12 34 56 78",
    "01.42.68.53.00",
    "01-42-68-53-00",
    "06.12.34.56.78",
    "078 123 45 67",
    "032-212-34-56",
    "070-123 45 67",
    "021 234 567",
    "031-234-567",
];

#[test]
fn a_number_behind_a_zero_is_found_by_its_shape() {
    for number in BY_SHAPE {
        for text in [
            number.to_owned(),
            format!("Reach me under {number}, or write."),
            format!("{{\"contact\":\"{number}\"}}"),
            format!("a line that is longer than a window;{number}\nand one more"),
        ] {
            assert_eq!(found(&text), [number], "{text}");
        }
    }
}

#[test]
fn a_word_before_says_that_it_is_one() {
    for (word, number) in [
        ("tel: ", "612 345 678"),
        ("phone ", "601 123 456"),
        ("Mobile: ", "612 34 56 78"),
        ("call me at ", "70 12 34 56"),
        ("\"phone\": \"", "(03) 612 34 56"),
        ("Telefon ", "8 (912) 345-67-89"),
        ("tel. ", "2 345 678"),
        ("tel ", "6 71 23 45 67"),
        ("tel: ", "72 12 34"),
        ("phone: ", "75.12.34"),
        ("fax ", "08-12 34 56"),
        ("phone ", "030 212-345"),
        ("tel: ", "12 345 67 89"),
    ] {
        for before in ["", "in a line that is longer than one window, "] {
            let text = format!("{before}{word}{number}\n");
            assert_eq!(found(&text), [number], "{text}");
        }
    }
}

#[test]
fn what_else_is_written_in_short_groups_is_left() {
    for text in [
        "on 21.11.26 at 14.03.07",
        "at 14:03:07.123 and 08:09:10",
        "05-12-23-14-30.log",
        "05.12.23.14.30",
        "version 1.12.3, 0.10.12 and 01.02.03",
        "from 192.168.10.12 to 10.12.14.16",
        "1 234 567 of 123 456 789 bytes",
        "1.234.567,89 and 012.345.678",
        "00 12 34 56 78 9a bc",
        "01 23 45 67 89 01 23 45",
        "6 01 23 45 67 89",
        "01 02 03 04 05",
        "012 013 014",
        "007 123 45 67",
        "48.85 12.34 01.42 68.53 00.11",
        "01 42  68 53  00 06",
        "612 345 678",
        "12 34 56 78",
        "0x01 23 45 67 89 ab",
        "01 23 45 67 89 ab cd 01",
        "01 23 45 67 89-12",
        "01 23 45 67 89%",
        "recall 12 34 56 78",
        "iphone 12 13 14 15",
        "call on 21.11.26",
        "tel 12 34 and more",
    ] {
        for before in ["", "in a line that is longer than one window, "] {
            assert!(found(&format!("{before}{text}\n")).is_empty(), "{text}");
        }
    }
}

#[test]
fn more_shapes_are_numbers_if_the_kind_is_named() {
    assert_eq!(named("at 612 345 678, or"), ["612 345 678"]);
    assert_eq!(named("at 612 34 56 78, or"), ["612 34 56 78"]);
    for text in [
        "12 34 56 78",
        "112 345 678",
        "612.345.678",
        "612 345 678 901",
        "1 612 345 678",
        "21.11.26",
    ] {
        assert!(named(text).is_empty(), "{text}");
    }
}

#[test]
fn the_ends_of_all_words_are_known() {
    for word in [
        "tel",
        "telefono",
        "telefoon",
        "handy",
        "msisdn",
        "whatsapp",
        "phones",
        "phoneno",
        "phone",
        "handynummer",
        "call",
        "mobile",
        "mob",
        "fax",
        "dial",
        "sms",
        "nr",
        "num",
        "value",
        "code",
        "at",
        "me",
        "the",
        "as",
        "us",
        "work",
        "security",
        "MY",
        "Is",
        "NUMBERS",
    ] {
        let last = word.as_bytes().last_chunk().expect("two letters");
        assert!(may_end(*last), "{word}");
    }
    assert!(!may_end(*b"in"));
}

#[test]
fn where_a_number_stands_in_the_text_decides_nothing() {
    let masker = Masker::default();
    for (text, masked) in [
        ("tel: 612 345 678", "tel: ***-***-5678"),
        ("; 06 12 34 56 78", "; ***-***-5678"),
        ("; tel 2 345 678 of", "; tel ***-***-**** of"),
        ("; tel 55 5 12 34 56", "; tel 55 5 12 34 56"),
        ("; 601 123 456", "; 601 123 456"),
    ] {
        for length in 0..140 {
            let before = "x".repeat(length);
            assert_eq!(
                masker.mask(&format!("{before} {text}; ")),
                format!("{before} {masked}; ")
            );
        }
    }
}
