//! Arguments that are more than a name.

use axum::extract::Path;
use gambeson::cached;

use crate::Db;
use crate::support::ran;

#[cached(ttl = "5m", key = "patterns:extracted:{id}")]
async fn extracted(Path(id): Path<u64>) -> u64 {
    ran();
    id
}

#[cached(ttl = "5m", key = "patterns:tuple:{a}:{c}")]
async fn tuple((a, _): (u64, u64), [_, c]: [u64; 2]) -> u64 {
    ran();
    a + c
}

struct Page {
    number: u64,
    size: u64,
    _db: Db,
}

#[cached(ttl = "5m", key = "patterns:struct:{number}:{size}")]
async fn fields(Page { number, size, .. }: Page) -> u64 {
    ran();
    number * size
}

#[cached(ttl = "5m", key = "patterns:renamed:{page}")]
async fn renamed(Page { number: page, .. }: &Page) -> u64 {
    ran();
    *page
}

#[cached(ttl = "5m", key = "patterns:mutable:{id}")]
async fn mutable(mut id: u64, mut scratch: Vec<f64>) -> u64 {
    ran();
    scratch.push(1.0);
    id += scratch.len() as u64;
    id
}

#[cached(ttl = "5m", key = "patterns:unnamed:{id}")]
async fn unnamed(_: u64, id: u64, (): ()) -> u64 {
    ran();
    id
}

#[cached(ttl = "5m", key = "patterns:whole:{pair.0}:{first}")]
async fn whole_and_part(pair @ (first, _): (u64, f64)) -> u64 {
    ran();
    pair.0 + first
}

#[cached(ttl = "5m", key = "patterns:consumed:{name}")]
async fn consumed(name: String, db: Db) -> String {
    ran();
    let Db = db;
    name
}

#[cached(ttl = "5m", key = "patterns:cfg:{id}")]
async fn with_cfg(id: u64, #[cfg(any())] missing: u64, #[cfg(not(any()))] _present: f64) -> u64 {
    ran();
    id
}

#[cached(ttl = "5m")]
async fn default_key_with_cfg(
    id: u64,
    #[cfg(any())] missing: u64,
    #[cfg(not(any()))] present: u64,
) -> u64 {
    ran();
    id + present
}

#[tokio::test]
async fn names_bound_by_a_tuple_struct() {
    assert_cached!(extracted(Path(1)).await, extracted(Path(2)).await);
}

#[tokio::test]
async fn names_bound_by_tuples_and_arrays() {
    assert_cached!(
        tuple((1, 0), [0, 1]).await,
        tuple((2, 0), [0, 1]).await,
        tuple((1, 0), [0, 2]).await
    );
}

#[tokio::test]
async fn names_bound_by_a_struct() {
    let page = |number| Page {
        number,
        size: 10,
        _db: Db,
    };
    assert_cached!(fields(page(1)).await, fields(page(2)).await);
    assert_cached!(renamed(&page(1)).await, renamed(&page(2)).await);
}

#[tokio::test]
async fn mutable_arguments() {
    assert_cached!(mutable(1, vec![]).await, mutable(2, vec![]).await);
}

#[tokio::test]
async fn arguments_without_a_name() {
    assert_cached!(unnamed(0, 1, ()).await, unnamed(0, 2, ()).await);
}

#[tokio::test]
async fn a_name_beside_its_parts() {
    assert_cached!(
        whole_and_part((1, 0.5)).await,
        whole_and_part((2, 0.5)).await
    );
}

#[tokio::test]
async fn arguments_that_the_body_consumes() {
    assert_cached!(
        consumed("a".into(), Db).await,
        consumed("b".into(), Db).await
    );
}

#[tokio::test]
async fn arguments_that_are_configured_away() {
    assert_cached!(with_cfg(1, 0.5).await, with_cfg(2, 0.5).await);
    assert_cached!(
        default_key_with_cfg(1, 1).await,
        default_key_with_cfg(2, 1).await,
        default_key_with_cfg(1, 3).await
    );
}
