use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

struct Repo;

impl Repo {
    #[gambeson::cached(ttl = "10m", strategy = write_behind, key = "user:{user.id}", handle = fn users)]
    async fn save(&self, batch: Vec<Change<User>>) -> Result<(), String> {
        drop(batch);
        Ok(())
    }
}

fn main() {}
