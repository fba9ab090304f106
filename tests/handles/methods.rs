//! On methods: `handle = fn name`.

use std::sync::Arc;

use gambeson::cache::How;
use gambeson::{CacheManager, cached};

use crate::{Db, ran, runs};

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
