use gambeson::cached;

#[cached(ttl = "5m", key = "part:{id}")]
async fn part<T: From<u64> + Clone + Send + Sync + 'static>(id: u64) -> Option<T> {
    Some(T::from(id))
}

fn main() {
    drop(part::<u64>(1));
}
