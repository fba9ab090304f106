use gambeson::key;

fn main() {
    struct User {
        id: u64,
    }
    let user = User { id: 7 };
    let key = key!("user:{user.idd}");
    drop((key, user.id));
}
