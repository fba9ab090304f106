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

struct Receipt(u32);

#[log_exceptions(reraise = false)]
fn pay(id: u32) -> Result<Receipt, PayError> {
    Ok(Receipt(id))
}

fn main() {
    drop((pay(1).map(|receipt| receipt.0), PayError::Declined, PayError::NotFound(1)));
}
