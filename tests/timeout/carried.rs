//! Deadlines that are carried into another task.

use std::time::Duration;

use gambeson::resilience::{Deadline, Timeout};
use gambeson::timeout;
use tokio::time::{Instant, sleep};

use crate::support::{MS, PayError, SECOND, late};

#[timeout("5s")]
async fn slow() -> Result<Duration, PayError> {
    sleep(3 * SECOND).await;
    Deadline::remaining().ok_or(PayError::Down)
}

#[tokio::test(start_paused = true)]
async fn a_task_that_is_spawned_does_not_see_it() {
    let seen = Timeout::new(SECOND)
        .run(async {
            let seen = tokio::spawn(async { Deadline::remaining() }).await;
            seen.map_err(|_| PayError::Down)
        })
        .await;
    assert_eq!(seen, Ok(None));
}

#[tokio::test(start_paused = true)]
async fn carried_it_is_seen_and_time_outs_end_with_it() {
    let start = Instant::now();
    let task = Timeout::new(SECOND)
        .run(async {
            sleep(400 * MS).await;
            let deadline = Deadline::current().ok_or(PayError::Down)?;
            Ok::<_, PayError>(tokio::spawn(deadline.run(async {
                assert_eq!(Deadline::remaining(), Some(600 * MS));
                slow().await
            })))
        })
        .await
        .unwrap();
    let result = task.await.unwrap();
    assert_eq!(start.elapsed(), SECOND);
    assert_eq!(late(&result), ("timeout::carried::slow", 600 * MS));
}

#[tokio::test(start_paused = true)]
async fn a_shorter_time_out_is_not_moved_by_it() {
    let far = Timeout::new(30 * SECOND)
        .run(async { Deadline::current().ok_or(PayError::Down) })
        .await
        .unwrap();
    let start = Instant::now();
    let timeout = Timeout::new(SECOND);
    let never = std::future::pending::<Result<u8, PayError>>();
    let result = tokio::spawn(far.run(async move { timeout.run(never).await }));
    assert_eq!(late(&result.await.unwrap()).1, SECOND);
    assert_eq!(start.elapsed(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn where_one_that_comes_first_is_in_force_that_stays() {
    let far = Timeout::new(30 * SECOND)
        .run(async { Deadline::current().ok_or(PayError::Down) })
        .await
        .unwrap();
    let left = Timeout::new(SECOND)
        .run(async {
            sleep(100 * MS).await;
            far.run(async { Deadline::remaining().ok_or(PayError::Down) })
                .await
        })
        .await;
    assert_eq!(left, Ok(900 * MS));
}

#[tokio::test(start_paused = true)]
async fn carried_when_its_time_is_over_nothing_runs() {
    let over = Timeout::new(SECOND)
        .run(async { Deadline::current().ok_or(PayError::Down) })
        .await
        .unwrap();
    sleep(2 * SECOND).await;
    assert_eq!(late(&over.run(slow()).await).1, Duration::ZERO);
}
