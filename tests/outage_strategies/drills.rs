//! What happens to Redis, and that all is well again after it.

use gambeson::cache::RedisState;
use gambeson_tests::redis_server::Fault;
use gambeson_tests::until_state;

use crate::{DURABLE, Drill};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_is_killed_and_comes_back() {
    let mut drill = Drill::start(&DURABLE).await;
    drill.server.kill();
    drill.change(&drill.one).await;
    drill.all_answers(&drill.other).await;
    drill.server.restart();
    drill.recovers().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_stands_still_and_goes_on() {
    let drill = Drill::start(&[]).await;
    drill.server.pause();
    drill.change(&drill.one).await;
    drill.all_answers(&drill.other).await;
    drill.server.resume();
    drill.recovers().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_is_cut_off_while_the_other_goes_on() {
    let drill = Drill::start(&[]).await;
    for fault in [Fault::BlackHole, Fault::Refuse] {
        drill.proxy.set(fault.clone());
        if fault == Fault::Refuse {
            drill.proxy.cut();
        }
        drill.all_answers(&drill.other).await;
        drill.change(&drill.one).await;
        drill.change(&drill.other).await;
        drill.proxy.set(Fault::None);
        until_state(&drill.other, RedisState::Up).await;
        drill.agrees(&drill.one).await;
    }
    drill.recovers().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_comes_back_with_what_it_was_before_the_changes() {
    let mut drill = Drill::start(&[]).await;
    drill.durable = false;
    drill.server.save();
    drill.change(&drill.one).await;
    drill.change(&drill.other).await;
    drill.server.restart();
    drill.recovers().await;
}
