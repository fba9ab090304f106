//! Functions of every form whose bodies are taken along.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use async_trait::async_trait;
use gambeson::{CacheManager, cached, retry};
use gambeson_tests::until;

use crate::{Shop, manager, reloads, seconds};

#[derive(Clone)]
struct Repo {
    cache: CacheManager,
    shop: Shop,
    name: String,
}

impl Repo {
    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "m:{self.name}:{id}", skip(of, skipped), cache = self.cache)]
    async fn by_ref(
        &self,
        id: &str,
        mut of: Vec<u64>,
        skipped: &'static str,
    ) -> Result<String, String> {
        struct Inner(u64);

        impl Inner {
            fn get(&self) -> u64 {
                self.0
            }
        }

        of.push(Inner(self.shop.price().await?).get());
        let last = of.last();
        Ok(format!(
            "{} {id} {last:?} {}{skipped}",
            self.name,
            self::word()
        ))
    }

    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "arc:{self.name}", cache = self.cache)]
    async fn by_arc(self: Arc<Self>) -> Result<u64, String> {
        self.shop.price().await
    }

    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "value:{self.name}", cache = self.cache)]
    async fn by_value(self) -> Result<u64, String> {
        self.shop.price().await
    }

    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "future:{self.name}:{id}", cache = self.cache)]
    fn a_future(&self, id: u64) -> impl Future<Output = Result<u64, String>> + Send {
        async move { Ok(self.shop.price().await? + id) }
    }

    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "boxed:{self.name}:{id}", cache = self.cache)]
    fn boxed<'a>(
        &'a self,
        id: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<u64, String>> + Send + 'a>> {
        Box::pin(async move { Ok(self.shop.price().await? + id.len() as u64) })
    }

    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "again:{self.name}:{id}", cache = self.cache)]
    #[retry(attempts = 2)]
    async fn with_a_layer_beneath(&self, id: String) -> Result<String, String> {
        let price = self.shop.price().await?;
        Ok(format!("{id} {price}"))
    }

    #[retry(attempts = 2)]
    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "under:{self.name}:{id}", cache = self.cache)]
    async fn with_a_layer_above(&self, id: String) -> Result<String, String> {
        let price = self.shop.price().await?;
        Ok(format!("{id} {price}"))
    }
}

fn word() -> &'static str {
    "word"
}

#[async_trait]
trait Priced {
    async fn price(&self, id: u64) -> Result<u64, String>;
}

#[async_trait]
impl Priced for Repo {
    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "trait:{self.name}:{id}", cache = self.cache)]
    async fn price(&self, id: u64) -> Result<u64, String> {
        Ok(self.shop.price().await? + id)
    }
}

#[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "generic:{id}", skip(shop), cache = cache)]
async fn generic<T: Clone + Send + Sync + AsRef<Shop> + 'static>(
    cache: &CacheManager,
    shop: &T,
    id: u64,
) -> Result<u64, String> {
    Ok(shop.as_ref().price().await? + id)
}

impl AsRef<Shop> for Repo {
    fn as_ref(&self) -> &Shop {
        &self.shop
    }
}

/// Calls, has the value change, calls in the window, and calls once more when the reload is there.
async fn thrice<T, F: Future<Output = T>>(call: impl Fn(Repo) -> F) -> [T; 3] {
    let (cache, clock) = manager().await;
    let repo = Repo {
        cache: cache.clone(),
        shop: Shop::new(1),
        name: "repo".to_owned(),
    };
    let first = call(repo.clone()).await;
    repo.shop.source.set(2);
    clock.advance(seconds(81));
    let second = call(repo.clone()).await;
    until("the reload is stored", || reloads(&cache) == (1, 0)).await;
    [first, second, call(repo).await]
}

#[tokio::test]
async fn methods_of_every_receiver_take_it_along() {
    let by_ref = thrice(|repo| async move { repo.by_ref("a", vec![0], "!").await }).await;
    assert_eq!(
        by_ref.map(Result::unwrap),
        [
            "repo a Some(1) word!",
            "repo a Some(1) word!",
            "repo a Some(2) word!"
        ]
    );
    let numbers = [Ok(1), Ok(1), Ok(2)];
    assert_eq!(thrice(|repo| Arc::new(repo).by_arc()).await, numbers);
    assert_eq!(thrice(Repo::by_value).await, numbers);
}

#[tokio::test]
async fn futures_that_a_body_makes_are_taken_apart() {
    let numbers = [Ok(2), Ok(2), Ok(3)];
    assert_eq!(
        thrice(|repo| async move { repo.a_future(1).await }).await,
        numbers
    );
    assert_eq!(
        thrice(|repo| async move { repo.boxed("x").await }).await,
        numbers
    );
    assert_eq!(
        thrice(|repo| async move { Priced::price(&repo, 1).await }).await,
        numbers
    );
}

#[tokio::test]
async fn layers_above_and_beneath_keep_their_places() {
    let texts = ["x 1", "x 1", "x 2"];
    let beneath =
        thrice(|repo| async move { repo.with_a_layer_beneath("x".to_owned()).await }).await;
    assert_eq!(beneath.map(Result::unwrap), texts);
    let above = thrice(|repo| async move { repo.with_a_layer_above("x".to_owned()).await }).await;
    assert_eq!(above.map(Result::unwrap), texts);
}

#[tokio::test]
async fn a_generic_argument_is_taken_along_by_its_bounds() {
    let numbers = [Ok(2), Ok(2), Ok(3)];
    let generic = thrice(|repo| async move { generic(&repo.cache.clone(), &repo, 1).await });
    assert_eq!(generic.await, numbers);
}
