//! A stack of five on functions of every form, beneath a fallback for what is not known.

use std::fmt::Display;
use std::pin::Pin;
use std::sync::Arc;

use gambeson::resilience::breaker;
use gambeson::{bulkhead, circuit_breaker, fallback, rate_limit, retry, timeout};

use super::support::{Answer, Fault, afresh, ran, runs};

macro_rules! stacked {
    ($name:literal $($function:tt)+) => {
        #[fallback(Default::default(), only(Fault::Unknown))]
        #[timeout("1h")]
        #[retry(2, backoff = none)]
        #[circuit_breaker(consecutive = 9, name = $name)]
        #[rate_limit("1000/s")]
        #[bulkhead(1)]
        $($function)+
    };
}

/// Fails at the first attempt.
fn check() -> Result<u32, Fault> {
    match ran() {
        1 => Err(Fault::Down),
        run => Ok(run),
    }
}

fn size(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

stacked! { "forms: impl future"
    fn impl_future(text: &str) -> impl Future<Output = Answer> + Send {
        let size = size(text);
        async move { Ok(check()? + size) }
    }
}

stacked! { "forms: boxed"
    fn boxed(text: &str) -> Pin<Box<dyn Future<Output = Answer> + Send + '_>> {
        Box::pin(async move { Ok(check()? + size(text)) })
    }
}

stacked! { "forms: generic"
    async fn generic<T: Display + Sync + ?Sized, const N: usize>(
        value: &T,
        list: [u8; N],
    ) -> Result<String, Fault> {
        tokio::task::yield_now().await;
        Ok(format!("{} {value} {}", check()?, list.len()))
    }
}

stacked! { "forms: borrow"
    async fn borrow<'a>(text: &'a str, _other: &str) -> Result<&'a str, Fault> {
        check()?;
        Ok(text.trim())
    }
}

stacked! { "forms: patterns"
    async fn patterns((a, _): (u32, u32), mut list: Vec<u32>, some: impl Into<u32> + Copy + Send + Sync) -> Answer {
        assert!(list.is_empty(), "each attempt has its own");
        list.push(a);
        Ok(check()? + list[0] + some.into())
    }
}

stacked! { "forms: mutable"
    async fn mutable(list: &mut Vec<u32>) -> Result<usize, Fault> {
        list.push(1);
        check()?;
        Ok(list.len())
    }
}

struct Client {
    size: u32,
}

impl Client {
    stacked! { "forms: method"
        async fn method(&self, more: u32) -> Answer {
            Ok(check()? + self.size + more)
        }
    }

    stacked! { "forms: by mut"
        async fn by_mut(&mut self) -> Answer {
            self.size += 1;
            check()?;
            Ok(self.size)
        }
    }

    stacked! { "forms: by arc"
        async fn by_arc(self: Arc<Self>) -> Answer {
            Ok(check()? + self.size)
        }
    }
}

trait Ask {
    async fn ask(&self, text: &str) -> Answer;

    stacked! { "forms: by default"
        async fn by_default(&self) -> Answer {
            tokio::task::yield_now().await;
            check()
        }
    }
}

impl Ask for Client {
    stacked! { "forms: of a trait"
        async fn ask(&self, text: &str) -> Answer {
            Ok(check()? + self.size + size(text))
        }
    }
}

#[async_trait::async_trait]
trait Fetch: Sync {
    async fn fetch(&self, text: &str) -> Answer;

    #[fallback(7, only(Fault::Unknown))]
    #[timeout("1h")]
    #[retry(2, backoff = none)]
    #[circuit_breaker(consecutive = 9, name = "forms: dyn default")]
    #[bulkhead(1)]
    async fn by_default(&self) -> Answer {
        check()
    }
}

#[async_trait::async_trait]
impl Fetch for Client {
    #[fallback(7, only(Fault::Unknown))]
    #[timeout("1h")]
    #[retry(2, backoff = none)]
    #[circuit_breaker(consecutive = 9, name = "forms: dyn")]
    #[bulkhead(1)]
    async fn fetch(&self, text: &str) -> Answer {
        Ok(check()? + self.size + size(text))
    }
}

/// The second attempt gives this, and the circuit has seen both.
async fn assert_stacked<T: PartialEq + std::fmt::Debug>(
    name: &str,
    call: impl Future<Output = Result<T, Fault>>,
    expected: T,
) {
    afresh(async {
        assert_eq!(call.await, Ok(expected), "{name}");
        assert_eq!(runs(), 2, "{name}");
        let counts = breaker(name).expect("it has been called").counts();
        assert_eq!((counts.calls, counts.failures), (2, 1), "{name}");
    })
    .await;
}

fn sent<T: Send>(future: T) -> T {
    future
}

#[tokio::test]
async fn free_functions() {
    assert_stacked("forms: impl future", sent(impl_future("abc")), 5).await;
    assert_stacked("forms: boxed", sent(boxed("abc")), 5).await;
    let text = String::from("2 x 3");
    assert_stacked("forms: generic", sent(generic("x", [0; 3])), text).await;
    assert_stacked("forms: borrow", sent(borrow(" a ", "b")), "a").await;
    let call = sent(patterns((10, 0), Vec::new(), 100_u8));
    assert_stacked("forms: patterns", call, 112).await;
    assert_stacked("forms: mutable", sent(mutable(&mut Vec::new())), 2).await;
}

#[tokio::test]
async fn methods() {
    let mut client = Client { size: 10 };
    assert_stacked("forms: method", sent(client.method(5)), 17).await;
    assert_stacked("forms: by mut", sent(client.by_mut()), 12).await;
    assert_stacked("forms: of a trait", sent(client.ask("abc")), 17).await;
    assert_stacked("forms: by default", Ask::by_default(&client), 2).await;
    assert_stacked("forms: dyn", sent(client.fetch("abc")), 17).await;
    assert_stacked("forms: dyn default", sent(Fetch::by_default(&client)), 2).await;
    assert_stacked("forms: by arc", sent(Arc::new(client).by_arc()), 14).await;
}
