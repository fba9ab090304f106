//! What the compiler says to mistakes with `#[invalidate]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("invalidate/fail/*.rs");
    cases.pass("invalidate/pass/*.rs");
}
