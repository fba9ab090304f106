use gambeson::invalidate;

#[invalidate(key = "users", allEntries = true)]
async fn clear() {}

#[invalidate(prefix = "user:{id}:", beforeInvocation = true)]
async fn reset(id: u64) {
    drop(id);
}

#[invalidate(cacheNames = "users")]
async fn remove(id: u64) {
    drop(id);
}

fn main() {
    drop((clear(), reset(1), remove(1)));
}
