use gambeson::invalidate;

#[invalidate(tag = "org:{id}")]
async fn delete(id: u64) -> Result<(), String> {
    if id == 0 { Err(String::new()) } else { Ok(()) }
}

fn main() {
    drop(delete(1));
}
