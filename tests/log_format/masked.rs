//! Secrets, in every place of an event.

use std::error::Error;
use std::fmt;

use gambeson::Masker;
use gambeson::log::FieldNames;
use gambeson::mask::Kind;
use serde_json::json;

use crate::lines::{Line, parsed, pretty, raw};

/// Every way to put a value into an event.
fn events() {
    let email = "john@example.com";
    let _span = tracing::info_span!("login", token = "hunter2", mail = email).entered();
    tracing::info!("signed in: {email}");
    tracing::info!(email, user = %email, who = ?email, "one");
    tracing::info!(password = "hunter2", password = "hunter2", "two");
    tracing::info!(db_password = ?Some("hunter2"), api_key = %"hunter2", "three");
    tracing::info!(
        phone = 4_155_550_132_u64,
        card = "4111-1111-1111-1234",
        "four"
    );
    tracing::info!(otp = 415_555, pin = ?["415555"], secret = true, "five");
    tracing::info!(message = %format_args!("call\n555-123-4567"));
    tracing::info!(text = "a\u{1b}555-123-4567\t\"john@example.com\"", "six");
    tracing::info!(body = r#"{"password":"hunter2","n":1}"#, "seven");
    tracing::info!(name = "password", value = "hunter2", "eight");
}

const CANARIES: [&str; 5] = ["hunter2", "john@", "555-123", "4111-1111-1111", "415555"];

fn shows_none(text: &str) {
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} is left in {text}");
    }
}

fn masked(masker: Masker, work: impl FnOnce()) -> Vec<Line> {
    let lines = raw(&FieldNames::default(), Some(masker), work);
    shows_none(&lines.concat());
    parsed(&lines)
}

#[test]
fn json_shows_no_secret_and_stays_json() {
    let lines = masked(Masker::default(), events);
    assert_eq!(lines.len(), 10);
    assert_eq!(lines[0]["message"], json!("signed in: j***@example.com"));
    assert_eq!(lines[0]["mail"], json!("j***@example.com"));
    assert_eq!(lines[2]["password"], json!("********"));
    assert_eq!(lines[2]["password_2"], json!("********"));
    assert_eq!(lines[4]["phone"], json!("***-***-0132"));
    assert_eq!(lines[4]["card"], json!("****-****-****-1234"));
    assert_eq!(lines[5]["otp"], json!("********"));
    assert_eq!(lines[6]["message"], json!("call\n***-***-4567"));
    assert_eq!(lines[8]["body"], json!(r#"{"password":"********","n":1}"#));
    assert_eq!(lines[9]["name"], json!("password"));
}

#[test]
fn people_see_no_secret() {
    let text = pretty(Some(Masker::default()), events);
    // A name in one field and its value in another are told apart in JSON only.
    let text = text.replace("name=password value=hunter2", "");
    shows_none(&text);
    for shown in [
        "signed in: j***@example.com",
        "phone=***-***-0132",
        "card=****-****-****-1234",
        "password=********",
        "otp=********",
    ] {
        assert!(text.contains(shown), "{shown} is not in {text}");
    }
}

#[test]
fn where_the_masker_reads_less_than_a_line_each_value_is_masked_by_itself() {
    let small = Masker::builder()
        .max_bytes(120)
        .build()
        .expect("it is enough");
    let lines = raw(&FieldNames::default(), Some(small), || {
        tracing::info!(
            password = "hunter2",
            phone = 4_155_550_132_u64,
            mail = "john@example.com",
            count = 3,
            "555-123-4567"
        );
    });
    shows_none(&lines.concat());
    let line = &parsed(&lines)[0];
    assert_eq!(line["message"], json!("***-***-4567"));
    assert_eq!(line["password"], json!("********"));
    assert_eq!(line["phone"], json!("***-***-0132"));
    assert_eq!(line["mail"], json!("j***@example.com"));
    assert_eq!(line["count"], json!(3));
}

#[test]
fn a_masker_that_takes_few_findings_or_no_depth_leaves_json() {
    for builder in [
        Masker::builder().max_findings(1),
        Masker::builder().max_depth(0),
        Masker::builder().kinds([Kind::Email]),
    ] {
        let masker = builder.build().expect("it is allowed");
        let lines = raw(&FieldNames::stackdriver(), Some(masker), || {
            tracing::info!(
                mail = "john@example.com",
                copy = "john@example.com",
                "to john@example.com"
            );
        });
        let line = &parsed(&lines)[0];
        assert_eq!(line["severity"], json!("INFO"));
        assert!(!lines[0].contains("john@"), "{}", lines[0]);
    }
}

/// Quotes what came in.
#[derive(Debug)]
struct Refused(Option<Box<dyn Error + Send + Sync>>);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(_) => f.write_str("the order of john@example.com is refused"),
            None => f.write_str("invalid type: string \"hunter2\", expected u32"),
        }
    }
}

impl Error for Refused {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0
            .as_deref()
            .map(|source| source as &(dyn Error + 'static))
    }
}

fn failure() {
    let middle = Refused(Some(Box::new(Refused(None))));
    let error = Refused(Some(Box::new(middle)));
    let error: &(dyn Error + 'static) = &error;
    tracing::error!(error, "failed");
    tracing::error!(cause = error, "failed");
}

#[test]
fn an_error_brings_its_sources_without_what_they_quote() {
    let lines = masked(Masker::default(), failure);
    let said = "the order of j***@example.com is refused";
    let sources = format!("{said}: invalid type: string \"********\", expected u32");
    assert_eq!(lines[0]["error"], json!(said));
    assert_eq!(lines[0]["sources"], json!(sources));
    assert_eq!(lines[1]["cause"], json!(said));
    assert_eq!(lines[1]["cause_sources"], json!(sources));
    shows_none(&pretty(Some(Masker::default()), failure));
}

#[test]
fn without_a_masker_everything_is_as_it_was() {
    let lines = parsed(&raw(&FieldNames::default(), None, failure));
    assert_eq!(
        lines[0]["error"],
        json!("the order of john@example.com is refused")
    );
    let line = &parsed(&raw(&FieldNames::default(), None, events))[2];
    assert_eq!(line["password"], json!("hunter2"));
}

#[test]
fn what_is_longer_than_64_kib_is_cut_before_its_last_word() {
    let long = format!("{} 4111 1111 1111 1234", "x".repeat(65_520));
    let line = &masked(Masker::default(), || {
        tracing::info!(long, password = long, "{long}");
    })[0];
    let expected = format!("{} 4111 1111 [CUT]", "x".repeat(65_520));
    let text = line["long"].as_str().expect("it is text");
    assert!(text.len() <= 65_536 + 6 && expected.starts_with(&text[..65_520]));
    assert!(text.ends_with(" [CUT]"), "{}", &text[65_500..]);
    assert_eq!(line["password"], json!("********"));
}
