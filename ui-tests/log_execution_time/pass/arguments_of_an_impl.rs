#![deny(warnings)]

use gambeson::log_execution_time;

struct Repo;

// Each method tells of the arguments that it has, and of what it returns.
#[log_execution_time(args(id, name), ret)]
impl Repo {
    fn load(&self, id: u64) -> u64 {
        id
    }

    fn rename(&self, id: u64, name: &str) -> bool {
        id > 0 && !name.is_empty()
    }

    fn list(&self) -> impl Iterator<Item = u64> {
        std::iter::empty()
    }

    fn close(&self) {}
}

fn main() {
    Repo.load(1);
    Repo.rename(1, "a");
    Repo.list().count();
    Repo.close();
}
