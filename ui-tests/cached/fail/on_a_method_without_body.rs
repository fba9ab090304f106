use gambeson::cached;

trait Users {
    #[cached(ttl = "5m", key = "user:{id}", skip(self))]
    async fn user(&self, id: u64) -> String;
}

struct Nobody;

impl Users for Nobody {
    async fn user(&self, id: u64) -> String {
        id.to_string()
    }
}

fn main() {
    drop(Nobody.user(1));
}
