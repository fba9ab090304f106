//! What the compiler says to mistakes with `#[derive(CacheKey)]`.

#[test]
fn every_mistake_is_answered_and_everything_else_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("cache_key/fail/*.rs");
    cases.pass("cache_key/pass/*.rs");
}
