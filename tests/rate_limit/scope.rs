//! What limits have decided, told to those who write headers.

use gambeson::rate_limit;
use gambeson::resilience::{Rate, RateLimiter, RateLimits};

use crate::Failure;

#[rate_limit("10/h", name = "outer", key = "{user}")]
async fn outer(user: &str) -> Result<u8, Failure> {
    tokio::task::yield_now().await;
    inner(user).await
}

#[rate_limit("2/h", name = "inner", key = "{user}")]
async fn inner(user: &str) -> Result<u8, Failure> {
    let _ = user;
    Ok(1)
}

#[tokio::test]
async fn a_scope_tells_what_all_limits_on_the_way_have_decided() {
    let (result, limits) = RateLimits::observe(outer("ada")).await;
    assert_eq!(result, Ok(1));
    let seen: Vec<_> = limits
        .all()
        .iter()
        .map(|seen| (seen.name.as_str(), seen.decision.remaining))
        .collect();
    assert_eq!(seen, [("outer", 9), ("inner", 1)]);
    let tightest = limits.tightest().expect("two limits");
    assert_eq!(
        (tightest.name.as_str(), tightest.rate),
        ("inner", Rate::per_hour(2))
    );
}

#[tokio::test]
async fn what_has_refused_is_what_matters() {
    for _ in 0..2 {
        assert_eq!(inner("grace").await, Ok(1));
    }
    let (result, limits) = RateLimits::observe(outer("grace")).await;
    assert!(result.is_err());
    let refused = limits.tightest().expect("two limits");
    assert!(!refused.decision.admitted);
    assert_eq!(refused.name, "inner");
}

#[tokio::test]
async fn each_scope_sees_its_own_and_what_is_in_it() {
    let limiter = RateLimiter::builder().rate(Rate::per_hour(100)).build();
    let limiter = limiter.expect("a limiter");
    let left = |limits: &RateLimits| -> Vec<u32> {
        limits
            .all()
            .iter()
            .map(|seen| seen.decision.remaining)
            .collect()
    };
    let two = async {
        limiter.check();
        tokio::task::yield_now().await;
        let (_, within) = RateLimits::observe(async { limiter.check() }).await;
        limiter.check();
        within
    };
    let one = async {
        tokio::task::yield_now().await;
        limiter.check_n(50);
    };
    let ((within, two), ((), one)) =
        tokio::join!(RateLimits::observe(two), RateLimits::observe(one));
    assert_eq!(left(&one), [49]);
    assert_eq!(left(&two).len(), 3);
    assert_eq!(within.all(), &two.all()[1..2]);
    assert!(limiter.check().admitted);
    let ((), nothing) = RateLimits::observe(async {}).await;
    assert_eq!(nothing, RateLimits::default());
}
