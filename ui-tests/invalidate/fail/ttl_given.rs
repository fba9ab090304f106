use gambeson::invalidate;

#[invalidate(key = "user:{id}", ttl = "5m")]
async fn delete(id: u64) -> Result<(), String> {
    if id == 0 { Err(String::new()) } else { Ok(()) }
}

fn main() {
    drop(delete(1));
}
