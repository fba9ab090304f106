use gambeson::cached;

struct Filter {
    weight: f64,
}

#[cached(ttl = "5m", key = "search:{filter.weight}")]
async fn search(filter: &Filter) -> String {
    filter.weight.to_string()
}

fn main() {
    drop(search(&Filter { weight: 1.0 }));
}
