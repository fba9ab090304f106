use gambeson::log_execution_time;

struct Repo;

// Said once, and not for each method.
#[log_execution_time(slow = 250, level = "debug", sample = 10, args())]
impl Repo {
    fn load(&self, id: u64) -> u64 {
        id
    }

    fn store(&self) {}
}

fn main() {
    Repo.load(1);
    Repo.store();
}
