use gambeson::invalidate;

#[invalidate(key = "user:{id}")]
const fn delete(id: u64) -> u64 {
    id
}

fn main() {
    delete(1);
}
