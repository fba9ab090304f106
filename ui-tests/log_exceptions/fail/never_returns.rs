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

#[log_exceptions]
fn pay(id: u32) -> ! {
    panic!("{id}")
}

fn main() {
    drop((pay as fn(u32) -> !, PayError::Declined, PayError::NotFound(1)));
}
