//! What caches do when things go wrong: gambeson's column of the matrix has no fault in it.

use std::process::Command;

#[test]
fn gambeson_does_what_is_right_in_every_scenario_of_the_matrix() {
    let run = Command::new(env!("CARGO_BIN_EXE_cache-matrix"))
        .arg("gambeson")
        .output()
        .expect("the matrix is built beside this test");
    let table = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{table}");
    assert_eq!(table.matches("| yes: ").count(), 12, "{table}");
}
