use gambeson::key;

fn main() {
    let id = 7;
    let key = key!();
    drop(key);
}
