//! A whole `impl`, of a crate by another name.

use gambeson as gb;
use gb::log_execution_time;

struct Repo(u64);

#[log_execution_time(crate = gb, span, stuck = "30s", skip(other))]
impl Repo {
    async fn load(&self) -> Option<u64> {
        Some(self.0)
    }

    fn count(&self) -> u64 {
        self.other()
    }

    fn other(&self) -> u64 {
        self.0
    }
}

fn main() {
    drop(Repo(1).load());
    Repo(1).count();
}
