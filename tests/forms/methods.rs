//! Methods, associated functions, traits.

use std::pin::Pin;
use std::sync::Arc;

use gambeson::{CacheManager, cached};

use crate::Db;
use crate::support::ran;

struct Repo {
    tenant: String,
    limits: Limits,
    _db: Db,
}

struct Limits {
    most: (u32, u32),
}

impl Repo {
    fn of(tenant: &str, most: u32) -> Self {
        Self {
            tenant: tenant.to_owned(),
            limits: Limits { most: (0, most) },
            _db: Db,
        }
    }

    #[cached(ttl = "5m", key = "methods:by_ref:{self.tenant}:{id}")]
    async fn by_ref(&self, id: u64) -> String {
        ran();
        format!("{}{id}", self.tenant)
    }

    #[cached(ttl = "5m", key = "methods:deep:{self.limits.most.1}")]
    async fn deep_fields(&self) -> u32 {
        ran();
        self.limits.most.1
    }

    #[cached(ttl = "5m", key = "methods:by_arc:{self.tenant}:{id}")]
    async fn by_arc(self: Arc<Self>, id: u64) -> String {
        ran();
        format!("{}{id}", self.tenant)
    }

    #[cached(ttl = "5m", key = "methods:by_arc_ref:{self.tenant}")]
    async fn by_arc_ref(self: &Arc<Self>) -> usize {
        ran();
        Arc::strong_count(self)
    }

    #[cached(ttl = "5m", key = "methods:by_pin:{self.tenant}")]
    async fn by_pin(self: Pin<&Self>) -> String {
        ran();
        self.tenant.clone()
    }

    #[cached(ttl = "5m", key = "methods:by_value:{self.tenant}")]
    async fn by_value(self) -> String {
        ran();
        self.tenant
    }

    #[cached(ttl = "5m", key = "methods:by_box:{self.tenant}")]
    async fn by_box(self: Box<Self>) -> String {
        ran();
        self.tenant
    }

    #[cached(ttl = "5m", key = "methods:mut_self:{self.tenant}")]
    async fn by_mutable_value(mut self) -> String {
        ran();
        self.tenant.push('!');
        self.tenant
    }

    #[cached(ttl = "5m", skip(self))]
    async fn without_self(&self, id: u64) -> u64 {
        ran();
        id
    }

    #[cached(ttl = "5m", key = "methods:associated:{id}")]
    async fn associated(id: u64) -> u64 {
        ran();
        id
    }

    #[cached(ttl = "5m", key = "methods:constructor:{tenant}")]
    async fn constructor(tenant: &str) -> Result<Arc<Tenant>, String> {
        ran();
        Ok(Arc::new(Tenant {
            name: tenant.to_owned(),
        }))
    }

    #[cached(ttl = "5m", key = "methods:sync:{self.tenant}:{id}")]
    fn sync(&self, id: u64) -> String {
        ran();
        format!("{}{id}", self.tenant)
    }
}

#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Tenant {
    name: String,
}

#[tokio::test]
async fn a_method_by_reference() {
    let (a, b) = (Repo::of("a", 1), Repo::of("b", 1));
    assert_cached!(a.by_ref(1).await, b.by_ref(1).await, a.by_ref(2).await);
}

#[tokio::test]
async fn fields_of_fields_of_self() {
    assert_cached!(
        Repo::of("a", 1).deep_fields().await,
        Repo::of("a", 2).deep_fields().await
    );
}

#[tokio::test]
async fn receivers_behind_pointers() {
    let (a, b) = (Arc::new(Repo::of("a", 1)), Arc::new(Repo::of("b", 1)));
    assert_cached!(
        a.clone().by_arc(1).await,
        b.clone().by_arc(1).await,
        a.clone().by_arc(2).await
    );
    assert_cached!(a.by_arc_ref().await, b.by_arc_ref().await);
    assert_cached!(Pin::new(&*a).by_pin().await, Pin::new(&*b).by_pin().await);
    assert_cached!(
        Box::new(Repo::of("a", 1)).by_box().await,
        Box::new(Repo::of("b", 1)).by_box().await
    );
}

#[tokio::test]
async fn a_receiver_that_is_consumed() {
    assert_cached!(
        Repo::of("a", 1).by_value().await,
        Repo::of("b", 1).by_value().await
    );
    assert_cached!(
        Repo::of("a", 1).by_mutable_value().await,
        Repo::of("b", 1).by_mutable_value().await
    );
}

#[tokio::test]
async fn a_method_whose_key_leaves_self_out() {
    let (a, b) = (Repo::of("a", 1), Repo::of("b", 1));
    assert_cached!(a.without_self(1).await, a.without_self(2).await);
    let before = crate::support::runs();
    b.without_self(1).await;
    assert_eq!(
        crate::support::runs(),
        before,
        "both share one entry, as they asked"
    );
}

#[tokio::test]
async fn associated_functions() {
    assert_cached!(Repo::associated(1).await, Repo::associated(2).await);
    assert_cached!(Repo::constructor("a").await, Repo::constructor("b").await);
}

#[test]
fn a_sync_method() {
    let (a, b) = (Repo::of("a", 1), Repo::of("b", 1));
    assert_cached!(a.sync(1), b.sync(1), a.sync(2));
}

trait Load {
    fn tenant(&self) -> &str;

    async fn load(&self, id: u64) -> Result<String, String>;

    #[cached(ttl = "5m", key = "methods:default:{id}", skip(self))]
    async fn by_default(&self, id: u64) -> u64 {
        ran();
        id + u64::from(self.tenant().is_empty())
    }

    #[cached(ttl = "5m", key = "methods:static_default:{id}")]
    async fn associated(id: u64) -> u64
    where
        Self: Sized,
    {
        ran();
        id
    }
}

impl Load for Repo {
    fn tenant(&self) -> &str {
        &self.tenant
    }

    #[cached(ttl = "5m", key = "methods:trait:{self.tenant}:{id}")]
    async fn load(&self, id: u64) -> Result<String, String> {
        ran();
        Ok(format!("{}{id}", self.tenant))
    }
}

#[tokio::test]
async fn methods_of_traits() {
    let (a, b) = (Repo::of("a", 1), Repo::of("b", 1));
    assert_cached!(a.load(1).await, b.load(1).await, a.load(2).await);
    assert_cached!(Load::by_default(&a, 1).await, Load::by_default(&a, 2).await);
    assert_cached!(
        <Repo as Load>::associated(1).await,
        <Repo as Load>::associated(2).await
    );
}

#[async_trait::async_trait]
trait Dynamic: Sync {
    fn name(&self) -> &str;

    async fn fetch(&self, id: u64) -> Result<u64, String>;

    #[cached(ttl = "5m", key = "methods:dynamic:{id}", skip(self))]
    async fn by_default(&self, id: u64) -> String {
        ran();
        format!("{}{id}", self.name().len())
    }
}

#[async_trait::async_trait]
impl Dynamic for Repo {
    fn name(&self) -> &str {
        &self.tenant
    }

    #[cached(ttl = "5m", key = "methods:async_trait:{self.tenant}:{id}")]
    async fn fetch(&self, id: u64) -> Result<u64, String> {
        ran();
        if id == 0 {
            return Err(String::from("there is no 0"));
        }
        Ok(id)
    }
}

#[tokio::test]
async fn methods_of_async_traits() {
    let (a, b): (Box<dyn Dynamic>, Box<dyn Dynamic>) =
        (Box::new(Repo::of("a", 1)), Box::new(Repo::of("b", 1)));
    assert_cached!(a.fetch(1).await, b.fetch(1).await, a.fetch(2).await);
    assert_cached!(a.by_default(1).await, a.by_default(2).await);
}

struct Own {
    cache: CacheManager,
    shared: Arc<CacheManager>,
}

impl Own {
    #[cached(ttl = "5m", key = "methods:own:{id}", cache = self.cache, skip(self))]
    async fn own(&self, id: u64) -> u64 {
        ran();
        id
    }

    #[cached(ttl = "5m", key = "methods:shared:{id}", cache = self.shared, skip(self))]
    async fn shared(&self, id: u64) -> u64 {
        ran();
        id
    }
}

#[tokio::test]
async fn a_manager_of_ones_own() {
    let manager = async || {
        CacheManager::builder()
            .build()
            .await
            .expect("a manager in memory")
    };
    let own = Own {
        cache: manager().await,
        shared: Arc::new(manager().await),
    };
    assert_cached!(own.own(1).await, own.own(2).await);
    assert_cached!(own.shared(1).await, own.shared(2).await);
    assert_eq!(
        (own.cache.stats().entries, own.shared.stats().entries),
        (2, 2)
    );
}
