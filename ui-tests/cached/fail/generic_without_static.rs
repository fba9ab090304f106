use gambeson::cached;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[cached(ttl = "5m", key = "part:{id}")]
async fn part<T: From<u64> + Clone + Send + Sync + Serialize + DeserializeOwned>(
    id: u64,
) -> Option<T> {
    Some(T::from(id))
}

fn main() {
    drop(part::<u64>(1));
}
