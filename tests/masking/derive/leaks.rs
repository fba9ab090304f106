//! A canary in every field of every kind: no rendering shows it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use gambeson::{Masked, Secret, assert_masked};

const CANARY: &str = "c4n4ry-hunter2";
const NUMBER: u64 = 987_654_321_987;

fn text() -> String {
    format!("\"{CANARY}\"\n=\u{1b}[31m é {CANARY}")
}

fn hidden(_: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("(hidden)\nlogin=ok")
}

#[derive(Masked)]
struct All<'a, T> {
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
    ip: String,
    #[mask(secret)]
    secret: T,
    #[mask(fixed = "gone")]
    fixed: Vec<u8>,
    #[mask(hash)]
    hash: String,
    #[mask(hash)]
    number: u64,
    #[mask(keep_first = 1)]
    first: String,
    #[mask(keep_last = 1)]
    last: Arc<str>,
    #[mask(with = hidden)]
    with: String,
    #[mask(skip)]
    skip: String,
    #[mask(secret)]
    json: serde_json::Value,
    #[mask(secret)]
    path: PathBuf,
    #[mask(email, keys(phone))]
    map: HashMap<String, String>,
    #[mask(keys(secret))]
    keys: BTreeMap<String, u8>,
    #[mask(card)]
    set: BTreeSet<String>,
    #[mask(iban)]
    tuple: (String, [String; 1]),
    #[mask(secret)]
    lock: Mutex<String>,
    wrapped: Secret<String>,
    password: String,
    #[serde(rename = "x-api-key")]
    renamed: String,
    pin: u64,
    nested: Vec<Kinds>,
}

#[derive(Masked)]
enum Kinds {
    Password(String),
    Pin(u64),
    Named {
        #[mask(secret)]
        value: String,
        api_key: Option<String>,
    },
    Mixed(u8, #[mask(email)] String),
}

#[derive(Masked)]
#[mask(default = secret)]
struct Closed {
    text: String,
    bytes: Vec<u8>,
    number: u64,
}

fn all(text: &str) -> All<'_, String> {
    let own = || text.to_owned();
    let closed = Closed {
        text: own(),
        bytes: own().into_bytes(),
        number: NUMBER,
    };
    assert_masked!(closed, [CANARY, "987654321987"]);
    assert_eq!(
        (closed.text.len(), closed.number),
        (closed.bytes.len(), NUMBER)
    );
    let all = All {
        email: own(),
        phone: text,
        card: Some(own()),
        ssn: text.into(),
        iban: text.into(),
        ip: own(),
        secret: own(),
        fixed: own().into_bytes(),
        hash: own(),
        number: NUMBER,
        first: own(),
        last: text.into(),
        with: own(),
        skip: own(),
        json: serde_json::json!({ "a": [text] }),
        path: text.into(),
        map: [(own(), own())].into(),
        keys: [(own(), 1)].into(),
        set: [own()].into(),
        tuple: (own(), [own()]),
        lock: Mutex::new(own()),
        wrapped: Secret::from(text),
        password: own(),
        renamed: own(),
        pin: NUMBER,
        nested: vec![
            Kinds::Password(own()),
            Kinds::Pin(NUMBER),
            Kinds::Named {
                value: own(),
                api_key: Some(own()),
            },
            Kinds::Mixed(1, own()),
        ],
    };
    assert_eq!(all.skip, text);
    all
}

#[test]
fn no_rendering_shows_a_canary() {
    for text in [
        text(),
        CANARY.to_owned(),
        format!("a@{CANARY} b"),
        format!("{CANARY}@x"),
    ] {
        assert_masked!(all(&text), [CANARY, "987654321987"]);
        assert_masked!(vec![Some(all(&text))], [CANARY, "987654321987"]);
    }
}

#[test]
fn no_value_ends_or_forges_a_line() {
    let text = text();
    let line = all(&text).masked().to_string();
    assert!(!line.contains(['\n', '\r', '\u{1b}']), "{line}");
    // A function writes what it wants to, and still not a line of its own.
    assert!(line.contains("with=\"(hidden)\\nlogin=ok\""), "{line}");
}

#[test]
fn no_panic_and_no_unwrap_shows_a_canary() {
    let text = text();
    let refused: Result<(), _> = std::hint::black_box(Err(all(&text)));
    let caught = catch_unwind(AssertUnwindSafe(|| refused.unwrap()));
    let message = caught.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("All { email: "), "{message}");
    assert!(!message.contains(CANARY), "{message}");
    let caught = catch_unwind(AssertUnwindSafe(|| panic!("{}", all(&text).masked())));
    let message = caught.unwrap_err().downcast::<String>().unwrap();
    assert!(!message.contains(CANARY), "{message}");
}

#[derive(Masked)]
#[mask(reject_masked)]
struct Read {
    password: Secret<String>,
    pin: u32,
    api_key: Vec<String>,
}

#[test]
fn no_error_of_serde_shows_a_canary() {
    let right = format!(r#"{{"password":"{CANARY}","pin":1,"api_key":["{CANARY}"]}}"#);
    let read: Read = serde_json::from_str(&right).unwrap();
    assert_eq!((read.pin, read.api_key.len()), (1, 1));
    assert_masked!(read, [CANARY]);
    for wrong in [
        format!(r#"{{"password":"a","pin":"{CANARY}","api_key":[]}}"#),
        format!(r#"{{"password":["{CANARY}"],"pin":1,"api_key":[]}}"#),
        format!(r#"{{"password":"a","pin":1,"api_key":"{CANARY}"}}"#),
    ] {
        let error = serde_json::from_str::<Read>(&wrong).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(CANARY), "{error}");
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_event_of_tracing_shows_a_canary() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .finish();
    let text = text();
    tracing::subscriber::with_default(subscriber, || {
        let req = all(&text);
        tracing::info!(?req);
        let view = req.masked();
        tracing::info!(?view, "view");
        tracing::info!(%view);
        tracing::info_span!("span", req = %view).in_scope(|| tracing::info!("{req:#?}"));
    });
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert_eq!(log.matches("j***").count(), 0);
    assert!(log.contains("password=********") && log.contains("password: \"********\""));
    assert!(!log.contains(CANARY), "{log}");
    assert!(!log.contains("987654321987"), "{log}");
}

#[derive(Masked)]
struct Shown {
    #[mask(show)]
    text: String,
}

#[test]
fn assert_masked_finds_what_shows_in_any_form() {
    let fails = |text: &str, secret: &str| {
        let shown = Shown {
            text: text.to_owned(),
        };
        let caught = catch_unwind(AssertUnwindSafe(|| assert_masked!(shown, [secret])));
        let message = caught.unwrap_err();
        match message.downcast::<String>() {
            Ok(message) => *message,
            Err(other) => (*other.downcast::<&str>().unwrap()).to_owned(),
        }
    };
    let message = fails("a hunter2", "hunter2");
    for form in ["{:?}", "{:#?}", "{}", "JSON"] {
        assert!(message.contains(&format!("shows in {form}: ")), "{message}");
    }
    assert!(fails("a\"\n\\b", "\"\n\\").contains("shows in JSON"));
    assert!(fails("a", "").contains("name a secret"));
}

/// A `Debug` that is not the view's.
struct ByHand;

impl fmt::Debug for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(CANARY)
    }
}

#[test]
fn a_hidden_type_is_not_asked_what_it_would_write() {
    #[derive(Masked)]
    struct Holder {
        #[mask(secret)]
        inner: ByHand,
    }
    let holder = Holder { inner: ByHand };
    assert!(format!("{:?}", holder.inner).contains(CANARY));
    assert_masked!(holder, [CANARY]);
}
