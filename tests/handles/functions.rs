//! Beside free functions: `handle = Name`.

use std::time::Duration;

use futures::poll;
use gambeson::cache::{How, TimeLeft, observe};
use gambeson::{CacheManager, cached};
use gambeson_tests::Tiers;
use tokio::sync::Notify;

use crate::{Db, ran, runs};

#[cached(ttl = "5m", jitter = 0, key = "handles:user:{id}", handle = UserCache)]
async fn user(db: &Db, id: u64) -> Result<Option<String>, String> {
    ran();
    let _ = db;
    match id {
        0 => Err(String::from("there is no 0")),
        1 => Ok(None),
        _ => Ok(Some(format!("user {id}, run {}", runs()))),
    }
}

#[tokio::test]
async fn a_handle_beside_a_function_looks_and_removes() {
    assert_eq!(UserCache::peek(7).await, None);
    assert_eq!(UserCache::ttl_of(7).await, None);
    let stored = user(&Db, 7).await;
    assert_eq!(UserCache::peek(7).await.as_ref(), Some(&stored));
    let Some(TimeLeft::For(left)) = UserCache::ttl_of(7).await else {
        panic!("the entry has a lifetime")
    };
    assert!(
        left > Duration::from_secs(290) && left <= Duration::from_secs(300),
        "{left:?}"
    );
    assert_eq!(runs(), 1, "a look runs no body");

    let removed = UserCache::invalidate(7)
        .await
        .expect("memory can be reached");
    assert_eq!(removed.memory, 1);
    assert_eq!(UserCache::peek(7).await, None);
    user(&Db, 7).await.expect("a user");
    assert_eq!(runs(), 2);
}

#[tokio::test]
async fn a_refresh_replaces_and_a_bypass_leaves_alone() {
    let first = user(&Db, 8).await;
    let refreshed = UserCache::refresh(&Db, 8).await;
    assert_ne!(first, refreshed);
    assert_eq!(user(&Db, 8).await, refreshed);
    let beside = UserCache::bypass(&Db, 8).await;
    assert_ne!(beside, refreshed);
    assert_eq!(user(&Db, 8).await, refreshed);
    assert_eq!(runs(), 3);
}

#[tokio::test]
async fn what_is_not_kept_is_not_seen() {
    assert!(user(&Db, 0).await.is_err());
    assert_eq!(user(&Db, 1).await, Ok(None));
    assert_eq!(
        (UserCache::peek(0).await, UserCache::peek(1).await),
        (None, None)
    );
}

#[tokio::test]
async fn traced_tells_how_a_call_was_answered() {
    let loaded = UserCache::traced(&Db, 9).await;
    assert_eq!(
        (loaded.how, loaded.age, loaded.time_left),
        (How::Loaded, None, None)
    );
    let hit = UserCache::traced(&Db, 9).await;
    assert_eq!((hit.how, &hit.value), (How::HitMemory, &loaded.value));
    assert!(hit.age.is_some() && hit.time_left.is_some());
    assert!(!loaded.how.is_hit() && hit.how.is_hit());
}

#[cached(ttl = "5m", key = "handles:slow:{id}", handle = Slow)]
async fn slow(id: u64, go: &Notify) -> u64 {
    ran();
    go.notified().await;
    id
}

#[tokio::test]
async fn traced_tells_of_a_load_that_was_joined() {
    let go = Notify::new();
    let (mut first, mut second) = (
        Box::pin(Slow::traced(1, &go)),
        Box::pin(Slow::traced(1, &go)),
    );
    assert!(poll!(&mut first).is_pending() && poll!(&mut second).is_pending());
    go.notify_one();
    assert_eq!(
        (first.await.how, second.await.how),
        (How::Loaded, How::Joined)
    );
    assert_eq!(runs(), 1);
}

#[tokio::test]
async fn a_call_inside_its_own_load_is_traced_as_a_load() {
    #[cached(ttl = "5m", key = "handles:inside:{id}", handle = Inside, skip(depth))]
    async fn inside(id: u64, depth: u64) -> u64 {
        ran();
        if depth == 0 {
            id
        } else {
            Box::pin(inside(id, depth - 1)).await
        }
    }
    assert_eq!(Inside::traced(1, 2).await.how, How::Loaded);
    assert_eq!(runs(), 3);
}

#[tokio::test]
async fn a_scope_tells_what_the_cache_did_for_calls_by_hand() {
    let seen = observe(async {
        user(&Db, 10).await.expect("a user");
        user(&Db, 10).await.expect("a user");
        UserCache::refresh(&Db, 10).await.expect("a user");
        UserCache::bypass(&Db, 10).await.expect("a user");
        UserCache::peek(10).await
    })
    .await;
    assert!(seen.output.is_some());
    let [function] = seen.functions.as_slice() else {
        panic!("one function: {seen:?}")
    };
    assert_eq!(function.function, "handles::functions::user");
    assert_eq!(
        (function.hits_memory, function.loads, function.bypassed),
        (1, 2, 1)
    );
    assert_eq!((seen.hits(), seen.misses()), (1, 3));
}

#[cached(ttl = "5m", key = "handles:generic:{id}", handle = Generic)]
async fn generic<T: Default + ToString + 'static, const N: usize>(id: u64) -> String {
    ran();
    format!("{id}{}{N}", T::default().to_string())
}

#[tokio::test]
async fn a_handle_of_a_generic_function_knows_its_types() {
    generic::<u8, 1>(1).await;
    assert_eq!(Generic::peek::<u8, 1>(1).await.as_deref(), Some("101"));
    assert_eq!(Generic::peek::<String, 1>(1).await, None);
    assert_eq!(Generic::peek::<u8, 2>(1).await, None);
    assert_eq!(Generic::traced::<u8, 1>(1).await.how, How::HitMemory);
    Generic::refresh::<u8, 1>(1).await;
    Generic::invalidate::<u8, 1>(1)
        .await
        .expect("memory can be reached");
    assert_eq!(Generic::peek::<u8, 1>(1).await, None);
}

#[cached(ttl = "5m", handle = ByDefault)]
async fn by_default<T: Default + ToString + 'static>(name: &str, (): ()) -> String {
    ran();
    name.to_owned() + &T::default().to_string()
}

#[tokio::test]
async fn a_handle_of_a_default_key_finds_the_same_entry() {
    by_default::<u8>("a", ()).await;
    assert_eq!(ByDefault::peek::<u8>("a").await.as_deref(), Some("a0"));
    assert_eq!(ByDefault::peek::<u16>("a").await, None);
}

#[cached(ttl = "5m", key = "handles:sync:{id}", handle = Sync_)]
fn sync(id: u64) -> u64 {
    ran();
    id + u64::from(runs())
}

#[test]
fn a_handle_of_a_sync_function() {
    assert_eq!(sync(1), 2);
    assert_eq!((Sync_::peek(1), Sync_::peek(2)), (Some(2), None));
    assert!(Sync_::ttl_of(1).is_some());
    assert_eq!(Sync_::traced(1).how, How::HitMemory);
    assert_eq!(Sync_::refresh(1), 3);
    assert_eq!(Sync_::bypass(1), 4);
    assert_eq!(sync(1), 3);
    assert_eq!(Sync_::invalidate(1).memory, 1);
    assert_eq!(Sync_::traced(1).how, How::Loaded);
}

/// Handles are as visible as their functions, and are there under the same conditions.
mod api {
    use gambeson::cached;

    /// A user's page.
    #[cached(ttl = "5m", key = "handles:page:{id}", handle = PageCache)]
    pub(crate) async fn page(id: u64) -> u64 {
        id
    }

    #[cfg(any())]
    #[cached(ttl = "5m", key = "handles:missing:{id}", handle = PageCache)]
    pub(crate) async fn missing(id: u64) -> u64 {
        id
    }

    #[cfg_attr(all(), cached(ttl = "5m", key = "handles:deprecated:{id}", handle = OldCache))]
    #[deprecated = "use `page`"]
    pub(super) async fn old(id: u64) -> u64 {
        id
    }

    pub(crate) struct Pages;

    impl Pages {
        #[cached(ttl = "5m", key = "handles:old_method:{id}", skip(self), handle = fn old_cache)]
        #[deprecated = "use `page`"]
        pub(super) async fn old(&self, id: u64) -> u64 {
            id
        }

        #[cfg(any())]
        #[cached(ttl = "5m", key = "handles:no_method:{id}", skip(self), handle = fn old_cache)]
        pub(super) async fn missing(&self, id: u64) -> u64 {
            id
        }
    }
}

#[tokio::test]
async fn a_handle_has_the_visibility_and_the_conditions_of_its_function() {
    assert_eq!(api::page(1).await, 1);
    assert_eq!(api::PageCache::peek(1).await, Some(1));
    #[expect(deprecated, reason = "the handle is as old as its function")]
    let seen = (api::old(1).await, api::OldCache::peek(1).await);
    assert_eq!(seen, (1, Some(1)));
    #[expect(deprecated, reason = "the handle is as old as its method")]
    let seen = (
        api::Pages.old(1).await,
        api::Pages.old_cache().peek(1).await,
    );
    assert_eq!(seen, (1, Some(1)));
}

#[cached(ttl = "5m", key = "handles:shared:{id}", cache = cache, handle = Shared)]
async fn shared(cache: &CacheManager, id: u64) -> u64 {
    ran();
    id
}

#[tokio::test]
async fn traced_tells_of_a_hit_in_redis() {
    let tiers = Tiers::redis();
    let (one, other) = (tiers.manager().await, tiers.manager().await);
    assert_eq!(Shared::traced(&one, 1).await.how, How::Loaded);
    assert_eq!(
        Shared::peek(&other, 1).await,
        Some(1),
        "a look asks Redis, too"
    );
    let hit = Shared::traced(&other, 1).await;
    assert_eq!((hit.how, hit.value), (How::HitRedis, 1));
    assert!(hit.time_left.is_some());
    assert_eq!(Shared::traced(&other, 1).await.how, How::HitMemory);
    assert_eq!(runs(), 1);
    Shared::invalidate(&other, 1)
        .await
        .expect("Redis can be reached");
    assert_eq!(Shared::ttl_of(&other, 1).await, None);
}
