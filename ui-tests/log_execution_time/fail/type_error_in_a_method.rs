use gambeson::log_execution_time;

struct Repo(u64);

#[log_execution_time]
impl Repo {
    async fn load(&self) -> Result<u64, String> {
        Ok(self.1)
    }

    fn count(&self) -> u32 {
        self.0
    }
}

fn main() {
    drop(Repo(1).load());
    Repo(1).count();
}
