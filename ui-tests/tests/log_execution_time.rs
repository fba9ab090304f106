//! What the compiler says to mistakes with `#[log_execution_time]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("log_execution_time/fail/*.rs");
    cases.pass("log_execution_time/pass/*.rs");
}
