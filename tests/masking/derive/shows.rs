//! What looks as if it could show a secret: types that are shown, names in maps, functions that
//! fail.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use gambeson::{Masked, assert_masked};
use serde::Serialize;

const CANARY: &str = "c4n4ry-hunter2";

fn json(value: &impl Masked) -> String {
    serde_json::to_string(&value.masked()).unwrap()
}

/// Masked, and serialised in the clear where it is serialised itself.
#[derive(Masked, Serialize)]
struct Inner {
    password: String,
}

fn inner() -> Inner {
    Inner {
        password: CANARY.to_owned(),
    }
}

#[derive(Masked)]
#[mask(default = show)]
struct Open {
    inner: Inner,
    list: Vec<Option<Inner>>,
    #[serde(flatten)]
    flat: Inner,
    note: &'static str,
}

#[derive(Masked)]
struct Said {
    #[mask(show)]
    inner: Box<Inner>,
    #[mask(show)]
    by_id: HashMap<u8, Inner>,
}

#[test]
fn a_masked_type_that_is_shown_stays_masked() {
    let open = Open {
        inner: inner(),
        list: vec![Some(inner()), None],
        flat: inner(),
        note: "seen",
    };
    assert_masked!(open, [CANARY]);
    assert_eq!(
        json(&open),
        r#"{"inner":{"password":"********"},"list":[{"password":"********"},null],"password":"********","note":"seen"}"#
    );
    assert_eq!(
        open.masked().to_string(),
        "inner={password=********} list=[{password=********}, none] flat={password=********} note=seen"
    );
    let said = Said {
        inner: Box::new(inner()),
        by_id: [(1, inner())].into(),
    };
    assert_masked!(said, [CANARY]);
    assert_eq!(said.by_id.len(), 1);
}

#[derive(Masked)]
struct Request {
    #[mask(text)]
    headers: BTreeMap<String, String>,
    #[serde(flatten)]
    #[mask(text)]
    rest: BTreeMap<&'static str, serde_json::Value>,
    #[mask(text, keys(text))]
    both: HashMap<String, Vec<Option<&'static str>>>,
}

#[test]
fn a_key_of_a_map_that_is_read_as_text_is_the_name_of_its_value() {
    let request = Request {
        headers: [
            ("X-Api-Key".to_owned(), CANARY.to_owned()),
            ("accept".to_owned(), "*/*".to_owned()),
        ]
        .into(),
        rest: [
            ("pin", serde_json::json!(4711)),
            ("note", serde_json::json!(["a", { "otp": CANARY }])),
        ]
        .into(),
        both: [("password".to_owned(), vec![Some(CANARY), None])].into(),
    };
    assert_masked!(request, [CANARY, "4711"]);
    assert_eq!(
        request.masked().to_string(),
        "headers={X-Api-Key=********, accept=*/*} \
         rest={note=[a,{otp:********}], pin=********} both={password=********}"
    );
    assert_eq!(
        json(&request),
        r#"{"headers":{"X-Api-Key":"********","accept":"*/*"},"note":["a",{"otp":"********"}],"pin":"********","both":{"password":"********"}}"#
    );
}

fn fails(_: &str, _: &mut fmt::Formatter<'_>) -> fmt::Result {
    Err(fmt::Error)
}

#[derive(Masked)]
struct Called {
    #[mask(with = fails)]
    name: &'static str,
}

#[test]
fn a_function_that_fails_is_an_error_of_serde() {
    let called = Called { name: CANARY };
    let error = serde_json::to_string(&called.masked()).unwrap_err();
    assert_eq!(error.to_string(), "a value could not be written");
    assert_eq!(called.name, CANARY);
}
