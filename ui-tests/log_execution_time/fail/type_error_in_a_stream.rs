use gambeson::log_execution_time;

trait Stream {
    type Item;
}

#[log_execution_time(stream)]
fn rows() -> impl Stream<Item = u8> {
    1_u8
}

fn main() {
    rows();
}
