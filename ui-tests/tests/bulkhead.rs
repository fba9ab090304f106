//! What the compiler says to mistakes with `#[bulkhead]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("bulkhead/fail/*.rs");
    cases.pass("bulkhead/pass/*.rs");
}
