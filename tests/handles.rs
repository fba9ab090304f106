//! What a handle does by hand, beside a free function and on a method.
#![deny(warnings, clippy::all, clippy::pedantic)]

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use futures::poll;
use gambeson::cache::{How, TimeLeft, observe};
use gambeson::{CacheManager, cached};
use tokio::sync::Notify;

thread_local! {
    // Each test has a thread of its own.
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

fn ran() {
    RUNS.set(RUNS.get() + 1);
}

fn runs() -> u32 {
    RUNS.get()
}

struct Db;

#[cached(ttl = "5m", key = "handles:user:{id}", handle = UserCache)]
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
    assert_eq!(function.function, "handles::user");
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

struct Repo {
    tenant: String,
    cache: CacheManager,
}

impl Repo {
    async fn of(tenant: &str) -> Self {
        let cache = CacheManager::builder()
            .build()
            .await
            .expect("a manager in memory");
        Self {
            tenant: tenant.to_owned(),
            cache,
        }
    }

    #[cached(ttl = "5m", key = "handles:orders:{self.tenant}:{id}", handle = fn orders_cache)]
    async fn orders(&self, db: &Db, id: u64) -> Result<String, String> {
        ran();
        let _ = db;
        tokio::task::yield_now().await;
        if id == 0 {
            Err(String::from("there is no 0"))
        } else {
            Ok(format!("{}{id}, run {}", self.tenant, runs()))
        }
    }

    #[cached(ttl = "5m", key = "handles:count:{self.tenant}", handle = fn count_cache)]
    async fn count(&self) -> u32 {
        ran();
        runs()
    }

    #[cached(ttl = "5m", key = "handles:page:{self.tenant}:{name}:{page}", handle = fn page_cache)]
    async fn page(&self, name: &str, (page, _weight): (u64, f64)) -> Option<String> {
        ran();
        Some(format!("{name}{page}"))
    }

    #[cached(ttl = "5m", key = "handles:own:{id}", cache = self.cache, skip(self), handle = fn own_cache)]
    async fn own(&self, id: u64) -> u64 {
        ran();
        id
    }

    #[cached(ttl = "5m", key = (self.tenant.clone(), id), handle = fn expr_cache)]
    async fn by_expression(&self, id: u64) -> u64 {
        ran();
        id
    }

    #[cached(ttl = "5m", key = "handles:arc:{self.tenant}:{id}", handle = fn arc_cache)]
    async fn by_arc(self: Arc<Self>, id: u64) -> u64 {
        ran();
        id
    }

    #[cached(ttl = "5m", key = "handles:sync_method:{self.tenant}:{id}", handle = fn sync_cache)]
    fn sync(&self, id: u64) -> u64 {
        ran();
        id + u64::from(runs())
    }
}

fn send<T: Send>(future: T) -> T {
    future
}

#[tokio::test]
async fn a_handle_on_a_method_looks_and_removes() {
    let (a, b) = (Repo::of("a").await, Repo::of("b").await);
    let stored = a.orders(&Db, 1).await;
    assert_eq!(a.orders_cache().peek(1).await, Some(stored));
    assert_eq!(b.orders_cache().peek(1).await, None);
    assert!(a.orders_cache().ttl_of(1).await.is_some());
    assert_eq!(
        b.orders_cache()
            .invalidate(1)
            .await
            .expect("memory can be reached")
            .memory,
        0
    );
    assert_eq!(
        a.orders_cache()
            .invalidate(1)
            .await
            .expect("memory can be reached")
            .memory,
        1
    );
    assert_eq!(a.orders_cache().peek(1).await, None);
    assert_eq!(runs(), 1);
}

#[tokio::test]
async fn a_handle_on_a_method_calls_it() {
    let repo = Repo::of("c").await;
    let handle = repo.orders_cache();
    let first = send(handle.traced((&Db, 1))).await;
    assert_eq!(first.how, How::Loaded);
    assert_eq!(handle.traced((&Db, 1)).await.how, How::HitMemory);
    let second = send(handle.refresh((&Db, 1))).await;
    assert_ne!(first.value, second);
    let beside = send(handle.bypass((&Db, 1))).await;
    assert_ne!(beside, second);
    assert_eq!(repo.orders(&Db, 1).await, second);
    assert!(handle.refresh((&Db, 0)).await.is_err());
    assert_eq!(runs(), 4);
}

#[tokio::test]
async fn arguments_of_a_handle_are_one_value_a_tuple_or_nothing() {
    let repo = Repo::of("d").await;
    repo.count().await;
    assert_eq!(repo.count_cache().peek(()).await, Some(1));
    assert_eq!(repo.count_cache().refresh(()).await, 2);
    let name = String::from("n");
    repo.page(&name, (1, 0.5)).await;
    assert_eq!(
        repo.page_cache().peek((&name, (1, 0.0))).await,
        Some(Some(String::from("n1")))
    );
    assert_eq!(
        repo.page_cache().traced((&name, (1, 0.0))).await.how,
        How::HitMemory
    );
}

#[tokio::test]
async fn a_handle_looks_where_the_method_looks() {
    let repo = Repo::of("e").await;
    repo.own(1).await;
    assert_eq!(repo.own_cache().peek(1).await, Some(1));
    assert_eq!(
        Repo::of("e").await.own_cache().peek(1).await,
        None,
        "each has a manager of its own"
    );
    repo.by_expression(1).await;
    assert_eq!(repo.expr_cache().peek(1).await, Some(1));
    let shared = Arc::new(repo);
    shared.clone().by_arc(1).await;
    assert_eq!(shared.arc_cache().peek(1).await, Some(1));
    assert_eq!(shared.arc_cache().traced(1).await.how, How::HitMemory);
}

#[test]
fn a_handle_on_a_sync_method() {
    let repo = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(Repo::of("f"));
    assert_eq!(repo.sync(1), 2);
    let handle = repo.sync_cache();
    assert_eq!((handle.peek(1), handle.peek(2)), (Some(2), None));
    assert!(handle.ttl_of(1).is_some());
    assert_eq!(handle.traced(1).how, How::HitMemory);
    assert_eq!(
        (handle.refresh(1), handle.bypass(1), repo.sync(1)),
        (3, 4, 3)
    );
    assert_eq!(handle.invalidate(1).memory, 1);
    assert_eq!(handle.traced(1).how, How::Loaded);
}

struct Table<'a, T> {
    name: &'a str,
    rows: Vec<T>,
}

impl<'a, T> Table<'a, T>
where
    T: Default + ToString + Sync + 'static,
{
    #[cached(ttl = "5m", key = "handles:table:{self.name}:{more}", handle = fn get_cache)]
    async fn get<'b, U: Default + ToString>(&'b self, more: &'a str) -> Option<String>
    where
        'a: 'b,
    {
        ran();
        tokio::task::yield_now().await;
        Some(
            T::default().to_string()
                + more
                + &U::default().to_string()
                + &self.rows.len().to_string(),
        )
    }

    /// # Safety
    /// There is nothing to it.
    #[expect(unsafe_code, reason = "a form that methods have")]
    #[cached(ttl = "5m", key = "handles:unsafe:{self.name}", handle = fn unsafe_cache)]
    async unsafe fn get_unsafe(&self) -> usize {
        ran();
        self.rows.len()
    }
}

#[tokio::test]
async fn a_handle_on_a_generic_method_of_a_generic_type() {
    let name = String::from("t");
    let table = Table::<u8> {
        name: &name,
        rows: vec![],
    };
    send(table.get::<u8>("x")).await;
    assert_eq!(
        table.get_cache::<u8>().peek("x").await,
        Some(Some(String::from("0x00")))
    );
    assert_eq!(table.get_cache::<String>().peek("x").await, None);
    assert_eq!(
        Table::<u16> {
            name: &name,
            rows: vec![]
        }
        .get_cache::<u8>()
        .peek("x")
        .await,
        None
    );
    assert_eq!(
        send(table.get_cache::<u8>().traced("x")).await.how,
        How::HitMemory
    );
    // SAFETY: the method asks for nothing.
    #[expect(unsafe_code, reason = "a form that methods have")]
    let handle = unsafe { table.unsafe_cache() };
    assert_eq!(handle.refresh(()).await, 0);
    assert_eq!(handle.peek(()).await, Some(0));
}
