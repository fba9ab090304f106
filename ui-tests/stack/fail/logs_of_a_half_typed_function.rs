use gambeson::{log_exceptions, log_execution_time};

#[log_execution_time(slow = , lev)]
#[log_exceptions(reraise =, le, only(PayError::))]
fn pay(id: u32) -> Result<u32, String> {
    Ok(id)
}

fn main() {
    drop(pay(1));
}
