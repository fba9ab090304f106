use gambeson::cached;

struct Filter {
    text: String,
}

#[cached(ttl = "5m", key = "search:{filter}")]
async fn search(filter: &Filter) -> String {
    filter.text.clone()
}

fn main() {
    drop(search(&Filter { text: String::new() }));
}
