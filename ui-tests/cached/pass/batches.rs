use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use gambeson::cached;

#[derive(Debug)]
struct Db;

/// Neither `Clone` nor shared.
#[derive(Debug)]
struct Failed(#[allow(dead_code)] std::rc::Rc<()>);

#[cached(ttl = "5m", key = "a:{id}", batch(ids -> id))]
async fn by_slice(_db: &Db, ids: &[u64]) -> Result<HashMap<u64, String>, Failed> {
    Ok(ids.iter().map(|&id| (id, id.to_string())).collect())
}

#[cached(ttl = never, key = "b:{lang}:{r#type}", batch(types -> r#type, max = 50), version = 2)]
async fn by_vector(lang: String, mut types: Vec<u8>) -> BTreeMap<u8, Arc<String>> {
    types.sort_unstable();
    types
        .into_iter()
        .map(|id| (id, Arc::new(format!("{lang}{id}"))))
        .collect()
}

#[cached(ttl = "5m", key = "c:{id:hash}", batch(ids -> id), handle = Names, negative_ttl = "1s")]
async fn by_text<'a>(ids: &'a [&'a str]) -> Vec<(String, usize)> {
    ids.iter().map(|id| (String::from(*id), id.len())).collect()
}

#[cached(ttl = "5m", key = "d:{id}", batch(ids -> id))]
async fn generic<T>(ids: &[T]) -> HashMap<T, u64>
where
    T: gambeson::CacheKey + Clone + Eq + std::hash::Hash + Send + Sync + 'static,
{
    ids.iter().cloned().map(|id| (id, 1)).collect()
}

fn main() {
    drop(by_slice(&Db, &[1]));
    drop(by_vector("en".into(), vec![1]));
    drop(by_text(&["a"]));
    drop(Names::invalidate("a"));
    drop(Names::peek("a"));
    drop(generic(&[1_u8]));
}
