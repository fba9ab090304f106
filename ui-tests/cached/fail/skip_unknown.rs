use gambeson::cached;

#[cached(ttl = "5m", skip(lnag))]
async fn page(lang: &str, id: u64) -> String {
    format!("{lang}{id}")
}

fn main() {
    drop(page("en", 1));
}
