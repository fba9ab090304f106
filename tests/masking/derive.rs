//! Every form of `#[derive(Masked)]`, in every rendering.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt;
use std::marker::PhantomData;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gambeson::Masked;
use serde::Serialize;

fn debug(value: &(impl Masked + fmt::Debug)) -> String {
    let own = format!("{value:?}");
    assert_eq!(own, format!("{:?}", value.masked()));
    own
}

fn pretty(value: &(impl Masked + fmt::Debug)) -> String {
    let own = format!("{value:#?}");
    assert_eq!(own, format!("{:#?}", value.masked()));
    own
}

fn line(value: &impl Masked) -> String {
    value.masked().to_string()
}

fn json(value: &impl Masked) -> String {
    serde_json::to_string(&value.masked()).unwrap()
}

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

#[test]
fn the_layout_of_pretty_debug_is_that_of_std() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "printed")]
    struct Plain {
        id: u32,
        emails: Vec<&'static str>,
        inner: Option<(u8, bool)>,
    }
    #[derive(Masked)]
    struct Shown {
        id: u32,
        #[mask(show)]
        emails: Vec<&'static str>,
        inner: Option<(u8, bool)>,
    }
    let plain = Plain {
        id: 1,
        emails: vec!["a", "b"],
        inner: Some((1, true)),
    };
    let shown = Shown {
        id: 1,
        emails: vec!["a", "b"],
        inner: Some((1, true)),
    };
    assert_eq!(
        pretty(&shown),
        format!("{plain:#?}").replace("Plain", "Shown")
    );
    assert_eq!(
        debug(&shown),
        format!("{plain:?}").replace("Plain", "Shown")
    );

    #[derive(Masked)]
    struct Masks {
        #[mask(email)]
        emails: Vec<Option<String>>,
        password: u8,
    }
    let masks = Masks {
        emails: vec![Some("john@example.com".into()), None],
        password: 1,
    };
    assert_eq!(
        pretty(&masks),
        "Masks {\n    emails: [\n        Some(\n            \"j***@example.com\",\n        ),\n        None,\n    ],\n    password: \"********\",\n}"
    );
}

#[derive(Masked)]
struct Unit;

#[derive(Masked)]
struct Empty {}

#[derive(Masked)]
struct Point(i32, f64);

#[derive(Masked)]
struct Email(#[mask(email)] String);

#[derive(Masked)]
struct ApiKey(String);

#[derive(Masked)]
struct OnlySkipped {
    #[mask(skip)]
    a: String,
}

#[test]
fn units_tuples_and_newtypes_are_written_as_std_and_serde_write_them() {
    assert_eq!(
        (debug(&Unit), line(&Unit), json(&Unit)),
        ("Unit".into(), "Unit".into(), "null".into())
    );
    assert_eq!(
        (debug(&Empty {}), json(&Empty {})),
        ("Empty".into(), "{}".into())
    );
    let point = Point(1, 2.5);
    assert_eq!(
        (debug(&point), line(&point), json(&point)),
        ("Point(1, 2.5)".into(), "0=1 1=2.5".into(), "[1,2.5]".into())
    );
    let email = Email("john@example.com".into());
    assert_eq!(debug(&email), "Email(\"j***@example.com\")");
    assert_eq!(line(&email), "j***@example.com");
    assert_eq!(json(&email), "\"j***@example.com\"");
    assert_eq!(pretty(&Point(1, 2.5)), "Point(\n    1,\n    2.5,\n)");
    let skipped = OnlySkipped {
        a: "hunter2".into(),
    };
    assert_eq!(skipped.a, "hunter2");
    assert_eq!(
        (debug(&skipped), json(&skipped)),
        ("OnlySkipped".into(), "{}".into())
    );
}

#[test]
fn the_name_of_a_tuple_struct_and_of_a_variant_is_the_name_of_what_it_holds() {
    assert_eq!(debug(&ApiKey("hunter2".into())), "ApiKey(\"********\")");
    assert_eq!(json(&ApiKey("hunter2".into())), "\"********\"");
    assert_eq!(
        debug(&Login::Password("hunter2".into())),
        "Password(\"********\")"
    );
    assert_eq!(json(&Login::Pin(4711)), r#"{"Pin":"********"}"#);
}

#[derive(Masked)]
enum Login {
    Anonymous,
    Password(String),
    Pin(u32),
    User {
        id: u32,
        #[mask(email)]
        email: String,
    },
    Pair(u8, #[mask(phone)] String),
}

#[test]
fn the_variants_of_an_enum_are_written_each_in_its_form() {
    let user = Login::User {
        id: 1,
        email: "john@example.com".into(),
    };
    assert_eq!(debug(&user), "User { id: 1, email: \"j***@example.com\" }");
    assert_eq!(line(&user), "User id=1 email=j***@example.com");
    assert_eq!(
        json(&user),
        r#"{"User":{"id":1,"email":"j***@example.com"}}"#
    );
    let pair = Login::Pair(1, "555-123-4567".into());
    assert_eq!(debug(&pair), "Pair(1, \"***-***-4567\")");
    assert_eq!(line(&pair), "Pair 0=1 1=***-***-4567");
    assert_eq!(json(&pair), r#"{"Pair":[1,"***-***-4567"]}"#);
    assert_eq!(
        (debug(&Login::Anonymous), json(&Login::Anonymous)),
        ("Anonymous".into(), "\"Anonymous\"".into())
    );
}

#[derive(Masked)]
enum Never {}

#[test]
fn an_enum_without_variants_compiles() {
    let none: Option<Never> = None;
    assert_eq!(debug(&none), "None");
}

#[derive(Masked)]
struct Page<'a, T, const N: usize = 2>
where
    T: Clone,
{
    items: Vec<T>,
    #[mask(email)]
    owners: [&'a str; N],
    next: Option<Box<Page<'a, T, N>>>,
    marker: PhantomData<T>,
    #[mask(show)]
    cursor: Option<T>,
}

#[test]
fn generics_lifetimes_clauses_and_constants_are_kept() {
    let page = || Page {
        items: vec![1_u16, 2],
        owners: ["a.b@example.com", "cd@example.com"],
        next: None,
        marker: PhantomData,
        cursor: Some(3),
    };
    let two = Page {
        next: Some(Box::new(page())),
        ..page()
    };
    assert_eq!(
        debug(&two),
        "Page { items: [1, 2], owners: [\"a***@example.com\", \"c***@example.com\"], \
         next: Some(Page { items: [1, 2], owners: [\"a***@example.com\", \"c***@example.com\"], \
         next: None, marker: PhantomData<u16>, cursor: Some(3) }), marker: PhantomData<u16>, \
         cursor: Some(3) }"
    );
    assert_eq!(
        json(&page()),
        r#"{"items":[1,2],"owners":["a***@example.com","c***@example.com"],"next":null,"marker":null,"cursor":3}"#
    );
}

#[derive(Masked)]
struct Tree<T> {
    value: T,
    children: Vec<Self>,
}

#[test]
fn a_type_that_holds_itself_compiles() {
    let tree = Tree {
        value: 1,
        children: vec![Tree {
            value: 2,
            children: Vec::new(),
        }],
    };
    assert_eq!(
        json(&tree),
        r#"{"value":1,"children":[{"value":2,"children":[]}]}"#
    );
}

/// A parameter that only a skipped or hidden field mentions needs nothing.
#[derive(Masked)]
struct Hidden<T> {
    #[mask(secret)]
    value: T,
}

#[test]
fn a_hidden_parameter_needs_no_bound() {
    struct Opaque;
    let hidden = Hidden { value: Opaque };
    let Opaque = hidden.value;
    assert_eq!(debug(&hidden), "Hidden { value: \"********\" }");
    assert_eq!(json(&hidden), r#"{"value":"********"}"#);
}

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

#[derive(Masked)]
#[mask(serialize)]
struct Answer {
    id: u32,
    password: String,
}

#[test]
fn serialize_is_written_masked_where_it_is_asked_for() {
    let answer = Answer {
        id: 1,
        password: "hunter2".into(),
    };
    assert_eq!(
        serde_json::to_string(&answer).unwrap(),
        r#"{"id":1,"password":"********"}"#
    );
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

#[test]
fn containers_of_what_is_masked_are_masked() {
    let emails = vec![Email("john@example.com".into())];
    assert_eq!(debug(&emails), "[Email(\"j***@example.com\")]");
    assert_eq!(json(&Some(&emails)), "[\"j***@example.com\"]");
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
