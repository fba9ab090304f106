//! What answers in the place of a rejection.

use std::sync::Arc;

use gambeson::{Rejected, circuit_breaker};

/// Not made of a rejection: with a fallback it has no need to be.
#[derive(Debug, PartialEq)]
struct Down;

const EMPTY: [u32; 0] = [];

#[circuit_breaker(consecutive = 1, fallback = Vec::new())]
async fn value(fails: bool) -> Result<Vec<u32>, Down> {
    if fails { Err(Down) } else { Ok(vec![1]) }
}

#[circuit_breaker(consecutive = 1, fallback(format!("{name}, later")))]
async fn of_an_argument(name: String, fails: bool) -> Result<String, Down> {
    if fails {
        drop(name);
        Err(Down)
    } else {
        Ok(name)
    }
}

#[tokio::test]
async fn an_expression_is_the_value_of_ok() {
    assert_eq!(value(false).await, Ok(vec![1]));
    assert_eq!(
        value(true).await,
        Err(Down),
        "an error of the body is passed on"
    );
    assert_eq!(value(false).await.as_deref(), Ok(&EMPTY[..]));
    let ada = || String::from("Ada");
    assert_eq!(of_an_argument(ada(), true).await, Err(Down));
    assert_eq!(
        of_an_argument(ada(), false).await.as_deref(),
        Ok("Ada, later")
    );
}

#[derive(Clone)]
struct Shop {
    archive: Arc<str>,
}

#[expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "it is called with what the function takes, and returns what that returns"
)]
fn from_archive(shop: &Shop, id: u32, tag: String, rejected: Rejected) -> Result<String, Down> {
    Ok(format!("{}/{id}/{tag}: {rejected}", shop.archive))
}

#[circuit_breaker(consecutive = 1, name = "items", fallback(with = from_archive))]
fn item(shop: &Shop, id: u32, tag: String) -> Result<String, Down> {
    if id == 0 {
        return Err(Down);
    }
    Ok(format!("{}{tag}", shop.archive))
}

impl Shop {
    #[circuit_breaker(consecutive = 1, fallback(with = Self::price_of_yesterday))]
    async fn price(&self, id: u32) -> Result<u32, Down> {
        tokio::task::yield_now().await;
        if id == 0 { Err(Down) } else { Ok(id) }
    }

    fn price_of_yesterday(&self, id: u32, _: Rejected) -> Result<u32, Down> {
        assert!(!self.archive.is_empty());
        if id == 13 { Err(Down) } else { Ok(id + 100) }
    }

    #[circuit_breaker(consecutive = 1, fallback = self.archive.len())]
    async fn size(&self, fails: bool) -> Result<usize, Down> {
        if fails { Err(Down) } else { Ok(0) }
    }
}

#[tokio::test]
async fn a_function_sees_the_arguments_and_the_rejection() {
    let shop = Shop {
        archive: Arc::from("old"),
    };
    let tag = || String::from("x");
    assert_eq!(item(&shop, 0, tag()), Err(Down));
    let said = item(&shop, 7, tag()).unwrap();
    assert!(
        said.starts_with("old/7/x: the circuit `items` is open"),
        "{said}"
    );
    assert_eq!(shop.price(0).await, Err(Down));
    assert_eq!(shop.price(7).await, Ok(107));
    assert_eq!(shop.price(13).await, Err(Down), "it may fail, too");
    assert_eq!(shop.size(true).await, Err(Down));
    assert_eq!(shop.size(false).await, Ok(3));
}
