//! Forms of functions: each is let through once for each key, and then refused.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use async_trait::async_trait;
use futures::future::BoxFuture;
use gambeson::{Rejected, rate_limit};

use crate::Failure;

type Answer<T> = Result<T, Failure>;

fn once<T>(first: Answer<T>, second: Answer<T>) {
    let limited = matches!((first, second), (Ok(_), Err(Failure::Limited(_))));
    assert!(limited);
}

#[rate_limit("1/h", key = "{id}")]
fn sync(id: u64) -> Answer<u64> {
    Ok(id)
}

#[rate_limit("1/h", key = "{id}")]
async fn owned(id: String, mut list: Vec<u8>) -> Answer<usize> {
    list.push(1);
    drop(id);
    Ok(list.len())
}

#[rate_limit("1/h", key = "{name}")]
async fn borrowed<'a>(name: &'a str, (_, rest): (u8, &'a str)) -> Result<&'a str, Rejected> {
    Ok(if name.is_empty() { rest } else { name })
}

#[rate_limit("1/h", key = "{id}")]
fn future(id: u64) -> impl Future<Output = Answer<u64>> + Send {
    async move { Ok(id) }
}

#[rate_limit("1/h", key = "{id}")]
fn expression(id: u64) -> impl Future<Output = Answer<u64>> {
    ready(Ok(id))
}

#[rate_limit("1/h", key = "{id}")]
fn boxed<'a>(id: &'a u64) -> BoxFuture<'a, Answer<u64>> {
    Box::pin(async move { Ok(*id) })
}

#[rate_limit("1/h", key = "{N}:{value}")]
async fn generic<T: gambeson::CacheKey + Sync, const N: usize>(value: &T) -> Answer<usize> {
    let _ = value;
    Ok(N)
}

#[rate_limit("1/h", key = "{id}")]
async fn early(id: u64) -> Answer<u64> {
    if id > 5 {
        return Ok(5);
    }
    let least = Ok::<_, Rejected>(id)?;
    Ok(least)
}

#[tokio::test]
async fn functions_of_all_forms_are_limited() {
    once(sync(1), sync(1));
    once(
        owned("a".into(), vec![]).await,
        owned("a".into(), vec![1]).await,
    );
    assert_eq!(borrowed("b", (1, "c")).await, Ok("b"));
    assert!(borrowed("b", (1, "c")).await.is_err());
    once(future(1).await, future(1).await);
    once(expression(1).await, expression(1).await);
    once(boxed(&1).await, boxed(&1).await);
    once(generic::<_, 3>(&1).await, generic::<_, 3>(&1).await);
    once(generic::<_, 4>(&1).await, generic::<_, 4>(&1).await);
    once(early(9).await, early(9).await);
    once(early(2).await, early(2).await);
}

#[derive(Clone)]
struct Shop {
    tenant: String,
}

impl Shop {
    #[rate_limit("1/h", key = "{self.tenant}")]
    async fn by_ref(&self) -> Answer<()> {
        Ok(())
    }

    #[rate_limit("1/h", key = "{self.tenant}")]
    fn by_mut(&mut self, more: &str) -> Answer<()> {
        self.tenant.push_str(more);
        Ok(())
    }

    #[rate_limit("1/h", key = "{self.tenant}")]
    async fn by_value(self) -> Answer<String> {
        Ok(self.tenant)
    }

    #[rate_limit("1/h", key = "{self.tenant}")]
    async fn by_arc(self: Arc<Self>) -> Answer<usize> {
        Ok(Arc::strong_count(&self))
    }

    #[rate_limit("1/h", key = "{self.tenant}")]
    async fn by_pin(self: Pin<&Self>) -> Answer<usize> {
        Ok(self.tenant.len())
    }

    #[rate_limit("1/h", key = &self.tenant, handle = fn guards)]
    async fn handled(&self) -> Answer<()> {
        Ok(())
    }
}

#[tokio::test]
async fn methods_of_all_receivers_are_limited() {
    let mut shop = Shop { tenant: "a".into() };
    once(shop.by_ref().await, shop.by_ref().await);
    once(shop.by_mut(""), shop.by_mut(""));
    once(shop.clone().by_value().await, shop.clone().by_value().await);
    let shared = Arc::new(shop.clone());
    once(shared.clone().by_arc().await, shared.by_arc().await);
    once(
        Pin::new(&shop).by_pin().await,
        Pin::new(&shop).by_pin().await,
    );
    once(shop.handled().await, shop.handled().await);
    assert!(Shop::guards().limiter().check_key("b").admitted);
    let other = Shop { tenant: "b".into() };
    assert!(other.handled().await.is_err());
}

trait Search {
    fn word(&self) -> String;

    #[rate_limit("1/h", name = "default")]
    fn by_default(&self) -> Answer<usize> {
        Ok(self.word().len())
    }
}

impl Search for Shop {
    #[rate_limit("1/h")]
    fn by_default(&self) -> Answer<usize> {
        Ok(7)
    }

    fn word(&self) -> String {
        self.tenant.clone()
    }
}

struct Plain;

impl Search for Plain {
    fn word(&self) -> String {
        "plain".to_owned()
    }
}

#[async_trait]
trait Remote {
    async fn ask(&self, id: u64, what: String) -> Answer<String>;
}

#[async_trait]
impl Remote for Shop {
    #[rate_limit("1/h", key = "{id}")]
    async fn ask(&self, id: u64, what: String) -> Answer<String> {
        Ok(format!("{what}{id}"))
    }
}

#[tokio::test]
async fn methods_of_traits_are_limited() {
    let shop = Shop { tenant: "a".into() };
    once(shop.by_default(), shop.by_default());
    once(Plain.by_default(), Plain.by_default());
    let ask = |id| shop.ask(id, "what".to_owned());
    once(ask(1).await, ask(1).await);
    assert!(ask(2).await.is_ok());
}

#[tokio::test]
async fn futures_are_small_and_may_be_sent() {
    fn sendable(_: &(impl Send + 'static)) {}
    #[rate_limit("1/h")]
    async fn limited(rest: u64) -> Answer<u64> {
        tokio::task::yield_now().await;
        Ok(rest)
    }
    async fn plain(rest: u64) -> Answer<u64> {
        tokio::task::yield_now().await;
        Ok(rest)
    }
    let (limited, plain) = (limited(1), plain(1));
    sendable(&limited);
    let more = size_of_val(&limited) - size_of_val(&plain);
    assert!(more <= 64, "{more} bytes");
    assert!(limited.await.is_ok() && plain.await.is_ok());
}
