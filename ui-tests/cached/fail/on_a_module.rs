use gambeson::cached;

#[cached(ttl = "5m")]
mod users {
    pub fn all() {}
}

fn main() {
    users::all();
}
