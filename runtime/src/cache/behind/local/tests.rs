//! The log on a disk, and on one that fails.

mod disk;
mod faults;
mod file;

use std::sync::Arc;

use self::disk::Disk;
use super::super::promises;
use super::super::settings::Settings;
use super::{LocalQueue, Log};
use crate::clock::Clock;

/// The log on a disk in memory.
async fn queue_on(disk: &Disk) -> LocalQueue {
    let log = Log::start(Box::new(disk.clone()), Clock::System).expect("it opens");
    opened(log).await
}

async fn opened(log: Log) -> LocalQueue {
    let settings = Settings::new().partitions(2).max(3);
    let queue = LocalQueue::open(Arc::new(log), "users", &settings).await;
    queue.expect("it opens")
}

#[tokio::test]
async fn it_keeps_the_promises_of_a_queue() {
    let new = async || queue_on(&Disk::default()).await;
    promises::order_is_kept_and_what_is_not_finished_comes_again(&new().await).await;
    promises::an_id_is_one_change(&new().await).await;
    promises::a_full_partition_takes_one_more_only_when_asked(&new().await, 3).await;
    promises::a_change_that_is_known_needs_no_room(&new().await, 3).await;
    promises::dead_letters_come_back_as_if_never_tried(&new().await).await;
    promises::a_mark_is_reached_when_all_before_it_has_gone(&new().await).await;
    promises::a_partition_has_one_owner(&new().await).await;
    promises::a_lane_waits_for_what_comes(&new().await).await;
}
