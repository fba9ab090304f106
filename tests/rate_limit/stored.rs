//! `store = redis`, where there is none: what `on_store_error` says is answered.

use gambeson::rate_limit;
use gambeson::resilience::RateLimits;

use crate::Failure;

const NOBODY: &str = "redis://127.0.0.1:1";

#[rate_limit("4/h", key = "{user}", store = redis, redis = NOBODY, on_store_error = local(0.5))]
async fn local(user: &str) -> Result<usize, Failure> {
    Ok(user.len())
}

#[rate_limit("1/h", store = redis, redis = NOBODY, on_store_error = open, handle = Open)]
async fn open() -> Result<(), Failure> {
    Ok(())
}

#[rate_limit("1/h", store = redis, redis = NOBODY, on_store_error = closed, lease = 10, name = "closed")]
async fn closed() -> Result<(), Failure> {
    Ok(())
}

#[tokio::test]
async fn while_redis_is_away_this_process_counts_by_itself() {
    for _ in 0..2 {
        assert_eq!(local("ada").await, Ok(3));
    }
    let Err(Failure::Limited(limited)) = local("ada").await else {
        panic!("half of four in an hour");
    };
    assert_eq!(limited.key.as_deref(), Some("ada"));
    assert_eq!(local("grace").await, Ok(5));
}

#[tokio::test]
async fn while_redis_is_away_everybody_or_nobody_is_let_through() {
    for _ in 0..5 {
        assert_eq!(open().await, Ok(()));
    }
    assert!(Open::limiter().check(b"", 1).await.admitted);
    let (refused, limits) = RateLimits::observe(closed()).await;
    assert!(matches!(refused, Err(Failure::Limited(limited)) if limited.name == "closed"));
    assert_eq!(limits.all().len(), 1);
}

#[rate_limit("1/h", store = redis, redis = "no url", name = "misled")]
async fn misled() -> Result<(), Failure> {
    Ok(())
}

#[tokio::test]
async fn a_server_that_cannot_be_is_told_of_and_this_process_counts() {
    assert_eq!(misled().await, Ok(()));
    assert!(misled().await.is_err());
}
