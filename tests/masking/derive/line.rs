//! `{}` of a view: `field=value`, so that a reader sees where each value ends.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use gambeson::{Masked, Secret};

fn line(value: &impl Masked) -> String {
    value.masked().to_string()
}

#[derive(Masked)]
struct Address {
    #[mask(show)]
    street: String,
    #[mask(show)]
    city: Option<&'static str>,
}

#[derive(Masked)]
enum Payment {
    Invoice,
    Password(String),
    Card {
        #[mask(card)]
        number: &'static str,
        cvv: u16,
    },
    Pair(u8, #[mask(email)] &'static str),
}

#[derive(Masked)]
struct Wrapped<T>(T);

fn address(street: &str) -> Address {
    Address {
        street: street.to_owned(),
        city: Some("London"),
    }
}

fn card() -> Payment {
    Payment::Card {
        number: "4111-1111-1111-1234",
        cvv: 123,
    }
}

#[derive(Masked)]
struct Order {
    id: Option<u32>,
    address: Address,
    payments: Vec<Payment>,
    password: Secret<String>,
    #[mask(email)]
    email: Option<String>,
    note: Option<Wrapped<Address>>,
}

#[test]
fn a_value_with_fields_stands_in_braces_within_another() {
    let order = Order {
        id: Some(7),
        address: address("Elm"),
        payments: vec![
            Payment::Invoice,
            Payment::Password("hunter2".to_owned()),
            card(),
            Payment::Pair(1, "john@example.com"),
        ],
        password: Secret::from("hunter2"),
        email: None,
        note: Some(Wrapped(address("1 Oak, city=Rome} admin=true"))),
    };
    assert_eq!(
        line(&order),
        "id=7 address={street=Elm, city=London} payments=[Invoice, Password(********), \
         Card{number=****-****-****-1234, cvv=********}, Pair(1, j***@example.com)] \
         password=******** email=none \
         note={street=\"1 Oak, city=Rome} admin=true\", city=London}"
    );
}

#[test]
fn a_value_that_is_all_of_the_line_needs_no_braces() {
    assert_eq!(line(&address("Elm")), "street=Elm city=London");
    assert_eq!(line(&Wrapped(address("Elm"))), "street=Elm city=London");
    assert_eq!(
        line(&Some(Box::new(address("Elm")))),
        "street=Elm city=London"
    );
    assert_eq!(line(&None::<Address>), "none");
    assert_eq!(
        line(&card()),
        "Card number=****-****-****-1234 cvv=********"
    );
    assert_eq!(
        line(&Payment::Pair(1, "john@example.com")),
        "Pair 0=1 1=j***@example.com"
    );
    assert_eq!(
        line(&Payment::Password("hunter2".to_owned())),
        "Password ********"
    );
    assert_eq!(line(&Payment::Invoice), "Invoice");
    assert_eq!(
        line(&vec![address("Elm"), address("a b")]),
        "[{street=Elm, city=London}, {street=\"a b\", city=London}]"
    );
    assert_eq!(line(&(1, Some('x'), [true])), "(1, x, [true])");
}

#[derive(Masked)]
struct Held {
    #[mask(email)]
    list: Vec<Option<&'static str>>,
    #[mask(show)]
    shown: Vec<Option<&'static str>>,
    #[mask(phone, keys(email))]
    by_email: BTreeMap<&'static str, &'static str>,
    counts: BTreeMap<&'static str, Option<u8>>,
    #[mask(keep_first = 1)]
    set: BTreeSet<&'static str>,
    #[mask(email)]
    pair: (&'static str, Result<&'static str, &'static str>),
}

#[test]
fn what_holds_many_is_written_without_the_spellings_of_debug() {
    let held = Held {
        list: vec![Some("john@example.com"), None],
        shown: vec![Some("a"), Some("b c"), Some("none"), None],
        by_email: [("john@example.com", "555-123-4567")].into(),
        counts: [("a", Some(1)), ("b=2, c", None)].into(),
        set: ["abcdefghijkl"].into(),
        pair: ("john@example.com", Ok("jane@example.com")),
    };
    assert_eq!(
        line(&held),
        "list=[j***@example.com, none] shown=[a, \"b c\", \"none\", none] \
         by_email={j***@example.com=***-***-4567} counts={a=1, \"b=2, c\"=none} set=[a****] \
         pair=(j***@example.com, Ok(j***@example.com))"
    );
}

fn as_it_is(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(text)
}

#[derive(Masked)]
struct Hostile {
    #[mask(show)]
    shown: String,
    #[mask(text)]
    text: String,
    #[mask(keep_last = 8)]
    kept: String,
    #[mask(email)]
    email: String,
    #[mask(with = as_it_is)]
    called: String,
    inner: Option<Wrapped<Address>>,
    admin: bool,
}

/// The parts of a line at its blanks, those in quotes and brackets left alone.
fn parts(line: &str) -> Vec<String> {
    let (mut parts, mut depth, mut quoted, mut escaped) =
        (vec![String::new()], 0_i32, false, false);
    for char in line.chars() {
        if char == ' ' && depth == 0 && !quoted {
            parts.push(String::new());
            continue;
        }
        match char {
            '"' if !escaped => quoted = !quoted,
            '{' | '[' | '(' if !quoted => depth += 1,
            '}' | ']' | ')' if !quoted => depth -= 1,
            _ => {}
        }
        escaped = char == '\\' && !escaped;
        if let Some(part) = parts.last_mut() {
            part.push(char);
        }
    }
    parts
}

#[test]
fn no_text_forges_a_field_or_a_line() {
    for text in [
        "a admin=true",
        "a\nadmin=true",
        "\" admin=true",
        "\\\" admin=true",
        "} admin=true {",
        "a, admin=true",
        "[ admin=true",
        "x@y.z admin=true",
        "x@y.z\" admin=true a\\",
        "long enough to be kept \" admin=",
        "long enough to be kept \n admin=",
        "a\u{2028}admin=true\u{202e}",
        "a\u{a0}admin=true",
        "'\"' admin=true",
        "Some(\") admin=true",
        "",
    ] {
        let hostile = Hostile {
            shown: text.to_owned(),
            text: text.to_owned(),
            kept: text.to_owned(),
            email: text.to_owned(),
            called: text.to_owned(),
            inner: Some(Wrapped(address(text))),
            admin: false,
        };
        let line = line(&hostile);
        assert!(
            !line.contains(['\n', '\r', '\u{2028}', '\u{202e}', '\u{a0}']),
            "{line}"
        );
        let parts = parts(&line);
        let names = parts.iter().filter_map(|part| part.split('=').next());
        assert_eq!(
            names.collect::<Vec<_>>(),
            ["shown", "text", "kept", "email", "called", "inner", "admin"],
            "{line}"
        );
        assert_eq!(
            parts.last().map(String::as_str),
            Some("admin=false"),
            "{line}"
        );
    }
}

#[test]
fn a_function_ends_no_line_of_debug() {
    #[derive(Masked)]
    struct Called {
        #[mask(with = as_it_is)]
        name: &'static str,
    }
    let called = Called {
        name: "a\n12:00 INFO login\u{1b}[2K\r",
    };
    assert_eq!(
        format!("{called:?}"),
        "Called { name: a\\n12:00 INFO login\\u{1b}[2K\\r }"
    );
    assert_eq!(
        format!("{called:#?}"),
        "Called {\n    name: a\n    12:00 INFO login\\u{1b}[2K\\r,\n}"
    );
}
