//! Arguments of every kind that a key can be made of.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use gambeson::{CacheKey, cached};

use crate::support::ran;

#[derive(CacheKey, Clone)]
enum Sort<T> {
    Up,
    By(T),
    Named {
        field: &'static str,
        #[key(skip)]
        _weight: f64,
        #[key(hash)]
        secret: String,
    },
}

#[cached(ttl = "5m")]
async fn derived(sort: Sort<u8>) -> u8 {
    ran();
    match sort {
        Sort::Up => 0,
        Sort::By(by) => by,
        Sort::Named { field, secret, .. } => u8::from(field.len() == secret.len()),
    }
}

#[tokio::test]
async fn derived_enums() {
    let named = |secret: &str| Sort::Named {
        field: "name",
        _weight: 0.5,
        secret: secret.to_owned(),
    };
    assert_cached!(
        derived(Sort::Up).await,
        derived(Sort::By(1)).await,
        derived(Sort::By(2)).await,
        derived(named("a")).await,
        derived(named("b")).await,
    );
}

type Filters<'a> = BTreeMap<&'a str, Option<Vec<u8>>>;

#[cached(ttl = "5m")]
async fn containers(
    filters: &Filters<'_>,
    text: Cow<'_, str>,
    shared: Arc<str>,
    pair: (bool, char),
) -> usize {
    ran();
    filters.len() + text.len() + shared.len() + usize::from(pair.0)
}

#[tokio::test]
async fn containers_of_the_standard_library() {
    let none = Filters::new();
    let some = Filters::from([("a", Some(vec![1]))]);
    let call = async |filters, text: &'static str, flag| {
        containers(filters, text.into(), "s".into(), (flag, 'c')).await
    };
    assert_cached!(
        call(&none, "a", true).await,
        call(&some, "a", true).await,
        call(&none, "b", true).await,
        call(&none, "a", false).await,
    );
}

#[cached(
    ttl = "5m",
    key = "keys:std:{address}:{count}:{age}:{range}",
    skip(weight)
)]
async fn of_std(
    address: IpAddr,
    count: NonZeroU32,
    age: Duration,
    range: std::ops::Range<u64>,
    weight: u8,
) -> u64 {
    ran();
    u64::from(count.get())
        + age.as_secs()
        + range.end
        + u64::from(weight)
        + u64::from(address.is_ipv4())
}

#[tokio::test]
async fn other_types_of_the_standard_library() {
    let call = async |address: [u8; 4], age, end| {
        of_std(
            address.into(),
            NonZeroU32::MIN,
            Duration::from_millis(age),
            0..end,
            0,
        )
        .await
    };
    assert_cached!(
        call([127, 0, 0, 1], 1, 1).await,
        call([127, 0, 0, 2], 1, 1).await,
        call([127, 0, 0, 1], 2, 1).await,
        call([127, 0, 0, 1], 1, 2).await,
    );
}

#[cached(ttl = "5m", key = "keys:modified:{token:hash}:{name:lower}")]
async fn modified(token: &str, name: &str) -> usize {
    ran();
    token.len() + name.len()
}

#[tokio::test]
async fn hashed_and_folded_parts() {
    assert_cached!(
        modified("a", "N").await,
        modified("b", "N").await,
        modified("a", "M").await
    );
    let before = crate::support::runs();
    modified("a", "n").await;
    assert_eq!(crate::support::runs(), before, "case is folded");
}

#[cached(ttl = "5m", key = "keys:version:{id}", version = 2)]
async fn versioned(id: u64) -> u64 {
    ran();
    id
}

#[cached(ttl = "5m", key = "keys:version:{id}", version = 3)]
async fn of_next_version(id: u64) -> u64 {
    ran();
    id * 10
}

#[tokio::test]
async fn two_versions_have_entries_of_their_own() {
    assert_cached!(
        versioned(1).await,
        versioned(2).await,
        of_next_version(1).await
    );
}
