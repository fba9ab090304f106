//! Counting in this process alone, by a share of the limit, while the store does not answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use moka::sync::Cache;

use super::watch::{Nanos, nanos};
use crate::resilience::limit::{Decision, Rate};

/// GCRA by the clock of this process, one bucket a key.
///
/// Buckets are not charged while the store answers: an outage begins with `share` × burst. They stay
/// while the store comes and goes, so that a store that is lost ten times in a row gives no ten
/// bursts.
pub(super) struct Local {
    interval: Nanos,
    burst: u32,
    buckets: Cache<Box<[u8]>, Arc<AtomicU64>>,
}

impl Local {
    /// `share` is above 0 and at most 1. At least one may come at once.
    pub(super) fn new(rate: Rate, share: f64, max_keys: u64, idle: Duration) -> Self {
        let burst = Rate::new(rate.bursts(), rate.period());
        let interval = rate.interval().as_secs_f64() / share;
        Self {
            interval: Duration::try_from_secs_f64(interval)
                .map_or(u64::MAX, nanos)
                .max(1),
            burst: portion(burst.limit(), share),
            buckets: Cache::builder()
                .max_capacity(max_keys)
                .time_to_idle(idle)
                .build(),
        }
    }

    pub(super) fn check(&self, key: &[u8], cost: u32, now: Nanos) -> Decision {
        let bucket = self
            .buckets
            .get(key)
            .unwrap_or_else(|| self.buckets.get_with(key.into(), Arc::default));
        let whole = self.interval.saturating_mul(u64::from(self.burst));
        let work = self.interval.saturating_mul(u64::from(cost));
        let taken = bucket.fetch_update(Ordering::AcqRel, Ordering::Acquire, |full_at| {
            let next = full_at.max(now).checked_add(work)?;
            (next <= now.saturating_add(whole)).then_some(next)
        });
        let (admitted, full_at) = match taken {
            Ok(before) => (true, before.max(now).saturating_add(work)),
            Err(found) => (false, found.max(now)),
        };
        let ahead = full_at - now;
        let free = whole.saturating_sub(ahead) / self.interval;
        let retry_after = match admitted {
            true => Duration::ZERO,
            false if cost > self.burst => Duration::MAX,
            false => Duration::from_nanos(ahead.saturating_add(work).saturating_sub(whole)),
        };
        Decision::new(
            admitted,
            self.burst,
            u32::try_from(free).unwrap_or(self.burst),
            Duration::from_nanos(ahead),
            retry_after,
        )
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a number of 32 bits, rounded down, is one"
)]
fn portion(whole: u32, share: f64) -> u32 {
    ((f64::from(whole) * share) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Nanos = 1_000_000_000;

    fn local(rate: Rate, share: f64) -> Local {
        Local::new(rate, share, 100, Duration::from_secs(60))
    }

    #[test]
    fn no_more_than_the_share_comes_through_in_any_window() {
        let local = local(Rate::per_second(100).burst(40), 0.25);
        let mut admitted = 0;
        for now in (0..2 * SECOND).step_by(1_000_000) {
            admitted += u32::from(local.check(b"k", 1, now).admitted);
        }
        // 25 each second, and ten at once.
        assert_eq!(admitted, 10 + 2 * 25 - 1);
    }

    #[test]
    fn each_key_has_a_bucket_and_each_refusal_says_when() {
        let local = local(Rate::per_second(10).burst(4), 0.5);
        let check = |key: &[u8], now| local.check(key, 1, now);
        assert!(check(b"a", 0).admitted && check(b"a", 0).admitted);
        let refused = check(b"a", 0);
        assert!(!refused.admitted);
        assert_eq!((refused.limit, refused.remaining), (2, 0));
        assert_eq!(refused.retry_after, Duration::from_millis(200));
        assert_eq!(refused.reset, Duration::from_millis(400));
        assert!(check(b"b", 0).admitted);
        assert!(check(b"a", SECOND / 5).admitted);
        assert_eq!(local.check(b"a", 3, 0).retry_after, Duration::MAX);
    }

    #[test]
    fn the_smallest_share_lets_one_through() {
        let local = local(Rate::per_second(1), 0.01);
        assert!(local.check(b"", 1, 0).admitted);
        assert_eq!(local.check(b"", 1, 0).retry_after, Duration::from_secs(100));
    }
}
