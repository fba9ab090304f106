use gambeson::cached;

#[cached(ttl = "5m", key = "part:{id}")]
async fn part<T: From<u64> + 'static>(id: u64) -> T {
    T::from(id)
}

fn main() {
    drop(part::<u64>(1));
}
