use gambeson::cached;

struct Users;

#[cached(ttl = "5m")]
impl Users {
    fn all(&self) {}
}

fn main() {
    Users.all();
}
