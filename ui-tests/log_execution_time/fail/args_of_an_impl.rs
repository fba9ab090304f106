use gambeson::log_execution_time;

struct Repo;

#[log_execution_time(args(key))]
impl Repo {
    fn load(&self, id: u64) -> u64 {
        let key = id;
        key
    }

    fn close(&self) {}
}

fn main() {
    Repo.load(1);
    Repo.close();
}
