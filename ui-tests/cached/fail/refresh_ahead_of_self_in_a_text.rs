//! In the background `self` has another name, which a text does not know.

#[derive(Clone)]
struct Repo(String);

impl std::fmt::Display for Repo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Repo {
    #[gambeson::cached(ttl = "5m", strategy = refresh_ahead, key = "user:{self.0}:{id}")]
    async fn user(&self, id: u64) -> String {
        format!("{self} {id}")
    }
}

fn main() {}
