use gambeson::key;

fn main() {
    let id = 7;
    let key = key!("{id}{id}");
    drop(key);
}
