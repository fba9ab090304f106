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
fn plain() -> Result<u32, PayError> {
    Err(PayError::Declined)
}

#[log_exceptions(
    level = warn,
    target = "api",
    message = "no payment",
    args(id),
    fields(half = id / 2),
    except(PayError::Declined),
    skip(PayError::NotFound(0) => off, PayError::NotFound(_) => debug),
    chain,
    backtrace = auto,
    cancelled,
    once,
    count = 10,
    reraise = false,
    fallback(with = usual),
)]
async fn everything(id: u32) -> Result<u32, PayError> {
    Err(PayError::NotFound(id))
}

async fn usual(id: u32, error: PayError) -> Result<u32, PayError> {
    if id == 0 { Err(error) } else { Ok(id) }
}

#[log_exceptions(panics, debug, reraise = false)]
fn nothing() {}

#[log_exceptions(panics)]
fn never(id: u32) -> ! {
    panic!("{id}")
}

fn main() {
    drop((plain(), everything(1), never as fn(u32) -> !));
    nothing();
}
