use gambeson::log_execution_time;

trait Stream {
    type Item;
}

#[log_execution_time(stream, span)]
fn rows() -> std::pin::Pin<Box<dyn Stream<Item = u8>>> {
    unimplemented!()
}

fn main() {
    rows();
}
