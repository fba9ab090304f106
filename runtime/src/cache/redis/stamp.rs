//! Marks that are never used twice.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The length of a stamp in bytes.
pub(super) const STAMP: usize = 15;

/// 15 bytes that no process has written before: eight that are random per process, and a
/// counter of seven.
pub(super) type Stamp = [u8; STAMP];

/// A stamp that has not been used.
pub(super) fn next() -> Stamp {
    static PROCESS: LazyLock<[u8; 8]> = LazyLock::new(|| {
        // The keys of `RandomState` come from the operating system.
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u32(std::process::id());
        hasher.finish().to_le_bytes()
    });
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed).to_le_bytes();
    let mut stamp = [0; STAMP];
    stamp[..8].copy_from_slice(&*PROCESS);
    stamp[8..].copy_from_slice(&count[..7]);
    stamp
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn no_stamp_is_given_twice_whichever_thread_asks() {
        let mut all = HashSet::new();
        let threads: Vec<_> = (0..4)
            .map(|_| std::thread::spawn(|| (0..10_000).map(|_| super::next()).collect::<Vec<_>>()))
            .collect();
        for thread in threads {
            for stamp in thread.join().expect("the thread only counts") {
                assert!(all.insert(stamp));
            }
        }
        assert_eq!(all.len(), 40_000);
    }
}
