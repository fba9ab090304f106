use gambeson::log_execution_time;

struct Rows;

#[log_execution_time(stream)]
fn rows() -> Rows {
    Rows
}

fn main() {
    rows();
}
