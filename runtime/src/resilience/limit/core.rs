//! One limiter: its buckets, and what it has counted.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, OnceLock};

use super::checks::Checks;
use super::decision::Decision;
use super::exact::{Exact, Ring};
use super::gcra::Gcra;
use super::outcome::{Level, Outcome, Verdict};
use super::policy::RateLimitPolicy;
use super::rings::Rings;
use super::scope;
use super::table::{self, Table};
use super::time::{Moment, ticks};
use crate::cache::key::KeyBuf;
use crate::clock::Clock;
use crate::resilience::name::Name;
use crate::resilience::rejected::{RateLimited, Rejected};
use crate::resilience::seen::{Series, Watched};
use crate::stack::Call;
use crate::sync::lock;

pub(super) struct Core {
    name: Name,
    policy: RateLimitPolicy,
    buckets: Buckets,
    /// For how long a caller waits, in ticks.
    patience: u64,
    checks: Checks,
}

enum Buckets {
    Unlimited,
    Smooth {
        rule: Gcra,
        one: AtomicU64,
        keys: OnceLock<Table>,
    },
    Exact {
        rule: Exact,
        one: Mutex<Ring>,
        keys: OnceLock<Box<Rings>>,
    },
}

/// Which bucket of a limiter.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bucket {
    /// The one of those who have no key.
    One,
    Smooth(table::Place),
    Exact(u64),
}

impl Core {
    pub(super) fn new(name: Name, policy: RateLimitPolicy, clock: Clock) -> Self {
        let buckets = if !policy.enabled {
            Buckets::Unlimited
        } else if policy.exact {
            Buckets::Exact {
                rule: Exact::new(policy.rate, policy.idle, clock),
                one: Mutex::default(),
                keys: OnceLock::new(),
            }
        } else {
            Buckets::Smooth {
                rule: Gcra::new(policy.rate, clock),
                one: AtomicU64::new(0),
                keys: OnceLock::new(),
            }
        };
        Self {
            name,
            patience: policy.wait.map_or(0, ticks),
            policy,
            buckets,
            checks: Checks::new(),
        }
    }

    pub(super) fn name(&self) -> &Name {
        &self.name
    }

    pub(super) fn policy(&self) -> &RateLimitPolicy {
        &self.policy
    }

    pub(super) fn patience(&self) -> u64 {
        self.patience
    }

    /// The bucket of a key.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn bucket(&self, key: &mut KeyBuf) -> Bucket {
        key.settle();
        let most = self.policy.max_keys;
        match &self.buckets {
            Buckets::Unlimited => Bucket::One,
            Buckets::Smooth { rule, keys, .. } => {
                let keys = keys.get_or_init(|| Table::new(most));
                Bucket::Smooth(keys.place(key, || rule.now(None).now))
            }
            Buckets::Exact { rule, keys, .. } => {
                let keys = keys.get_or_init(|| Box::new(Rings::new(most)));
                Bucket::Exact(keys.place(key, rule, rule.now(None).now))
            }
        }
    }

    /// Takes `cost` permits out of a bucket, and says whether that could be done by a first look. Who
    /// is told that it could not asks again by [`take`](Self::take).
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn admits(&self, bucket: Bucket, cost: u32, call: Call<'_>) -> bool {
        if scope::is_observed() {
            return false;
        }
        let Buckets::Smooth { rule, one, keys } = &self.buckets else {
            return false;
        };
        let moment = rule.now(Some(call));
        let admitted = match bucket {
            Bucket::One => rule.admits(one, moment, cost),
            Bucket::Smooth(place) => keys.get().is_some_and(|keys| {
                let taken = keys.try_with(place, |tat| rule.admits(tat, moment, cost));
                taken.unwrap_or_default()
            }),
            Bucket::Exact(_) => false,
        };
        if admitted {
            self.checks.count(true);
        }
        admitted
    }

    /// Takes `cost` permits out of a bucket, now or at the latest `patience` ticks later.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn take(
        &self,
        bucket: &mut Bucket,
        cost: u32,
        patience: u64,
        call: Option<Call<'_>>,
    ) -> Outcome {
        let moment = match &self.buckets {
            Buckets::Smooth { rule, .. } => rule.now(call),
            Buckets::Exact { rule, .. } => rule.now(call),
            Buckets::Unlimited => Moment::NEVER,
        };
        let mut outcome = self.take_at(bucket, moment, cost, 0);
        if let Verdict::Refused(_) = outcome.verdict {
            outcome = self.take_closer(bucket, outcome, cost, patience);
        }
        self.checks.count(outcome.is_admitted());
        if scope::is_observed() {
            scope::note(&self.name, self.policy.rate, self.decision(&outcome));
        }
        outcome
    }

    /// Once more for those who would be refused, by a clock that is worth it to them.
    #[cold]
    #[inline(never)]
    fn take_closer(
        &self,
        bucket: &mut Bucket,
        refused: Outcome,
        cost: u32,
        patience: u64,
    ) -> Outcome {
        match refused.moment.closer() {
            Some(moment) => self.take_at(bucket, moment, cost, patience),
            None if patience > 0 => self.take_at(bucket, refused.moment, cost, patience),
            None => refused,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn take_at(&self, bucket: &mut Bucket, moment: Moment, cost: u32, patience: u64) -> Outcome {
        match (&self.buckets, bucket) {
            (Buckets::Unlimited, _) => Outcome::unlimited(moment),
            (Buckets::Smooth { rule, keys, .. }, Bucket::Smooth(place)) => {
                let keys = keys.get_or_init(|| Table::new(self.policy.max_keys));
                keys.with(place, moment.now, |tat| {
                    rule.take(tat, moment, cost, patience)
                })
            }
            (Buckets::Smooth { rule, one, .. }, _) => rule.take(one, moment, cost, patience),
            (Buckets::Exact { rule, keys, .. }, Bucket::Exact(hash)) => {
                let keys = keys.get_or_init(|| Box::new(Rings::new(self.policy.max_keys)));
                keys.with(*hash, rule, moment.now, |ring| {
                    rule.take(ring, moment, cost, patience)
                })
            }
            (Buckets::Exact { rule, one, .. }, _) => {
                rule.take(&mut lock(one), moment, cost, patience)
            }
        }
    }

    /// Gives back what was taken for a time that the caller has not waited for.
    pub(super) fn give_back(&self, bucket: Bucket, outcome: &Outcome, cost: u32) {
        let Verdict::AdmittedAt(at) = outcome.verdict else {
            return;
        };
        match (&self.buckets, bucket, outcome.level) {
            (
                Buckets::Smooth { keys, .. },
                Bucket::Smooth(place),
                Level::Smooth { before, after },
            ) => {
                if let Some(keys) = keys.get() {
                    keys.try_with(place, |tat| Gcra::give_back(tat, before, after));
                }
            }
            (Buckets::Smooth { one, .. }, _, Level::Smooth { before, after }) => {
                Gcra::give_back(one, before, after);
            }
            (Buckets::Exact { rule, keys, .. }, Bucket::Exact(hash), _) => {
                if let Some(keys) = keys.get() {
                    let now = outcome.moment.now;
                    keys.with(hash, rule, now, |ring| ring.give_back(at, cost));
                }
            }
            (Buckets::Exact { one, .. }, ..) => lock(one).give_back(at, cost),
            (Buckets::Unlimited | Buckets::Smooth { .. }, ..) => {}
        }
    }

    /// The figures of a check.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn decision(&self, outcome: &Outcome) -> Decision {
        match (&self.buckets, outcome.level) {
            (Buckets::Smooth { rule, .. }, Level::Smooth { after, .. }) => {
                rule.decision(outcome, after)
            }
            (
                _,
                Level::Exact {
                    remaining,
                    whole_at,
                },
            ) => outcome.decision(self.policy.rate.bursts(), remaining, whole_at),
            (Buckets::Unlimited | Buckets::Exact { .. }, Level::Smooth { .. }) => {
                let burst = self.policy.rate.bursts();
                outcome.decision(burst, burst, 0)
            }
        }
    }

    /// What is answered to a call that was refused.
    #[cold]
    #[inline(never)]
    pub(super) fn rejected(&self, bucket: Bucket, outcome: &Outcome) -> Rejected {
        let Decision {
            limit,
            remaining,
            reset,
            retry_after,
            ..
        } = self.decision(outcome);
        Rejected::RateLimited(RateLimited {
            name: self.name.clone(),
            key: self.key(bucket),
            limit,
            remaining,
            reset,
            retry_after,
        })
    }

    fn key(&self, bucket: Bucket) -> Option<Arc<str>> {
        match (&self.buckets, bucket) {
            (Buckets::Smooth { keys, .. }, Bucket::Smooth(place)) => keys.get()?.text(place),
            (Buckets::Exact { keys, .. }, Bucket::Exact(hash)) => keys.get()?.text(hash),
            _ => None,
        }
    }

    /// How many keys have a bucket.
    pub(super) fn keys(&self) -> usize {
        match &self.buckets {
            Buckets::Unlimited => 0,
            Buckets::Smooth { keys, .. } => keys.get().map_or(0, Table::len),
            Buckets::Exact { keys, .. } => keys.get().map_or(0, |keys| keys.len()),
        }
    }
}

impl Watched for Core {
    fn name(&self) -> &Name {
        &self.name
    }

    fn counters(&self, tell: &mut dyn FnMut(Series, u64)) {
        self.checks.tell(tell);
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiter")
            .field("name", &self.name)
            .field("policy", &self.policy)
            .field("keys", &self.keys())
            .finish_non_exhaustive()
    }
}
