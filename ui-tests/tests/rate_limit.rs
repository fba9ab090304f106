//! What the compiler says to mistakes with `#[rate_limit]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("rate_limit/fail/*.rs");
    cases.pass("rate_limit/pass/*.rs");
}
