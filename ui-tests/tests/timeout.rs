//! What the compiler says to mistakes with `#[timeout]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("timeout/fail/*.rs");
    cases.pass("timeout/pass/*.rs");
}
