use gambeson::key;

fn main() {
    let id = 7;
    let key = key!("user:{id}", version = "2");
    drop(key);
}
