//! What holds a text, and what holds what is masked.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use gambeson::Masked;

use crate::forms::{Email, Login};
use crate::rendered::{debug, json};

type Maybe<T> = Option<T>;

#[derive(Masked)]
struct Held {
    #[mask(email)]
    alias: Maybe<String>,
    #[mask(email)]
    queue: VecDeque<String>,
    #[mask(email)]
    set: BTreeSet<String>,
    #[mask(phone)]
    by_id: BTreeMap<u8, Vec<String>>,
    #[mask(phone, keys(email))]
    by_email: HashMap<String, String>,
    #[mask(keys(email))]
    counts: BTreeMap<String, u32>,
    #[mask(email, keys(secret))]
    hidden: BTreeMap<String, String>,
    #[mask(email)]
    pair: (String, Box<str>),
    #[mask(email)]
    deep: Arc<Vec<Option<Cow<'static, str>>>>,
    #[mask(keep_last = 4)]
    path: PathBuf,
    nested: Vec<Email>,
    login: Option<Login>,
    wait: Duration,
    #[mask(ip)]
    peer: SocketAddr,
}

#[test]
fn a_word_goes_through_whatever_holds_the_text() {
    let held = Held {
        alias: None,
        queue: ["john@example.com".to_owned()].into(),
        set: ["john@example.com".to_owned()].into(),
        by_id: [(1, vec!["555-123-4567".to_owned()])].into(),
        by_email: [("john@example.com".to_owned(), "555-123-4567".to_owned())].into(),
        counts: [("john@example.com".to_owned(), 3)].into(),
        hidden: [("hunter2".to_owned(), "john@example.com".to_owned())].into(),
        pair: ("john@example.com".into(), "jane@example.com".into()),
        deep: Arc::new(vec![Some("john@example.com".into()), None]),
        path: "/home/john/keys".into(),
        nested: vec![Email("john@example.com".into())],
        login: Some(Login::Pin(1)),
        wait: Duration::from_secs(1),
        peer: "10.0.0.1:80".parse().unwrap(),
    };
    assert_eq!(
        json(&held),
        r#"{"alias":null,"queue":["j***@example.com"],"set":["j***@example.com"],"by_id":{"1":["***-***-4567"]},"by_email":{"j***@example.com":"***-***-4567"},"counts":{"j***@example.com":3},"hidden":{"********":"j***@example.com"},"pair":["j***@example.com","j***@example.com"],"deep":["j***@example.com",null],"path":"****keys","nested":["j***@example.com"],"login":{"Pin":"********"},"wait":{"secs":1,"nanos":0},"peer":"*.*.*.*"}"#
    );
    assert_eq!(
        debug(&held),
        "Held { alias: None, queue: [\"j***@example.com\"], set: {\"j***@example.com\"}, \
         by_id: {1: [\"***-***-4567\"]}, by_email: {\"j***@example.com\": \"***-***-4567\"}, \
         counts: {\"j***@example.com\": 3}, hidden: {\"********\": \"j***@example.com\"}, \
         pair: (\"j***@example.com\", \"j***@example.com\"), \
         deep: [Some(\"j***@example.com\"), None], path: \"****keys\", \
         nested: [Email(\"j***@example.com\")], login: Some(Pin(\"********\")), wait: 1s, \
         peer: \"*.*.*.*\" }"
    );
}

#[test]
fn containers_of_what_is_masked_are_masked() {
    let emails = vec![Email("john@example.com".into())];
    assert_eq!(debug(&emails), "[Email(\"j***@example.com\")]");
    assert_eq!(json(&Some(&emails)), "[\"j***@example.com\"]");
}
