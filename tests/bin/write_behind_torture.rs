//! 100,000 changes through write-behind, first through a Redis Stream, from four processes that are
//! killed, and Redis with them; then through a local log, from one that is killed. It prints what
//! came of it, or panics at what does not hold.
//!
//! ```sh
//! cargo run --release -p gambeson-tests --bin write-behind-torture
//! ```

use std::process::Command;

use gambeson_tests::torture::{Plan, run};

const CHANGES: usize = 100_000;

fn main() {
    let program = program();
    let redis = Plan {
        program,
        redis: true,
        processes: 4,
        changes: CHANGES,
        kills: 10,
        redis_kills: 5,
    };
    println!("Redis Stream: {}", run(redis));
    let log = Plan {
        redis: false,
        processes: 1,
        kills: 40,
        redis_kills: 0,
        ..redis
    };
    println!("local log: {}", run(log));
}

/// The other program, which `cargo run` has not necessarily built: it lies beside this one.
fn program() -> &'static str {
    let mut build = Command::new(env!("CARGO"));
    build.args([
        "build",
        "-q",
        "-p",
        "gambeson-tests",
        "--bin",
        "write-behind",
    ]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    assert!(
        build.status().is_ok_and(|status| status.success()),
        "it builds"
    );
    let this = std::env::current_exe().expect("a program has a path");
    let path = this.with_file_name("write-behind");
    let path = path
        .into_os_string()
        .into_string()
        .expect("a path in UTF-8");
    Box::leak(path.into_boxed_str())
}
