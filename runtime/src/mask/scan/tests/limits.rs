use crate::mask::{BuildError, Masker};

fn at_most(bytes: usize) -> Masker {
    Masker::builder().max_bytes(bytes).build().unwrap()
}

#[test]
fn what_is_behind_the_limit_is_replaced() {
    let text = "word ".repeat(100);
    let masked = at_most(100).mask(&text).into_owned();
    assert!(
        masked.len() <= 100 && masked.ends_with("word [REST MASKED]"),
        "{masked}"
    );
    assert_eq!(at_most(100).mask(&masked), masked);
    assert_eq!(at_most(500).mask(&text), text);
}

#[test]
fn what_straddles_the_limit_does_not_show_its_first_half() {
    for before in 0..100 {
        let text = format!(
            "{} john.doe@example.com {}",
            ".".repeat(before),
            "x ".repeat(100)
        );
        let masked = at_most(100).mask(&text).into_owned();
        assert!(!masked.contains("john"), "{masked}");
        assert!(masked.len() <= 100, "{masked}");
        assert_eq!(at_most(100).mask(&masked), masked);
    }
}

#[test]
fn what_grows_by_masking_stays_below_the_limit() {
    let text = "password=x ".repeat(9);
    let masked = at_most(100).mask(&text).into_owned();
    assert!(
        masked.len() <= 100 && masked.ends_with("[REST MASKED]"),
        "{masked}"
    );
    assert_eq!(at_most(100).mask(&masked), masked);
}

#[test]
fn from_one_finding_too_many_the_rest_is_replaced() {
    let masker = Masker::builder().max_findings(2).build().unwrap();
    let cut = masker.mask("a@x.com b@x.com and c@x.com d").into_owned();
    assert_eq!(cut, "***@x.com ***@x.com and [REST MASKED]");
    assert_eq!(masker.mask(&cut), cut);
    assert_eq!(masker.find("a@x.com b@x.com c@x.com").len(), 2);
    let none = Masker::builder().max_findings(0).build().unwrap();
    assert_eq!(none.mask("to a@x.com"), "to [REST MASKED]");
}

#[test]
fn a_limit_without_room_for_a_placeholder_is_an_error() {
    let refused = Masker::builder().max_bytes(10).build();
    assert!(matches!(
        refused,
        Err(BuildError::Limit {
            name: "max_bytes",
            ..
        })
    ));
}
