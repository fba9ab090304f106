//! Every change that was acknowledged is written, in the order of its key, whoever is killed with
//! `kill -9` meanwhile; and what is written again has its id. With 100,000 changes: `cargo run
//! --release -p gambeson-tests --bin write-behind-torture`.

use gambeson_tests::torture::{Plan, run};

const PLAN: Plan = Plan {
    program: env!("CARGO_BIN_EXE_write-behind"),
    redis: true,
    processes: 4,
    changes: 4_096,
    kills: 3,
    redis_kills: 2,
};

#[test]
fn through_a_redis_stream_from_four_processes_that_are_killed_and_redis_too() {
    println!("{}", run(PLAN));
}

#[test]
fn through_a_local_log_that_one_process_after_another_has() {
    let plan = Plan {
        redis: false,
        processes: 1,
        kills: 8,
        redis_kills: 0,
        ..PLAN
    };
    println!("{}", run(plan));
}
