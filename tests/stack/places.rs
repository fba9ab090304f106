//! The same stack, where functions are not free.

use gambeson::{cached, invalidate};

use crate::support::ran;

#[cached(ttl = "5m", key = "places:kept:{id}", handle = Kept)]
async fn kept(id: u64) -> u64 {
    ran();
    id
}

struct Repo {
    tenant: u64,
}

impl Repo {
    #[invalidate(key = "places:kept:{self.tenant}")]
    #[cached(ttl = "5m", key = "places:method:{self.tenant}:{id}", handle = fn method_cache)]
    async fn method(&self, id: u64) -> u64 {
        ran();
        id
    }

    #[invalidate(key = "places:kept:{id}")]
    #[cached(ttl = "5m", key = "places:associated:{id}")]
    async fn associated(id: u64) -> u64 {
        ran();
        id
    }
}

trait Load {
    async fn load(&self, id: u64) -> u64;

    #[invalidate(key = "places:kept:{id}")]
    #[cached(ttl = "5m", key = "places:default:{id}", skip(self))]
    async fn by_default(&self, id: u64) -> u64 {
        ran();
        id
    }
}

impl Load for Repo {
    #[invalidate(key = "places:kept:{self.tenant}")]
    #[cached(ttl = "5m", key = "places:trait:{self.tenant}:{id}")]
    async fn load(&self, id: u64) -> u64 {
        ran();
        id
    }
}

#[async_trait::async_trait]
trait Dynamic: Sync {
    async fn fetch(&self, id: u64) -> Result<u64, String>;

    #[invalidate(key = "places:kept:{id}")]
    #[cached(ttl = "5m", key = "places:dynamic_default:{id}", skip(self))]
    async fn by_default(&self, id: u64) -> u64 {
        ran();
        id
    }
}

#[async_trait::async_trait]
impl Dynamic for Repo {
    #[invalidate(key = "places:kept:{self.tenant}")]
    #[cached(ttl = "5m", key = "places:dynamic:{self.tenant}:{id}")]
    async fn fetch(&self, id: u64) -> Result<u64, String> {
        ran();
        Ok(id)
    }
}

/// Each call removes the entry of `kept`, whether the cache answers it or not.
macro_rules! assert_removes {
    ($id:expr, $call:expr) => {
        for _ in 0..2 {
            kept($id).await;
            assert!(Kept::peek($id).await.is_some());
            let _ = $call;
            assert!(Kept::peek($id).await.is_none());
        }
    };
}

#[tokio::test]
async fn on_methods_and_associated_functions() {
    let repo = Repo { tenant: 10 };
    assert_cached!(repo.method(1).await, repo.method(2).await);
    assert_removes!(10, repo.method(1).await);
    assert_eq!(repo.method_cache().peek(1).await, Some(1));
    assert_cached!(Repo::associated(11).await, Repo::associated(12).await);
    assert_removes!(11, Repo::associated(11).await);
}

#[tokio::test]
async fn on_methods_of_traits() {
    let repo = Repo { tenant: 20 };
    assert_cached!(repo.load(1).await, repo.load(2).await);
    assert_removes!(20, repo.load(1).await);
    assert_cached!(
        Load::by_default(&repo, 21).await,
        Load::by_default(&repo, 22).await
    );
    assert_removes!(21, Load::by_default(&repo, 21).await);
}

#[tokio::test]
async fn on_methods_of_async_traits() {
    let repo: Box<dyn Dynamic> = Box::new(Repo { tenant: 30 });
    assert_cached!(repo.fetch(1).await, repo.fetch(2).await);
    assert_removes!(30, repo.fetch(1).await);
    assert_cached!(repo.by_default(31).await, repo.by_default(32).await);
    assert_removes!(31, repo.by_default(31).await);
}
