//! Forms of functions that `#[hedge]` stands on, with every warning denied.

use std::fmt::Debug;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use gambeson::hedge;
use tokio::task::yield_now;

use crate::Fault;

type Found<T> = Result<T, Fault>;

const AFTER: Duration = Duration::from_millis(100);

#[hedge(after = "100ms")]
async fn owned(item: String) -> Found<usize> {
    yield_now().await;
    Ok(item.len())
}

#[hedge("100ms")]
async fn cloned_in_the_body(item: String) -> Found<String> {
    yield_now().await;
    Ok(item.clone())
}

#[hedge(AFTER)]
async fn borrowed<'a>(items: &'a [String], prefix: &str) -> Found<Option<&'a str>> {
    yield_now().await;
    Ok(items
        .iter()
        .map(String::as_str)
        .find(|item| item.starts_with(prefix)))
}

#[hedge(after = AFTER * 2, max = 2)]
async fn destructured((number, text): (u32, String)) -> Found<String> {
    yield_now().await;
    Ok(format!("{number} {text}"))
}

#[hedge("100ms")]
async fn generic<T: Debug + Clone + Sync, const N: usize>(items: [T; N]) -> Found<Vec<T>> {
    yield_now().await;
    Ok(items.to_vec())
}

#[hedge("100ms")]
async fn impl_trait(item: impl Debug) -> Found<impl Debug> {
    yield_now().await;
    let text = format!("{item:?}");
    Ok(text)
}

#[hedge("100ms")]
fn future(item: String) -> impl Future<Output = Found<String>> + Send {
    async move {
        yield_now().await;
        Ok(format!("{item}!"))
    }
}

#[hedge("100ms")]
fn boxed<'a>(item: &'a str) -> Pin<Box<dyn Future<Output = Found<usize>> + Send + 'a>> {
    Box::pin(async move { Ok(item.len()) })
}

#[hedge("100ms")]
async fn returns_early(item: u32) -> Found<u32> {
    if item == 0 {
        return Ok(0);
    }
    yield_now().await;
    let more = owned("four".into()).await?;
    Ok(item + u32::try_from(more).unwrap_or_default())
}

#[tokio::test]
async fn functions() {
    assert_eq!(owned("tea".into()).await, Ok(3));
    assert_eq!(cloned_in_the_body("tea".into()).await, Ok("tea".into()));
    let items = ["tea".to_owned(), "milk".to_owned()];
    assert_eq!(borrowed(&items, "m").await, Ok(Some("milk")));
    assert_eq!(destructured((1, "a".into())).await, Ok("1 a".into()));
    assert_eq!(generic([1, 2]).await, Ok(vec![1, 2]));
    assert_eq!(format!("{:?}", impl_trait(1).await), "Ok(\"1\")");
    assert_eq!(future("tea".into()).await, Ok("tea!".into()));
    assert_eq!(boxed("tea").await, Ok(3));
    assert_eq!(returns_early(0).await, Ok(0));
    assert_eq!(returns_early(1).await, Ok(5));
}

struct Search {
    index: u32,
}

impl Search {
    #[hedge("100ms")]
    async fn by_reference(&self, item: &str) -> Found<u32> {
        yield_now().await;
        Ok(self.index + u32::try_from(item.len()).unwrap_or_default())
    }

    #[hedge("100ms")]
    async fn by_value(self) -> Found<u32> {
        yield_now().await;
        Ok(self.index)
    }

    #[hedge("100ms")]
    async fn by_arc(self: Arc<Self>, mut more: u32) -> Found<u32> {
        yield_now().await;
        more += self.index;
        Ok(more)
    }

    #[hedge("100ms")]
    async fn by_rc(self: &Rc<Self>) -> Found<u32> {
        yield_now().await;
        Ok(self.index)
    }
}

trait Default1: Sync {
    fn index(&self) -> u32;

    #[hedge("100ms")]
    fn found(&self) -> impl Future<Output = Found<u32>> + Send {
        async move {
            yield_now().await;
            Ok(self.index())
        }
    }
}

impl Default1 for Search {
    fn index(&self) -> u32 {
        self.index
    }
}

#[async_trait::async_trait]
trait Remote {
    async fn find(&self, item: String) -> Found<String>;
    async fn find_pair(self: Arc<Self>, pair: (u32, String), times: u32) -> Found<u32>;
}

#[async_trait::async_trait]
impl Remote for Search {
    #[hedge("100ms")]
    async fn find(&self, item: String) -> Found<String> {
        yield_now().await;
        Ok(format!("{item} {}", self.index))
    }

    #[hedge("100ms")]
    async fn find_pair(self: Arc<Self>, (a, mut b): (u32, String), mut times: u32) -> Found<u32> {
        yield_now().await;
        b.push('!');
        times += a + self.index;
        Ok(times + u32::try_from(b.len()).unwrap_or_default())
    }
}

#[tokio::test]
async fn methods() {
    let search = Search { index: 5 };
    assert_eq!(search.by_reference("tea").await, Ok(8));
    assert_eq!(search.found().await, Ok(5));
    assert_eq!(search.find("tea".into()).await, Ok("tea 5".into()));
    assert_eq!(Rc::new(Search { index: 5 }).by_rc().await, Ok(5));
    assert_eq!(Arc::new(Search { index: 5 }).by_arc(1).await, Ok(6));
    let pair = (1, "ab".into());
    assert_eq!(
        Arc::new(Search { index: 5 }).find_pair(pair, 2).await,
        Ok(11)
    );
    assert_eq!(search.by_value().await, Ok(5));
}

#[test]
fn a_future_of_what_can_be_sent_can_be_sent() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&owned(String::new()));
    is_send(&destructured((1, String::new())));
    is_send(&future(String::new()));
}

#[expect(dead_code, reason = "nobody calls it")]
#[hedge("100ms")]
async fn dead() -> Found<u32> {
    Ok(1)
}

#[expect(unused_variables, reason = "nothing looks at it")]
#[hedge("100ms")]
async fn unused(item: u32) -> Found<u32> {
    Ok(1)
}

#[tokio::test]
async fn lints_are_those_of_the_plain_function() {
    assert_eq!(unused(1).await, Ok(1));
}
