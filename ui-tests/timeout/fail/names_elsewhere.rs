use gambeson::{Rejected, timeout};

#[timeout(secs = 5)]
async fn a() -> Result<(), Rejected> {
    Ok(())
}

#[timeout(millis = 500)]
async fn b() -> Result<(), Rejected> {
    Ok(())
}

#[timeout(duration = "2s")]
async fn c() -> Result<(), Rejected> {
    Ok(())
}

#[timeout("2s", per_try = "500ms")]
async fn d() -> Result<(), Rejected> {
    Ok(())
}

#[timeout(attempt = "500ms", deadline = "2s")]
async fn e() -> Result<(), Rejected> {
    Ok(())
}

#[timeout("2s", fallback = 7)]
async fn f() -> Result<u8, Rejected> {
    Ok(1)
}

#[timeout("2s", error = Late)]
async fn g() -> Result<(), Rejected> {
    Ok(())
}

fn main() {
    drop((a(), b(), c(), d(), e(), f(), g()));
}
