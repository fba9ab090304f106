//! `bulkhead…`: there is a place for each call. Without a suffix nobody waits for one; with `queue` one would.

use std::hint::black_box;

use gambeson::bulkhead;
use gambeson::resilience::Bulkhead;
use tokio::sync::Semaphore;

use super::called::{Answer, CallError, called};
use super::case;
use crate::harness::drive::Driver;
use crate::harness::{Bench, leak};

/// More than there are tasks.
const PLACES: u32 = 100;

pub(super) fn run(bench: &Bench, alone: Driver<'_>, tasks: Driver<'_>) {
    for (suffix, driver) in [("", alone), ("_tasks64", tasks)] {
        case(bench, &format!("bulkhead{suffix}"), || {
            let places = leak(Semaphore::new(PLACES as usize));
            let by_hand = leak(Bulkhead::new(PLACES));
            vec![
                driver.subject("ours", ours),
                driver.subject("by_hand", |i| by_hand.run(called(i))),
                driver.subject("plain_call", called),
                driver.subject("tokio", |i| tried(places, i)),
            ]
        });
    }
    case(bench, "bulkhead_queue", || {
        let places = leak(Semaphore::new(PLACES as usize));
        let by_hand = leak(Bulkhead::builder(PLACES).queue(64).build());
        vec![
            alone.subject("ours", with_queue),
            alone.subject("by_hand", |i| by_hand.run(called(i))),
            alone.subject("plain_call", called),
            alone.subject("tokio", |i| waited(places, i)),
        ]
    });
}

#[bulkhead(100)]
async fn ours(id: usize) -> Answer {
    Ok(black_box(id))
}

#[bulkhead(100, queue = 64)]
async fn with_queue(id: usize) -> Answer {
    Ok(black_box(id))
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
