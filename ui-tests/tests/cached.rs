//! What the compiler says to mistakes with `#[cached]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("cached/fail/*.rs");
    cases.pass("cached/pass/*.rs");
}
