use gambeson::log_exceptions;

#[derive(Debug)]
enum PayError {
    Declined,
    NotFound(u32),
}

impl std::fmt::Display for PayError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no payment")
    }
}

#[log_exceptions(log_ts, fmt = "failed: {}")]
fn pay(id: u32) -> Result<u32, PayError> {
    Err(PayError::NotFound(id))
}

fn main() {
    drop((pay(1), PayError::Declined, PayError::NotFound(1)));
}
