use crate::mask::{BuildError, Kind, Masker, Style};

fn with(pattern: &str, style: Style) -> Masker {
    Masker::builder()
        .pattern("mine", pattern, style)
        .build()
        .unwrap()
}

fn refused(pattern: &str) -> BuildError {
    let built = Masker::builder()
        .pattern("mine", pattern, Style::Hidden)
        .build();
    built.unwrap_err()
}

#[test]
fn what_a_pattern_matches_is_written_in_its_style() {
    let masker = with(r"EMP-\d{6}", Style::KeepLast(2));
    assert_eq!(
        masker.mask("EMP-123456, j@example.com, EMP-654321"),
        "****56, ***@example.com, ****21"
    );
    assert_eq!(with("x+", Style::Placeholder).mask("axxb"), "a[MINE]b");
}

#[test]
fn where_a_pattern_and_a_kind_meet_nothing_is_left_in_the_clear() {
    let masker = with(r"card \d{4}", Style::Hidden);
    assert_eq!(masker.mask("card 4111-1111-1111-1234!"), "********!");
    let masker = with(r"1111-\d+", Style::Hidden);
    assert_eq!(masker.mask("4111-1111-1111-1234"), "****-****-****-1234");
}

#[test]
fn a_match_ends_at_the_border_of_a_character() {
    let masker = with(r"(?-u:a.)", Style::Hidden);
    assert_eq!(masker.mask("aé!"), "********!");
}

#[test]
fn a_pattern_that_cannot_be_used_is_an_error() {
    for pattern in ["(", "x*", "", r"[a-z]{1000}{1000}", "[^\\x00-\\xff]"] {
        assert!(
            matches!(refused(pattern), BuildError::Pattern { .. }),
            "{pattern}"
        );
    }
    let style = Masker::builder()
        .pattern("mine", "x", Style::KeepLast(0))
        .build();
    assert!(matches!(style, Err(BuildError::Style { .. })));
    let style = Masker::builder()
        .style(Kind::Password, Style::Fixed("a@example.com".into()))
        .build();
    assert!(matches!(style, Err(BuildError::Style { .. })));
}

#[test]
fn a_fixed_text_that_would_be_masked_again_is_an_error() {
    let twice = |kind, text: &'static str| {
        let built = Masker::builder()
            .style(kind, Style::Fixed(text.into()))
            .build();
        matches!(built, Err(BuildError::Style { .. }))
    };
    for kind in [Kind::Password, Kind::Authorization, Kind::Cookie] {
        assert!(twice(kind, "(not shown)"), "{kind}");
        assert!(!twice(kind, "(hidden)"), "{kind}");
    }
    assert!(!twice(Kind::Email, "(not shown)"));
    let pattern = |text: &'static str| {
        let builder = Masker::builder().pattern("mine", "x", Style::Fixed(text.into()));
        matches!(builder.build(), Err(BuildError::Style { .. }))
    };
    assert!(pattern("xx") && !pattern("(hidden)"));
}
