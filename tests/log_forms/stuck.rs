//! `stuck`: a call says once that it is not done.

use std::time::Duration;

use gambeson::{log_execution_time, retry};
use tokio::time::sleep;
use tracing::Level;

use crate::support::collect;

#[log_execution_time(stuck = "30s")]
async fn waits(seconds: u64) {
    for _ in 0..seconds {
        sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_done_says_so_once() {
    let (lines, _guard) = collect();
    waits(100).await;
    let events = lines.events();
    let [stuck, finished] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(stuck.field("message"), "still running");
    assert_eq!(stuck.level, Some(Level::WARN));
    assert!(stuck.is_of("waits"));
    assert!(stuck.fields.contains_key("duration_ms"));
    assert_eq!(finished.field("outcome"), "ok");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_done_in_time_says_nothing() {
    let (lines, _guard) = collect();
    waits(29).await;
    assert_eq!(lines.events().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_says_so_when_it_is_time_and_not_at_its_next_poll() {
    #[log_execution_time(stuck = "30s")]
    async fn one_wait() {
        sleep(Duration::from_secs(1000)).await;
    }
    let (lines, _guard) = collect();
    let call = tokio::spawn(one_wait());
    sleep(Duration::from_secs(31)).await;
    assert_eq!(lines.events().len(), 1);
    call.abort();
}

#[log_execution_time(stuck = Duration::from_secs(secs))]
async fn by_argument(secs: u64) {
    sleep(Duration::from_secs(10)).await;
}

#[tokio::test(start_paused = true)]
async fn the_time_may_be_an_expression() {
    let (lines, _guard) = collect();
    by_argument(5).await;
    by_argument(50).await;
    assert_eq!(lines.events().len(), 3);
}

#[retry(2, backoff = fixed("1ms"))]
#[log_execution_time(stuck = "30s")]
async fn attempted() -> Result<(), std::fmt::Error> {
    sleep(Duration::from_secs(40)).await;
    Err(std::fmt::Error)
}

#[tokio::test(start_paused = true)]
async fn each_attempt_is_watched_on_its_own() {
    let (lines, _guard) = collect();
    assert!(attempted().await.is_err());
    let told = lines.events();
    let stuck = told
        .iter()
        .filter(|line| line.field("message") == "still running");
    assert_eq!(stuck.count(), 2);
}

#[log_execution_time(stuck = "30s", slow_level = error, target = "log_forms::slow", args(id))]
async fn telling(id: u64) {
    sleep(Duration::from_secs(40)).await;
}

#[tokio::test(start_paused = true)]
async fn it_is_told_at_the_level_of_what_is_slow_with_the_arguments() {
    let (lines, _guard) = collect();
    telling(3).await;
    let events = lines.events();
    let Some(stuck) = events.first() else {
        panic!("nothing was told")
    };
    assert_eq!((stuck.level, stuck.field("id")), (Some(Level::ERROR), "3"));
}
