//! In memory: one limit for the function, or one for each of 1,024 keys in turn.

use std::num::NonZeroU32;
use std::sync::LazyLock;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::harness::Bench;
use crate::harness::drive::Driver;
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
    case(bench, "rate_limit_local", || {
        vec![
            driver.subject("plain_call", called),
            driver.subject("governor", direct),
        ]
    });
    case(bench, "rate_limit_keyed", || {
        vec![
            driver.subject("plain_call", called),
            driver.subject("governor", |i| keyed(i % KEYS)),
        ]
    });
    case(bench, "rate_limit_keyed_text", || {
        vec![
            driver.subject("plain_call", called),
            driver.subject("governor", |i| keyed_by_text(&USERS[i % KEYS])),
        ]
    });
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
