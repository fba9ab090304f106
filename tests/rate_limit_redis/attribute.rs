//! `#[rate_limit(.., store = redis)]`.

use std::time::Instant;

use gambeson::{Rejected, rate_limit};
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::{PATIENCE, builder};

#[rate_limit("3/d", key = "{user}", store = redis, on_store_error = closed, name = "tests::search")]
async fn search(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[tokio::test]
async fn the_limit_of_a_function_stands_in_the_redis_of_the_scope() {
    let server = RedisServer::start();
    let builder = builder(&server.url()).key_prefix("shop");
    let cache = builder.build().await.expect("it is there");
    // A busy machine may miss the time-out of a check, which is refused then.
    let begun = Instant::now();
    while cache.scope(search("ada")).await.is_err() {
        assert!(begun.elapsed() < PATIENCE, "it is never let through");
    }
    let mut admitted = 1;
    for _ in 0..20 {
        admitted += usize::from(cache.scope(search("ada")).await.is_ok());
    }
    assert!(admitted <= 3, "{admitted}");
    let name = "shop:%limit:tests.search:ada";
    assert_eq!(server.command(&["EXISTS", name]).int(), 1);
}
