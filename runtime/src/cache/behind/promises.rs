//! What every queue promises, wherever it is kept: each queue has tests that call these.

use std::time::Duration;

use futures_util::FutureExt as _;

use crate::cache::behind::change::{ChangeId, Delivery, Encoded, Op, micros_now};
use crate::cache::behind::queue::{Put, Queue, Refused, Room, partition_of};
use crate::cache::key::Key;

/// Nothing is waited for.
pub(in crate::cache::behind) const NOW: Duration = Duration::ZERO;
/// It comes long before.
pub(in crate::cache::behind) const LONG: Duration = Duration::from_secs(30);

pub(in crate::cache::behind) fn change(key: &str, value: u64) -> Encoded {
    Encoded {
        id: ChangeId::new(),
        key: Key::from(key),
        parts: Vec::new(),
        op: Op::Put(value.to_string().into_bytes()),
        at: micros_now(),
        trace: None,
        tried: false,
    }
}

pub(in crate::cache::behind) async fn put(queue: &dyn Queue, key: &str, value: u64) -> Encoded {
    let change = change(key, value);
    let put = queue.put(&change, None, Room::Bounded).await;
    assert_eq!(put, Ok(Put::Queued { with_entry: false }));
    Encoded {
        tried: true,
        ..change
    }
}

pub(in crate::cache::behind) fn values(deliveries: &[Delivery]) -> Vec<u64> {
    let value = |delivery: &Delivery| match &delivery.change.op {
        Op::Put(value) => std::str::from_utf8(value).ok()?.parse().ok(),
        Op::Delete => None,
    };
    deliveries
        .iter()
        .map(|delivery| value(delivery).expect("a number"))
        .collect()
}

fn of(queue: &dyn Queue, key: &str) -> u32 {
    partition_of(&Key::from(key), queue.partitions())
}

pub(in crate::cache::behind) async fn order_is_kept_and_what_is_not_finished_comes_again(
    queue: &dyn Queue,
) {
    for value in 0..3 {
        put(queue, "k", value).await;
    }
    let mut lane = queue.lane(of(queue, "k"));
    let first = lane.take(2, LONG).await.expect("it answers");
    assert_eq!(values(&first), [0, 1]);
    let rest = lane.take(2, LONG).await.expect("it answers");
    assert_eq!(
        values(&rest),
        [2],
        "what is in its hands does not come again"
    );
    lane.begins(&first).await.expect("it answers");
    lane.done(&rest).await.expect("it answers");
    lane.forget();
    let again = lane.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&again), [0, 1]);
    assert!(again.iter().all(|delivery| delivery.attempt == 2));
    lane.done(&again[..1]).await.expect("it answers");
    drop(lane);
    let mut lane = queue.lane(of(queue, "k"));
    let last = lane.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&last), [1], "of an owner that has gone");
    assert!(lane.take(9, NOW).await.expect("it answers").is_empty());
    assert!(last[0].position > again[0].position);
}

pub(in crate::cache::behind) async fn an_id_is_one_change(queue: &dyn Queue) {
    let change = put(queue, "k", 1).await;
    assert_eq!(
        queue.put(&change, None, Room::Bounded).await,
        Ok(Put::Again { with_entry: false })
    );
    let mut lane = queue.lane(of(queue, "k"));
    let taken = lane.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [1]);
    lane.done(&taken).await.expect("it answers");
    assert_eq!(
        queue.put(&change, None, Room::Bounded).await,
        Ok(Put::Again { with_entry: false }),
        "written by now"
    );
    assert!(lane.take(9, NOW).await.expect("it answers").is_empty());
}

pub(in crate::cache::behind) async fn a_full_partition_takes_one_more_only_when_asked(
    queue: &dyn Queue,
    max: u64,
) {
    for value in 0..max {
        put(queue, "k", value).await;
    }
    let more = change("k", max);
    assert_eq!(
        queue.put(&more, None, Room::Bounded).await,
        Err(Refused::Full)
    );
    let queued = Ok(Put::Queued { with_entry: false });
    assert_eq!(queue.put(&more, None, Room::OneMore).await, queued);
    let mut lane = queue.lane(of(queue, "k"));
    let taken = lane.take(2, LONG).await.expect("it answers");
    lane.done(&taken).await.expect("it answers");
    put(queue, "k", max + 1).await;
}

pub(in crate::cache::behind) async fn a_change_that_is_known_needs_no_room(
    queue: &dyn Queue,
    max: u64,
) {
    let first = put(queue, "k", 0).await;
    for value in 1..max {
        put(queue, "k", value).await;
    }
    assert_eq!(
        queue.put(&first, None, Room::Bounded).await,
        Ok(Put::Again { with_entry: false })
    );
}

pub(in crate::cache::behind) async fn dead_letters_come_back_as_if_never_tried(queue: &dyn Queue) {
    for value in 0..3 {
        put(queue, "k", value).await;
    }
    let mut lane = queue.lane(of(queue, "k"));
    let taken = lane.take(9, LONG).await.expect("it answers");
    lane.bury(&taken[0], "no", true).await.expect("it answers");
    lane.bury(&taken[1], "never", true)
        .await
        .expect("it answers");
    lane.bury(&taken[2], "gone", false)
        .await
        .expect("it answers");
    let depth = queue.depth().await.expect("it answers");
    assert_eq!((depth.waiting, depth.oldest, depth.dead), (0, None, 2));

    let dead = queue.dead(None, 9).await.expect("it answers");
    let told: Vec<_> = dead
        .iter()
        .map(|buried| (&*buried.error, buried.attempts))
        .collect();
    assert_eq!(told, [("no", 1), ("never", 1)]);
    let behind = queue
        .dead(Some(dead[0].place), 9)
        .await
        .expect("it answers");
    assert_eq!(behind, dead[1..]);
    assert_eq!(queue.replay(&[dead[0].place]).await, Ok(1));
    assert_eq!(queue.replay(&[dead[0].place]).await, Ok(0));
    assert_eq!(queue.discard(&[dead[1].place]).await, Ok(1));
    assert_eq!(queue.depth().await.expect("it answers").dead, 0);
    let again = lane.take(9, LONG).await.expect("it answers");
    assert_eq!((values(&again), again[0].attempt), (vec![0], 1));
    assert_eq!(again[0].change.id, taken[0].change.id);
    lane.done(&again).await.expect("it answers");
}

pub(in crate::cache::behind) async fn a_mark_is_reached_when_all_before_it_has_gone(
    queue: &dyn Queue,
) {
    let empty = queue.mark().await.expect("it answers");
    assert_eq!(queue.reached(&empty).await, Ok(true));
    put(queue, "k", 1).await;
    let mark = queue.mark().await.expect("it answers");
    put(queue, "k", 2).await;
    assert_eq!(queue.reached(&mark).await, Ok(false));
    let mut lane = queue.lane(of(queue, "k"));
    let taken = lane.take(1, LONG).await.expect("it answers");
    assert_eq!(queue.reached(&mark).await, Ok(false), "it is being written");
    lane.done(&taken).await.expect("it answers");
    assert_eq!(queue.reached(&mark).await, Ok(true));
}

pub(in crate::cache::behind) async fn a_partition_has_one_owner(queue: &dyn Queue) {
    for value in 0..2 {
        put(queue, "k", value).await;
    }
    let mut lane = queue.lane(of(queue, "k"));
    let taken = lane.take(1, LONG).await.expect("it answers");
    let mut other = queue.lane(of(queue, "k"));
    assert!(other.take(9, NOW).await.expect("it answers").is_empty());
    lane.done(&taken).await.expect("it answers");
    assert!(other.take(9, NOW).await.expect("it answers").is_empty());
    lane.release().await;
    let taken = other.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [1]);
    other.done(&taken).await.expect("it answers");
}

pub(in crate::cache::behind) async fn a_lane_waits_for_what_comes(queue: &dyn Queue) {
    let mut lane = queue.lane(of(queue, "k"));
    // Dropped before there is anything: nothing is lost by it.
    assert!(lane.take(9, LONG).now_or_never().is_none());
    // Nor is it when the queue itself has begun to wait.
    let awhile = Duration::from_millis(100);
    let given_up = tokio::time::timeout(awhile, lane.take(9, LONG)).await;
    assert!(given_up.is_err());
    let putting = async {
        tokio::time::sleep(awhile).await;
        put(queue, "k", 7).await;
    };
    let (taken, ()) = tokio::join!(lane.take(9, LONG), putting);
    let taken = taken.expect("it answers");
    assert_eq!(values(&taken), [7]);
    let depth = queue.depth().await.expect("it answers");
    assert_eq!((depth.waiting, depth.dead), (1, 0));
    assert!(depth.oldest.is_some());
    lane.done(&taken).await.expect("it answers");
}
