use gambeson::{Rejected, hedge};

#[hedge(after = "100ms", name = search)]
async fn find(item: &str) -> Result<usize, Rejected> {
    Ok(item.len())
}

fn main() {
    drop(find("tea"));
}
