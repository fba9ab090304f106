//! What a view serialises is what serde writes, but for the masked values.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use gambeson::{Masked, Secret};
use serde::{Deserialize, Serialize};

/// The view, and what plain serde writes with `hidden` in place of each canary.
fn same(value: &(impl Masked + Serialize), hidden: &[(&str, &str)]) {
    let mut plain = serde_json::to_string(value).unwrap();
    for (canary, mask) in hidden {
        assert!(plain.contains(canary), "{plain} has no {canary}");
        plain = plain.replace(canary, mask);
    }
    assert_eq!(serde_json::to_string(&value.masked()).unwrap(), plain);
}

const MASKED: &[(&str, &str)] = &[("john@example.com", "j***@example.com")];

fn email() -> String {
    "john@example.com".to_owned()
}

#[derive(Masked, Serialize)]
struct Address {
    #[mask(show)]
    city: String,
    #[mask(email)]
    contact: String,
}

fn address() -> Address {
    Address {
        city: "Linz".into(),
        contact: email(),
    }
}

mod shout {
    pub(crate) fn serialize<S: serde::Serializer>(text: &str, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&text.to_uppercase())
    }
}

#[expect(clippy::ref_option, reason = "serde's signature")]
fn is_none(value: &Option<String>) -> bool {
    value.is_none()
}

#[derive(Masked, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Attributes<'a, T>
where
    T: Clone,
{
    #[serde(rename = "E-Mail", alias = "mail")]
    #[mask(email)]
    e_mail: String,
    #[serde(skip_serializing_if = "is_none")]
    #[mask(email)]
    nick_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[mask(email)]
    other_name: Option<String>,
    #[serde(skip)]
    #[mask(email)]
    skipped: String,
    #[serde(skip_serializing)]
    #[mask(show)]
    not_written: u8,
    #[serde(with = "shout")]
    #[mask(show)]
    loud_note: &'a str,
    #[serde(serialize_with = "shout::serialize")]
    #[mask(email)]
    replaced: String,
    #[serde(flatten)]
    address: Address,
    #[serde(flatten)]
    #[mask(email)]
    rest: BTreeMap<String, String>,
    inner_value: T,
}

#[test]
fn attributes_of_fields_are_honoured() {
    let value = Attributes {
        e_mail: email(),
        nick_name: None,
        other_name: Some(email()),
        skipped: email(),
        not_written: 1,
        loud_note: "loud",
        replaced: email(),
        address: address(),
        rest: [("more".to_owned(), email())].into(),
        inner_value: 5_u8,
    };
    assert_eq!(value.not_written, 1);
    same(
        &value,
        &[MASKED[0], ("JOHN@EXAMPLE.COM", "j***@example.com")],
    );
    // What serde leaves out is still masked in the text.
    assert!(format!("{value:?}").contains("skipped: \"j***@example.com\""));
}

#[derive(Masked, Serialize)]
#[serde(transparent)]
struct Transparent {
    #[mask(email)]
    inner: String,
}

#[derive(Masked, Serialize)]
#[serde(tag = "kind", rename = "Tagged-Struct")]
struct TaggedStruct {
    #[mask(email)]
    a: String,
}

#[derive(Masked, Serialize)]
#[serde(tag = "kind")]
struct TaggedByName {
    a: u8,
}

#[test]
fn attributes_of_structs_are_honoured() {
    same(&Transparent { inner: email() }, MASKED);
    same(&TaggedStruct { a: email() }, MASKED);
    same(&TaggedByName { a: 1 }, &[]);
}

macro_rules! enums {
    ($($name:ident: #[$attr:meta];)*) => {$(
        #[derive(Masked, Serialize)]
        #[$attr]
        enum $name {
            Nothing,
            #[serde(rename = "other-name")]
            Named {
                id: u32,
                #[mask(email)]
                mail_to: String,
            },
            Nested(Address),
            #[serde(skip)]
            #[expect(dead_code, reason = "serde leaves it out")]
            Skipped(u8),
            #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
            Loud {
                mail_to: Secret<String>,
            },
        }

        impl $name {
            fn check() {
                same(&Self::Nothing, &[]);
                same(&Self::Named { id: 1, mail_to: email() }, MASKED);
                same(&Self::Nested(address()), MASKED);
                same(&Self::Loud { mail_to: Secret::from(email()) }, &[]);
            }
        }
    )*};
}

enums! {
    External: #[serde(rename_all = "kebab-case")];
    Internal: #[serde(tag = "type", rename_all_fields = "camelCase")];
    Adjacent: #[serde(tag = "t", content = "c")];
    Untagged: #[serde(untagged)];
}

#[test]
fn attributes_of_enums_are_honoured() {
    External::check();
    Internal::check();
    Adjacent::check();
    Untagged::check();
}

#[derive(Masked, Serialize)]
struct Several(u8, #[mask(email)] String, #[serde(skip)] u8, Duration);

#[derive(Masked, Serialize)]
struct Newtype(#[mask(email)] Vec<Option<String>>);

#[test]
fn tuples_are_written_as_serde_writes_them() {
    same(&Several(1, email(), 2, Duration::from_millis(1500)), MASKED);
    same(&Newtype(vec![Some(email()), None]), MASKED);
}

#[derive(Masked, Serialize)]
#[serde(bound(serialize = "T: Shout"))]
struct Bounded<T> {
    #[mask(show)]
    #[serde(serialize_with = "shouted")]
    value: T,
}

trait Shout: fmt::Debug {
    fn shout(&self) -> String;
}

impl Shout for str {
    fn shout(&self) -> String {
        self.to_uppercase()
    }
}

impl Shout for &str {
    fn shout(&self) -> String {
        self.to_uppercase()
    }
}

fn shouted<T: Shout, S: serde::Serializer>(value: &T, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&value.shout())
}

#[test]
fn bounds_of_serde_are_honoured() {
    same(&Bounded { value: "a" }, &[]);
}

/// `from` and `try_from` are about reading.
#[derive(Masked, Serialize, Deserialize)]
#[serde(try_from = "String")]
struct Checked {
    #[mask(email)]
    email: String,
}

impl TryFrom<String> for Checked {
    type Error = String;

    fn try_from(email: String) -> Result<Self, String> {
        if email.contains('@') {
            Ok(Self { email })
        } else {
            Err("no email".to_owned())
        }
    }
}

#[test]
fn a_type_that_is_read_from_another_is_written_as_itself() {
    let checked: Checked = serde_json::from_str("\"john@example.com\"").unwrap();
    same(&checked, MASKED);
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

#[derive(Masked)]
#[mask(reject_masked, serialize)]
#[serde(rename_all = "camelCase")]
struct Registration<'a, T> {
    #[mask(email)]
    e_mail: String,
    password: Option<Secret<String>>,
    pin: Option<u32>,
    #[mask(phone)]
    #[serde(borrow)]
    phone: &'a str,
    #[mask(show)]
    note: String,
    value: T,
}

type Read<'a> = Result<Registration<'a, u8>, serde_json::Error>;

#[test]
fn a_mask_that_is_read_back_is_refused() {
    let read = |json| -> Read<'_> { serde_json::from_str(json) };
    let plain =
        r#"{"eMail":"john@example.com","phone":"555-123-4567","note":"********","value":1}"#;
    let value = read(plain).unwrap();
    assert_eq!(value.e_mail, "john@example.com");
    assert!(value.password.is_none() && value.pin.is_none());
    let written = serde_json::to_string(&value).unwrap();
    assert!(written.contains("j***@example.com"));
    let error = read(&written).unwrap_err().to_string();
    assert!(error.contains("masked"), "{error}");

    let hidden = plain.replace("\"value\"", "\"password\":\"********\",\"value\"");
    assert!(read(&hidden).unwrap_err().to_string().contains("masked"));
    let number = plain.replace("\"value\"", "\"pin\":\"hunter2\",\"value\"");
    let error = read(&number).unwrap_err().to_string();
    assert!(!error.contains("hunter2"), "{error}");
}

#[derive(Masked)]
enum Change {
    Password(#[mask(secret, reject_masked)] String),
    Other {
        #[mask(email)]
        email: String,
    },
}

#[test]
fn one_field_alone_can_refuse_masks() {
    let read = |json| serde_json::from_str::<Change>(json);
    assert!(read(r#"{"Password":"********"}"#).is_err());
    assert!(
        matches!(read(r#"{"Password":"hunter2"}"#), Ok(Change::Password(text)) if text == "hunter2")
    );
    assert!(
        matches!(read(r#"{"Other":{"email":"j***@example.com"}}"#), Ok(Change::Other { email }) if email.starts_with("j*"))
    );
}
