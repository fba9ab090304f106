//! Every form of a function, and of what it writes.

use std::rc::Rc;
use std::sync::Arc;

use gambeson::cache::Ttl;
use gambeson::{CacheManager, Rejected, bulkhead, cached, invalidate, retry};
use gambeson_tests::Tiers;

use crate::{User, user};

type Written<E> = Result<(), E>;

#[cached(ttl = "1m", strategy = write_through, key = "borrowed:{user.id}", value = user, cache = cache)]
async fn borrowed(cache: &CacheManager, user: &User) {}

#[cached(ttl = "1m", strategy = write_through, key = "text:{id}", value = name, cache = cache)]
async fn text(cache: &CacheManager, id: u64, name: &str) -> Written<()> {
    Ok(())
}

#[cached(ttl = "1m", strategy = write_through, key = "slice:{id}", value = ages, cache = cache)]
async fn slice(cache: &CacheManager, id: u64, ages: &[u64]) {}

#[cached(ttl = "1m", strategy = write_through, key = "field:{pair.0.id}", value = pair.1, cache = cache)]
async fn field(cache: &CacheManager, pair: (User, String)) -> String {
    pair.1
}

#[cached(ttl = "1m", strategy = write_through, key = "made:{user.id}", value = user.age + 1, cache = cache)]
async fn made(cache: &CacheManager, user: User) -> Written<String> {
    std::hint::black_box(user);
    Ok(())
}

#[cached(ttl = "1m", strategy = write_through, key = "shared:{user.id}", value = user, cache = cache)]
async fn shared(cache: &CacheManager, user: Arc<User>) {}

#[cached(ttl = "1m", strategy = write_through, key = "maybe:{id}", value = user, cache = cache)]
async fn maybe(cache: &CacheManager, id: u64, user: Option<User>) {}

#[cached(ttl = "1m", strategy = write_through, key = format!("expr:{}", user.id), version = 2, cache = cache)]
fn later(cache: &CacheManager, user: User) -> impl Future<Output = Result<User, Rc<str>>> + Send {
    async move { Ok(user) }
}

struct Repo {
    cache: CacheManager,
    tenant: u32,
    saved: u32,
}

impl Repo {
    #[cached(ttl = "1m", strategy = write_through, key = "repo:{self.tenant}:{user.id}", value = user, cache = self.cache)]
    async fn save(&mut self, user: User) -> Written<String> {
        self.saved += 1;
        std::hint::black_box(user);
        Ok(())
    }
}

#[async_trait::async_trait]
trait Save {
    async fn save(&self, user: User) -> Result<User, String>;
}

#[async_trait::async_trait]
impl Save for CacheManager {
    #[cached(ttl = "1m", strategy = write_through, key = "trait:{user.id}", cache = self)]
    async fn save(&self, user: User) -> Result<User, String> {
        Ok(user)
    }
}

#[derive(Debug)]
struct Failed;

impl From<Rejected> for Failed {
    fn from(_: Rejected) -> Self {
        Self
    }
}

#[bulkhead(8)]
#[cached(ttl = "1m", strategy = write_through, key = "tried:{user.id}", value = user, cache = cache)]
#[invalidate(key = "others:{user.id}", cache = cache)]
#[retry(3)]
async fn tried(
    cache: &CacheManager,
    runs: &std::sync::Mutex<u32>,
    user: &User,
) -> Result<(), Failed> {
    let mut runs = runs.lock().expect("no panic");
    *runs += 1;
    if *runs < 3 {
        return Err(Failed);
    }
    Ok(())
}

/// Two errors that no other thread may see: the futures may go there all the same.
fn assert_send<T: Send>(future: T) -> T {
    future
}

#[cached(ttl = "1m", strategy = write_through, key = "rc:{user.id}", value = user, cache = cache)]
async fn fails_with_rc(cache: &CacheManager, user: User) -> Result<(), Rc<str>> {
    if user.age == 0 {
        Err(Rc::from("not born"))
    } else {
        Ok(())
    }
}

#[tokio::test]
async fn every_form_of_a_value_is_stored_as_the_reader_has_it() {
    let cache = Tiers::memory().manager().await;
    let one = user(1, 30);
    borrowed(&cache, &one).await;
    assert_eq!(cache.get::<User>("borrowed:1").await, Some(one.clone()));
    text(&cache, 1, "Ada").await.expect("it is written");
    assert_eq!(cache.get::<String>("text:1").await.as_deref(), Some("Ada"));
    slice(&cache, 1, &[1, 2]).await;
    assert_eq!(cache.get::<Vec<u64>>("slice:1").await, Some(vec![1, 2]));
    field(&cache, (one.clone(), "Ada".to_owned())).await;
    assert_eq!(cache.get::<String>("field:1").await.as_deref(), Some("Ada"));
    made(&cache, one.clone()).await.expect("it is written");
    assert_eq!(cache.get::<u64>("made:1").await, Some(31));
    maybe(&cache, 1, Some(one.clone())).await;
    assert_eq!(cache.get::<User>("maybe:1").await, Some(one.clone()));
    maybe(&cache, 1, None).await;
    assert!(!cache.exists("maybe:1").await);
    let arc = Arc::new(one.clone());
    shared(&cache, arc.clone()).await;
    let kept = cache
        .get_arc::<User>("shared:1")
        .await
        .expect("it is there");
    assert!(Arc::ptr_eq(&kept, &arc), "held as it is");
}

#[tokio::test]
async fn every_form_of_a_function_writes_through() {
    let cache = Tiers::memory().manager().await;
    let one = user(1, 30);
    let written = assert_send(later(&cache, one.clone())).await;
    assert_eq!(written, Ok(one.clone()));
    assert_eq!(cache.get::<User>("expr:1%v2").await, Some(one.clone()));
    let mut repo = Repo {
        cache: cache.clone(),
        tenant: 7,
        saved: 0,
    };
    repo.save(one.clone()).await.expect("it is written");
    assert_eq!(cache.get::<User>("repo:7:1").await, Some(one.clone()));
    assert_eq!(repo.saved, 1);
    Save::save(&cache, one.clone())
        .await
        .expect("it is written");
    assert_eq!(cache.get::<User>("trait:1").await, Some(one.clone()));
    cache
        .set("others:1", 1_u8, Ttl::Default)
        .await
        .expect("memory");
    let runs = std::sync::Mutex::new(0);
    tried(&cache, &runs, &one).await.expect("the third time");
    assert_eq!(cache.get::<User>("tried:1").await, Some(one.clone()));
    assert!(!cache.exists("others:1").await);
    assert!(
        assert_send(fails_with_rc(&cache, user(1, 0)))
            .await
            .is_err()
    );
}
