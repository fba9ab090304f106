use gambeson::cached;

struct Users {
    tenant: u32,
}

impl Users {
    #[cached(ttl = "5m", key = "user:{self.tenant}:{id}", handle = UserCache)]
    async fn user(&self, id: u64) -> String {
        format!("{}:{id}", self.tenant)
    }
}

fn main() {
    let users = Users { tenant: 1 };
    drop(users.user(1));
}
