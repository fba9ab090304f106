use gambeson::log_execution_time;

#[log_execution_time(ret)]
fn charge(cents: u64) -> Result<impl std::fmt::Debug, String> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
