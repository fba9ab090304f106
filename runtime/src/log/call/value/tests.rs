use std::fmt;
use std::time::Duration;

use super::told::*;
use super::{FieldValue, text};

macro_rules! told {
    ($name:literal, $value:expr) => {
        match &$value {
            value => value.told((&&&&&Shown(value)).by(), $name),
        }
    };
}

macro_rules! raw {
    ($value:expr) => {
        match &$value {
            value => value.told_raw((&&&&Raw(value)).by()),
        }
    };
}

fn text(value: &str) -> FieldValue {
    FieldValue::Text(value.to_owned())
}

#[derive(Debug)]
#[expect(dead_code, reason = "printed")]
struct OnlyDebug(u8);

#[test]
fn numbers_stay_numbers() {
    assert_eq!(told!("count", 7_u8), FieldValue::U64(7));
    assert_eq!(told!("count", &-7_i32), FieldValue::I64(-7));
    assert_eq!(told!("share", 0.5_f32), FieldValue::F64(0.5));
    assert_eq!(told!("dry", true), FieldValue::Bool(true));
    assert_eq!(told!("count", Some(&7_usize)), FieldValue::U64(7));
    assert_eq!(told!("count", None::<u64>), FieldValue::None);
    assert_eq!(told!("count", u128::MAX), text(&u128::MAX.to_string()));
}

#[test]
fn the_rest_is_text_by_display_or_debug() {
    assert_eq!(told!("name", "ada"), text("ada"));
    assert_eq!(told!("name", String::from("ada")), text("ada"));
    assert_eq!(told!("name", Some("ada")), text("ada"));
    assert_eq!(told!("name", None::<String>), FieldValue::None);
    assert_eq!(told!("wait", Duration::from_secs(2)), text("2s"));
    assert_eq!(told!("it", OnlyDebug(1)), text("OnlyDebug(1)"));
    assert_eq!(told!("list", ["a", "b"]), text("[\"a\", \"b\"]"));
}

#[test]
fn text_is_masked_and_a_sensitive_name_hides_whatever_it_names() {
    assert_eq!(told!("who", "john@example.com"), text("j***@example.com"));
    assert_eq!(told!("password", "hunter2"), text("********"));
    assert_eq!(told!("password", 1234_u32), text("********"));
    assert_eq!(
        "john@example.com".debugged("who"),
        text("\"j***@example.com\"")
    );
    assert_eq!("abc".displayed("api_key"), text("********"));
}

#[test]
fn what_is_to_be_shown_is_shown() {
    assert_eq!(raw!("john@example.com"), text("john@example.com"));
    assert_eq!(raw!(Some("john@example.com")), text("john@example.com"));
    assert_eq!(raw!(5_u16), FieldValue::U64(5));
    assert_eq!(raw!(OnlyDebug(1)), text("OnlyDebug(1)"));
}

#[test]
fn a_generic_value_is_told_by_what_is_known_of_it() {
    fn shown<T: fmt::Debug>(value: &T) -> FieldValue {
        told!("value", *value)
    }
    assert_eq!(shown(&"ada"), text("\"ada\""));
}

#[test]
fn what_is_too_long_is_cut_and_no_finding_is_cut_in_two() {
    let long = "é".repeat(10_000);
    let FieldValue::Text(told) = told!("body", long) else {
        panic!("a text")
    };
    assert!(told.len() <= text::LIMIT + 16, "{}", told.len());
    assert!(told.ends_with("... (cut)"), "{told}");

    let mail = format!(
        "{} john@example.com {}",
        "a".repeat(text::LIMIT - 6),
        "b".repeat(5000)
    );
    let FieldValue::Text(told) = told!("body", mail) else {
        panic!("a text")
    };
    assert!(!told.contains("john"), "{told}");
}

#[test]
fn what_panics_while_it_is_formatted_ends_there() {
    struct Panics;
    impl fmt::Display for Panics {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half ")?;
            panic!("in a formatter")
        }
    }
    assert_eq!(told!("it", Panics), text("half (its formatting panicked)"));
}

#[test]
fn control_characters_are_passed_on_as_they_are() {
    let hostile = "a\nlevel=ERROR \u{1b}[31m\0";
    assert_eq!(told!("it", hostile), text(hostile));
}
