//! `ctx: CacheCtx`: what a load tells the cache while it runs. No caller gives it, and no key has it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::join;
use gambeson::cache::{How, TimeLeft, observe};
use gambeson::test::ManualClock;
use gambeson::{CacheCtx, CacheManager, cached, retry};
use gambeson_tests::{Events, Source, Tiers};
use tracing::Level;

const SECOND: Duration = Duration::from_secs(1);

/// What a body says to the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Say {
    Nothing,
    Ttl(Duration),
    DontStore,
}

fn say(ctx: &CacheCtx, what: Say) {
    match what {
        Say::Nothing => {}
        Say::Ttl(ttl) => ctx.ttl(ttl),
        Say::DontStore => ctx.dont_store(),
    }
}

#[cached(ttl = "1h", key = "n:{id}", cache = cache, skip(what), handle = Numbers)]
async fn number(
    cache: &CacheManager,
    ctx: CacheCtx,
    source: &Source,
    id: u64,
    what: Say,
) -> Option<u64> {
    assert_eq!(ctx.key().to_string(), format!("n:{id}"));
    say(&ctx, what);
    let value = source.read().await;
    (value > 0).then_some(value)
}

#[cached(ttl = "1h", negative_ttl = "1h", error_ttl = "1h", key = "m:{id}", cache = cache, skip(what))]
async fn everything(
    cache: &CacheManager,
    id: u64,
    what: Say,
    ctx: CacheCtx,
) -> Result<Option<u64>, String> {
    say(&ctx, what);
    match id {
        0 => Err("there is no 0".to_owned()),
        1 => Ok(None),
        _ => Ok(Some(id)),
    }
}

#[tokio::test]
async fn a_wish_for_a_time_to_live_wins_over_the_attribute_in_both_tiers() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(7));
        number(&cache, &source, 1, Say::Nothing).await;
        number(&cache, &source, 2, Say::Ttl(30 * SECOND)).await;
        let left = async |id: u64| match cache.ttl_of(format!("n:{id}")).await {
            Some(TimeLeft::For(left)) => left,
            other => panic!("{tiers}, {id}: {other:?}"),
        };
        assert!(left(1).await > 3_000 * SECOND, "{tiers}");
        assert!(left(2).await <= 30 * SECOND, "{tiers}");
        assert!(left(2).await > 20 * SECOND, "{tiers}");
    }
}

#[tokio::test]
async fn a_wish_to_store_nothing_hands_the_value_to_all_who_wait_and_stores_it_nowhere() {
    for tiers in Tiers::each() {
        for what in [Say::DontStore, Say::Ttl(Duration::ZERO)] {
            let (cache, source) = (tiers.manager().await, Source::new(7));
            source.hold();
            let seen = observe(async {
                let calls = async {
                    join!(
                        number(&cache, &source, 1, what),
                        number(&cache, &source, 1, what)
                    )
                };
                let release = async {
                    source.begun(1).await;
                    source.release();
                };
                join!(calls, release).0
            })
            .await;
            assert_eq!(seen.output, (Some(7), Some(7)), "{tiers}, {what:?}");
            assert_eq!(source.reads(), 1, "{tiers}, {what:?}");
            assert_eq!(seen.functions[0].stored, 0, "{tiers}, {what:?}");
            assert!(!cache.exists("n:1").await, "{tiers}, {what:?}");
        }
    }
}

#[tokio::test]
async fn what_the_attribute_does_not_store_a_wish_does_not_store_either() {
    let (cache, source) = (Tiers::memory().manager().await, Source::new(0));
    assert_eq!(number(&cache, &source, 1, Say::Ttl(SECOND)).await, None);
    assert!(!cache.exists("n:1").await);
}

#[tokio::test]
async fn a_stored_none_and_a_stored_error_live_as_long_as_the_load_wishes() {
    for tiers in Tiers::each() {
        let cache = tiers.manager().await;
        for id in 0..3 {
            let wish = Say::Ttl(9 * SECOND);
            let loaded = everything(&cache, id, wish).await;
            let left = cache.ttl_of(format!("m:{id}")).await;
            assert!(
                matches!(left, Some(TimeLeft::For(left)) if left <= 9 * SECOND),
                "{tiers}, {id}: {left:?}"
            );
            assert_eq!(everything(&cache, id, Say::Nothing).await, loaded);
        }
    }
}

/// What a load found that it was to replace.
type Found = Arc<Mutex<Vec<Option<u64>>>>;

#[cached(ttl = "1h", key = "s:{id}", cache = cache, handle = Revalidated)]
async fn revalidated(
    cache: &CacheManager,
    ctx: CacheCtx,
    source: &Source,
    found: &Found,
    id: u64,
) -> Result<u64, String> {
    let old = ctx.stale::<u64>();
    found.lock().expect("no panic").push(old);
    assert_eq!(ctx.stale::<String>(), None, "it is no text");
    let new = source.read().await;
    if old == Some(new)
        && let Some(old) = ctx.not_modified()
    {
        return Ok(old);
    }
    Ok(new)
}

#[cached(ttl = "1h", key = "w:{id}", cache = cache, handle = Wrongly)]
async fn asked_wrongly(
    cache: &CacheManager,
    ctx: CacheCtx,
    id: u64,
) -> Result<Option<u64>, String> {
    match ctx.not_modified() {
        Some(whole) => whole,
        None => Ok((id > 0).then_some(id)),
    }
}

#[tokio::test]
async fn asking_for_the_whole_result_finds_nothing_and_an_event_says_what_to_ask_for() {
    let cache = CacheManager::builder().build().await.expect("it starts");
    let events = Events::listen();
    for id in [0, 1] {
        assert_eq!(asked_wrongly(&cache, id).await, Ok((id > 0).then_some(id)));
    }
    assert!(
        events.at(Level::WARN, "another type").is_empty(),
        "nothing is stale"
    );
    assert_eq!(Wrongly::refresh(&cache, 1).await, Ok(Some(1)));
    let told = events.at(Level::WARN, "inside of `Ok` and `Some`");
    assert_eq!(told.len(), 1);
    assert!(told[0].fields["asked"].contains("Result"), "{told:?}");
}

#[cached(ttl = "1h", key = "r:{id}", tier = redis, cache = cache, handle = InRedis)]
async fn in_redis(cache: &CacheManager, ctx: CacheCtx, found: &Found, id: u64) -> Arc<u64> {
    let old = ctx.stale_arc::<u64>();
    found
        .lock()
        .expect("no panic")
        .push(old.as_deref().copied());
    ctx.not_modified_arc().unwrap_or_else(|| Arc::new(id))
}

#[tokio::test]
async fn a_load_sees_what_it_replaces_and_may_say_that_it_is_still_good() {
    for tiers in Tiers::each() {
        let clock = ManualClock::new();
        let builder = tiers.builder().clock(clock.clone());
        let cache = builder.build().await.expect("the settings are good");
        let (source, found) = (Source::new(5), Found::default());
        assert_eq!(revalidated(&cache, &source, &found, 1).await, Ok(5));
        clock.advance(1_000 * SECOND);
        let refreshed = Revalidated::refresh(&cache, &source, &found, 1).await;
        assert_eq!(refreshed, Ok(5), "{tiers}");
        source.set(6);
        Revalidated::refresh(&cache, &source, &found, 1)
            .await
            .expect("a value");
        cache.delete("s:1").await.expect("every tier is there");
        revalidated(&cache, &source, &found, 1)
            .await
            .expect("a value");
        let found = found.lock().expect("no panic").clone();
        assert_eq!(found, [None, Some(5), Some(5), None], "{tiers}");
    }
}

#[tokio::test]
async fn what_is_still_good_gets_a_new_time_to_live() {
    let clock = ManualClock::new();
    let builder = Tiers::memory().builder().clock(clock.clone());
    let cache = builder.build().await.expect("the settings are good");
    let (source, found) = (Source::new(5), Found::default());
    revalidated(&cache, &source, &found, 1)
        .await
        .expect("a value");
    clock.advance(3_000 * SECOND);
    Revalidated::refresh(&cache, &source, &found, 1)
        .await
        .expect("a value");
    match cache.ttl_of("s:1").await {
        Some(TimeLeft::For(left)) => assert!(left > 3_000 * SECOND, "{left:?}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_load_sees_what_redis_has_where_memory_has_nothing() {
    let tiers = Tiers::redis();
    let (cache, found) = (tiers.manager().await, Found::default());
    in_redis(&cache, &found, 3).await;
    assert_eq!(*InRedis::refresh(&cache, &found, 3).await, 3);
    assert_eq!(*found.lock().expect("no panic"), [None, Some(3)]);
}

#[tokio::test]
async fn what_was_invalidated_while_a_load_runs_is_not_there_any_more() {
    #[cached(ttl = "1h", key = "g:{id}", cache = cache, handle = Gone)]
    async fn gone(cache: &CacheManager, ctx: CacheCtx, id: u64) -> u64 {
        let before = ctx.stale::<u64>();
        cache.delete(format!("g:{id}")).await.expect("memory");
        assert_eq!(ctx.stale::<u64>(), None);
        assert_eq!(ctx.not_modified::<u64>(), None);
        before.map_or(1, |old| old + 1)
    }

    let cache = Tiers::memory().manager().await;
    assert_eq!(gone(&cache, 1).await, 1);
    let loaded = gone(&cache, 1).await;
    assert_eq!(loaded, 1, "nothing was stored that anybody could replace");
    cache.set("g:2", 7_u64, SECOND).await.expect("memory");
    assert_eq!(Gone::refresh(&cache, 2).await, 8);
}

#[tokio::test]
async fn a_call_past_the_cache_has_one_that_nothing_comes_of() {
    let (cache, source) = (Tiers::memory().manager().await, Source::new(7));
    let value = Numbers::bypass(&cache, &source, 1, Say::Ttl(SECOND)).await;
    assert_eq!(value, Some(7));
    assert!(!cache.exists("n:1").await);
    let traced = Numbers::traced(&cache, &source, 1, Say::Nothing).await;
    assert_eq!((traced.value, traced.how), (Some(7), How::Loaded));
    assert_eq!(Numbers::peek(&cache, 1).await, Some(Some(7)));
}

static LATE: Mutex<Option<CacheCtx>> = Mutex::new(None);

#[cached(ttl = "1h", key = "late", cache = cache, skip(cache))]
async fn late(cache: &CacheManager, ctx: CacheCtx) -> u8 {
    *LATE.lock().expect("no panic") = Some(ctx.clone());
    1
}

#[tokio::test]
async fn what_is_said_after_the_load_is_not_heard() {
    let cache = Tiers::memory().manager().await;
    late(&cache).await;
    let ctx = LATE.lock().expect("no panic").take().expect("it has run");
    ctx.dont_store();
    ctx.ttl(Duration::ZERO);
    assert!(cache.exists("late").await);
    assert!(format!("{ctx:?}").contains("late"));
}

#[cached(ttl = "1h", cache = cache, skip(cache))]
fn in_a_thread(cache: &CacheManager, ctx: CacheCtx, n: u64) -> u64 {
    if n == 0 {
        ctx.dont_store();
    }
    n
}

#[tokio::test]
async fn a_sync_function_is_given_one_too_and_the_default_key_has_nothing_of_it() {
    let cache = Tiers::memory().manager().await;
    let key = |n| format!("{}::in_a_thread:{n}", module_path!());
    for n in [0, 3] {
        assert_eq!(in_a_thread(&cache, n), n);
        assert_eq!(cache.exists(key(n)).await, n == 3, "{n}");
    }
}

struct Repo<T> {
    name: T,
    cache: CacheManager,
}

impl<T: std::fmt::Display + Send + Sync> Repo<T> {
    #[cached(ttl = "1h", key = "repo:{id}", cache = self.cache, skip(self), handle = fn cached_names)]
    async fn name(&self, id: u64, _: CacheCtx) -> String {
        format!("{}{id}", self.name)
    }

    #[cached(ttl = "1h", key = "repo:later:{id}", cache = self.cache, skip(self))]
    fn later(&self, ctx: gambeson::CacheCtx, id: u64) -> impl Future<Output = String> + Send {
        async move {
            ctx.ttl(SECOND);
            format!("{}{id}", self.name)
        }
    }
}

#[async_trait::async_trait]
trait Load {
    async fn load(&self, id: u64) -> Result<u64, String>;
}

#[async_trait::async_trait]
impl Load for CacheManager {
    #[retry(3)]
    #[cached(ttl = "1h", key = "load:{id}", cache = self, skip(self))]
    async fn load(&self, ctx: CacheCtx, id: u64) -> Result<u64, String> {
        ctx.ttl(SECOND);
        Ok(id)
    }
}

#[cached(ttl = "1h", key = "tried:{id}", cache = cache)]
#[retry(3)]
async fn tried(
    cache: &CacheManager,
    #[cfg(all())] ctx: CacheCtx,
    runs: &Mutex<u32>,
    id: u64,
) -> Result<u64, String> {
    ctx.ttl(SECOND);
    let mut runs = runs.lock().expect("no panic");
    *runs += 1;
    if *runs < 3 {
        Err("again".to_owned())
    } else {
        Ok(id)
    }
}

#[tokio::test]
async fn it_is_given_in_every_form_of_a_function() {
    let cache = Tiers::memory().manager().await;
    let repo = Repo {
        name: "n",
        cache: cache.clone(),
    };
    assert_eq!(repo.name(1).await, "n1");
    assert_eq!(repo.cached_names().peek(1).await, Some("n1".to_owned()));
    assert_eq!(repo.later(2).await, "n2");
    assert_eq!(Load::load(&cache, 3).await, Ok(3));
    assert_eq!(tried(&cache, &Mutex::new(0), 4).await, Ok(4));
    for key in ["load:3", "tried:4"] {
        let left = cache.ttl_of(key).await;
        assert!(
            matches!(left, Some(TimeLeft::For(left)) if left <= SECOND),
            "{key}"
        );
    }
}
