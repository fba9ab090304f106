use gambeson::retry;

#[retry(3)]
async fn price(item: &str) -> Option<usize> {
    Some(item.len())
}

fn main() {
    drop(price("tea"));
}
