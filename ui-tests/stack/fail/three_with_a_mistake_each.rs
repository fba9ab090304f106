use gambeson::{log_exceptions, log_execution_time, timeout};

#[log_execution_time(slow = 250)]
#[log_exceptions(level = "warn")]
#[timeout(total)]
async fn pay(id: u32) -> Result<u32, gambeson::Rejected> {
    Ok(id)
}

async fn paid() -> Result<u32, gambeson::Rejected> {
    pay(1).await
}

fn main() {
    drop(paid());
}
