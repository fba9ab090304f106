//! What the compiler says to mistakes with `#[derive(Masked)]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("masked/fail/*.rs");
    cases.pass("masked/pass/*.rs");
}
