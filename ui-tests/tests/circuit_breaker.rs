//! What the compiler says to mistakes with `#[circuit_breaker]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("circuit_breaker/fail/*.rs");
    cases.pass("circuit_breaker/pass/*.rs");
}
