use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", key = "{ratio}")]
async fn float(ratio: f64) -> Result<f64, Rejected> {
    Ok(ratio)
}

fn main() {}
