use gambeson::log_execution_time;

struct Repo;

#[log_execution_time(skip(lode, other))]
impl Repo {
    fn load(&self) {}
}

fn main() {
    Repo.load();
}
