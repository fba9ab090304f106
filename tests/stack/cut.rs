//! A guard that makes a call wait gives up its place when a guard above answers.

use std::time::Duration;

use gambeson::{Rejected, bulkhead, retry, timeout};

#[derive(Debug, PartialEq)]
struct Refused(Rejected);

impl From<Rejected> for Refused {
    fn from(rejected: Rejected) -> Self {
        Self(rejected)
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[retry(attempts = 2, backoff = fixed("1h"), jitter = none)]
#[timeout("50ms")]
#[bulkhead(1, queue = 1, handle = Queues)]
async fn queues() -> Result<(), Refused> {
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_place_in_a_queue_is_not_kept_while_the_next_attempt_is_waited_for() {
    let bulkhead = Queues::bulkhead();
    let held = bulkhead.try_acquire().expect("nobody else is here");
    let rest = async {
        tokio::time::sleep(SECOND).await;
        assert_eq!(bulkhead.waiting(), 0, "the time-out has cut the wait");
        drop(held);
        let free = bulkhead.try_acquire();
        assert!(free.is_ok(), "the place goes to whoever comes first");
    };
    let (second, ()) = tokio::join!(queues(), rest);
    assert_eq!(second, Ok(()));
}
