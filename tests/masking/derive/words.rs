//! Each word, in each rendering.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::Arc;

use gambeson::Masked;

use crate::rendered::{debug, json, line};

#[derive(Masked)]
struct Booking<'a> {
    id: u64,
    #[mask(email)]
    email: String,
    #[mask(phone)]
    phone: &'a str,
    #[mask(card)]
    card: Option<String>,
    #[mask(ssn)]
    ssn: Cow<'a, str>,
    #[mask(iban)]
    iban: Box<str>,
    #[mask(ip)]
    address: IpAddr,
    #[mask(secret)]
    note: Vec<u8>,
    password: String,
    pin: u32,
    #[mask(keep_first = 2)]
    code: Arc<str>,
    #[mask(keep_last = 4)]
    voucher: Rc<String>,
    #[mask(fixed = "(\"gone\")")]
    history: Vec<String>,
    #[mask(show)]
    city: String,
    #[mask(skip)]
    internal: String,
    #[mask(with = initial)]
    name: String,
    paid: bool,
}

fn initial(name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{}.", name.chars().next().unwrap_or('?'))
}

fn booking() -> Booking<'static> {
    Booking {
        id: 7,
        email: "john@example.com".to_owned(),
        phone: "555-123-4567",
        card: Some("4111-1111-1111-1234".to_owned()),
        ssn: "123-45-6789".into(),
        iban: "DE89370400440532013000".into(),
        address: "192.168.7.9".parse().unwrap(),
        note: b"hunter2".to_vec(),
        password: "hunter2".to_owned(),
        pin: 4711,
        code: "abcdefghijkl".into(),
        voucher: Rc::new("abcdefghijkl".to_owned()),
        history: vec!["hunter2".to_owned()],
        city: "Lake \"Tahoe\"".to_owned(),
        internal: "hunter2".to_owned(),
        name: "Ada".to_owned(),
        paid: true,
    }
}

#[test]
fn every_word_masks_debug() {
    assert_eq!(booking().internal, "hunter2");
    assert_eq!(
        debug(&booking()),
        "Booking { id: 7, email: \"j***@example.com\", phone: \"***-***-4567\", \
         card: Some(\"****-****-****-1234\"), ssn: \"***-**-****\", iban: \"DE********3000\", \
         address: \"*.*.*.*\", note: \"********\", password: \"********\", pin: \"********\", \
         code: \"ab****\", voucher: \"****ijkl\", history: \"(\\\"gone\\\")\", \
         city: \"Lake \\\"Tahoe\\\"\", name: A., paid: true }"
    );
}

#[test]
fn every_word_masks_the_line() {
    assert_eq!(
        line(&booking()),
        "id=7 email=j***@example.com phone=***-***-4567 card=****-****-****-1234 \
         ssn=***-**-**** iban=DE********3000 address=*.*.*.* note=******** password=******** \
         pin=******** code=ab**** voucher=****ijkl history=\"(\\\"gone\\\")\" \
         city=\"Lake \\\"Tahoe\\\"\" name=A. paid=true"
    );
}

#[test]
fn every_word_masks_json() {
    assert_eq!(
        json(&booking()),
        r#"{"id":7,"email":"j***@example.com","phone":"***-***-4567","card":"****-****-****-1234","ssn":"***-**-****","iban":"DE********3000","address":"*.*.*.*","note":"********","password":"********","pin":"********","code":"ab****","voucher":"****ijkl","history":"(\"gone\")","city":"Lake \"Tahoe\"","name":"A.","paid":true}"#
    );
}

#[derive(Masked)]
struct Joined {
    #[mask(hash)]
    user: u64,
    #[mask(email, hash)]
    email: String,
}

#[test]
fn a_pseudonym_is_the_same_for_the_same_value() {
    let joined = |user| Joined {
        user,
        email: "john@example.com".into(),
    };
    assert_eq!(json(&joined(1)), json(&joined(1)));
    assert_ne!(json(&joined(1)), json(&joined(2)));
    assert!(json(&joined(1)).contains("\"email\":\"email_"));
    assert!(json(&joined(1)).contains("\"user\":\"value_"));
}

#[derive(Masked)]
struct Event {
    #[mask(text)]
    message: String,
    #[mask(text)]
    payload: serde_json::Value,
    #[mask(text)]
    lines: Vec<&'static str>,
}

#[test]
fn text_and_json_are_read_by_the_masker() {
    let event = Event {
        message: "call 555-123-4567, password=hunter2".into(),
        payload: serde_json::json!({ "password": "hunter2", "to": ["john@example.com"], "n": 1 }),
        lines: vec!["nothing here", "john@example.com"],
    };
    assert_eq!(
        json(&event),
        r#"{"message":"call ***-***-4567, password=********","payload":{"n":1,"password":"********","to":["j***@example.com"]},"lines":["nothing here","j***@example.com"]}"#
    );
    assert!(debug(&event).contains("message: \"call ***-***-4567, password=********\""));
    gambeson::assert_masked!(event, ["hunter2", "john@example.com", "555-123-4567"]);
}
