use gambeson::cached;

#[cached(ttl = "5m", handle = NearCache)]
async fn near(lat: f64) -> String {
    format!("{lat}")
}

fn main() {
    drop(near(1.0));
    drop(NearCache::peek(1.0));
}
