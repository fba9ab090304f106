//! An order of attributes that a message says to write compiles.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Orders of attributes that are mistakes.
const ORDERS: &[&str] = &[
    "bulkhead_above_cached",
    "circuit_breaker_above_cached",
    "fallback_beneath_cached",
    "fallback_beneath_circuit_breaker",
    "fallback_beneath_hedge",
    "fallback_beneath_retry",
    "fallback_beneath_stale_if_error",
    "hedge_above_cached",
    "invalidate_beneath_cached",
    "log_exceptions_beneath_circuit_breaker",
    "log_exceptions_beneath_fallback",
    "log_exceptions_beneath_retry",
    "retry_above_a_limit_without_bound",
    "retry_above_stored_errors",
    "three_in_the_wrong_order",
];

#[test]
fn an_order_that_a_message_says_to_write_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = String::from("#![allow(warnings)]\n");
    for case in ORDERS {
        let _ = write!(source, "\nmod {case} {{\n{}}}\n", reordered(root, case));
    }
    source.push_str("\nfn main() {}\n");
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("orders.rs");
    fs::write(&file, source).unwrap();
    trybuild::TestCases::new().pass(file);
}

/// The file with its attributes in the order of its message.
fn reordered(root: &Path, case: &str) -> String {
    let path = root.join("stack/fail").join(case);
    let said = fs::read_to_string(path.with_extension("stderr")).unwrap();
    let source = fs::read_to_string(path.with_extension("rs")).unwrap();
    let is_ours = |line: &&str| line.starts_with("#[") && !line.starts_with("#[derive");
    let written: Vec<&str> = source.lines().filter(is_ours).collect();
    let lines = said.lines().map(str::trim).filter(is_ours);
    let order: Vec<&str> = lines.take(written.len()).collect();
    assert_ne!(order, written, "{case} is answered with what is there");
    for line in &written {
        assert!(
            order.contains(line),
            "the order of {case} has no `{line}`:\n{said}"
        );
    }
    let [first, rest @ ..] = written.as_slice() else {
        panic!("{case} has no attributes");
    };
    let mut source = source.replacen(first, &order.join("\n"), 1);
    for line in rest {
        let last = source.rfind(line).unwrap();
        source.replace_range(last..last + line.len(), "");
    }
    source
}
