use gambeson::hedge;

#[hedge(after = "100ms")]
async fn price(item: &str) -> Option<usize> {
    Some(item.len())
}

fn main() {
    drop(price("tea"));
}
