//! What one process changes, the others do not serve any more.

use gambeson::CacheManager;
use gambeson::cache::{Coherence, How, Ttl};
use gambeson_tests::{Source, Tiers};

use crate::{Numbers, ask, means, number, until_answer, until_kept};

/// Two processes that both have `n:1` in memory.
async fn two(tiers: &Tiers, by: Coherence, source: &Source) -> [CacheManager; 2] {
    let build = || async {
        let manager = tiers.builder().coherence(by).build().await;
        manager.expect("the settings are good")
    };
    let both = [build().await, build().await];
    for cache in &both {
        assert_eq!(means(cache).await, by);
        until_kept(cache, source, 1).await;
    }
    both
}

const EACH: [Coherence; 2] = [Coherence::Tracking, Coherence::PubSub];

#[tokio::test]
async fn what_one_process_invalidates_no_other_serves_from_memory() {
    for by in EACH {
        let (tiers, source) = (Tiers::redis(), Source::new(10));
        let [one, other] = two(&tiers, by, &source).await;
        source.set(20);
        assert_eq!(ask(&other, &source, 1).await, (11, How::HitMemory), "{by}");
        Numbers::invalidate(&one, 1)
            .await
            .expect("it is remembered at least");
        until_answer(&other, &source, 1, 21).await;
        until_answer(&one, &source, 1, 21).await;
        // Again: what was told once is told the next time, too.
        for cache in [&one, &other] {
            assert_eq!(until_kept(cache, &source, 1).await, 21);
        }
        source.set(30);
        Numbers::invalidate(&other, 1)
            .await
            .expect("it is remembered at least");
        until_answer(&one, &source, 1, 31).await;
    }
}

#[tokio::test]
async fn what_one_process_sets_the_others_read() {
    for by in EACH {
        let (tiers, source) = (Tiers::redis(), Source::new(10));
        let [one, other] = two(&tiers, by, &source).await;
        one.set("n:1", 77_u64, Ttl::Default)
            .await
            .expect("it is there");
        until_answer(&other, &source, 1, 77).await;
        // The one who has written is told of the next change.
        other
            .set("n:1", 78_u64, Ttl::Default)
            .await
            .expect("it is there");
        until_answer(&one, &source, 1, 78).await;
        assert_eq!(source.reads(), 1, "{by}");
    }
}

#[tokio::test]
async fn what_one_process_loads_anew_the_others_read() {
    for by in EACH {
        let (tiers, source) = (Tiers::redis(), Source::new(10));
        let [one, other] = two(&tiers, by, &source).await;
        source.set(20);
        assert_eq!(Numbers::refresh(&one, &source, 1).await, 21);
        until_answer(&other, &source, 1, 21).await;
        assert_eq!(source.reads(), 2, "{by}");
    }
}

#[tokio::test]
async fn what_one_process_clears_no_other_serves() {
    for by in EACH {
        let (tiers, source) = (Tiers::redis(), Source::new(10));
        let [one, other] = two(&tiers, by, &source).await;
        source.set(20);
        one.clear("n:*").await.expect("it is there");
        until_answer(&other, &source, 1, 21).await;
    }
}

#[tokio::test]
async fn one_s_own_changes_do_not_come_back_as_those_of_others() {
    for by in EACH {
        let (tiers, source) = (Tiers::redis(), Source::new(10));
        let [one, _other] = two(&tiers, by, &source).await;
        for round in 0..50 {
            one.set("n:1", round, Ttl::Default)
                .await
                .expect("it is there");
            assert_eq!(ask(&one, &source, 1).await, (round, How::HitMemory), "{by}");
            Numbers::invalidate(&one, 1)
                .await
                .expect("it is remembered at least");
            assert_eq!(number(&one, &source, 1).await, 11);
            assert_eq!(ask(&one, &source, 1).await, (11, How::HitMemory), "{by}");
        }
    }
}

#[tokio::test]
async fn other_keys_stay_in_memory() {
    for by in EACH {
        let (tiers, source) = (Tiers::redis(), Source::new(10));
        let [one, other] = two(&tiers, by, &source).await;
        until_kept(&other, &source, 2).await;
        source.set(20);
        Numbers::invalidate(&one, 1)
            .await
            .expect("it is remembered at least");
        until_answer(&other, &source, 1, 21).await;
        assert_eq!(ask(&other, &source, 2).await, (12, How::HitMemory), "{by}");
    }
}

#[tokio::test]
async fn an_entry_that_redis_evicts_or_flushes_goes_from_memory() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let [one, other] = two(&tiers, Coherence::Tracking, &source).await;
    source.set(20);
    tiers.server().command(&["UNLINK", "t:n:1"]);
    until_answer(&one, &source, 1, 21).await;
    until_answer(&other, &source, 1, 21).await;
    source.set(30);
    tiers.server().command(&["FLUSHALL"]);
    until_answer(&one, &source, 1, 31).await;
    until_answer(&other, &source, 1, 31).await;
}

#[tokio::test]
async fn off_serves_what_it_has_for_its_own_time() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let [one, other] = two(&tiers, Coherence::Off, &source).await;
    source.set(20);
    Numbers::invalidate(&one, 1)
        .await
        .expect("it is remembered at least");
    assert_eq!(number(&one, &source, 1).await, 21);
    assert_eq!(ask(&other, &source, 1).await, (11, How::HitMemory));
}
