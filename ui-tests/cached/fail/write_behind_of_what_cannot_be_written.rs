use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

struct Socket {
    id: u64,
}

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "socket:{socket.id}", handle = Sockets)]
async fn save(batch: Vec<Change<Socket>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

fn main() {}
