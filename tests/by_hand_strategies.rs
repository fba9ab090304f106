//! The strategies by hand: a reload in the background, and regions that read and write by one.

use std::convert::Infallible;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gambeson::cache::{CacheConfig, CacheRegion, Strategy, Ttl, WriteError};
use gambeson::test::ManualClock;
use gambeson::write_behind::{Change, OnFull, Op, Settings};
use gambeson::{CacheError, CacheManager};
use gambeson_tests::{Source, Tiers, until};

/// Long enough for any machine, and over within a test on Redis.
const TTL: Duration = Duration::from_secs(60);

/// A share of the ttl that has passed as soon as a moment has.
const AT_ONCE: f64 = 0.000_1;

async fn reread(cache: &CacheManager, source: &Source, at: f64) -> u64 {
    let source = source.clone();
    let load = move || async move { Ok::<_, Infallible>(source.read().await) };
    let Ok(value) = cache.get_with_refresh("n", TTL, at, load).await;
    value
}

fn reloads(cache: &CacheManager) -> (u64, u64) {
    let total = cache.stats().total;
    (total.reloads, total.reloads_failed)
}

#[tokio::test]
async fn from_its_share_on_a_value_is_loaded_again_and_nobody_waits() {
    let clock = ManualClock::new();
    let cache = CacheManager::builder().clock(clock.clone()).build().await;
    let (cache, source) = (cache.expect("a manager in memory"), Source::new(1));
    assert_eq!(reread(&cache, &source, 0.5).await, 1);
    source.set(2);
    source.hold();
    clock.advance((TTL / 2).saturating_sub(Duration::from_secs(1)));
    assert_eq!(reread(&cache, &source, 0.5).await, 1);
    assert_eq!(source.reads(), 1);
    clock.advance(Duration::from_secs(2));
    for _ in 0..50 {
        assert_eq!(reread(&cache, &source, 0.5).await, 1, "the old one answers");
    }
    source.begun(2).await;
    source.release();
    until("the reload is stored", || reloads(&cache) == (1, 0)).await;
    assert_eq!(reread(&cache, &source, 0.5).await, 2);
    assert_eq!(source.reads(), 2);
}

#[tokio::test]
async fn a_reload_that_fails_leaves_the_value_and_its_error_reaches_nobody() {
    let clock = ManualClock::new();
    let cache = CacheManager::builder().clock(clock.clone()).build().await;
    let cache = cache.expect("a manager in memory");
    let read = async |answer: Result<u8, &'static str>| {
        let load = move || async move { answer };
        cache.get_with_refresh("n", TTL, 0.5, load).await
    };
    assert_eq!(read(Err("closed")).await, Err("closed"));
    assert_eq!(read(Ok(1)).await, Ok(1));
    clock.advance(TTL * 3 / 4);
    assert_eq!(read(Err("closed")).await, Ok(1));
    until("the reload has failed", || reloads(&cache) == (0, 1)).await;
    assert_eq!(read(Ok(2)).await, Ok(1), "it is not tried again at once");
    clock.advance(Duration::from_secs(7));
    assert_eq!(read(Ok(2)).await, Ok(1));
    until("the reload is stored", || reloads(&cache) == (1, 1)).await;
    assert_eq!(read(Err("closed")).await, Ok(2));
}

#[tokio::test]
async fn another_process_reloads_what_it_finds_in_redis() {
    let tiers = Tiers::redis();
    let (one, other, source) = (tiers.manager().await, tiers.manager().await, Source::new(1));
    assert_eq!(reread(&one, &source, AT_ONCE).await, 1);
    source.set(2);
    tokio::time::sleep(TTL.mul_f64(AT_ONCE * 2.0)).await;
    assert_eq!(reread(&other, &source, AT_ONCE).await, 1);
    until("the reload is stored", || reloads(&other).0 == 1).await;
    assert_eq!(other.get::<u64>("n").await, Some(2));
    assert_eq!(other.stats().total.misses, 0);
}

#[tokio::test]
async fn a_share_that_is_none_reloads_nothing() {
    let clock = ManualClock::new();
    let cache = CacheManager::builder().clock(clock.clone()).build().await;
    let (cache, source) = (cache.expect("a manager in memory"), Source::new(1));
    for share in [1.0, 7.0, f64::NAN, f64::INFINITY] {
        let before = source.reads();
        reread(&cache, &source, share).await;
        clock.advance(TTL.saturating_sub(Duration::from_secs(1)));
        reread(&cache, &source, share).await;
        assert_eq!(source.reads(), before + 1, "{share}");
        clock.advance(Duration::from_secs(2));
    }
    assert_eq!(reloads(&cache), (0, 0));
}

/// A store with one row.
#[derive(Debug, Clone, Default)]
struct Row(Arc<Mutex<Option<u64>>>);

impl Row {
    fn is(&self) -> Option<u64> {
        *self.0.lock().expect("nobody panics here")
    }

    #[expect(clippy::unused_async, reason = "a region is given a future")]
    async fn set(&self, value: Option<u64>) -> Result<(), String> {
        *self.0.lock().expect("nobody panics here") = value;
        Ok(())
    }
}

async fn read(region: &CacheRegion, row: &Row) -> Option<u64> {
    let row = row.clone();
    let load = move || async move { Ok::<_, Infallible>(row.is()) };
    let Ok(found) = region.read(1, load).await;
    found
}

fn config(strategy: Strategy) -> CacheConfig {
    CacheConfig::new(TTL).key_prefix("row").strategy(strategy)
}

/// Those that write in the caller.
const DIRECT: [Strategy; 3] = [
    Strategy::CacheAside,
    Strategy::RefreshAhead,
    Strategy::WriteThrough,
];

#[tokio::test]
async fn what_is_written_is_what_is_read_by_every_strategy() {
    for strategy in DIRECT {
        for tiers in Tiers::each() {
            let (cache, row) = (tiers.manager().await, Row::default());
            let region = cache.region(config(strategy.clone())).expect("it can be");
            assert_eq!(read(&region, &row).await, None, "{strategy:?} {tiers}");
            row.set(Some(1)).await.expect("it is taken");
            assert_eq!(read(&region, &row).await, Some(1), "nothing is not kept");
            region
                .write(1, 2_u64, row.set(Some(2)))
                .await
                .expect("it is taken");
            let sets = strategy == Strategy::WriteThrough;
            assert_eq!(region.get::<u64>(1).await, sets.then_some(2));
            assert_eq!(read(&region, &row).await, Some(2));
            assert!(cache.exists("row:1").await);
            region
                .delete::<u64, _, _>(1, row.set(None))
                .await
                .expect("it is taken");
            assert_eq!(region.get::<u64>(1).await, None);
            assert_eq!(read(&region, &row).await, None);
        }
    }
}

#[tokio::test]
async fn a_store_that_fails_leaves_the_entry_and_one_that_is_dropped_takes_it_along() {
    for strategy in DIRECT {
        for tiers in Tiers::each() {
            let (cache, row) = (tiers.manager().await, Row::default());
            row.set(Some(1)).await.expect("it is taken");
            let region = cache.region(config(strategy.clone())).expect("it can be");
            assert_eq!(read(&region, &row).await, Some(1));
            let failed = region.write(1, 2_u64, async { Err("full") }).await;
            assert_eq!(failed, Err(WriteError::Store("full")));
            assert_eq!(region.get::<u64>(1).await, Some(1), "{strategy:?} {tiers}");
            let never = std::future::pending::<Result<(), Infallible>>();
            let dropped =
                tokio::time::timeout(Duration::from_millis(20), region.write(1, 2_u64, never));
            assert!(dropped.await.is_err());
            row.set(Some(3)).await.expect("it is taken");
            let mut waited = 0;
            while read(&region, &row).await != Some(3) {
                waited += 1;
                assert!(waited < 30_000, "the old value stays: {strategy:?} {tiers}");
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
    }
}

#[tokio::test]
async fn a_load_that_began_before_a_write_does_not_bring_the_old_value_back() {
    for strategy in DIRECT {
        for tiers in Tiers::each() {
            let (cache, source) = (tiers.manager().await, Source::new(1));
            let region = cache.region(config(strategy.clone())).expect("it can be");
            source.hold();
            let reader = tokio::spawn({
                let (region, source) = (region.clone(), source.clone());
                async move {
                    let load =
                        move || async move { Ok::<_, Infallible>(Some(source.read().await)) };
                    region.read::<u64, _, _, _>(1, load).await
                }
            });
            source.begun(1).await;
            let store = async {
                source.set(2);
                Ok::<_, Infallible>(())
            };
            region.write(1, 2_u64, store).await.expect("it is taken");
            source.release();
            let Ok(_) = reader.await.expect("no panic");
            let now = region.get::<u64>(1).await;
            assert_ne!(now, Some(1), "{strategy:?} {tiers}");
        }
    }
}

/// What a writer has taken to its store, by key.
type Written = Arc<Mutex<Vec<(String, Option<u64>)>>>;

#[tokio::test]
async fn write_behind_leaves_the_store_to_the_writer_and_reads_its_own_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    for tiers in Tiers::each() {
        let log = folder.path().join(format!("{}.redb", tiers.shared()));
        let cache = tiers.builder().queue_log(log).build().await;
        let cache = cache.expect("the settings are good");
        let written = Written::default();
        let to = Arc::clone(&written);
        let settings = Settings::new()
            .every(Duration::from_millis(1))
            .on_full(OnFull::Wait);
        let writer = cache
            .register_writer("rows", settings, move |batch: Vec<Change<u64>>| {
                let to = Arc::clone(&to);
                async move {
                    let mut to = to.lock().expect("nobody panics here");
                    to.extend(batch.iter().map(|change| {
                        let value = match change.op() {
                            Op::Put(value) => Some(*value),
                            Op::Delete => None,
                        };
                        (change.key().to_string(), value)
                    }));
                    Ok::<_, Infallible>(())
                }
            })
            .await
            .expect("it starts");
        let region = cache.region(config(Strategy::write_behind("rows")));
        let region = region.expect("its writer is registered");
        let row = Row::default();
        region
            .write(1, 7_u64, row.set(Some(9)))
            .await
            .expect("it is taken");
        assert_eq!(read(&region, &row).await, Some(7), "{tiers}");
        row.set(Some(7)).await.expect("it is taken");
        region
            .delete::<u64, _, _>(1, row.set(Some(9)))
            .await
            .expect("it is taken");
        assert_eq!(read(&region, &row).await, None, "a deletion is no miss");
        assert!(writer.shutdown(Duration::from_secs(30)).await);
        assert_eq!(row.is(), Some(7), "the region's own store is not asked");
        let last = written.lock().expect("nobody panics here").last().cloned();
        assert_eq!(last, Some(("row:1".to_owned(), None)));
    }
}

#[tokio::test]
async fn a_region_is_cleared_and_nothing_beside_it() {
    for tiers in Tiers::each() {
        let cache = tiers.manager().await;
        let odd = CacheConfig::default().key_prefix("r*w[1]");
        let (odd, row) = (
            cache.region(odd).expect("it can be"),
            cache
                .region(config(Strategy::CacheAside))
                .expect("it can be"),
        );
        for region in [&odd, &row] {
            cache.set(region.key(1), 1_u8, TTL).await.expect("there");
        }
        odd.clear().await.expect("there");
        assert_eq!(odd.get::<u8>(1).await, None, "{tiers}");
        assert_eq!(row.get::<u8>(1).await, Some(1), "{tiers}");
        assert!(row.invalidate(1).await.expect("there"));
        assert!(!row.invalidate(1).await.expect("there"));
        let whole = cache.region(CacheConfig::default()).expect("it can be");
        assert!(matches!(
            whole.clear().await,
            Err(CacheError::Pattern { .. })
        ));
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_in_a_sentence() {
    let cache = Tiers::memory().manager().await;
    let refused = |config: CacheConfig| {
        let error = cache.region(config).expect_err("it cannot be");
        assert!(matches!(error, CacheError::Config { .. }), "{error}");
        error.to_string()
    };
    assert_eq!(
        refused(CacheConfig::new(Duration::ZERO)),
        "`CacheConfig::ttl` holds `0`; it takes a time above zero; what is not to be cached needs no region"
    );
    for share in [0.0, 1.0, -1.0, f64::NAN] {
        let told = refused(config(Strategy::RefreshAhead).refresh_at(share));
        assert!(
            told.starts_with("`CacheConfig::refresh_at` holds"),
            "{told}"
        );
    }
    let told = refused(CacheConfig::new(Ttl::Never).strategy(Strategy::RefreshAhead));
    assert!(told.contains("a time to reload before"), "{told}");
    let told = refused(config(Strategy::write_behind("nobody")));
    assert!(told.contains("call `register_writer` first"), "{told}");
}

#[test]
fn an_error_of_a_write_says_what_it_met_and_leads_to_it() {
    let error = WriteError::Store(std::io::Error::other("the disk is full"));
    assert_eq!(
        error.to_string(),
        "the store has not taken the write: the disk is full"
    );
    assert!(error.source().is_some());
}
