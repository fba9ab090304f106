use gambeson::cached;

#[cached(time = 60)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
