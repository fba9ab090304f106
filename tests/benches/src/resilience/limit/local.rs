//! In memory: one limit for the function, or one for each of 1,024 keys in turn.

use std::hint::black_box;
use std::num::NonZeroU32;
use std::sync::LazyLock;

use gambeson::rate_limit;
use gambeson::resilience::{Rate, RateLimiter as Ours};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::harness::drive::Driver;
use crate::harness::{Bench, leak};
use crate::resilience::called::{Answer, CallError, called};
use crate::resilience::case;

/// Per second; more than a run asks for.
const LIMIT: NonZeroU32 = NonZeroU32::new(1_000_000_000).expect("not zero");
const KEYS: usize = 1_024;

static USERS: LazyLock<Vec<String>> =
    LazyLock::new(|| (0..KEYS).map(|id| format!("user-{id:06}")).collect());

static DIRECT: LazyLock<DefaultDirectRateLimiter> =
    LazyLock::new(|| RateLimiter::direct(Quota::per_second(LIMIT)));
static KEYED: LazyLock<DefaultKeyedRateLimiter<usize>> =
    LazyLock::new(|| RateLimiter::keyed(Quota::per_second(LIMIT)));
static KEYED_BY_TEXT: LazyLock<DefaultKeyedRateLimiter<String>> =
    LazyLock::new(|| RateLimiter::keyed(Quota::per_second(LIMIT)));

pub(super) fn run(bench: &Bench, driver: Driver<'_>) {
    let rate = Rate::per_second(LIMIT.get());
    let by_hand = || {
        let limiter = Ours::builder().rate(rate).build();
        leak(limiter.expect("the rate is possible"))
    };
    case(bench, "rate_limit_local", || {
        let limiter = by_hand();
        vec![
            driver.subject("ours", ours),
            driver.subject("by_hand", |i| checked(limiter, i)),
            driver.subject("plain_call", called),
            driver.subject("governor", direct),
        ]
    });
    case(bench, "rate_limit_keyed", || {
        vec![
            driver.subject("ours", |i| ours_keyed(i % KEYS)),
            driver.subject("plain_call", called),
            driver.subject("governor", |i| keyed(i % KEYS)),
        ]
    });
    case(bench, "rate_limit_keyed_text", || {
        let limiter = by_hand();
        vec![
            driver.subject("ours", |i| ours_keyed_by_text(&USERS[i % KEYS])),
            driver.subject("by_hand", |i| checked_by_text(limiter, &USERS[i % KEYS])),
            driver.subject("plain_call", called),
            driver.subject("governor", |i| keyed_by_text(&USERS[i % KEYS])),
        ]
    });
}

#[rate_limit("1000000000/s")]
async fn ours(id: usize) -> Answer {
    Ok(black_box(id))
}

#[rate_limit("1000000000/s", key = "{id}")]
async fn ours_keyed(id: usize) -> Answer {
    Ok(black_box(id))
}

#[rate_limit("1000000000/s", key = "{user}")]
async fn ours_keyed_by_text(user: &str) -> Answer {
    Ok(black_box(user.len()))
}

async fn checked(limiter: &Ours, id: usize) -> Answer {
    if !limiter.check().admitted {
        return Err(CallError::Down);
    }
    called(id).await
}

async fn checked_by_text(limiter: &Ours, user: &str) -> Answer {
    if !limiter.check_key(user).admitted {
        return Err(CallError::Down);
    }
    called(user.len()).await
}

async fn direct(id: usize) -> Answer {
    DIRECT.check().map_err(|_| CallError::Down)?;
    called(id).await
}

async fn keyed(id: usize) -> Answer {
    KEYED.check_key(&id).map_err(|_| CallError::Down)?;
    called(id).await
}

async fn keyed_by_text(user: &String) -> Answer {
    KEYED_BY_TEXT.check_key(user).map_err(|_| CallError::Down)?;
    called(user.len()).await
}
