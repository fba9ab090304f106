use gambeson_tests::breaker::replay;

/// Facts of the test suites of ten other breakers.
const CASES: &str = include_str!("cases.json");

#[test]
fn every_scenario_of_other_breakers_comes_out_as_it_does_there() {
    let report = replay(CASES).expect("a file of scenarios");
    assert!(report.failed.is_empty(), "{report}");
    assert_eq!(report.passed, 45);
}
