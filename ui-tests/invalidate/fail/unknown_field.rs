use gambeson::invalidate;

struct User {
    id: u64,
}

#[invalidate(key = "user:{user.idd}")]
async fn save(user: &User) -> Result<u64, String> {
    Ok(user.id)
}

fn main() {
    drop(save(&User { id: 1 }));
}
