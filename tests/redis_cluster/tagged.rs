//! Tags of entries that are on one node, and the tags on others.

use std::time::Duration;

use gambeson::cache::How;
use gambeson::{CacheManager, cached};
use gambeson_tests::Source;
use gambeson_tests::redis_server::RedisCluster;

use super::manager;

/// Each entry has a tag that all have, one of its own, and one that only the result names.
#[cached(
    ttl = "1m",
    key = "tagged:{id}",
    tags = ["all", "one:{id}", "value:{result}:{id}"],
    tier = redis,
    cache = cache,
    handle = Tagged
)]
async fn tagged(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await
}

const ENTRIES: u64 = 30;

/// Whether each of these is answered from Redis.
async fn are_there(cache: &CacheManager, source: &Source) -> Vec<bool> {
    let mut there = Vec::new();
    for id in 0..ENTRIES {
        let answer = Tagged::traced(cache, source, id).await;
        there.push(answer.how == How::HitRedis);
    }
    there
}

async fn end(cache: &CacheManager, tag: &str) {
    let removed = cache.invalidate_tags([tag]).await;
    assert_eq!(removed.expect("every node is there").remembered, 0);
}

#[tokio::test]
async fn a_tag_removes_its_entries_from_every_node_and_no_others() {
    let cluster = RedisCluster::start();
    let (one, other) = (
        manager(&cluster.urls()).await,
        manager(&cluster.urls()).await,
    );
    let source = Source::new(1);
    are_there(&one, &source).await;
    assert!(are_there(&other, &source).await.iter().all(|hit| *hit));
    for tag in ["one:7", "value:1:7"] {
        end(&other, tag).await;
        let there = are_there(&one, &source).await;
        let gone: Vec<_> = (0..ENTRIES).zip(there).filter(|(_, hit)| !hit).collect();
        assert_eq!(gone, [(7, false)], "{tag}");
    }
    end(&one, "all").await;
    source.set(2);
    assert!(are_there(&other, &source).await.iter().all(|hit| !hit));
    assert_eq!(tagged(&one, &source, 3).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tags_of_a_slot_on_its_way_are_followed_and_what_it_took_along_is_a_miss() {
    let cluster = RedisCluster::start();
    let cache = manager(&cluster.urls()).await;
    let source = Source::new(1);
    are_there(&cache, &source).await;
    // All tags that begin with the same stripe are in the slot of that stripe.
    let names = cluster.nodes()[0..3].iter().enumerate();
    let found = names.flat_map(|(node, server)| {
        let names = server.command(&["KEYS", "t:%tag*}:all"]).items();
        names.into_iter().map(move |name| (node, name.text()))
    });
    let (from, name) = found.into_iter().next().expect("the tag is somewhere");
    let slot = cluster.slot(name.as_bytes());
    let to = (from + 1) % 3;
    tokio::task::block_in_place(|| {
        let at = tokio::runtime::Handle::current();
        cluster.move_slot(slot, from, to, || {
            at.block_on(async {
                are_there(&cache, &source).await;
                assert!(are_there(&cache, &source).await.iter().all(|hit| *hit));
                source.set(2);
                end(&cache, "all").await;
                assert!(are_there(&cache, &source).await.iter().all(|hit| !hit));
            });
        });
    });
    // Between the two nodes it may have been made at either.
    are_there(&cache, &source).await;
    source.set(3);
    end(&cache, "all").await;
    let load = tokio::time::timeout(Duration::from_secs(30), tagged(&cache, &source, 5));
    assert_eq!(load.await, Ok(3));
}
