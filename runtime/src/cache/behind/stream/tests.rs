//! The queue against a real server.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::join_all;

use super::StreamQueue;
use crate::cache::behind::change::Encoded;
use crate::cache::behind::promises::{self, LONG, change, put, values};
use crate::cache::behind::queue::{Put, Queue as _, Refused, Room};
use crate::cache::redis::redis_server::RedisServer;
use crate::cache::redis::{Purpose, RedisOptions, RedisTier};

async fn tier(server: &RedisServer) -> Arc<RedisTier> {
    let options = RedisOptions {
        prefix: "t".to_owned(),
        response_timeout: Duration::from_secs(5),
        connect_timeout: Duration::from_secs(5),
        purpose: Purpose::Calls,
        ..RedisOptions::new(server.url())
    };
    RedisTier::connect(options).await.expect("it starts")
}

#[tokio::test]
async fn it_keeps_the_promises_of_a_queue() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let queue = |name: &str| StreamQueue::new(Arc::clone(&tier), false, name, 2, 3);
    promises::order_is_kept_and_what_is_not_finished_comes_again(&queue("order")).await;
    promises::an_id_is_one_change(&queue("id")).await;
    promises::a_full_partition_takes_one_more_only_when_asked(&queue("full"), 3).await;
    promises::dead_letters_come_back_as_if_never_tried(&queue("dead")).await;
    promises::a_mark_is_reached_when_all_before_it_has_gone(&queue("mark")).await;
    promises::a_partition_has_one_owner(&queue("owner")).await;
    promises::a_lane_waits_for_what_comes(&queue("waits")).await;
}

#[tokio::test]
async fn what_an_owner_took_and_did_not_finish_goes_to_the_next_one_first() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let queue = StreamQueue::new(Arc::clone(&tier), false, "q", 1, 10);
    for value in 0..4 {
        put(&queue, "k", value).await;
    }
    let mut first = queue.lane(0);
    let taken = first.take(2, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [0, 1]);
    first.begins(&taken[..1]).await.expect("it answers");
    first.release().await;
    drop(first);
    let mut second = queue.lane(0);
    let taken = second.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [0, 1]);
    assert!(taken[0].attempt > 1, "the failure is counted");
    second.done(&taken).await.expect("it answers");
    let rest = second.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&rest), [2, 3]);
    assert_eq!(rest[0].attempt, 1);
    second.done(&rest).await.expect("it answers");
    assert_eq!(queue.depth().await.expect("it answers").waiting, 0);
}

#[tokio::test]
async fn a_stream_that_is_flushed_away_is_made_again() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let queue = StreamQueue::new(Arc::clone(&tier), false, "q", 1, 10);
    let mut lane = queue.lane(0);
    let none = lane.take(9, Duration::from_millis(1)).await;
    assert_eq!(none, Ok(Vec::new()));
    server.command(&["FLUSHALL"]);
    put(&queue, "k", 7).await;
    let taken = loop {
        // The first answer may be that the group is gone.
        match lane.take(9, LONG).await {
            Ok(taken) if !taken.is_empty() => break taken,
            _ => {}
        }
    };
    assert_eq!(values(&taken), [7]);
}

const QUEUED: Result<Put, Refused> = Ok(Put::Queued { with_entry: false });
const AGAIN: Result<Put, Refused> = Ok(Put::Again { with_entry: false });

#[tokio::test]
async fn changes_that_are_put_at_once_have_an_answer_each_and_keep_their_order() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let queue = StreamQueue::new(Arc::clone(&tier), false, "q", 1, 3);
    let new: Vec<_> = (0..5).map(|value| change("k", value)).collect();
    let all = |changes: &[Encoded], room| {
        let (queue, changes) = (&queue, changes.to_vec());
        async move { join_all(changes.iter().map(|change| queue.put(change, None, room))).await }
    };
    let full = || Err(Refused::Full);
    let answers = all(&new, Room::Bounded).await;
    assert_eq!(answers, [QUEUED, QUEUED, QUEUED, full(), full()]);
    let tried: Vec<_> = new
        .into_iter()
        .map(|change| Encoded {
            tried: true,
            ..change
        })
        .collect();
    let answers = all(&tried, Room::Bounded).await;
    assert_eq!(answers, [AGAIN, AGAIN, AGAIN, full(), full()]);
    let answers = all(&tried[2..], Room::OneMore).await;
    assert_eq!(answers, [AGAIN, QUEUED, QUEUED]);
    let twice = [tried[0].clone(), change("k", 5), tried[0].clone()];
    let answers = all(&twice, Room::OneMore).await;
    assert_eq!(answers, [AGAIN, QUEUED, AGAIN]);
    let mut lane = queue.lane(0);
    let taken = lane.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [0, 1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn a_put_that_is_dropped_before_it_is_sent_is_none_and_takes_no_other_along() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let queue = StreamQueue::new(Arc::clone(&tier), false, "q", 1, 10);
    put(&queue, "k", 0).await;
    let (dropped, sent) = (change("k", 1), change("k", 2));
    let other = queue.put(&sent, None, Room::Bounded);
    // The first poll has it wait for the task that sends, which runs once this one waits.
    assert!(
        queue
            .put(&dropped, None, Room::Bounded)
            .now_or_never()
            .is_none()
    );
    assert_eq!(other.await, QUEUED);
    let mut lane = queue.lane(0);
    let taken = lane.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [0, 2]);
}

#[tokio::test]
async fn a_group_that_is_gone_is_made_again_whatever_met_that() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let queue = StreamQueue::new(Arc::clone(&tier), false, "q", 1, 10);
    put(&queue, "k", 0).await;
    let mut lane = queue.lane(0);
    let taken = lane.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [0]);
    for is_claimed in [true, false] {
        let gone = server.command(&["XGROUP", "DESTROY", "t:%queue:{q}:0", "writers"]);
        assert_eq!(gone.int(), 1);
        if is_claimed {
            lane.forget();
        }
        assert!(lane.take(9, LONG).await.is_err());
        lane.forget();
        let taken = lane.take(9, LONG).await.expect("it answers");
        assert_eq!(values(&taken), [0]);
    }
}

#[tokio::test]
async fn a_read_that_is_carried_out_late_gives_nothing() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let queue = StreamQueue::new(Arc::clone(&tier), false, "q", 1, 10);
    put(&queue, "k", 0).await;
    let mut lane = queue.lane(0);
    let taken = lane.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [0]);
    put(&queue, "k", 1).await;
    let owner = server.command(&["GET", "t:%queue:{q}:0:owner"]).text();
    let turn = server.command(&["GET", "t:%queue:{q}:0:turn"]).text();
    // What was sent before has no answer, so the lane looks for what it was given.
    lane.forget();
    let taken = lane.take(1, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [0]);
    let outdated = super::reading::next(&queue.shared, 0, &owner, &turn, 9).await;
    assert!(matches!(outdated, Ok(super::reading::Next::NotOurs)));
    lane.done(&taken).await.expect("it answers");
    let taken = lane.take(9, LONG).await.expect("it answers");
    assert_eq!(values(&taken), [1]);
}
