use gambeson::key;

fn main() {
    let id = 7;
    let key = key!("user:{}", id);
    drop(key);
}
