use gambeson::{Rejected, circuit_breaker};

struct Db;

fn later(_: &mut Db, _: (u8, u8), _: Rejected) -> Result<u8, ()> {
    Ok(0)
}

#[circuit_breaker(fallback(with = later))]
async fn load(db: &mut Db, (a, b): (u8, u8)) -> Result<u8, ()> {
    let _ = db;
    Ok(a + b)
}

fn main() {}
