use gambeson::cached;

#[cached(ttl = "5m", key = "page:{lang}:{id}", skip(lang))]
async fn page(lang: &str, id: u64) -> String {
    format!("{lang}{id}")
}

fn main() {
    drop(page("en", 1));
}
