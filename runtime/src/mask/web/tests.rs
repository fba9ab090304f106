use std::borrow::Cow;
use std::fmt;

use crate::mask::Masker;

#[track_caller]
fn assert_query(query: &str, expected: &str) {
    let masker = Masker::default();
    assert_eq!(masker.mask_query(query), expected);
    assert_eq!(masker.mask_query(expected), expected, "again");
    assert_eq!(*masker.mask_form(query.as_bytes()), *expected.as_bytes());
}

#[track_caller]
fn assert_url(url: &str, expected: &str) {
    let masker = Masker::default();
    assert_eq!(masker.mask_url(url), expected);
    assert_eq!(masker.mask_url(expected), expected, "again");
}

#[test]
fn clean_queries_are_borrowed_and_stay_bit_for_bit() {
    for query in [
        "",
        "?",
        "a=b",
        "&&a&=&==&b=%zz%2&c=%e4+x",
        "page=2&sort=-name",
        "?q=caf%C3%A9+au+lait",
    ] {
        let masker = Masker::default();
        assert!(matches!(masker.mask_query(query), Cow::Borrowed(same) if same == query));
    }
    let bytes = b"a=\xff%ff&b";
    assert!(matches!(
        Masker::default().mask_form(bytes),
        Cow::Borrowed(_)
    ));
}

#[test]
fn the_values_of_sensitive_names_go_however_the_names_are_written() {
    assert_query("token=a&x=1&token=b", "token=********&x=1&token=********");
    assert_query(
        "?api%5Fkey=a%26b&user%5Bpassword%5D=",
        "?api%5Fkey=********&user%5Bpassword%5D=********",
    );
    assert_query(
        "client+secret=x&=y&password",
        "client+secret=********&=y&password",
    );
    assert_query(
        "X-Amz-Credential=AK/20261121&X-Amz-Date=20261121T000000Z&X-Amz-Signature=abc&sig=x%3D",
        "X-Amz-Credential=********&X-Amz-Date=20261121T000000Z&X-Amz-Signature=********&sig=********",
    );
    assert_query("code=404&state=1", "code=404&state=1");
    assert_query("code=4%2F0AdQt8qh7rMoDy&state=1", "code=********&state=1");
}

#[test]
fn what_is_found_in_other_values_is_masked_encoded_or_not() {
    assert_query(
        "to=john%40example.com&cc=kim@example.com",
        "to=j***@example.com&cc=k***@example.com",
    );
    assert_query(
        "john%40example.com=1&john@example.com",
        "j***@example.com=1&j***@example.com",
    );
    assert_query(
        "next=https%3A%2F%2Fa.example%2F%3Fpassword%3Dx%26n%3D1",
        "next=https://a.example/?password=********%26n=1",
    );
}

#[test]
fn each_part_of_a_url_is_masked_in_its_way() {
    assert_url(
        "https://kim:pw@example.com/a",
        "https://********@example.com/a",
    );
    assert_url(
        "https://ghtoken@example.com",
        "https://********@example.com",
    );
    assert_url(
        "postgres://u:p@ss@db:5432/x?sslmode=on",
        "postgres://********@db:5432/x?sslmode=on",
    );
    assert_url("/login?password=a%20b#top", "/login?password=********#top");
    assert_url(
        "https://a.example/u/john@example.com/x",
        "https://a.example/u/j***@example.com/x",
    );
    assert_url(
        "https://a.example/u/john%40example.com",
        "https://a.example/u/j***@example.com",
    );
    assert_url(
        "https://a.example/#access_token=x&n=1",
        "https://a.example/#access_token=********&n=1",
    );
    assert_url(
        "https://a.example/#/cb?id_token=x",
        "https://a.example/#/cb?id_token=********",
    );
    assert_url(
        "mailto:john@example.com?subject=a",
        "mailto:j***@example.com?subject=a",
    );
    assert_url(
        "https://a.example:80/p//q@r?x=y@z",
        "https://a.example:80/p//q@r?x=y@z",
    );
}

#[test]
fn what_is_longer_than_the_limit_becomes_a_placeholder() {
    let masker = Masker::builder().max_bytes(64).build().expect("builds");
    assert_eq!(masker.mask_query(&"a".repeat(65)), "[REST MASKED]");
    assert_eq!(masker.mask_url(&"a".repeat(65)), "[REST MASKED]");
    let masker = Masker::builder().max_findings(1).build().expect("builds");
    assert_eq!(masker.mask_query("pin=1&otp=2"), "[REST MASKED]");
}

#[test]
fn hostile_queries_are_read_in_linear_time() {
    let masker = Masker::default();
    for piece in [
        "&",
        "=",
        "%",
        "a=",
        "password=",
        "%70",
        "+",
        "a&",
        "://",
        "@",
    ] {
        let long = piece.repeat((1 << 19) / piece.len());
        masker.mask_query(&long);
        masker.mask_url(&long);
    }
}

#[test]
fn parse_errors_do_not_quote_the_input() {
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Login {
        #[expect(dead_code, reason = "only read")]
        pin: u8,
        #[expect(dead_code, reason = "only read")]
        mode: Mode,
    }
    #[derive(Debug, serde::Deserialize)]
    enum Mode {
        On,
        Off,
    }
    let masker = Masker::default();
    let said = |json: &str| {
        let error = serde_json::from_str::<Login>(json).expect_err("no login");
        masker.mask_error(&error)
    };
    for json in [
        r#"{"pin": "hunter2"}"#,
        r#"{"pin": "hun`, expected hunter2"}"#,
        r#"{"hunter2": 1}"#,
        r#"{"a`hunter2`b": 1}"#,
        r#"{"mode": "hunter2"}"#,
        r#"{"mode": "`, expected `hunter2`, expected "}"#,
        r#"{"mode": "\"hunter2"}"#,
        r#"{"pin": -77777777}"#,
        r#"{"pin": 7777.7777}"#,
    ] {
        let said = said(json);
        assert!(!said.contains("hunter2") && !said.contains("777"), "{said}");
        assert!(
            said.contains(" at line 1 column ") && said.contains("********"),
            "{said}"
        );
    }
    assert!(said(r#"{"mode": "On"}"#).starts_with("missing field `pin` at line 1 column "));
    assert!(said(r#"{"mode": "x"}"#).contains("expected `On` or `Off`"));
    let utf8 = String::from_utf8(b"hunter2\xff".to_vec()).expect_err("no text");
    assert!(!masker.mask_error(&utf8).contains("hunter2"));
    let number = "hunter2".parse::<u32>().expect_err("no number");
    assert_eq!(masker.mask_error(&number), "invalid digit found in string");
}

#[derive(Debug)]
struct Chain(&'static str, Option<Box<Chain>>);

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Chain {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.1.as_deref().map(|source| source as _)
    }
}

#[test]
fn the_sources_of_an_error_are_told_masked_and_bounded() {
    let masker = Masker::default();
    let error = Chain(
        "cannot log in",
        Some(Box::new(Chain("password=hunter2 refused for 'kim'", None))),
    );
    assert_eq!(
        masker.mask_error(&error),
        "cannot log in: password=******** refused for '********'"
    );
    let repeated = Chain("read: broken", Some(Box::new(Chain("broken", None))));
    assert_eq!(masker.mask_error(&repeated), "read: broken");
    let mut long = Chain("e", None);
    for at in 0..100 {
        long = Chain(["e", "f"][at % 2], Some(Box::new(long)));
    }
    assert_eq!(masker.mask_error(&long).matches(": ").count(), 15);
    let lines = Chain(
        "at line 2\n  |\n2 | secret-thing\n  | ^^^\nit's wrong, don't",
        None,
    );
    assert_eq!(
        masker.mask_error(&lines),
        "at line 2\n  |\n2 | ********\n  | ^^^\nit's wrong, don't",
    );
}

#[cfg(feature = "http")]
mod headers {
    use http::{HeaderMap, HeaderValue};

    use crate::mask::Masker;

    fn masked(name: &'static str, value: &str) -> HeaderValue {
        let mut headers = HeaderMap::new();
        headers.insert(
            name,
            HeaderValue::from_bytes(value.as_bytes()).expect("a value"),
        );
        let masked = Masker::default().mask_headers(&headers);
        let again = Masker::default().mask_headers(&masked);
        assert_eq!(masked, again, "{name}");
        masked.get(name).expect("a header").clone()
    }

    #[test]
    fn each_header_is_masked_in_its_way_and_marked() {
        for (name, value, expected) in [
            ("authorization", "Bearer abc.def", "Bearer ********"),
            ("authorization", "Basic dTpw", "Basic ********"),
            ("authorization", "abcdef", "********"),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=a, Signature=b",
                "AWS4-HMAC-SHA256 ********",
            ),
            ("proxy-authorization", "Basic dTpw", "Basic ********"),
            (
                "cookie",
                "theme=dark; sid=1; csrftoken=x",
                "theme=dark; sid=********; csrftoken=********",
            ),
            (
                "set-cookie",
                "session=x; Path=/; HttpOnly",
                "session=********; Path=/; HttpOnly",
            ),
            ("x-api-key", "abc", "********"),
            ("x-note", "from john@example.com", "from j***@example.com"),
            (
                "referer",
                "https://u:p@a.example/?token=1",
                "https://********@a.example/?token=********",
            ),
            ("x-bytes", "é john@example.com", "é j***@example.com"),
        ] {
            let masked = masked(name, value);
            assert_eq!(masked.as_bytes(), expected.as_bytes(), "{name}");
            assert!(masked.is_sensitive(), "{name}");
        }
    }

    #[test]
    fn clean_headers_stay_as_they_are() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("accept", "*/*"),
            ("host", "a.example"),
            ("cookie", "theme=dark; lang=en"),
            ("content-type", "application/json"),
            ("x-request-id", "0f8fad5b-d9cb-469f-a165-70867728950e"),
            ("if-none-match", "\"abc\""),
            ("content-length", "1234"),
        ] {
            headers.append(name, HeaderValue::from_static(value));
        }
        headers.append("accept", HeaderValue::from_static("text/html"));
        headers.insert(
            "x-bytes",
            HeaderValue::from_bytes(b"\xff\xfe").expect("a value"),
        );
        let masked = Masker::default().mask_headers(&headers);
        assert_eq!(masked, headers);
        assert!(masked.values().all(|value| !value.is_sensitive()));
    }

    #[test]
    fn several_values_of_a_name_are_masked_each() {
        let mut headers = HeaderMap::new();
        for value in ["sid=1", "theme=x", "auth=2"] {
            headers.append("set-cookie", HeaderValue::from_static(value));
        }
        let masked = Masker::default().mask_headers(&headers);
        let values: Vec<_> = masked.get_all("set-cookie").iter().collect();
        assert_eq!(values, ["sid=********", "theme=x", "auth=********"]);
    }
}
