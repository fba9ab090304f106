use gambeson::{Rejected, rate_limit};

#[rate_limit(requests = 100, per = 60)]
async fn other0(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(limit = 100)]
async fn other1(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(calls = 10)]
async fn other2(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(period = "1s")]
async fn other3(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(per_second = 100)]
async fn other4(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(max_requests = 100)]
async fn other5(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(window_ms = 60_000)]
async fn other6(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(limit_for_period = 10)]
async fn other7(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(timeout_duration = "5s")]
async fn other8(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(max_burst = 5)]
async fn other9(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(key_func = by_user)]
async fn other10(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(weight = 2)]
async fn other11(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(algorithm = gcra)]
async fn other12(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(fail_open = true)]
async fn other13(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
