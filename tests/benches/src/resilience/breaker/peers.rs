//! The other side: each breaker as its docs say to call it, with the rule nearest to ours.

use std::time::Duration;

use failsafe::futures::CircuitBreaker as _;
use layered::{Execute, Service, Stack};
use recloser::{AsyncRecloser, Recloser};
use seatbelt::breaker::Breaker;
use seatbelt::{RecoveryInfo, ResilienceContext};
use tick::Clock;
use tower::{Layer, ServiceExt, service_fn};
use tower_resilience::circuitbreaker::CircuitBreakerLayer;

use crate::harness::drive::Driver;
use crate::harness::{Subject, leak};
use crate::resilience::called::{Answer, CallError};

const FAILURES: u32 = 5;
const CALLS: u32 = 100;
/// Longer than a run.
const OPEN_FOR: Duration = Duration::from_secs(100_000);

/// What is behind a breaker.
pub(super) trait Body<Fut>: Fn(usize) -> Fut + Copy + Send + Sync + 'static {}

impl<Fut, B: Fn(usize) -> Fut + Copy + Send + Sync + 'static> Body<Fut> for B {}

/// Five failures in a row.
pub(super) fn failsafe<'r, Fut>(
    driver: Driver<'r>,
    name: &'static str,
    body: impl Body<Fut>,
) -> Subject<'r>
where
    Fut: Future<Output = Answer> + Send + 'static,
{
    let policy = failsafe::failure_policy::consecutive_failures(
        FAILURES,
        failsafe::backoff::constant(OPEN_FOR),
    );
    let breaker = leak(failsafe::Config::new().failure_policy(policy).build());
    driver.subject(name, move |i| breaker.call(body(i)))
}

/// Half of the last hundred calls.
pub(super) fn recloser<'r, Fut>(
    driver: Driver<'r>,
    name: &'static str,
    body: impl Body<Fut>,
) -> Subject<'r>
where
    Fut: Future<Output = Answer> + Send + 'static,
{
    let policy = Recloser::custom()
        .error_rate(0.5)
        .closed_len(CALLS as usize)
        .open_wait(OPEN_FOR);
    let breaker = leak(AsyncRecloser::from(policy.build()));
    driver.subject(name, move |i| breaker.call(body(i)))
}

/// Half of the calls of the last 30 s, of which there are a hundred at least.
pub(super) fn seatbelt<'r, Fut>(
    driver: Driver<'r>,
    name: &'static str,
    body: impl Body<Fut>,
) -> Subject<'r>
where
    Fut: Future<Output = Answer> + Send + 'static,
{
    let clock = Clock::new_tokio().with_fast_instant(true);
    let context = ResilienceContext::new(&clock);
    let layer = Breaker::layer("bench", &context)
        .recovery_with(|answer: &Answer, _| match answer {
            Ok(_) => RecoveryInfo::never(),
            Err(_) => RecoveryInfo::retry(),
        })
        .rejected_input_error(|_, _| CallError::Down)
        .failure_threshold(0.5)
        .min_throughput(CALLS)
        .sampling_duration(Duration::from_secs(30))
        .break_duration(OPEN_FOR);
    let service = leak((layer, Execute::new(body)).into_service());
    driver.subject(name, move |i| service.execute(i))
}

/// Five failures in a row.
pub(super) fn tower_consecutive<'r, Fut>(
    driver: Driver<'r>,
    name: &'static str,
    body: impl Body<Fut>,
) -> Subject<'r>
where
    Fut: Future<Output = Answer> + Send + 'static,
{
    let layer = CircuitBreakerLayer::builder()
        .consecutive_failures(FAILURES as usize)
        .wait_duration_in_open(OPEN_FOR)
        .build()
        .expect("the policy is possible");
    // A call needs a service of its own, as it does in a server.
    let service = layer.layer(service_fn(body));
    driver.subject(name, move |i| service.clone().oneshot(i))
}

/// Half of the last hundred calls.
pub(super) fn tower_last_100<'r, Fut>(
    driver: Driver<'r>,
    name: &'static str,
    body: impl Body<Fut>,
) -> Subject<'r>
where
    Fut: Future<Output = Answer> + Send + 'static,
{
    let layer = CircuitBreakerLayer::builder()
        .failure_rate_threshold(0.5)
        .sliding_window_size(CALLS as usize)
        .wait_duration_in_open(OPEN_FOR)
        .build()
        .expect("the policy is possible");
    let service = layer.layer(service_fn(body));
    driver.subject(name, move |i| service.clone().oneshot(i))
}
