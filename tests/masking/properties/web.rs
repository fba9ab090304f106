//! The same for queries, forms, URLs and headers.

use gambeson::Masker;
use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;

use super::given::{cases, hides_all, secret};

/// As browsers do it, or only what has to be.
fn encoded(text: &str, all: bool) -> String {
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || (!all && matches!(byte, b'-' | b'.' | b'@' | b'_'))
    };
    let one = |byte: u8| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(one).collect()
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_secret_in_a_query_is_found(secret in secret(), name in "[a-f]{1,6}", all: bool) {
        let masker = Masker::global();
        let query = format!("page=2&{name}={}&sort=up", encoded(&secret.text, all));
        let masked = masker.mask_query(&query).into_owned();
        let hidden = [secret.hidden.clone(), encoded(&secret.hidden, all)];
        for hidden in hidden {
            prop_assert!(!masked.contains(&hidden), "{hidden} is left in {masked}");
        }
        prop_assert!(masked.starts_with("page=2&") && masked.ends_with("&sort=up"), "{masked}");
        prop_assert_eq!(masker.mask_form(query.as_bytes()), masked.as_bytes());
        let url = masker.mask_url(&format!("https://example.com/a?{query}#b")).into_owned();
        prop_assert!(!url.contains(&secret.hidden), "{url}");
    }

    #[test]
    fn a_value_of_a_sensitive_parameter_is_found(name in "(password|api_key|accessToken|pin)", value in "[a-z0-9]{1,20}Q") {
        let query = format!("page=2&{name}={value}&sort=up");
        let masked = Masker::global().mask_query(&query).into_owned();
        prop_assert!(!masked.contains(&value), "{masked}");
        prop_assert!(masked.starts_with("page=2&") && masked.ends_with("&sort=up"), "{masked}");
    }

    #[test]
    fn a_secret_in_a_header_is_found(secret in secret(), name in "x-[a-f]{1,6}") {
        let mut headers = HeaderMap::new();
        let name = HeaderName::try_from(name).expect("letters are a name");
        headers.insert(name.clone(), HeaderValue::try_from(&secret.text).expect("a secret is a value"));
        headers.insert("x-api-key", HeaderValue::from_static("canary-7"));
        headers.insert("accept", HeaderValue::from_static("text/html"));
        let masked = Masker::global().mask_headers(&headers);
        let shown = format!("{masked:?}");
        hides_all(&shown, &[secret])?;
        prop_assert!(!shown.contains("canary-7") && shown.contains("text/html"), "{shown}");
    }
}
