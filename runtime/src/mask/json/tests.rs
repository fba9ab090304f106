use std::borrow::Cow;

use serde_json::{Value, json};

use super::fast::{self, Fast};
use crate::mask::Masker;

fn masked(json: &str) -> String {
    masked_by(&Masker::default(), json)
}

fn masked_by(masker: &Masker, json: &str) -> String {
    let bytes = masker.mask_json_bytes(json.as_bytes()).into_owned();
    String::from_utf8(bytes).expect("text stays text")
}

#[track_caller]
fn assert_masked(json: &str, expected: &str) {
    let once = masked(json);
    assert_eq!(once, expected);
    assert_eq!(masked(&once), once, "again");
    if serde_json::from_str::<Value>(json).is_ok() {
        let parsed: Result<Value, _> = serde_json::from_str(&once);
        assert!(parsed.is_ok(), "{once} is no JSON");
    }
}

#[test]
fn clean_json_is_borrowed() {
    for json in [
        "{}",
        "[]",
        "null",
        "12",
        "\"a\"",
        "{\"a\": [1, 2.50, true, null, {\"b\": \"c\"}]}",
        " [ ] ",
    ] {
        assert_eq!(masked(json), json);
        let masker = Masker::default();
        assert!(matches!(
            masker.mask_json_bytes(json.as_bytes()),
            Cow::Borrowed(_)
        ));
    }
}

#[test]
fn values_of_sensitive_names_go_whole_whatever_they_are() {
    assert_masked(
        r#"{"password": "a\"b", "pin":1234, "apiKey": {"a": [1, "}"]}, "otp": [1, 2], "cvv": true, "token": null}"#,
        r#"{"password": "********", "pin":"********", "apiKey": "********", "otp": "********", "cvv": "********", "token": "********"}"#,
    );
}

#[test]
fn formatting_spelling_of_numbers_and_duplicate_keys_stay() {
    assert_masked(
        "{\n\t\"n\" :  4.1110e+15 ,\"secret\":\"a\" , \"secret\" : \"b\", \"n\": 1E2,\r\n\"e\":\"ann@example.com\" }\n",
        "{\n\t\"n\" :  4.1110e+15 ,\"secret\":\"********\" , \"secret\" : \"********\", \"n\": 1E2,\r\n\"e\":\"a***@example.com\" }\n",
    );
}

#[test]
fn escapes_hide_neither_a_name_nor_a_value() {
    assert_masked(
        r#"{"pass\u0077ord": "x"}"#,
        r#"{"pass\u0077ord": "********"}"#,
    );
    assert_masked(
        r#"{"to": "line\nj\u006fhn@example.com"}"#,
        r#"{"to": "line\nj***@example.com"}"#,
    );
    assert_masked(
        r#"["\ud83d\ude00 \" \\ \/ john@example.com \ud800"]"#,
        "[\"\u{1f600} \\\" \\\\ / j***@example.com \u{fffd}\"]",
    );
}

#[test]
fn a_string_with_escapes_in_which_nothing_is_found_stays_as_it_is_written() {
    assert_masked(
        r#"["\u0041\/\n", "ann@example.com"]"#,
        r#"["\u0041\/\n", "a***@example.com"]"#,
    );
}

#[test]
fn names_and_values_in_pairs_are_read_in_both_orders() {
    assert_masked(
        r#"[{"name":"password","value":"x"},{"value":["x"],"n":1,"name":"pass\u0077ord"},{"Key":"apiKey","Value":7}]"#,
        r#"[{"name":"password","value":"********"},{"value":"********","n":1,"name":"pass\u0077ord"},{"Key":"apiKey","Value":"********"}]"#,
    );
    assert_masked(
        r#"{"name":"color","value":"x"}"#,
        r#"{"name":"color","value":"x"}"#,
    );
    assert_masked(r#"["password", "x"]"#, r#"["password", "********"]"#);
    assert_masked(
        r#"["password", {"a": ["b"]}]"#,
        r#"["password", "********"]"#,
    );
    assert_masked(r#"["password", "x", "y"]"#, r#"["password", "x", "y"]"#);
    assert_masked(
        r#"{"value":{"mail":"ann@example.com","value":1},"name":"password"}"#,
        r#"{"value":"********","name":"password"}"#,
    );
}

#[test]
fn numbers_that_are_found_become_strings() {
    assert_masked(
        r#"[4111111111111111, "4111-1111-1111-1111", {"a": "415-555-0132"}, 12345, -1.5]"#,
        r#"["****-****-****-1111", "****-****-****-1111", {"a": "***-***-0132"}, 12345, -1.5]"#,
    );
    assert_masked(
        r#"["\u0034111-1111-1111-1111"]"#,
        r#"["****-****-****-1111"]"#,
    );
}

#[test]
fn json_inside_strings_is_opened_once() {
    assert_masked(
        r#"{"body": "{\"password\": \"x\", \"n\": [1]}"}"#,
        r#"{"body": "{\"password\": \"********\", \"n\": [1]}"}"#,
    );
    let inner = json!({"user": {"pin": 1, "note": "ok"}}).to_string();
    let outer = json!({"body": inner}).to_string();
    let twice = json!({"again": outer}).to_string();
    let masked = masked(&twice);
    assert!(masked.contains("again"));
    assert_eq!(self::masked(&masked), masked);
}

#[test]
fn names_may_hold_what_is_found_too() {
    assert_masked(r#"{"john@example.com": 1}"#, r#"{"j***@example.com": 1}"#);
}

#[test]
fn beyond_the_depth_a_placeholder_stands() {
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert_masked(&deep(32), &deep(32));
    let expected = deep(32).replace('1', "\"[REST MASKED]\"");
    assert_masked(&deep(33), &expected);
    assert_masked(&deep(40), &expected);
    assert_masked(&deep(200_000), &expected);
    let masker = Masker::builder().max_depth(1).build().expect("builds");
    assert_eq!(
        masked_by(&masker, r#"{"a":{"b":1},"c":[],"d":2}"#),
        r#"{"a":"[REST MASKED]","c":"[REST MASKED]","d":2}"#,
    );
}

#[test]
fn what_is_longer_than_the_limit_becomes_a_placeholder() {
    let masker = Masker::builder().max_bytes(64).build().expect("builds");
    let long = json!({"a": "b".repeat(80)}).to_string();
    assert_eq!(masked_by(&masker, &long), "\"[REST MASKED]\"");
    assert_eq!(masked_by(&masker, "{\"a\":1}"), "{\"a\":1}");
    let mut value = json!({"a": "b".repeat(80)});
    masker.mask_json(&mut value);
    assert_eq!(value, json!("[REST MASKED]"));
}

#[test]
fn more_findings_than_the_limit_become_a_placeholder() {
    let masker = Masker::builder().max_findings(3).build().expect("builds");
    let four = r#"["ann@example.com","ann@example.com","ann@example.com","ann@example.com"]"#;
    assert_eq!(masked_by(&masker, four), "\"[REST MASKED]\"");
    assert!(masked_by(&masker, r#"["ann@example.com", "ann@example.com"]"#).starts_with("[\"a***"));
}

#[test]
fn what_is_no_json_is_masked_as_text() {
    for (text, expected) in [
        (
            "{\"a\": \"john@example.com\"",
            "{\"a\": \"j***@example.com\"",
        ),
        ("hello john@example.com", "hello j***@example.com"),
        (
            "{\"a\" \"john@example.com\"}",
            "{\"a\" \"j***@example.com\"}",
        ),
        ("{\"password\": \"x", "{\"password\": \"********\""),
        (
            "{\"password\": {\"a\": \"x\"",
            "{\"password\": \"********\"",
        ),
        ("", ""),
        ("  ", "  "),
        ("1 2", "1 2"),
    ] {
        assert_eq!(masked(text), expected);
    }
    let bytes = b"{\"a\": \"\xff john@example.com\"}";
    let found = Masker::default().mask_json_bytes(bytes).into_owned();
    assert_eq!(found, b"{\"a\": \"\xff j***@example.com\"}");
}

#[test]
fn what_is_not_utf8_is_masked_as_text_wherever_that_shows() {
    let masker = Masker::default();
    let long = "a".repeat(200);
    for (before, behind) in [("\"x\":1,", ""), ("", ""), ("", &*long)] {
        let json = format!("{{{before}\"pin\":[1],\"a\":\"é{behind}\",\"pin\":[1]}}");
        let bytes: Vec<u8> = json.bytes().filter(|byte| *byte != 0xC3).collect();
        let found = masker.mask_json_bytes(&bytes);
        assert_eq!(found, masker.mask_bytes(&bytes), "{json}");
        assert_ne!(found, masker.mask_json_bytes(json.as_bytes()), "{json}");
    }
}

#[test]
fn several_documents_are_read_one_behind_the_other() {
    assert_masked(
        "{\"pin\":1}\n{\"pin\":2}\n[\"otp\",3]\n",
        "{\"pin\":\"********\"}\n{\"pin\":\"********\"}\n[\"otp\",\"********\"]\n",
    );
}

#[test]
fn a_masker_that_masks_no_names_reads_none() {
    let masker = Masker::builder()
        .without([crate::mask::Kind::Password])
        .build()
        .expect("builds");
    assert_eq!(
        masked_by(&masker, r#"{"pin":1,"a":["pin","x"]}"#),
        r#"{"pin":1,"a":["pin","x"]}"#
    );
}

#[test]
fn values_are_masked_in_place() {
    let mut value = json!({
        "user": {"email": "john@example.com", "password": 1, "tags": ["a", null, 1.5]},
        "pairs": [{"name": "secret", "value": "x"}],
    });
    Masker::default().mask_json(&mut value);
    let expected = json!({
        "user": {"email": "j***@example.com", "password": "********", "tags": ["a", null, 1.5]},
        "pairs": [{"name": "secret", "value": "********"}],
    });
    assert_eq!(value, expected);
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    Masker::default().mask_json(&mut deep);
    assert_eq!(deep.to_string().matches('[').count(), 32 + 1);
}

/// Random JSON in random spelling, made of what matters here.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }

    fn space(&mut self) -> &'static str {
        ["", "", "", " ", "\n  ", "\t"][self.below(6)]
    }

    fn string(&mut self, out: &mut String) {
        const TEXTS: [&str; 18] = [
            "plain",
            "john@example.com",
            "password",
            "name",
            "value",
            "a note of some length, with words",
            "pass\\u0077ord",
            "line\\nj\\u006fhn@example.com",
            "{\\\"pin\\\": 12}",
            "[1, 2]",
            "",
            "é ü 日本",
            "apiKey",
            "user",
            "call 415-555-0132 now",
            "4111-1111-1111-1111",
            "Bearer abcdef0123456789abcdef",
            "password=hunter2&x=1",
        ];
        out.push('"');
        out.push_str(TEXTS[self.below(TEXTS.len())]);
        out.push('"');
    }

    fn value(&mut self, depth: usize, out: &mut String) {
        out.push_str(self.space());
        match self.below(if depth == 0 { 6 } else { 10 }) {
            0 => out.push_str(["true", "false", "null"][self.below(3)]),
            1 => out.push_str(
                ["0", "-1.50", "1e3", "4111111111111111", "12345", "2026"][self.below(6)],
            ),
            2..=5 => self.string(out),
            6 | 7 => {
                out.push('[');
                for at in 0..self.below(4) {
                    if at > 0 {
                        out.push(',');
                    }
                    self.value(depth - 1, out);
                }
                out.push(']');
            }
            _ => {
                out.push('{');
                for at in 0..self.below(5) {
                    if at > 0 {
                        out.push(',');
                    }
                    out.push_str(self.space());
                    self.string(out);
                    out.push_str(self.space());
                    out.push(':');
                    self.value(depth - 1, out);
                }
                out.push('}');
            }
        }
        out.push_str(self.space());
    }
}

#[test]
fn random_json_stays_json_and_masking_twice_changes_nothing() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3_000 {
        let mut json = String::new();
        random.value(4, &mut json);
        let once = masked(&json);
        assert!(
            serde_json::from_str::<Value>(&once).is_ok(),
            "{json}\n{once}"
        );
        assert_eq!(masked(&once), once, "{json}");
        assert!(
            !once.contains("john") && !once.contains("hunter2"),
            "{json}\n{once}"
        );
        assert!(once.len() <= json.len() * 4 + 64);
    }
}

#[test]
fn a_value_becomes_what_its_text_becomes() {
    let mut random = Random(77);
    for _ in 0..2_000 {
        let mut json = String::new();
        random.value(4, &mut json);
        // Only the last of duplicate keys is left in a value.
        let mut value: Value = serde_json::from_str(&json).expect("JSON");
        let text = masked(&value.to_string());
        Masker::default().mask_json(&mut value);
        assert_eq!(
            value,
            serde_json::from_str::<Value>(&text).expect("JSON"),
            "{json}"
        );
    }
}

#[test]
fn any_bytes_and_any_cut_have_an_answer() {
    let mut random = Random(5);
    let masker = Masker::default();
    for _ in 0..2_000 {
        let mut json = String::new();
        random.value(4, &mut json);
        let mut bytes = json.into_bytes();
        let cut = random.below(bytes.len() + 1);
        bytes.truncate(cut);
        if !bytes.is_empty() {
            let at = random.below(bytes.len());
            bytes[at] = b"{}[]\",:\\ \xff0a"[random.below(12)];
        }
        masker.mask_json_bytes(&bytes);
    }
}

/// What the walk alone makes of it.
fn walked(json: &str) -> Option<String> {
    let masker = Masker::default();
    let edits = super::walk::walk(masker.inner(), json.as_bytes(), 32, true).ok()?;
    let bytes = edits.apply(masker.inner(), json.as_bytes());
    Some(bytes.map_or_else(
        || json.to_owned(),
        |masked| String::from_utf8(masked).expect("text"),
    ))
}

#[test]
fn the_fast_path_and_the_walk_come_to_the_same() {
    let masker = Masker::default();
    let mut random = Random(0x5851_f42d_4c95_7f2d);
    let mut fast = 0;
    for _ in 0..20_000 {
        let mut json = String::new();
        random.value(5, &mut json);
        if let Ok(Fast::Masked(masked)) = fast::fast(masker.inner(), json.as_bytes()) {
            fast += 1;
            assert_eq!(
                Some(String::from_utf8(masked).expect("text")),
                walked(&json),
                "{json}"
            );
        }
    }
    assert!(fast > 1_000, "{fast}");
}
