use gambeson::invalidate;

#[invalidate(key = "user:{id}")]
struct User {
    id: u64,
}

fn main() {
    drop(User { id: 1 });
}
