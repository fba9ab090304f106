use gambeson::invalidate;

trait Users {
    #[invalidate(key = "user:{id}")]
    async fn delete(&self, id: u64) -> Result<(), String>;
}

struct Nobody;

impl Users for Nobody {
    async fn delete(&self, _id: u64) -> Result<(), String> {
        Ok(())
    }
}

fn main() {
    drop(Nobody.delete(1));
}
