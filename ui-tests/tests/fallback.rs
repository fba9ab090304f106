//! What the compiler says to mistakes with `#[fallback]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fallback/fail/*.rs");
    cases.pass("fallback/pass/*.rs");
}
