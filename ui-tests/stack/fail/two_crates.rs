extern crate gambeson as gb;

use gambeson::{cached, invalidate};

#[invalidate(key = "users", crate = ::gambeson)]
#[cached(ttl = "5m", key = "user:{id}", crate = gb)]
async fn rename(id: u64) -> Result<String, String> {
    Ok(id.to_string())
}

fn main() {
    drop(rename(1));
}
