use std::time::Duration;

use gambeson::hedge;

const SLOW: Duration = Duration::from_millis(50);

fn slow(times: u32) -> Duration {
    SLOW * times
}

#[hedge(SLOW)]
async fn by_a_name(item: &str) -> Result<usize, String> {
    Ok(item.len())
}

#[hedge(slow(2), max = 2)]
async fn by_a_call(item: &str) -> Result<usize, String> {
    Ok(item.len())
}

#[hedge(after = "1.5s", name = "search", allow(order))]
async fn by_text(item: String) -> Result<usize, String> {
    Ok(item.len())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(by_a_name("tea").await, Ok(3));
    assert_eq!(by_a_call("tea").await, Ok(3));
    assert_eq!(by_text("tea".into()).await, Ok(3));
}
