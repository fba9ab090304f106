use gambeson::log_execution_time;

#[log_execution_time]
unsafe extern "C" fn load(id: u64, ...) -> u64 {
    id
}

fn main() {}
