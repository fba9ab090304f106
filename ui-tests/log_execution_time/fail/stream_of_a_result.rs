use std::pin::Pin;

use gambeson::log_execution_time;

trait Stream {
    type Item;
}

#[log_execution_time(stream)]
async fn rows() -> Result<Pin<Box<dyn Stream<Item = u8>>>, String> {
    Err(String::new())
}

fn main() {
    drop(rows());
}
