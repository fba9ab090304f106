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

#[derive(Debug)]
struct Silent;

#[log_exceptions]
fn pay(_id: u32) -> Result<u32, Silent> {
    Err(Silent)
}

fn main() {
    drop((pay(1), PayError::Declined, PayError::NotFound(1)));
}
