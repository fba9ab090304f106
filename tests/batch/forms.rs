//! The forms that a function with `batch` may have.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use gambeson::{CacheManager, cached};
use gambeson_tests::Tiers;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Id {
    tenant: u32,
    number: u64,
}

#[cached(ttl = "1m", key = "v:{id}", batch(ids -> id), cache = cache)]
async fn of_a_vector(cache: &CacheManager, ids: Vec<u64>) -> HashMap<u64, u64> {
    ids.into_iter().map(|id| (id, id * 2)).collect()
}

#[cached(ttl = "1m", key = "v:{id}", batch(ids -> id), cache = cache)]
async fn of_a_borrowed_vector(cache: &CacheManager, ids: &Vec<u64>) -> BTreeMap<u64, u64> {
    ids.iter().map(|&id| (id, id * 2)).collect()
}

#[cached(ttl = "1m", key = "v:{id}", batch(ids -> id), cache = cache)]
async fn of_a_shared_slice(cache: &CacheManager, ids: Arc<[u64]>) -> Vec<(u64, u64)> {
    ids.iter().map(|&id| (id, id * 2)).collect()
}

#[cached(ttl = "1m", key = "m:{id}", batch(ids -> id, max = 2), cache = cache)]
async fn of_a_mutable_vector(cache: &CacheManager, mut ids: Vec<u64>) -> HashMap<u64, u64> {
    ids.sort_unstable();
    let rank = |id: u64| ids.binary_search(&id).map_or(0, |rank| rank as u64);
    ids.iter().map(|&id| (id, rank(id))).collect()
}

#[cached(ttl = "1m", key = "n:{name}", batch(names -> name), cache = cache)]
async fn of_text(cache: &CacheManager, names: &[&str]) -> HashMap<String, usize> {
    names
        .iter()
        .map(|name| ((*name).to_owned(), name.len()))
        .collect()
}

#[cached(ttl = "1m", key = "id:{tenant}:{id.tenant}:{id.number}", batch(ids -> id), cache = cache)]
async fn of_fields(cache: &CacheManager, tenant: String, ids: &[Id]) -> HashMap<Id, String> {
    ids.iter()
        .map(|&id| (id, format!("{tenant} {}", id.number)))
        .collect()
}

#[cached(ttl = "1m", key = gambeson::key!("e:{id}"), batch(ids -> id), cache = cache)]
async fn by_an_expression(cache: &CacheManager, ids: &[u64]) -> HashMap<u64, Arc<String>> {
    ids.iter()
        .map(|&id| (id, Arc::new(id.to_string())))
        .collect()
}

/// No `Serialize`.
#[derive(Debug, Clone, PartialEq)]
struct Opaque(u64);

#[cached(ttl = "1m", key = "o:{id}", batch(ids -> id), tier = memory, cache = cache)]
async fn in_memory(cache: &CacheManager, ids: &[u64]) -> HashMap<u64, Opaque> {
    ids.iter().map(|&id| (id, Opaque(id))).collect()
}

type Answer<T> = std::io::Result<HashMap<u64, T>>;

#[cached(ttl = "1m", key = "g:{id}", batch(ids -> id), cache = cache)]
async fn of_an_alias(cache: &CacheManager, ids: &[u64]) -> Answer<u64> {
    Ok(ids.iter().map(|&id| (id, id)).collect())
}

#[cached(ttl = "1m", key = "f:{id}", batch(ids -> id), cache = cache)]
fn as_a_future<'a>(
    cache: &'a CacheManager,
    ids: &'a [u64],
) -> impl Future<Output = HashMap<u64, u64>> + Send + 'a {
    async move { ids.iter().map(|&id| (id, id + 1)).collect() }
}

struct Repo {
    cache: CacheManager,
    tenant: &'static str,
}

impl Repo {
    #[cached(ttl = "1m", key = "r:{self.tenant}:{id}", batch(ids -> id), cache = self.cache)]
    async fn rows(&self, ids: &[u64]) -> Result<HashMap<u64, String>, std::fmt::Error> {
        Ok(ids
            .iter()
            .map(|id| (*id, format!("{} {id}", self.tenant)))
            .collect())
    }
}

fn is_send<T: Send>(future: T) -> T {
    future
}

#[tokio::test]
async fn ids_come_as_a_vector_a_slice_or_a_shared_slice() {
    for tiers in Tiers::each() {
        let cache = tiers.manager().await;
        assert_eq!(is_send(of_a_vector(&cache, vec![1, 2])).await[&2], 4);
        assert_eq!(of_a_borrowed_vector(&cache, &vec![3, 2]).await[&3], 6);
        let shared = of_a_shared_slice(&cache, Arc::from([3, 1, 4])).await;
        assert_eq!(shared, [(3, 6), (1, 2), (4, 8)]);
        assert_eq!(cache.stats().total.loads, 3, "{tiers}");
        assert_eq!(
            cache.stats().total.hits_memory,
            3,
            "they share their entries"
        );
        let ranks = of_a_mutable_vector(&cache, vec![9, 8, 7]).await;
        assert_eq!((ranks[&9], ranks[&8], ranks[&7]), (1, 0, 0));
    }
}

#[tokio::test]
async fn keys_are_made_of_ids_of_their_fields_and_of_other_arguments() {
    for tiers in Tiers::each() {
        let cache = tiers.manager().await;
        assert_eq!(is_send(of_text(&cache, &["a", "bc"])).await["bc"], 2);
        assert!(cache.exists("n:bc").await, "{tiers}");
        let id = Id {
            tenant: 1,
            number: 7,
        };
        assert_eq!(
            of_fields(&cache, "acme".to_owned(), &[id]).await[&id],
            "acme 7"
        );
        assert!(cache.exists("id:acme:1:7").await);
        assert_eq!(*by_an_expression(&cache, &[5]).await[&5], "5");
        assert!(cache.exists("e:5").await);
    }
}

#[tokio::test]
async fn methods_aliases_futures_and_values_of_memory_alone_work_the_same() {
    for tiers in Tiers::each() {
        let cache = tiers.manager().await;
        for _ in 0..2 {
            assert_eq!(is_send(in_memory(&cache, &[1])).await[&1], Opaque(1));
            assert_eq!(of_an_alias(&cache, &[1]).await.unwrap()[&1], 1);
            assert_eq!(is_send(as_a_future(&cache, &[1])).await[&1], 2);
            let repo = Repo {
                cache: cache.clone(),
                tenant: "acme",
            };
            assert_eq!(is_send(repo.rows(&[3])).await.unwrap()[&3], "acme 3");
        }
        assert_eq!(cache.stats().total.loads, 4, "{tiers}");
    }
}
