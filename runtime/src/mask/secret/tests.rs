use std::cell::Cell;
use std::rc::Rc;

use serde::Deserialize;
use zeroize::Zeroize;

use super::Secret;

const CANARY: &str = "hunter2";

#[test]
fn nothing_shows_it() {
    let secret: Secret<String> = CANARY.into();
    assert_eq!(secret.to_string(), "********");
    assert_eq!(format!("{secret:?}"), "Secret(********)");
    assert_eq!(format!("{secret:#?}"), "Secret(********)");
    assert_eq!(format!("{:?}", Some(&secret)), "Some(Secret(********))");
    assert_eq!(serde_json::to_string(&secret).unwrap(), "\"********\"");
    let bytes = Secret::new(vec![1_u8, 2]);
    assert_eq!(serde_json::to_string(&bytes).unwrap(), "\"********\"");
}

#[test]
fn there_is_one_way_out() {
    assert_eq!(Secret::<String>::from(CANARY).expose(), CANARY);
    assert_eq!(&**Secret::<Box<str>>::from(CANARY).expose(), CANARY);
    assert_eq!(CANARY.parse::<Secret<String>>().unwrap().expose(), CANARY);
    assert_eq!(Secret::from(&b"ab"[..]).expose(), b"ab");
    assert_eq!(Secret::from([1_u8, 2]).expose(), &[1, 2]);
}

#[test]
fn it_is_equal_to_what_has_the_same_bytes() {
    let text = |text: &str| Secret::<String>::from(text);
    assert!(text(CANARY) == text(CANARY));
    assert!(text("") == text(""));
    for other in ["", "hunter", "hunter3", "Hunter2", "hunter2\0", "hunter22"] {
        assert!(text(CANARY) != text(other), "{other}");
    }
    assert!(text("\0") != text(""));
    assert!(Secret::new(vec![1_u8, 2]) == Secret::new(vec![1_u8, 2]));
    assert!(Secret::new(vec![1_u8, 2]) != Secret::new(vec![1_u8, 2, 0]));
    assert!(Secret::new([1_u8; 32]) == Secret::new([1_u8; 32]));
    assert!(Secret::new([1_u8; 32]) != Secret::new([2_u8; 32]));
    let boxed = |bytes: &[u8]| Secret::<Box<[u8]>>::new(bytes.into());
    assert!(boxed(b"a") == boxed(b"a"));
    assert!(Secret::<Box<str>>::from("a") != Secret::<Box<str>>::from("b"));
}

/// Counts how often it was wiped.
#[derive(Clone, Default)]
struct Wiped(Rc<Cell<u32>>);

impl Zeroize for Wiped {
    fn zeroize(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn it_is_wiped_when_it_is_dropped_and_so_is_each_clone() {
    let wiped = Wiped::default();
    let secret = Secret::new(wiped.clone());
    let clone = secret.clone();
    drop(secret);
    assert_eq!(wiped.0.get(), 1);
    drop(clone);
    assert_eq!(wiped.0.get(), 2);
}

#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
struct Login {
    name: String,
    #[serde(default)]
    password: Secret<String>,
}

#[test]
fn it_is_read_as_its_value_is() {
    let login: Login = serde_json::from_str(r#"{"name":"a","password":"hunter2"}"#).unwrap();
    assert_eq!(login.password.expose(), CANARY);
    let login: Login = serde_json::from_str(r#"{"name":"a"}"#).unwrap();
    assert_eq!(login.password.expose(), "");
    let bytes: Secret<[u8; 3]> = serde_json::from_str("[1,2,3]").unwrap();
    assert_eq!(bytes.expose(), &[1, 2, 3]);
}

#[test]
fn an_error_does_not_tell_what_stood_there() {
    let error = |text| serde_json::from_str::<Login>(text).unwrap_err().to_string();
    for text in [
        r#"{"name":"a","password":4711}"#,
        r#"{"name":"a","password":["4711"]}"#,
        r#"{"name":"a","password":{"4711":1}}"#,
    ] {
        assert!(!error(text).contains("4711"), "{}", error(text));
    }
    let number = serde_json::from_str::<Secret<u32>>("\"hunter2\"").unwrap_err();
    assert!(!number.to_string().contains(CANARY), "{number}");
    // What tells nothing stays.
    let cut = error(r#"{"name":"a","password":"hunt"#);
    assert!(cut.starts_with("EOF while parsing a string"), "{cut}");
}
