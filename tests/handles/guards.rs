//! One handle for all attributes of a function.

use gambeson::resilience::{Bulkhead, CircuitBreaker, KeyedBreakers, RateLimiter, State};
use gambeson::{Rejected, bulkhead, cached, circuit_breaker, key, rate_limit, retry};

use crate::{ran, runs};

#[cached(ttl = "5m", key = "handles:guarded:{id}")]
#[circuit_breaker(consecutive = 1, handle = Guarded)]
#[rate_limit("100/s")]
#[bulkhead(2)]
async fn guarded(id: u64) -> Result<u64, Rejected> {
    ran();
    Ok(id)
}

#[tokio::test]
async fn a_handle_gives_the_entries_and_every_guard_of_a_function() {
    assert_eq!(guarded(1).await, Ok(1));
    let breaker: &CircuitBreaker = Guarded::breaker();
    let limiter: &RateLimiter = Guarded::limiter();
    let bulkhead: &Bulkhead = Guarded::bulkhead();
    assert_eq!(breaker.counts().calls, 1);
    assert_eq!(limiter.check().remaining, 98);
    assert_eq!((bulkhead.limit(), bulkhead.in_use()), (2, 0));

    breaker.force_open();
    assert_eq!(guarded(1).await, Ok(1), "it is in the cache");
    assert_eq!(Guarded::peek(1).await, Some(Ok(1)));
    Guarded::invalidate(1).await.expect("memory is there");
    assert!(matches!(guarded(1).await, Err(Rejected::CircuitOpen(_))));
    breaker.reset();
    assert_eq!(Guarded::refresh(1).await, Ok(1));
    assert_eq!(runs(), 2);
}

struct Gateway {
    host: &'static str,
}

impl Gateway {
    #[retry(2, backoff = none)]
    #[circuit_breaker(consecutive = 2, key = "{self.host}", handle = fn charge_guards)]
    #[bulkhead(1)]
    async fn charge(&self, cents: u64) -> Result<u64, Rejected> {
        ran();
        Ok(cents)
    }

    #[cached(ttl = "5m", key = "handles:lookup:{self.host}:{id}")]
    #[circuit_breaker(consecutive = 1, handle = fn lookup_handle)]
    async fn lookup(&self, id: u64) -> Result<u64, Rejected> {
        ran();
        Ok(id)
    }
}

#[tokio::test]
async fn a_method_s_handle_needs_no_self_for_its_guards() {
    let gateway = Gateway { host: "a.example" };
    assert_eq!(gateway.charge(5).await, Ok(5));
    let breakers: &'static KeyedBreakers = Gateway::charge_guards().breaker();
    let own = breakers.get(key!("{gateway.host}")).expect("it was called");
    assert_eq!(own.counts().calls, 1);
    assert_eq!(Gateway::charge_guards().bulkhead().in_use(), 0);
    own.force_open();
    assert!(gateway.charge(5).await.is_err());
    let other = Gateway { host: "b.example" };
    assert_eq!(other.charge(5).await, Ok(5));
    assert_eq!(runs(), 2);
}

#[tokio::test]
async fn a_method_s_handle_gives_its_entries_and_its_guards() {
    let gateway = Gateway { host: "c.example" };
    assert_eq!(gateway.lookup(7).await, Ok(7));
    let handle = gateway.lookup_handle();
    assert_eq!(handle.breaker().counts().calls, 1);
    handle.breaker().force_open();
    assert_eq!(handle.peek(7).await, Some(Ok(7)));
    handle.invalidate(7).await.expect("memory is there");
    assert!(gateway.lookup(7).await.is_err());
    assert_eq!(handle.breaker().state(), State::ForcedOpen);
    assert_eq!(runs(), 1);
}
