use gambeson::log_execution_time;

#[log_execution_time(stream)]
fn rows() {}

fn main() {
    rows();
}
