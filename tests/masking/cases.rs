//! The rows of `cases.json`, taken from the tests of public projects, by what they are about; and
//! those of `more_cases.json`, other rows of the same kinds.

use gambeson_tests::replay::{Report, replay};

/// What is found by default, and addresses.
const COMMON: [&str; 9] = [
    "EMAIL",
    "PHONE",
    "CREDIT_CARD",
    "US_SSN",
    "IBAN",
    "IP_ADDRESS",
    "MAC_ADDRESS",
    "URL_CREDENTIALS",
    "PASSWORD_IN_TEXT",
];

fn cases() -> Report {
    replay(include_str!("cases.json")).expect("a file of cases")
}

#[test]
fn texts_without_personal_data_stay_as_they_are() {
    let count = cases().count(&["ANY"]);
    assert_eq!((count.passed, count.failed), (53, 0), "{}", cases());
}

#[test]
fn names_of_fields_and_cookies_are_told_apart() {
    let count = cases().count(&["FIELD_NAME", "COOKIE_NAME"]);
    assert_eq!((count.passed, count.failed), (63, 0), "{}", cases());
}

#[test]
fn ninety_nine_of_a_hundred_common_rows_pass() {
    let count = cases().count(&COMMON);
    assert!(count.passed > 490 && count.percent() >= 99, "{}", cases());
}

#[test]
fn each_common_kind_passes_nearly_all_of_its_rows() {
    let report = cases();
    for entity in COMMON {
        let count = report.count(&[entity]);
        let most = count.failed <= 1 && count.passed > 0;
        assert!(most, "{entity}: {count:?}\n{report}");
    }
}

#[test]
fn other_rows_of_the_same_sources_pass() {
    let report = replay(include_str!("more_cases.json")).expect("a file of cases");
    let count = report.count(&[]);
    assert_eq!((count.passed, count.failed), (316, 0), "{report}");
    assert_eq!(report.skipped, 0, "{report}");
}

#[test]
fn the_report_ends_with_its_sums() {
    let rows = r#"[
        {"id": 1, "entity": "EMAIL", "text": "no address", "expected": "none"},
        {"id": 2, "entity": "EMAIL", "text": "no address",
         "expected": [{"start": 3, "end": 10, "match": "address"}]},
        {"id": 3, "entity": "EMAIL", "text": "a@b", "expected": "none", "tier": "validator-only"},
        {"id": 4, "entity": "LICENCE_PLATE", "text": "B-AB 123", "expected": "none"}
    ]"#;
    let report = replay(rows).expect("a file of cases").to_string();
    let lines: Vec<_> = report.lines().collect();
    assert_eq!(
        lines,
        [
            r#"2 EMAIL: expected ["address"], got [] and "no address""#,
            "EMAIL: 1 passed, 1 failed",
            "skipped kinds: LICENCE_PLATE",
            "1 passed, 1 failed, 2 skipped",
        ]
    );
}

#[test]
fn rows_are_read_however_they_count_and_are_named() {
    let rows = r#"[
        {"entity": "EMAIL", "text": "é a@b.io",
         "expected": [{"start": 3, "end": 9, "match": "a@b.io"}], "tier": null},
        {"id": "by name", "entity": "EMAIL", "text": "é a@b",
         "expected": [{"start": 3, "end": 6, "match": "a@b"}], "source": ["x"]},
        {"entity": "EMAIL", "text": "no address", "expected": []},
        {"entity": "EMAIL", "text": "no address", "expected": null},
        {"entity": "EMAIL", "text": "x a@b", "expected": [{"start": 2, "end": 99}]},
        {"comment": "no row"},
        "no row"
    ]"#;
    let report = replay(rows).expect("a file of cases").to_string();
    let lines: Vec<_> = report.lines().collect();
    assert_eq!(
        lines,
        [
            r#"by name EMAIL: expected ["a@b"], got [] and "é a@b""#,
            r#"row 5 EMAIL: expected ["a@b"], got [] and "x a@b""#,
            "EMAIL: 3 passed, 2 failed",
            "skipped entries that are no rows: 6, 7",
            "3 passed, 2 failed, 2 skipped",
        ]
    );
}

#[test]
fn what_is_no_file_of_cases_is_an_error() {
    assert_eq!(
        replay("[]").expect("no rows").to_string(),
        "0 passed, 0 failed, 0 skipped"
    );
    assert!(replay("\u{feff}[]").is_ok());
    assert!(replay("").is_err());
    assert!(replay(r#"{"id": 1}"#).is_err());
    assert!(replay(r#"[{"id": 1}"#).is_err());
}
