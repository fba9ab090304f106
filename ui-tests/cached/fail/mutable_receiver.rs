use gambeson::cached;

struct Users {
    tenant: u32,
}

impl Users {
    #[cached(ttl = "5m", key = "user:{self.tenant}:{id}")]
    async fn user(&mut self, id: u64) -> String {
        format!("{}:{id}", self.tenant)
    }
}

fn main() {
    drop(Users { tenant: 1 }.user(1));
}
