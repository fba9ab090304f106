use futures_core::Stream;
use gambeson::log_execution_time;

#[log_execution_time(stream)]
fn rows() -> impl Stream<Item = u8> {
    1_u8
}

fn main() {
    drop(rows());
}
