//! What the compiler says to mistakes with `key!`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("key/fail/*.rs");
    cases.pass("key/pass/*.rs");
}
