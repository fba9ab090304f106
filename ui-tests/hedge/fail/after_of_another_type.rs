use gambeson::{Rejected, hedge};

const SLOW: u64 = 100;

#[hedge(after = SLOW)]
async fn find(item: &str) -> Result<usize, Rejected> {
    Ok(item.len())
}

fn main() {
    drop(find("tea"));
}
