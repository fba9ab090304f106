//! Who is writing a key in this process, and whether anybody else has been.

use std::collections::HashMap;
use std::sync::Mutex;

#[cfg(feature = "redis")]
use tokio::runtime::Handle;
#[cfg(feature = "redis")]
use tokio::task::JoinHandle;

#[cfg(feature = "redis")]
use crate::cache::CacheManager;
use crate::cache::key::Key;
use crate::sync::lock;

/// The writes that are under way.
///
/// Two writes of one key that overlap may have come to the user's store in either order, so neither
/// may be stored here, but for one that began when the other had ended, or that ends while the other
/// still has to: that one then removes it.
#[derive(Default)]
pub(crate) struct Writers {
    work: Mutex<Work>,
    /// Holds of writes that failed, on their way out of Redis.
    #[cfg(feature = "redis")]
    releases: Mutex<HashMap<Key, JoinHandle<()>>>,
}

#[derive(Default)]
struct Work {
    numbers: u64,
    keys: HashMap<Key, Writing>,
}

/// The writes of one key.
struct Writing {
    /// The number of the last write that began, or a later one when another has ended since.
    last: u64,
    writers: usize,
}

/// One write, by a number that no other has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn(u64);

/// How a write ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It changed the user's store, or may have.
    Written,
    /// It changed nothing.
    Failed,
}

#[cfg(feature = "redis")]
impl Writers {
    /// Takes a hold away in the background: who returns an error waits for nothing, because the error
    /// may be one that must not cross an await.
    pub(crate) fn release(
        runtime: &Handle,
        manager: &CacheManager,
        key: &Key,
        release: impl Future<Output = ()> + Send + 'static,
    ) {
        let mut releases = lock(&manager.memory().writers().releases);
        let (ended, its) = (manager.clone(), key.clone());
        let task = runtime.spawn(async move {
            release.await;
            lock(&ended.memory().writers().releases).remove(&its);
        });
        releases.insert(key.clone(), task);
    }

    /// Waits for that of `key`: a hold that is laid over another has nothing to give back.
    pub(crate) async fn released(&self, key: &Key) {
        let release = lock(&self.releases).remove(key);
        if let Some(release) = release {
            // One that was cut off with its runtime leaves a hold, which ends by itself.
            _ = release.await;
        }
    }
}

impl Writers {
    pub(crate) fn begin(&self, key: &Key) -> Turn {
        let mut work = lock(&self.work);
        work.numbers += 1;
        let number = work.numbers;
        let writing = work.keys.entry(key.clone()).or_insert(Writing {
            last: number,
            writers: 0,
        });
        writing.last = number;
        writing.writers += 1;
        Turn(number)
    }

    /// Ends a write. Says whether no other has begun or ended since it began.
    pub(crate) fn end(&self, key: &Key, turn: Turn, end: End) -> bool {
        let mut work = lock(&self.work);
        work.numbers += 1;
        let number = work.numbers;
        let Some(writing) = work.keys.get_mut(key) else {
            return true;
        };
        let alone = writing.last == turn.0;
        if !alone && end == End::Written {
            writing.last = number;
        }
        writing.writers -= 1;
        if writing.writers == 0 {
            work.keys.remove(key);
        }
        alone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_that_is_alone_is_told_so_and_leaves_nothing_behind() {
        let (writers, key) = (Writers::default(), Key::from("k"));
        for _ in 0..2 {
            let turn = writers.begin(&key);
            assert!(writers.end(&key, turn, End::Written));
        }
        assert!(lock(&writers.work).keys.is_empty());
    }

    #[test]
    fn of_two_that_overlap_the_one_that_began_first_is_not_stored_nor_one_that_ends_after_it() {
        let (writers, key) = (Writers::default(), Key::from("k"));
        let (first, second) = (writers.begin(&key), writers.begin(&key));
        assert!(!writers.end(&key, first, End::Written));
        assert!(!writers.end(&key, second, End::Written));
        let (first, second) = (writers.begin(&key), writers.begin(&key));
        assert!(writers.end(&key, second, End::Written));
        assert!(
            !writers.end(&key, first, End::Written),
            "it removes what the second has stored"
        );
    }

    #[test]
    fn a_write_that_failed_does_not_keep_a_later_one_from_being_stored() {
        let (writers, key) = (Writers::default(), Key::from("k"));
        let (first, second) = (writers.begin(&key), writers.begin(&key));
        writers.end(&key, first, End::Failed);
        assert!(writers.end(&key, second, End::Written));
    }
}
