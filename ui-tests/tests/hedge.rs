//! What the compiler says to mistakes with `#[hedge]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("hedge/fail/*.rs");
    cases.pass("hedge/pass/*.rs");
}
