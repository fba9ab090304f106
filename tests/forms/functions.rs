//! Free functions, and what they borrow.

use std::time::Duration;

use gambeson::{CacheKey, cached};

use crate::Db;
use crate::support::{ran, runs};

#[cached(ttl = "5m", key = "functions:plain:{id}")]
async fn plain(id: u64) -> u64 {
    ran();
    id * 2
}

#[tokio::test]
async fn a_plain_function() {
    assert_cached!(plain(1).await, plain(2).await);
}

#[cached(ttl = never, key = "functions:none")]
async fn without_arguments() -> u64 {
    ran();
    7
}

#[tokio::test]
async fn a_function_without_arguments() {
    assert_eq!(
        (without_arguments().await, without_arguments().await),
        (7, 7)
    );
    assert_eq!(runs(), 1);
}

#[cached(ttl = "5m")]
async fn by_default(id: u64, name: &str) -> String {
    ran();
    format!("{id}{name}")
}

#[tokio::test]
async fn the_default_key_is_made_of_all_arguments() {
    assert_cached!(
        by_default(1, "a").await,
        by_default(2, "a").await,
        by_default(1, "b").await
    );
}

#[cached(ttl = "5m", key_prefix = "functions:prefixed", skip(db))]
async fn prefixed(db: &Db, id: u64) -> String {
    ran();
    format!("{db:?}{id}")
}

#[tokio::test]
async fn a_prefix_and_all_arguments_that_are_not_skipped() {
    assert_cached!(prefixed(&Db, 1).await, prefixed(&Db, 2).await);
}

#[cached(ttl = "5m", key = "functions:text:{name}")]
async fn borrowed_text(name: &str) -> usize {
    ran();
    name.len()
}

#[tokio::test]
async fn borrowed_text_is_a_key() {
    let short_lived = String::from("a");
    assert_cached!(borrowed_text(&short_lived).await, borrowed_text("bb").await);
}

#[cached(ttl = "5m", key = "functions:slice:{ids}")]
async fn borrowed_slice(ids: &[u64]) -> u64 {
    ran();
    ids.iter().sum()
}

#[tokio::test]
async fn a_borrowed_slice_is_a_key() {
    assert_cached!(borrowed_slice(&[1, 2]).await, borrowed_slice(&[12]).await);
}

#[derive(Debug, Clone, CacheKey)]
struct Request {
    id: u64,
    page: Option<u32>,
}

#[cached(ttl = "5m", key = "functions:fields:{request.id}:{request.page}")]
async fn fields(db: &Db, request: &Request) -> Result<u64, String> {
    ran();
    let page: u64 = format!("{}", request.page.unwrap_or(1))
        .parse()
        .map_err(|_| format!("{db:?}"))?;
    if request.id == 0 {
        return Err(String::from("there is no request 0"));
    }
    Ok(request.id * page)
}

#[tokio::test]
async fn fields_of_a_borrowed_struct_with_question_marks_and_returns_in_the_body() {
    let request = Request { id: 1, page: None };
    assert_cached!(
        fields(&Db, &request).await,
        fields(&Db, &Request { id: 2, page: None }).await,
        fields(
            &Db,
            &Request {
                id: 1,
                page: Some(2)
            }
        )
        .await,
    );
    let before = runs();
    let refused = Request { id: 0, page: None };
    assert!(fields(&Db, &refused).await.is_err());
    assert!(fields(&Db, &refused).await.is_err());
    assert_eq!(runs(), before + 2, "an error is not kept");
}

#[cached(ttl = "5m", key = "functions:whole:{request}")]
async fn whole_struct(request: Request) -> u64 {
    ran();
    request.id
}

#[tokio::test]
async fn a_derived_key_by_value() {
    let request = Request { id: 1, page: None };
    assert_cached!(
        whole_struct(request.clone()).await,
        whole_struct(Request {
            id: 2,
            page: Some(1)
        })
        .await
    );
}

#[cached(ttl = "5m", key = "functions:lifetimes:{a}:{b}")]
async fn lifetimes<'a, 'b: 'a>(a: &'a str, b: &'b str) -> String {
    ran();
    format!("{a}{b}")
}

#[tokio::test]
async fn named_lifetimes() {
    assert_cached!(lifetimes("a", "b").await, lifetimes("a", "c").await);
}

const MINUTE: Duration = Duration::from_secs(60);

#[cached(ttl = MINUTE * 5, key = (id, name.len()), memory_ttl = MINUTE, wait = MINUTE)]
async fn with_expressions(id: u64, name: &str) -> usize {
    ran();
    name.len() + usize::from(id > 1)
}

#[tokio::test]
async fn a_key_and_lifetimes_that_are_expressions() {
    assert_cached!(
        with_expressions(1, "a").await,
        with_expressions(2, "a").await,
        with_expressions(1, "bb").await
    );
}

#[cached(ttl = |value: &u64| Duration::from_secs(*value), cache_if = |value| *value > 0, key = "functions:closures:{id}")]
async fn with_closures(id: u64) -> u64 {
    ran();
    id
}

#[tokio::test]
async fn closures_that_look_at_the_value() {
    assert_cached!(with_closures(1).await, with_closures(2).await);
    let before = runs();
    assert_eq!((with_closures(0).await, with_closures(0).await), (0, 0));
    assert_eq!(runs(), before + 2, "the closure has kept it out");
}

mod unsafety {
    #![expect(unsafe_code, reason = "a form that functions have")]

    use super::{cached, ran};

    /// # Safety
    /// There is nothing to it.
    #[cached(ttl = "5m", key = "functions:unsafe:{id}")]
    pub(super) async unsafe fn unsafe_function(id: u64) -> u64 {
        ran();
        id
    }

    #[tokio::test]
    async fn an_unsafe_function() {
        // SAFETY: the function asks for nothing.
        assert_cached!(unsafe { unsafe_function(1).await }, unsafe {
            unsafe_function(2).await
        });
    }
}

#[cached(ttl = "5m", key = "functions:raw:{type}")]
async fn r#match(r#type: &str) -> String {
    ran();
    r#type.to_owned()
}

#[tokio::test]
async fn raw_identifiers() {
    assert_cached!(r#match("a").await, r#match("b").await);
}

#[tokio::test]
async fn a_function_inside_a_function() {
    #[cached(ttl = "5m", key = "functions:nested:{id}")]
    async fn nested(id: u64) -> u64 {
        async fn deeper(id: u64) -> u64 {
            tokio::task::yield_now().await;
            ran();
            id
        }
        deeper(id).await
    }
    assert_cached!(nested(1).await, nested(2).await);
}

#[cached(ttl = "5m", key = "functions:inner:{id}")]
async fn with_inner_items(id: u64) -> u64 {
    const FACTOR: u64 = 3;
    fn times(id: u64) -> u64 {
        id * FACTOR
    }
    ran();
    times(id)
}

#[tokio::test]
async fn items_at_the_start_of_the_body() {
    assert_cached!(with_inner_items(1).await, with_inner_items(2).await);
}

#[cached(ttl = "5m", key = "functions:recursive:{n}")]
async fn factorial(n: u64) -> u64 {
    ran();
    if n == 0 {
        1
    } else {
        n * Box::pin(factorial(n - 1)).await
    }
}

#[tokio::test]
async fn a_function_that_calls_itself() {
    assert_eq!(factorial(5).await, 120);
    assert_eq!(runs(), 6);
    assert_eq!(factorial(4).await, 24);
    assert_eq!(runs(), 6, "each step has an entry of its own");
}

#[cached(ttl = "5m", key = "functions:early:{id}")]
async fn early_return(id: u64) -> Option<u64> {
    ran();
    if id > 1 {
        return Some(id * 2);
    }
    let half = id.checked_add(1)?;
    Some(half)
}

#[tokio::test]
async fn a_return_and_a_question_mark_in_an_option() {
    assert_cached!(early_return(1).await, early_return(2).await);
}

#[cached(ttl = "5m", key = "functions:loop:{id}")]
async fn labelled(id: u64) -> u64 {
    ran();
    let mut sum = 0;
    'outer: for row in 0..3 {
        for step in 0..=id {
            sum += step * row;
            tokio::task::yield_now().await;
            if sum > 10 {
                break 'outer;
            }
        }
    }
    sum
}

#[tokio::test]
async fn labels_and_awaits_in_the_body() {
    assert_cached!(labelled(2).await, labelled(100).await);
}

/// A documented function.
#[must_use]
#[inline]
#[cfg_attr(all(), doc = "And more of it.")]
#[cached(ttl = "5m", key = "functions:attributes:{id}")]
#[allow(clippy::let_and_return)]
pub(crate) async fn attributes(id: u64) -> u64 {
    ran();
    let same = id;
    same
}

#[tokio::test]
async fn attributes_that_run_no_code_above_and_below() {
    assert_cached!(attributes(1).await, attributes(2).await);
}
