//! The log as a file.

use std::sync::Arc;

use super::super::file::{AtPath, Fault, open};
use super::super::{LocalQueue, Log};
use super::promises;
use crate::cache::behind::queue::{Put, Queue as _, Refused, Room};
use crate::cache::behind::settings::Settings;

async fn queue(log: &Arc<Log>, name: &str) -> LocalQueue {
    let queue = LocalQueue::open(Arc::clone(log), name, &Settings::new()).await;
    queue.expect("it opens")
}

#[tokio::test]
async fn what_was_put_is_there_after_a_restart_each_queue_by_its_name() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("queue.redb");
    let log = Log::open(&path).expect("it opens");
    let (users, visits) = (queue(&log, "users").await, queue(&log, "visits").await);
    promises::put(&users, "k", 1).await;
    promises::put(&visits, "k", 2).await;
    drop((log, users, visits));

    let log = Log::open(&path).expect("it opens again");
    for (name, value) in [("visits", 2), ("users", 1)] {
        let queue = queue(&log, name).await;
        let mut lane = queue.lane(super::super::partition_of(&"k".into(), 4));
        let taken = lane.take(9, promises::LONG).await.expect("it answers");
        assert_eq!(promises::values(&taken), [value]);
    }
}

#[tokio::test]
async fn an_attempt_that_failed_counts_after_a_restart() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("queue.redb");
    for attempt in 1..4 {
        let log = Log::open(&path).expect("it opens");
        let queue = queue(&log, "users").await;
        if attempt == 1 {
            promises::put(&queue, "k", 1).await;
        }
        let mut lane = queue.lane(super::super::partition_of(&"k".into(), 4));
        let taken = lane.take(9, promises::LONG).await.expect("it answers");
        assert_eq!(taken[0].attempt, attempt);
        lane.begins(&taken).await.expect("it answers");
    }
}

#[test]
fn the_managers_of_a_process_share_the_log_and_nobody_else_has_it() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("queue.redb");
    let log = Log::open(&path).expect("it opens");
    let again = Log::open(&dir.path().join(".").join("queue.redb")).expect("it is the same");
    assert!(Arc::ptr_eq(&log, &again));
    // As another process does, which knows nothing of this one's.
    let other = open(&AtPath::new(path.clone()));
    assert_eq!(other.map(|_| ()), Err(Fault::InUse));
    assert!(Fault::InUse.to_string().contains("one process at a time"));
    drop((log, again));
    assert!(
        open(&AtPath::new(path)).is_ok(),
        "it is closed with the last"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_put_into_a_file_that_was_removed_and_what_is_in_it_is_still_given() {
    for replaced in [false, true] {
        let dir = tempfile::tempdir().expect("a directory");
        let directory = dir.path().join("var");
        std::fs::create_dir(&directory).expect("it is made");
        let path = directory.join("queue.redb");
        let log = Log::open(&path).expect("it opens");
        let queue = queue(&log, "users").await;
        promises::put(&queue, "k", 1).await;
        std::fs::remove_dir_all(&directory).expect("it was there");
        if replaced {
            std::fs::create_dir(&directory).expect("it is made");
            std::fs::write(&path, "").expect("it is written");
        }
        let more = promises::change("k", 2);
        for _ in 0..2 {
            let refused = queue.put(&more, None, Room::Bounded).await;
            assert!(
                matches!(&refused, Err(Refused::Failed(why)) if why.contains("removed")),
                "{refused:?}"
            );
        }
        let mut lane = queue.lane(super::super::partition_of(&"k".into(), 4));
        let taken = lane.take(9, promises::LONG).await.expect("it answers");
        assert_eq!(promises::values(&taken), [1]);
        lane.done(&taken).await.expect("it answers");
        assert!(queue.put(&more, None, Room::Bounded).await.is_err());
        if !replaced {
            std::fs::create_dir(&directory).expect("it is made");
        }
        while queue.put(&more, None, Room::Bounded).await != Ok(Put::Queued { with_entry: false }) {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        drop((lane, queue, log));
        let log = Log::open(&path).expect("there is a new one");
        let queue = self::queue(&log, "users").await;
        let mut lane = queue.lane(super::super::partition_of(&"k".into(), 4));
        let taken = lane.take(9, promises::LONG).await.expect("it answers");
        assert_eq!(promises::values(&taken), [2]);
    }
}

#[test]
fn a_directory_that_is_missing_is_named() {
    let dir = tempfile::tempdir().expect("a directory");
    let refused = Log::open(&dir.path().join("missing").join("queue.redb"));
    let refused = refused.expect_err("there is no directory").to_string();
    assert!(
        refused.contains("queue_log") && refused.contains("missing"),
        "{refused}"
    );
    assert!(refused.contains("No such file or directory"), "{refused}");
    assert!(Log::open(std::path::Path::new("/")).is_err());
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("queue.redb");
    let _log = Log::open(&path).expect("it opens");
    let mode = std::fs::metadata(&path)
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
