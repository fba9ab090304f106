use gambeson::cached;

#[cached(ttl = "5m", skip(log))]
async fn user(log: &mut Vec<u64>, id: u64) -> String {
    log.push(id);
    format!("{id}")
}

fn main() {
    drop(user(&mut Vec::new(), 1));
}
