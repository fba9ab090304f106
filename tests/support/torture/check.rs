//! What must hold when nothing is left in the queue.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::{PRODUCERS, journal, journal_path, key, producer, store, store_path};

/// What came of a run.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) acknowledged: usize,
    /// How many times a change was given to the writer again.
    pub(super) again: usize,
}

/// Checks it all.
///
/// # Panics
///
/// When a change was lost, is twice under two ids, or came out of order.
pub(super) fn check(directory: &Path, slots: usize) -> Outcome {
    let path = store_path(directory);
    let ids = store::ids(&path).expect("the store can be read");
    let written = store::rows(&path, "written").expect("the store can be read");
    let once = store::rows(&path, "written_once").expect("the store can be read");

    let mut outcome = Outcome::default();
    let mut id_of = HashMap::new();
    for (slot, task) in (0..slots).flat_map(|slot| (0..PRODUCERS).map(move |task| (slot, task))) {
        let producer = producer(slot, task);
        for (number, tried) in (0..).zip(journal::read(&journal_path(directory, &producer))) {
            let (key, id) = (key(&producer, number), tried.id.to_string());
            if tried.acknowledged {
                outcome.acknowledged += 1;
                assert!(
                    ids.contains(&id),
                    "{key} = {number} was acknowledged and is lost"
                );
            }
            id_of.insert((key, number), id);
        }
    }
    for (id, key, number) in written.iter().chain(&once) {
        let put = id_of.get(&(key.clone(), *number));
        assert_eq!(
            put,
            Some(id),
            "{key} = {number} has the id that it was put under"
        );
    }

    let mut last_of = HashMap::new();
    let mut seen = HashSet::new();
    for (id, key, number) in &written {
        if !seen.insert(id) {
            outcome.again += 1;
            continue;
        }
        let last = last_of.insert(key, *number);
        assert!(
            last.is_none_or(|last| last < *number),
            "{key} = {number} came after {last:?}"
        );
    }
    in_order_and_once(&once);
    assert_eq!(last_values(&written), last_values(&once));
    for (key, last) in last_values(&once) {
        let put = id_of
            .keys()
            .filter(|(of, _)| of == key)
            .map(|(_, number)| *number)
            .max();
        assert_eq!(put, Some(last), "{key} has its last value");
    }
    outcome
}

fn in_order_and_once(once: &[(String, String, u64)]) {
    let mut last_of = HashMap::new();
    for (_, key, number) in once {
        let last = last_of.insert(key, *number);
        assert!(
            last.is_none_or(|last| last < *number),
            "{key} = {number} came after {last:?}"
        );
    }
}

fn last_values(rows: &[(String, String, u64)]) -> HashMap<&String, u64> {
    rows.iter().map(|(_, key, number)| (key, *number)).collect()
}
