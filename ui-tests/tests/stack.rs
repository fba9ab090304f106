//! What the compiler says to mistakes with several attributes.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("stack/fail/*.rs");
    cases.pass("stack/pass/*.rs");
}
