use gambeson::bulkhead;

#[bulkhead(32)]
async fn price(item: &str) -> Option<usize> {
    Some(item.len())
}

fn main() {
    drop(price("tea"));
}
