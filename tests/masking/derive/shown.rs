//! What is shown: by a word, by a default, by its type; and what its name hides all the same.

use std::fmt;
use std::time::Instant;

use gambeson::Masked;
use serde::Serialize;

use crate::rendered::{debug, json, line};

#[derive(Masked)]
#[mask(default = show)]
struct Open {
    name: String,
    password: String,
    #[mask(email)]
    email: String,
}

#[derive(Masked)]
#[mask(default = secret)]
struct Closed {
    name: String,
    age: u8,
    #[mask(show)]
    city: String,
}

#[test]
fn a_default_holds_for_the_fields_without_a_word() {
    let open = Open {
        name: "Ada".into(),
        password: "hunter2".into(),
        email: "john@example.com".into(),
    };
    assert_eq!(
        line(&open),
        "name=Ada password=******** email=j***@example.com"
    );
    let closed = Closed {
        name: "Ada".into(),
        age: 36,
        city: "London".into(),
    };
    assert_eq!((closed.age, &*closed.name), (36, "Ada"));
    assert_eq!(line(&closed), "name=******** age=******** city=London");
}

#[derive(Debug)]
struct NoSerialize;

#[derive(Debug, Serialize)]
struct WithSerialize {
    a: u8,
}

#[derive(Masked)]
struct Shown {
    #[mask(show)]
    own: NoSerialize,
    #[mask(show)]
    dynamic: Box<dyn fmt::Debug>,
    #[mask(show)]
    both: WithSerialize,
    #[mask(secret)]
    lock: std::sync::Mutex<String>,
}

#[test]
fn what_is_shown_and_not_serialisable_is_the_text_of_its_debug() {
    let shown = Shown {
        own: NoSerialize,
        dynamic: Box::new("a\nb"),
        both: WithSerialize { a: 1 },
        lock: std::sync::Mutex::new("hunter2".into()),
    };
    assert_eq!(
        json(&shown),
        r#"{"own":"NoSerialize","dynamic":"\"a\\nb\"","both":{"a":1},"lock":"********"}"#
    );
    assert!(!line(&shown).contains('\n'));
}

#[derive(Masked)]
struct Moments {
    at: Instant,
    #[mask(show)]
    again: Instant,
}

#[test]
fn an_instant_is_shown_as_its_debug_says() {
    let at = Instant::now();
    let moments = Moments { at, again: at };
    let text = serde_json::to_string(&format!("{at:?}")).unwrap();
    assert_eq!(json(&moments), format!(r#"{{"at":{text},"again":{text}}}"#));
}

#[derive(Masked)]
struct Named {
    #[mask(show)]
    password: String,
    #[serde(rename = "apiKey")]
    k: String,
    #[serde(alias = "password")]
    p: u32,
    r#type: u8,
}

#[test]
fn names_of_serde_count_and_show_lifts_the_rule() {
    let named = Named {
        password: "open".into(),
        k: "hunter2".into(),
        p: 4711,
        r#type: 1,
    };
    assert_eq!((&*named.k, named.p), ("hunter2", 4711));
    assert_eq!(
        debug(&named),
        "Named { password: \"open\", k: \"********\", p: \"********\", type: 1 }"
    );
    assert_eq!(
        json(&named),
        r#"{"password":"open","apiKey":"********","p":"********","type":1}"#
    );
}
