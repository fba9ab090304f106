//! What stands in Redis, what is asked of it, and what happens when it loses something.

use std::time::Duration;

use gambeson::cache::How;
use gambeson::{CacheManager, cached};
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::{Source, Tiers, calls, raw};

use crate::{Rows, There, end, plain, row, there};

fn names(server: &RedisServer, glob: &str) -> Vec<String> {
    let keys = server.command(&["KEYS", glob]).items();
    let mut names: Vec<String> = keys
        .iter()
        .map(gambeson_tests::redis_server::Reply::text)
        .collect();
    names.sort();
    names
}

/// How often each of these has been carried out.
fn all_calls(server: &RedisServer) -> [u64; 6] {
    ["get", "mget", "set", "evalsha", "unlink", "pexpire"].map(|command| calls(server, command))
}

#[tokio::test]
async fn a_lookup_is_one_mget_and_an_invalidation_one_unlink() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    there(&cache, &source, 1, 0).await;
    let before = all_calls(tiers.server());
    for _ in 0..10 {
        assert_eq!(
            There::traced(&cache, &source, 1, 0).await.how,
            How::HitRedis
        );
    }
    let after = all_calls(tiers.server());
    // A heartbeat may get and set the epoch meanwhile.
    assert_eq!(after[1] - before[1], 10);
    assert!(after[0] - before[0] <= 2, "{before:?} {after:?}");
    end(&cache, "org:1").await;
    let ended = all_calls(tiers.server());
    assert_eq!((ended[1] - after[1], ended[4] - after[4]), (0, 1));
}

#[tokio::test]
async fn what_has_no_tags_leaves_nothing_of_them_in_redis_and_asks_for_none() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    for id in 0..20 {
        plain(&cache, &source, id).await;
    }
    assert_eq!(names(tiers.server(), "t:%*"), ["t:%epoch"]);
    assert_eq!(calls(tiers.server(), "mget"), 0);
    assert_eq!(calls(tiers.server(), "pexpire"), 0);
    assert_eq!(
        raw(tiers.server(), "t:plain:0").and_then(|entry| entry.first().copied()),
        Some(1)
    );
}

#[tokio::test]
async fn a_tag_lives_twice_as_long_as_the_longest_entry_that_has_it_and_an_hour_at_least() {
    #[cached(ttl = "10h", jitter = 0, key = "long:{id}", tags = ["org:1"], cache = cache)]
    async fn long(cache: &CacheManager, source: &Source, id: u64) -> u64 {
        source.read().await
    }
    #[cached(ttl = |value: &u64| Duration::from_secs(60 * 60 * *value), jitter = 0, key = "by:{id}", tags = ["by"], cache = cache)]
    async fn by_value(cache: &CacheManager, source: &Source, id: u64) -> u64 {
        source.read().await
    }
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(30));
    let hours = |server: &RedisServer, name: &str| {
        let left = server.command(&["PTTL", name]).int();
        (left + 60_000) / 3_600_000
    };
    there(&cache, &source, 1, 0).await;
    let tag = names(tiers.server(), "t:%tag{*}:org:1")
        .pop()
        .expect("it is there");
    assert_eq!(hours(tiers.server(), &tag), 1);
    long(&cache, &source, 1).await;
    assert_eq!(hours(tiers.server(), &tag), 20);
    there(&cache, &source, 1, 5).await;
    assert_eq!(
        hours(tiers.server(), &tag),
        20,
        "a shorter one does not shorten it"
    );
    by_value(&cache, &source, 1).await;
    let tag = names(tiers.server(), "t:%tag{*}:by")
        .pop()
        .expect("it is there");
    assert_eq!(hours(tiers.server(), &tag), 60);
}

#[tokio::test]
async fn a_tag_that_redis_has_lost_is_a_miss_and_so_is_one_that_is_something_else() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    for loss in ["UNLINK", "SET", "LPUSH"] {
        source.set(1);
        cache.clear_all().await.expect("it is there");
        there(&cache, &source, 1, 0).await;
        let server = tiers.server();
        let tag = names(server, "t:%tag{*}:org:1").pop().expect("it is there");
        server.command(&["UNLINK", &tag]);
        if loss != "UNLINK" {
            server.command(&[loss, &tag, "rubbish"]);
        }
        source.set(2);
        assert_eq!(there(&cache, &source, 1, 0).await, 2, "{loss}");
    }
}

#[tokio::test]
async fn a_stripe_that_is_lost_while_a_value_is_loaded_keeps_it_out_of_redis() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    row(&cache, &source, 1).await;
    let stripes = names(tiers.server(), "t:%tag{*}");
    assert_eq!(
        stripes.iter().filter(|name| name.ends_with('}')).count(),
        16
    );
    source.hold();
    let load = {
        let (cache, source) = (cache.clone(), source.clone());
        tokio::spawn(async move { row(&cache, &source, 2).await })
    };
    source.begun(2).await;
    for stripe in stripes.iter().filter(|name| name.ends_with('}')) {
        tiers.server().command(&["UNLINK", stripe]);
    }
    source.release();
    assert_eq!(load.await.expect("no panic").group, 1);
    assert_eq!(Rows::peek(&tiers.manager().await, 2).await, None);
    assert_eq!(row(&cache, &source, 2).await.group, 1);
    assert_eq!(
        Rows::traced(&tiers.manager().await, &source, 2).await.how,
        How::HitRedis
    );
}

#[tokio::test]
async fn clear_all_takes_tags_and_stripes_along_and_counts_entries_only() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    there(&cache, &source, 1, 0).await;
    row(&cache, &source, 1).await;
    let cleared = cache.clear("*org*").await.expect("it is there");
    assert_eq!(cleared.redis, 0);
    assert_eq!(
        There::traced(&cache, &source, 1, 0).await.how,
        How::HitRedis,
        "the tag stays"
    );
    let cleared = cache.clear_all().await.expect("it is there");
    assert_eq!(cleared.redis, 2);
    assert_eq!(names(tiers.server(), "*"), ["t:%epoch"]);
}

#[tokio::test]
async fn a_server_that_takes_no_more_stores_nothing_and_invalidates_still() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    there(&cache, &source, 1, 0).await;
    row(&cache, &source, 1).await;
    tiers.server().command(&["CONFIG", "SET", "maxmemory", "1"]);
    assert_eq!(there(&cache, &source, 2, 0).await, 1);
    end(&cache, "org:1").await;
    end(&cache, "group:1").await;
    source.set(2);
    assert_eq!(there(&cache, &source, 1, 0).await, 2);
    assert_eq!(row(&cache, &source, 1).await.group, 2);
    tiers.server().command(&["CONFIG", "SET", "maxmemory", "0"]);
    source.set(3);
    assert_eq!(row(&tiers.manager().await, &source, 1).await.group, 3);
    assert_eq!(there(&cache, &source, 1, 0).await, 3);
    assert_eq!(
        There::traced(&cache, &source, 1, 0).await.how,
        How::HitRedis
    );
}
