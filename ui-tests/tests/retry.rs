//! What the compiler says to mistakes with `#[retry]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("retry/fail/*.rs");
    cases.pass("retry/pass/*.rs");
}
