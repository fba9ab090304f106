//! `strategy = write_through`: the body writes the store, then both tiers have what it wrote; and
//! nobody who read before brings the old value back.

mod checker;
mod failed;
mod forms;
mod outage;
mod races;
mod stored;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use gambeson::{CacheManager, cached};
use gambeson_tests::Source;

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
    age: u64,
}

fn user(id: u64, age: u64) -> User {
    User { id, age }
}

/// The age of every user, and a gate that writers pass once the store has what they write.
#[derive(Debug, Clone)]
struct Store {
    age: Source,
    gate: Source,
}

impl Store {
    fn new(age: u64) -> Self {
        Self {
            age: Source::new(age),
            gate: Source::new(0),
        }
    }

    /// # Errors
    /// Nobody is 0 years old.
    async fn write(&self, age: u64) -> Result<(), String> {
        if age > 0 {
            self.age.set(age);
        }
        self.gate.read().await;
        (age > 0).then_some(()).ok_or_else(|| "not born".to_owned())
    }
}

#[cached(ttl = "10m", key = "user:{id}", cache = cache)]
async fn load(cache: &CacheManager, store: &Store, id: u64) -> Option<User> {
    Some(user(id, store.age.read().await))
}

#[cached(ttl = "10m", key = "user:{id}", tier = redis, cache = cache)]
async fn load_from_redis(cache: &CacheManager, store: &Store, id: u64) -> Option<User> {
    Some(user(id, store.age.read().await))
}

#[cached(ttl = "10m", strategy = write_through, key = "user:{user.id}", value = user, cache = cache)]
async fn save(cache: &CacheManager, store: &Store, user: User) -> Result<(), String> {
    store.write(user.age).await?;
    std::hint::black_box(user);
    Ok(())
}

#[cached(ttl = "10m", strategy = write_through, key = "user:{id}", cache = cache)]
async fn set_age(cache: &CacheManager, store: &Store, id: u64, age: u64) -> Result<User, String> {
    store.write(age).await?;
    Ok(user(id, age))
}

/// Polls `future` until `reached`, and drops it.
async fn drop_once<F: Future>(future: F, reached: impl Future) {
    let mut future = pin!(future);
    let mut reached = pin!(reached);
    std::future::poll_fn(|cx| {
        let at_the_end = future.as_mut().poll(cx).is_ready();
        assert!(!at_the_end, "it is to be dropped before");
        reached.as_mut().poll(cx).map(drop)
    })
    .await;
    // Whatever it still waits for, nobody is told any more.
    let _ = future.poll(&mut Context::from_waker(Waker::noop()));
}
