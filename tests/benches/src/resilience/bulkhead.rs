//! `bulkhead…`: there is a place for each call. Without a suffix nobody waits for one; with `queue` one would.

use tokio::sync::Semaphore;

use super::called::{Answer, CallError, called};
use super::case;
use crate::harness::drive::Driver;
use crate::harness::{Bench, leak};

/// More than there are tasks.
const PLACES: usize = 100;

pub(super) fn run(bench: &Bench, alone: Driver<'_>, tasks: Driver<'_>) {
    for (suffix, driver) in [("", alone), ("_tasks64", tasks)] {
        case(bench, &format!("bulkhead{suffix}"), || {
            let places = leak(Semaphore::new(PLACES));
            vec![
                driver.subject("plain_call", called),
                driver.subject("tokio", |i| tried(places, i)),
            ]
        });
    }
    case(bench, "bulkhead_queue", || {
        let places = leak(Semaphore::new(PLACES));
        vec![
            alone.subject("plain_call", called),
            alone.subject("tokio", |i| waited(places, i)),
        ]
    });
}

async fn tried(places: &Semaphore, id: usize) -> Answer {
    let Ok(_place) = places.try_acquire() else {
        return Err(CallError::Down);
    };
    called(id).await
}

async fn waited(places: &Semaphore, id: usize) -> Answer {
    let Ok(_place) = places.acquire().await else {
        return Err(CallError::Down);
    };
    called(id).await
}
