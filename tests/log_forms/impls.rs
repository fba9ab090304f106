//! `#[log_execution_time]` on an `impl`.

use std::fmt;

use async_trait::async_trait;
use gambeson::{cached, log_exceptions, log_execution_time};
use tokio::task::yield_now;

use crate::support::collect;

#[derive(Clone)]
struct Repo {
    count: u64,
}

#[log_execution_time(level = debug, skip(skipped))]
impl Repo {
    const STEP: u64 = { 1 };

    const fn constant(count: u64) -> Self {
        Self { count }
    }

    /// Documented.
    fn read(&self) -> u64 {
        self.count
    }

    #[log_exceptions]
    async fn load(&mut self, fails: bool) -> Result<&mut u64, fmt::Error> {
        yield_now().await;
        if fails {
            return Err(fmt::Error);
        }
        self.count += Self::STEP;
        Ok(&mut self.count)
    }

    fn skipped(&self) -> u64 {
        self.count
    }

    #[log_execution_time(level = error)]
    fn own(&self) -> u64 {
        self.count
    }

    #[cached(ttl = "5m", key = "log_forms:impls:{id}", skip(self))]
    async fn cached(&self, id: u64) -> u64 {
        yield_now().await;
        id
    }

    fn generic<T: Into<u64>, const N: usize>(items: [T; N]) -> u64 {
        items.into_iter().map(Into::into).sum()
    }
}

#[tokio::test]
async fn every_method_tells_of_itself_with_its_type() {
    let mut repo = Repo::constant(1);
    assert_eq!(assert_told!(repo.read(), "Repo::read"), 1);
    assert_both!(repo.load(false).await, repo.load(true).await, "Repo::load");
    assert_eq!(assert_told!(repo.cached(3).await, "Repo::cached"), 3);
    assert_eq!(assert_told!(repo.cached(3).await, "Repo::cached"), 3);
    assert_eq!(assert_told!(Repo::generic([1_u8, 2]), "Repo::generic"), 3);
}

#[test]
fn what_is_skipped_tells_nothing_and_what_has_an_attribute_keeps_it() {
    let (lines, _guard) = collect();
    let repo = Repo::constant(1);
    assert_eq!((repo.skipped(), repo.own(), repo.read()), (1, 1, 1));
    let levels: Vec<_> = lines.events().iter().map(|line| line.level).collect();
    assert_eq!(
        levels,
        [Some(tracing::Level::ERROR), Some(tracing::Level::DEBUG)]
    );
}

trait Load {
    type Id;

    fn name(&self) -> String {
        "default".into()
    }

    async fn fetch(&self, id: Self::Id) -> u64;
}

#[log_execution_time]
impl Load for Repo {
    type Id = u64;

    async fn fetch(&self, id: u64) -> u64 {
        yield_now().await;
        self.count + id
    }
}

#[tokio::test]
async fn an_impl_of_a_trait() {
    let repo = Repo::constant(1);
    assert_eq!(repo.name(), "default");
    assert_eq!(assert_told!(repo.fetch(1).await, "Repo::fetch"), 2);
}

#[async_trait]
trait Store {
    async fn get(&self, id: u64) -> u64;
    async fn put(&self, id: u64) -> u64;
}

#[log_execution_time]
#[async_trait]
impl Store for Repo {
    async fn get(&self, id: u64) -> u64 {
        yield_now().await;
        id
    }

    async fn put(&self, id: u64) -> u64 {
        yield_now().await;
        id + 1
    }
}

struct Other<T>(T);

#[async_trait]
#[log_execution_time]
impl<T: Send + Sync + Copy + Into<u64>> Store for Other<T> {
    async fn get(&self, id: u64) -> u64 {
        yield_now().await;
        id + self.0.into()
    }

    async fn put(&self, id: u64) -> u64 {
        self.get(id).await
    }
}

#[tokio::test]
async fn an_async_trait_above_or_below() {
    let repo = Repo::constant(1);
    assert_eq!(assert_told!(repo.get(1).await, "Repo::get"), 1);
    assert_eq!(assert_told!(repo.put(1).await, "Repo::put"), 2);
    assert_eq!(assert_told!(Other(1_u8).get(1).await, "Other::get"), 2);
    assert_eq!(assert_told!(Other(1_u8).put(1).await, "Other::put"), 2);
}
