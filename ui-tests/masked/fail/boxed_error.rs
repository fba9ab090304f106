use gambeson::Masked;
use std::error::Error;

#[derive(Masked)]
struct Failure {
    cause: Option<Box<dyn Error + Send + Sync>>,
}

fn main() {}
