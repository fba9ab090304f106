use gambeson::key;

fn main() {
    let name = "Ada".to_owned();
    let key = key!("user:{}:{}", name.len(), name);
    drop(key);
}
