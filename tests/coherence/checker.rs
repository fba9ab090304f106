//! The checker of three processes, for five seconds. Longer:
//! `cargo run --release -p gambeson-tests --bin coherence-check -- 60`.

use std::process::Command;

#[test]
fn three_processes_agree_within_the_bound_and_strict_reads_see_nothing_old() {
    let output = Command::new(env!("CARGO_BIN_EXE_coherence-check"))
        .arg("5")
        .output()
        .expect("the checker starts");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
}
