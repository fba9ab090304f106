//! Loads that take too long: what is stale answers, or the function says so.

use std::time::Duration;

use gambeson::cache::How;
use gambeson::{CacheManager, Rejected, cached};
use gambeson_tests::{Source, until};
use tokio::time::{Instant, sleep};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Failed {
    Late(Duration),
    Other,
}

impl From<Rejected> for Failed {
    fn from(rejected: Rejected) -> Self {
        match rejected {
            Rejected::TimedOut(late) => Self::Late(late.after),
            _ => Self::Other,
        }
    }
}

#[cached(ttl = "10s", jitter = 0, stale_if_error = "1h", soft_timeout = "100ms", key = "s:{id}", handle = Soft, skip(source), cache = cache)]
async fn soft(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, Failed> {
    Ok(source.read().await + id)
}

#[cached(ttl = "10s", jitter = 0, hard_timeout = "2s", key = "h:{id}", skip(source), cache = cache)]
async fn hard(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, Failed> {
    Ok(source.read().await + id)
}

#[cached(ttl = "10s", jitter = 0, stale_if_error = "1h", hard_timeout = "2s", key = "b:{id}", handle = Both, skip(source), cache = cache)]
async fn both(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, Failed> {
    Ok(source.read().await + id)
}

async fn manager() -> CacheManager {
    let cache = CacheManager::builder().build().await;
    cache.expect("a manager in memory")
}

const MS: Duration = Duration::from_millis(1);

#[tokio::test(start_paused = true)]
async fn past_the_soft_time_out_a_stale_value_answers_and_the_load_goes_on_and_stores() {
    let _time = gambeson::test::follow_tokio();
    let (cache, source) = (manager().await, Source::new(1));
    soft(&cache, &source, 0).await.expect("it is there");
    sleep(Duration::from_secs(11)).await;
    source.set(2);
    source.hold();
    let begun = Instant::now();
    let traced = Soft::traced(&cache, &source, 0).await;
    assert_eq!((traced.value, traced.how), (Ok(1), How::Stale));
    assert_eq!(begun.elapsed(), 100 * MS);
    let others = futures::future::join_all((0..5).map(|_| soft(&cache, &source, 0))).await;
    assert!(others.iter().all(|value| *value == Ok(1)));
    assert_eq!(begun.elapsed(), 200 * MS, "each waits as long as it may");
    source.release();
    until("the load is stored", || cache.stats().total.reloads == 1).await;
    assert_eq!(soft(&cache, &source, 0).await, Ok(2));
    assert_eq!(source.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_load_within_the_soft_time_out_answers_itself_and_a_cold_one_is_waited_for() {
    let _time = gambeson::test::follow_tokio();
    let (cache, source) = (manager().await, Source::new(1));
    source.hold();
    let cold = tokio::spawn({
        let (cache, source) = (cache.clone(), source.clone());
        async move { soft(&cache, &source, 0).await }
    });
    sleep(Duration::from_secs(3)).await;
    source.release();
    assert_eq!(cold.await.expect("no panic"), Ok(1));
    sleep(Duration::from_secs(11)).await;
    source.set(2);
    assert_eq!(soft(&cache, &source, 0).await, Ok(2));
    assert_eq!(cache.stats().total.stale, 0);
}

#[tokio::test(start_paused = true)]
async fn past_the_hard_time_out_the_load_is_dropped_and_all_who_wait_are_told() {
    let _time = gambeson::test::follow_tokio();
    let (cache, source) = (manager().await, Source::new(1));
    source.hold();
    let begun = Instant::now();
    let calls = futures::future::join_all((0..10).map(|_| hard(&cache, &source, 0))).await;
    assert!(
        calls
            .iter()
            .all(|call| *call == Err(Failed::Late(Duration::from_secs(2))))
    );
    assert_eq!((begun.elapsed(), source.reads()), (2_000 * MS, 1));
    source.release();
    assert_eq!(hard(&cache, &source, 0).await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn past_the_hard_time_out_a_stale_value_answers_where_there_is_one() {
    let _time = gambeson::test::follow_tokio();
    let (cache, source) = (manager().await, Source::new(1));
    both(&cache, &source, 0).await.expect("it is there");
    sleep(Duration::from_secs(11)).await;
    source.hold();
    let traced = Both::traced(&cache, &source, 0).await;
    assert_eq!((traced.value, traced.how), (Ok(1), How::Stale));
    let begun = Instant::now();
    assert_eq!(
        both(&cache, &source, 0).await,
        Ok(1),
        "it is not tried again yet"
    );
    assert_eq!(begun.elapsed(), Duration::ZERO);
    assert_eq!(source.reads(), 2);
}
