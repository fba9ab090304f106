use gambeson::key;

fn main() {
    let lat = 47.5;
    let key = key!("near:{lat}");
    drop(key);
}
