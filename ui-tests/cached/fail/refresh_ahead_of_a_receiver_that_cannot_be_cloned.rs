//! `self` is taken along as any other argument.

struct Repo {
    tenant: String,
}

impl Repo {
    #[gambeson::cached(ttl = "5m", strategy = refresh_ahead, key = "user:{self.tenant}:{id}")]
    async fn user(&self, id: u64) -> String {
        format!("{} {id}", self.tenant)
    }
}

fn main() {}
