use gambeson::invalidate;

#[invalidate(key = "user:{id}", before_invocation = true, condition = id > 1, all_entries = true)]
async fn delete(id: u64) -> Result<(), String> {
    if id == 0 { Err(String::new()) } else { Ok(()) }
}

fn main() {
    drop(delete(1));
}
