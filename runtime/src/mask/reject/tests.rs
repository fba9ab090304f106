use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;

use super::{MaskedText, reject_masked};
use crate::mask::pseudonym::Pseudonyms;
use crate::mask::style::{Shown, Styles};
use crate::mask::{Kind, Secret, Style};

#[test]
fn masked_text_is_known_in_each_of_its_forms() {
    for text in [
        "********",
        "***",
        " ******** ",
        "j***@example.com",
        "***@b.co",
        "j***@***",
        "***-***-4567",
        "***-***-****",
        "****-****-****-1234",
        "****-****-****-****",
        "***-**-****",
        "DE********3000",
        "*.*.*.*",
        "**:**:**:**:**:**",
        "[EMAIL]",
        "[REDACTED]",
        "[US_DRIVER_LICENSE]",
        "jo****",
        "****.com",
        "email_7f3a9c2b1d4e@v1",
        "us_itin_7f3a9c2b1d4e@process",
        "https://********@example.com/",
        "password=******** and more",
        "Secret(********)",
    ] {
        assert!(text.is_masked(), "{text}");
    }
}

#[test]
fn what_no_masker_wrote_is_not_known() {
    for text in [
        "",
        "*",
        "**",
        "hunter2",
        "pass*word",
        "john@example.com",
        "a_b@example.com",
        "email_7f3a9c2b1d4e@example.com",
        "555-123-4567",
        "DE89370400440532013000",
        "[]",
        "[x]",
        "[email]",
        "[1, 2]",
        "/*******************/",
        "a ** b *** c",
        "**bold** and ***more***",
        "*.rs",
        "select count(*) from t",
    ] {
        assert!(!text.is_masked(), "{text}");
    }
}

#[test]
fn every_mask_of_every_kind_and_style_is_known() {
    let text = "a value of sixteen characters and more";
    for &kind in Kind::ALL {
        for style in [
            Style::Default,
            Style::Hidden,
            Style::KeepFirst(2),
            Style::KeepLast(4),
            Style::Placeholder,
            Style::Pseudonym,
        ] {
            let shown = Shown::default();
            let Ok(styles) = Styles::new([(kind, style.clone())], shown, Pseudonyms::default())
            else {
                continue;
            };
            for text in [text, "john@example.com", "4111-1111-1111-1234"] {
                let mut mask = String::new();
                styles.text(kind, text).write(&mut mask).unwrap();
                assert!(mask.is_masked(), "{kind} {style:?}: {mask}");
            }
        }
    }
}

#[test]
fn it_is_seen_through_what_holds_it() {
    const MASK: &str = "********";
    assert!(Some(MASK).is_masked() && !None::<&str>.is_masked());
    assert!(vec!["a", MASK].is_masked() && !["a", "b"].is_masked());
    assert!(Secret::<String>::from(MASK).is_masked());
    assert!(Secret::new(MASK.as_bytes().to_vec()).is_masked());
    assert!(!Secret::new(vec![0xff_u8, 0xfe]).is_masked());
    assert!(Secret::new(*b"********").is_masked());
    assert!(Cow::Borrowed(MASK).is_masked());
    assert!(Arc::<str>::from(MASK).is_masked() && Box::<str>::from(MASK).is_masked());
    assert!(BTreeMap::from([(1, MASK)]).is_masked());
    assert!(HashMap::from([(1, Some(MASK.to_owned()))]).is_masked());
}

#[derive(Debug, Deserialize)]
struct Form {
    #[serde(deserialize_with = "reject_masked")]
    name: String,
    #[serde(default, deserialize_with = "reject_masked")]
    password: Option<Secret<String>>,
    #[serde(default, deserialize_with = "reject_masked")]
    emails: Vec<String>,
}

#[test]
fn what_is_masked_is_refused_and_the_rest_is_read() {
    let read = |text| serde_json::from_str::<Form>(text);
    let form = read(r#"{"name":"a","password":"b","emails":["c@d.ef"]}"#).unwrap();
    assert_eq!(form.name, "a");
    assert!(form.password == Some("b".into()));
    assert_eq!(form.emails, ["c@d.ef"]);
    assert!(read(r#"{"name":"a","password":null}"#).is_ok());
    for text in [
        r#"{"name":"********"}"#,
        r#"{"name":"a","password":"********"}"#,
        r#"{"name":"a","emails":["c@d.ef","c***@d.ef"]}"#,
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.contains("the text is masked"), "{error}");
        assert!(!error.contains("d.ef"), "{error}");
    }
}

#[test]
fn an_error_of_reading_does_not_tell_the_value() {
    let error = serde_json::from_str::<Form>(r#"{"name":"a","emails":[4711]}"#).unwrap_err();
    assert!(!error.to_string().contains("4711"), "{error}");
}
