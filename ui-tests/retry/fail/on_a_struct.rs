use gambeson::retry;

#[retry(3)]
struct Client;

fn main() {
    let _ = Client;
}
