//! What the compiler says to mistakes in `ui-tests/cached`.

#[test]
fn every_mistake_is_answered_as_written_and_every_other_case_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("cached/fail/*.rs");
}
