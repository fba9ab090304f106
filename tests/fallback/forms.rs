//! Forms of functions that `#[fallback]` stands on, with every warning denied.
#![expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::unused_async,
    reason = "functions of `with` have the form that they have to have"
)]

use std::borrow::Cow;
use std::fmt::Debug;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use gambeson::fallback;

use crate::PriceError;

type Priced<T> = Result<T, PriceError>;

#[fallback(String::from("free"))]
fn consumed(item: String) -> Priced<String> {
    drop(item);
    Err(PriceError::Down)
}

#[fallback(format!("no price of {item}"))]
fn named_in_a_format(item: &str) -> Priced<String> {
    Err(PriceError::Unknown(
        u32::try_from(item.len()).unwrap_or_default(),
    ))
}

#[fallback(item)]
async fn owned_and_borrowed(item: String) -> Priced<String> {
    if item.is_empty() {
        Ok(item.clone())
    } else {
        Err(PriceError::Down)
    }
}

#[fallback(list.into_iter().collect())]
async fn changed_in_the_body(mut list: Vec<u32>) -> Priced<Vec<u32>> {
    list.push(1);
    Err(PriceError::Down)
}

#[fallback(with = last)]
async fn borrowed_result<'a>(items: &'a [String], prefix: &str) -> Priced<&'a str> {
    let found = items.iter().find(|item| item.starts_with(prefix));
    found.map(String::as_str).ok_or(PriceError::Down)
}

async fn last<'a>(items: &'a [String], _prefix: &str, error: PriceError) -> Priced<&'a str> {
    items.last().map(String::as_str).ok_or(error)
}

#[fallback((a, b))]
async fn destructured((a, b): (u32, String)) -> Priced<(u32, String)> {
    Err(PriceError::Unknown(
        a + u32::try_from(b.len()).unwrap_or_default(),
    ))
}

#[fallback(T::default())]
async fn generic<T: Default + Clone + Debug, const N: usize>(items: [T; N]) -> Priced<T> {
    items.first().cloned().ok_or(PriceError::Down)
}

#[fallback(with = shown)]
fn impl_trait(item: impl Debug) -> Priced<String> {
    Err(PriceError::Unknown(
        u32::try_from(format!("{item:?}").len()).unwrap_or_default(),
    ))
}

fn shown(item: impl Debug, error: PriceError) -> Priced<String> {
    Ok(format!("{item:?} {error:?}"))
}

#[fallback(Cow::Borrowed("none"))]
#[allow(clippy::unused_async, reason = "a form")]
async fn returns_an_impl_trait(fails: bool) -> Priced<Cow<'static, str>> {
    if fails {
        return Err(PriceError::Down);
    }
    Ok(Cow::Owned(String::from("some")))
}

#[fallback(with = later)]
fn future(item: String) -> impl Future<Output = Priced<String>> {
    async move {
        tokio::task::yield_now().await;
        Err(PriceError::Unknown(
            u32::try_from(item.len()).unwrap_or_default(),
        ))
    }
}

async fn later(item: String, error: PriceError) -> Priced<String> {
    tokio::task::yield_now().await;
    Ok(format!("{item} {error:?}"))
}

#[fallback(1)]
fn boxed<'a>(item: &'a str) -> Pin<Box<dyn Future<Output = Priced<usize>> + Send + 'a>> {
    Box::pin(async move {
        if item.is_empty() {
            Err(PriceError::Down)
        } else {
            Ok(item.len())
        }
    })
}

#[fallback(())]
async fn nothing() -> Priced<()> {
    Err(PriceError::Down)
}

#[fallback("none", only(_))]
fn every_error() -> Priced<&'static str> {
    Err(PriceError::Down)
}

#[tokio::test]
async fn functions() {
    assert_eq!(consumed("tea".into()), Ok("free".into()));
    assert_eq!(named_in_a_format("tea"), Ok("no price of tea".into()));
    assert_eq!(owned_and_borrowed("tea".into()).await, Ok("tea".into()));
    assert_eq!(changed_in_the_body(vec![0]).await, Ok(vec![0, 1]));
    let items = ["tea".to_owned(), "milk".to_owned()];
    assert_eq!(borrowed_result(&items, "t").await, Ok("tea"));
    assert_eq!(borrowed_result(&items, "x").await, Ok("milk"));
    assert_eq!(destructured((1, "b".into())).await, Ok((1, "b".into())));
    assert_eq!(generic::<u8, 0>([]).await, Ok(0));
    assert_eq!(impl_trait(1), Ok("1 Unknown(1)".into()));
    assert_eq!(returns_an_impl_trait(true).await, Ok("none".into()));
    assert_eq!(future("tea".into()).await, Ok("tea Unknown(3)".into()));
    assert_eq!(boxed("").await, Ok(1));
    assert_eq!(nothing().await, Ok(()));
    assert_eq!(every_error(), Ok("none"));
}

struct Shop {
    usual: u32,
    asked: u32,
}

impl Shop {
    #[fallback(self.usual)]
    async fn by_reference(&self, item: &str) -> Priced<u32> {
        item.parse().map_err(|_| PriceError::Down)
    }

    #[fallback(with = Self::usual)]
    async fn by_mutable_reference(&mut self, item: u32) -> Priced<u32> {
        self.asked += 1;
        Err(PriceError::Unknown(item))
    }

    async fn usual(&mut self, item: u32, error: PriceError) -> Priced<u32> {
        assert_eq!(error, PriceError::Unknown(item));
        tokio::task::yield_now().await;
        self.asked += 1;
        Ok(self.usual)
    }

    #[fallback(with = Self::spent)]
    fn by_value(self) -> Priced<u32> {
        Err(PriceError::Unknown(self.asked))
    }

    fn spent(self, _error: PriceError) -> Priced<u32> {
        Ok(self.usual)
    }

    #[fallback(self.usual)]
    async fn by_arc(self: Arc<Self>) -> Priced<u32> {
        Err(PriceError::Unknown(self.asked))
    }

    #[fallback(self.usual + 1)]
    fn by_rc(self: &Rc<Self>) -> Priced<u32> {
        Err(PriceError::Unknown(self.asked))
    }
}

#[tokio::test]
async fn methods() {
    let mut shop = Shop { usual: 5, asked: 0 };
    assert_eq!(shop.by_reference("tea").await, Ok(5));
    assert_eq!(shop.by_reference("3").await, Ok(3));
    assert_eq!(shop.by_mutable_reference(1).await, Ok(5));
    assert_eq!(shop.asked, 2);
    assert_eq!(Rc::new(Shop { usual: 5, asked: 0 }).by_rc(), Ok(6));
    assert_eq!(Arc::new(Shop { usual: 4, asked: 0 }).by_arc().await, Ok(4));
    assert_eq!(shop.by_value(), Ok(5));
}

trait Prices {
    fn usual(&self) -> u32;

    #[fallback(self.usual())]
    fn price(&self, item: &str) -> Priced<u32> {
        item.parse().map_err(|_| PriceError::Down)
    }
}

impl Prices for Shop {
    fn usual(&self) -> u32 {
        self.usual
    }
}

#[async_trait::async_trait]
trait Remote {
    async fn ask(&self, item: String) -> Priced<String>;
    async fn ask_twice(&mut self, pair: (u32, String), times: u32) -> Priced<u32>;
}

#[async_trait::async_trait]
impl Remote for Shop {
    #[fallback(with = answer)]
    async fn ask(&self, item: String) -> Priced<String> {
        tokio::task::yield_now().await;
        Err(PriceError::Unknown(
            self.usual + u32::try_from(item.len()).unwrap_or_default(),
        ))
    }

    #[fallback(self.usual + times)]
    async fn ask_twice(&mut self, (number, text): (u32, String), mut times: u32) -> Priced<u32> {
        times += number;
        self.asked += times;
        drop(text);
        Err(PriceError::Down)
    }
}

async fn answer(shop: &Shop, item: String, error: PriceError) -> Priced<String> {
    Ok(format!("{item} {} {error:?}", shop.usual))
}

#[tokio::test]
async fn traits() {
    let mut shop = Shop { usual: 5, asked: 0 };
    assert_eq!(shop.price("tea"), Ok(5));
    assert_eq!(shop.ask("tea".into()).await, Ok("tea 5 Unknown(8)".into()));
    let left = shop.ask_twice((1, "a".into()), 2).await;
    assert_eq!(left, Ok(8), "the argument is as the body has left it");
    assert_eq!(shop.asked, 3);
}

macro_rules! priced {
    ($name:ident, $value:expr) => {
        #[fallback($value * 2)]
        fn $name() -> Priced<u32> {
            Err(PriceError::Down)
        }
    };
}

priced!(captured, 1 + 2);

#[test]
fn a_captured_expression_stays_whole() {
    assert_eq!(captured(), Ok(6));
}

#[expect(dead_code, reason = "nobody calls it")]
#[fallback(0)]
async fn dead() -> Priced<u32> {
    Err(PriceError::Down)
}

#[expect(unused_variables, reason = "nothing looks at it")]
#[fallback(0)]
fn unused(item: u32) -> Priced<u32> {
    Err(PriceError::Down)
}

#[test]
fn lints_are_those_of_the_plain_function() {
    assert_eq!(unused(1), Ok(0));
}
