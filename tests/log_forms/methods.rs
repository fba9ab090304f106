//! Methods of every receiver, of traits, and their defaults.

use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use async_trait::async_trait;
use gambeson::{log_exceptions, log_execution_time};
use tokio::task::yield_now;

#[derive(Clone, Default)]
struct Counter {
    count: u64,
}

impl Counter {
    #[log_execution_time]
    fn new(count: u64) -> Self {
        Self { count }
    }

    #[log_execution_time]
    fn shared(&self) -> &u64 {
        &self.count
    }

    #[log_execution_time]
    #[log_exceptions]
    fn mutable(&mut self, by: u64) -> Result<&mut u64, fmt::Error> {
        if by == 0 {
            return Err(fmt::Error);
        }
        self.count += by;
        Ok(&mut self.count)
    }

    #[log_execution_time]
    fn owned(self) -> u64 {
        self.count
    }

    #[log_execution_time]
    fn mutable_owned(mut self) -> u64 {
        self.count += 1;
        self.count
    }

    #[log_execution_time]
    fn boxed(self: Box<Self>) -> u64 {
        self.count
    }

    #[log_execution_time]
    fn counted(self: Rc<Self>) -> u64 {
        self.count
    }

    #[log_execution_time]
    fn counted_by_reference(self: &Arc<Self>) -> u64 {
        self.count
    }

    #[log_execution_time]
    fn pinned(self: Pin<&mut Self>) -> u64 {
        self.count
    }

    #[log_execution_time]
    #[log_exceptions]
    async fn async_shared(&self, fails: bool) -> Result<&u64, fmt::Error> {
        yield_now().await;
        if fails {
            return Err(fmt::Error);
        }
        Ok(&self.count)
    }

    #[log_execution_time]
    async fn async_mutable(&mut self, by: u64) -> &mut Self {
        yield_now().await;
        self.count += by;
        self
    }

    #[log_execution_time]
    async fn async_owned(mut self) -> u64 {
        yield_now().await;
        self.count += 1;
        self.count
    }

    #[log_execution_time]
    async fn async_counted(self: Arc<Self>) -> u64 {
        yield_now().await;
        self.count
    }
}

#[test]
fn receivers_of_sync_methods() {
    let mut counter = assert_told!(Counter::new(1), "new");
    assert_eq!(assert_told!(*counter.shared(), "shared"), 1);
    assert_both!(counter.mutable(1), counter.mutable(0), "mutable");
    assert_eq!(assert_told!(counter.clone().owned(), "owned"), 2);
    assert_eq!(
        assert_told!(counter.clone().mutable_owned(), "mutable_owned"),
        3
    );
    assert_eq!(assert_told!(Box::new(counter.clone()).boxed(), "boxed"), 2);
    assert_eq!(
        assert_told!(Rc::new(counter.clone()).counted(), "counted"),
        2
    );
    let shared = Arc::new(counter.clone());
    assert_eq!(
        assert_told!(shared.counted_by_reference(), "counted_by_reference"),
        2
    );
    assert_eq!(assert_told!(Pin::new(&mut counter).pinned(), "pinned"), 2);
}

#[tokio::test]
async fn receivers_of_async_methods() {
    let mut counter = Counter::default();
    assert_eq!(
        assert_told!(counter.async_mutable(2).await.count, "async_mutable"),
        2
    );
    assert_both!(
        counter.async_shared(false).await,
        counter.async_shared(true).await,
        "async_shared"
    );
    assert_eq!(
        assert_told!(counter.clone().async_owned().await, "async_owned"),
        3
    );
    let counter = Arc::new(counter);
    assert_eq!(
        assert_told!(counter.async_counted().await, "async_counted"),
        2
    );
}

trait Load {
    fn id(&self) -> u64;

    #[log_execution_time]
    fn default_method(&self) -> u64 {
        self.id() + 1
    }

    #[log_execution_time]
    fn default_function(id: u64) -> u64
    where
        Self: Sized,
    {
        id
    }

    fn load(&self, fails: bool) -> impl Future<Output = Result<u64, fmt::Error>> + Send;
}

impl Load for Counter {
    #[log_execution_time]
    fn id(&self) -> u64 {
        self.count
    }

    #[log_execution_time]
    #[log_exceptions]
    async fn load(&self, fails: bool) -> Result<u64, fmt::Error> {
        yield_now().await;
        if fails {
            Err(fmt::Error)
        } else {
            Ok(self.count)
        }
    }
}

#[tokio::test]
async fn methods_of_traits_and_their_defaults() {
    let counter = Counter { count: 1 };
    assert_eq!(assert_told!(counter.id(), "id"), 1);
    assert_eq!(assert_told!(counter.default_method(), "default_method"), 2);
    assert_eq!(
        assert_told!(Counter::default_function(3), "default_function"),
        3
    );
    assert_both!(counter.load(false).await, counter.load(true).await, "load");
}

#[async_trait]
trait Store: Send + Sync {
    async fn get(&self, id: u64) -> Result<u64, fmt::Error>;

    #[log_execution_time]
    async fn get_or_zero(&self, id: u64) -> u64 {
        self.get(id).await.unwrap_or(0)
    }
}

#[async_trait]
impl Store for Counter {
    #[log_execution_time]
    #[log_exceptions]
    async fn get(&self, id: u64) -> Result<u64, fmt::Error> {
        yield_now().await;
        if id == 0 {
            return Err(fmt::Error);
        }
        Ok(self.count + id)
    }
}

#[tokio::test]
async fn async_trait_methods_are_timed_and_not_the_making_of_their_futures() {
    let store: Arc<dyn Store> = Arc::new(Counter { count: 1 });
    assert_both!(store.get(1).await, store.get(0).await, "get");
    assert_eq!(assert_told!(store.get_or_zero(0).await, "get_or_zero"), 0);
    let (lines, _guard) = crate::support::collect();
    drop(store.get(1));
    assert_eq!(lines.all().len(), 0);
}

#[async_trait(?Send)]
trait LocalStore {
    async fn local(&self) -> u64;
}

#[async_trait(?Send)]
impl LocalStore for Rc<u64> {
    #[log_execution_time]
    async fn local(&self) -> u64 {
        yield_now().await;
        **self
    }
}

#[tokio::test]
async fn an_async_trait_that_is_not_send() {
    assert_eq!(assert_told!(Rc::new(1).local().await, "local"), 1);
}

struct Generic<T, const N: usize>([T; N]);

impl<T: Copy + Default + Into<u64>, const N: usize> Generic<T, N> {
    #[log_execution_time]
    fn sum(&self) -> u64 {
        self.0.iter().map(|&item| item.into()).sum()
    }

    #[log_execution_time]
    async fn first(&self) -> T {
        yield_now().await;
        self.0.first().copied().unwrap_or_default()
    }
}

#[tokio::test]
async fn methods_of_a_generic_type() {
    let generic = Generic([1_u8, 2]);
    assert_eq!(assert_told!(generic.sum(), "sum"), 3);
    assert_eq!(assert_told!(generic.first().await, "first"), 1);
}
