use gambeson::cached;

#[cached(ttl = "5m")]
async fn near(lat: f64, lon: f64) -> String {
    format!("{lat},{lon}")
}

fn main() {
    drop(near(1.0, 2.0));
}
