//! What happens to a log when the disk does not do what it should.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;

use super::disk::Disk;
use super::{LocalQueue, promises, queue_on};
use crate::cache::behind::change::Encoded;
use crate::cache::behind::local::{Log, file::Fault};
use crate::cache::behind::queue::{Put, Queue as _, Refused, Room};
use crate::clock::Clock;
use crate::sync::lock;

/// Numbers that look random, the same in each run.
fn numbers(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

/// All that waits, in order, taken from both partitions.
async fn all(queue: &LocalQueue) -> Vec<Vec<u64>> {
    let mut found = Vec::new();
    for partition in 0..queue.partitions() {
        let mut lane = queue.lane(partition);
        let taken = lane.take(1_000, promises::NOW).await.expect("it answers");
        // The file is read before the wait is over only when it is asked for long enough.
        let taken = if taken.is_empty() {
            lane.take(1_000, Duration::from_millis(50))
                .await
                .expect("it answers")
        } else {
            taken
        };
        found.push(promises::values(&taken));
    }
    found
}

async fn put_when_it_can(queue: &LocalQueue, change: &Encoded) -> Put {
    for _ in 0..3_000 {
        match queue.put(change, None, Room::OneMore).await {
            Ok(put) => return put,
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
    panic!("the disk has room again");
}

#[tokio::test]
async fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let disk = Disk::default();
    let queue = queue_on(&disk).await;
    let put: Arc<Mutex<Vec<u64>>> = Arc::default();
    let mut random = numbers(1);
    for round in 0..40 {
        let puts = (0..8).map(|task| {
            let (queue, put) = (&queue, &put);
            async move {
                let value = round * 8 + task;
                let change = promises::change(&format!("user:{task}"), value);
                let taken = queue.put(&change, None, Room::OneMore).await;
                assert!(taken.is_ok());
                lock(put).push(value);
            }
        });
        let cut = async {
            for _ in 0..random() % 4 {
                tokio::task::yield_now().await;
            }
            let acknowledged = lock(&put).clone();
            (acknowledged, disk.cut(|| random() & 1 == 0))
        };
        let (_, (acknowledged, left)) = tokio::join!(join_all(puts), cut);
        let after = queue_on(&left).await;
        let found = all(&after).await;
        for partition in &found {
            // Of each task the values rise, and each has its key.
            for task in 0..8 {
                let of_key: Vec<_> = partition
                    .iter()
                    .filter(|value| **value % 8 == task)
                    .collect();
                assert!(of_key.is_sorted(), "{of_key:?}");
            }
        }
        let found: Vec<u64> = found.into_iter().flatten().collect();
        let lost: Vec<_> = acknowledged
            .iter()
            .filter(|value| !found.contains(value))
            .collect();
        assert!(lost.is_empty(), "round {round}: {lost:?} are lost");
    }
}

#[tokio::test]
async fn on_a_full_disk_changes_are_refused_and_nothing_is_lost() {
    let disk = Disk::default();
    let queue = queue_on(&disk).await;
    promises::put(&queue, "k", 1).await;
    promises::put(&queue, "k", 2).await;
    let mut lane = queue.lane(crate::cache::behind::queue::partition_of(&"k".into(), 2));
    let taken = lane.take(1, promises::LONG).await.expect("it answers");

    disk.full(true);
    let change = promises::change("k", 3);
    let refused = queue.put(&change, None, Room::Bounded).await;
    assert!(
        matches!(&refused, Err(Refused::Unknown(why)) if why.contains("space")),
        "{refused:?}"
    );
    let refused = queue.put(&change, None, Room::Bounded).await;
    assert!(
        matches!(&refused, Err(Refused::Failed(why)) if why.contains("space")),
        "{refused:?}"
    );
    assert!(lane.done(&taken).await.is_err());

    disk.full(false);
    assert_eq!(
        put_when_it_can(&queue, &change).await,
        Put::Queued { with_entry: false }
    );
    let more = lane.take(9, promises::LONG).await.expect("it answers");
    assert_eq!(promises::values(&more), [2, 3], "1 is still in its hands");
    lane.done(&taken).await.expect("there is room");
    lane.done(&more).await.expect("there is room");
    assert_eq!(queue.depth().await.expect("it answers").waiting, 0);
}

#[tokio::test]
async fn puts_that_come_while_the_disk_is_busy_are_one_transaction() {
    let disk = Disk::default();
    let queue = queue_on(&disk).await;
    let before = disk.syncs();
    promises::put(&queue, "k", 0).await;
    let alone = disk.syncs() - before;

    let changes: Vec<_> = (0..64).map(|value| promises::change("k", value)).collect();
    let mut puts: Vec<_> = changes
        .iter()
        .map(|change| queue.put(change, None, Room::OneMore))
        .collect();
    let before = disk.syncs();
    disk.busy(|| {
        for put in &mut puts {
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            assert!(put.as_mut().poll(&mut context).is_pending());
        }
    });
    let put = join_all(puts).await;
    assert!(put.iter().all(Result::is_ok));
    let together = disk.syncs() - before;
    assert!(
        together <= 2 * alone,
        "{together} where one put takes {alone}"
    );
}

#[tokio::test]
async fn the_order_is_that_of_the_puts_whatever_the_clock_says() {
    let disk = Disk::default();
    let queue = queue_on(&disk).await;
    let hour = 3_600_000_000;
    let now = crate::cache::behind::change::micros_now();
    for (value, at) in [(1, now - hour), (2, now + hour), (3, 0), (4, now)] {
        let change = Encoded {
            at,
            ..promises::change("k", value)
        };
        queue
            .put(&change, None, Room::OneMore)
            .await
            .expect("there is room");
    }
    drop(queue);
    let queue = queue_on(&disk).await;
    let oldest = queue.depth().await.expect("it answers").oldest;
    assert!(
        oldest.is_some_and(|oldest| oldest >= Duration::from_secs(3_600)),
        "{oldest:?}"
    );
    let found: Vec<u64> = all(&queue).await.into_iter().flatten().collect();
    assert_eq!(found, [1, 2, 3, 4]);
}

#[tokio::test]
async fn a_change_that_is_damaged_is_put_aside_and_the_others_come() {
    let disk = Disk::default();
    let queue = queue_on(&disk).await;
    for value in [1_111_111, 2_222_222, 3_333_333] {
        promises::put(&queue, "k", value).await;
    }
    drop(queue);
    disk.damage(|bytes| {
        let wanted = b"2222222";
        let places: Vec<usize> = (0..bytes.len() - wanted.len())
            .filter(|&at| bytes[at..].starts_with(wanted))
            .collect();
        assert!(!places.is_empty());
        for at in places {
            bytes[at] = b'7';
        }
    });
    let queue = queue_on(&disk).await;
    let found: Vec<u64> = all(&queue).await.into_iter().flatten().collect();
    assert_eq!(found, [1_111_111, 3_333_333]);
    let mut lane = queue.lane(0);
    assert!(lane.take(9, promises::NOW).await.is_ok());
    // It leaves the queue by a job of its own, which nobody waits for.
    let left = async {
        while queue.depth().await.expect("it answers").waiting != 2 {
            tokio::task::yield_now().await;
        }
    };
    let left = tokio::time::timeout(promises::LONG, left).await;
    assert!(left.is_ok(), "it stays in the queue");
}

#[tokio::test]
async fn a_damaged_file_gives_what_was_put_or_says_that_it_is_damaged() {
    let disk = Disk::default();
    let queue = queue_on(&disk).await;
    for value in 0..200 {
        let change = promises::change("k", value);
        queue
            .put(&change, None, Room::OneMore)
            .await
            .expect("there is room");
    }
    drop(queue);
    let mut told = 0;
    for seed in 1..40 {
        let mut random = numbers(seed);
        let damaged = disk.cut(|| true);
        damaged.damage(|bytes| {
            let length = bytes.len() as u64;
            for _ in 0..seed * 8 {
                let at = usize::try_from(random() % length).expect("short");
                bytes[at] ^= u8::try_from(random() % 255).expect("short") + 1;
            }
        });
        let log = match Log::start(Box::new(damaged), Clock::System) {
            Ok(log) => log,
            Err(fault) => {
                assert!(matches!(fault, Fault::Damaged(_)), "{fault:?}");
                told += 1;
                continue;
            }
        };
        let settings = crate::cache::behind::settings::Settings::new().partitions(2);
        let Ok(queue) = LocalQueue::open(Arc::new(log), "users", &settings).await else {
            told += 1;
            continue;
        };
        let found: Vec<u64> = all(&queue).await.into_iter().flatten().collect();
        assert!(
            found.is_sorted() && found.iter().all(|value| *value < 200),
            "{found:?}"
        );
    }
    assert!(told > 0, "some damages are in what holds the rest together");
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("queue.redb");
    std::fs::write(&path, "this is a letter, and no log\n".repeat(500)).expect("a file");
    let refused = Log::open(&path).expect_err("it is a letter");
    assert!(
        refused.to_string().contains("no log of gambeson"),
        "{refused}"
    );
    assert!(
        std::fs::read_to_string(&path)
            .expect("a file")
            .starts_with("this is a letter")
    );
}
