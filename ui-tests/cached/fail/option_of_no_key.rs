use gambeson::cached;

struct Filter {
    text: String,
}

#[cached(ttl = "5m")]
async fn search(filter: Option<&Filter>) -> String {
    filter.map(|filter| filter.text.clone()).unwrap_or_default()
}

fn main() {
    drop(search(None));
}
