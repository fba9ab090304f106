use gambeson::cached;

#[cached(ttl = "5m", key = "page:{id}")]
async fn page(lang: &str, id: u64, draft: bool) -> String {
    format!("{lang}{id}{draft}")
}

fn main() {
    drop(page("en", 1, false));
}
