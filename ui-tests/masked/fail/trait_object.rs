use gambeson::Masked;

#[derive(Masked)]
struct Failure {
    cause: Box<dyn std::error::Error>,
}

fn main() {}
