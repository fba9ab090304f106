use gambeson::{Rejected, bulkhead};

#[bulkhead(max_concurrent_calls = 32)]
async fn a() -> Result<(), Rejected> {
    Ok(())
}

#[bulkhead(permits = 32)]
async fn b() -> Result<(), Rejected> {
    Ok(())
}

#[bulkhead(32, queue_size = 64)]
async fn c() -> Result<(), Rejected> {
    Ok(())
}

#[bulkhead(32, queue = 64, max_wait_duration = "1s")]
async fn d() -> Result<(), Rejected> {
    Ok(())
}

#[bulkhead(32, fair)]
async fn e() -> Result<(), Rejected> {
    Ok(())
}

#[bulkhead(32, key = "{host}")]
async fn f() -> Result<(), Rejected> {
    Ok(())
}

#[bulkhead(32, fallback = 7)]
async fn g() -> Result<u8, Rejected> {
    Ok(1)
}

fn main() {
    drop((a(), b(), c(), d(), e(), f(), g()));
}
