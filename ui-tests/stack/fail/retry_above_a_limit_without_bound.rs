use gambeson::{Rejected, rate_limit, retry};

#[derive(Clone, Debug)]
enum Fault {
    Missing,
    Rejected(Rejected),
}

impl From<Rejected> for Fault {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

#[retry(3)]
#[rate_limit("100/s", wait = std::time::Duration::MAX)]
async fn user(id: u64) -> Result<String, Fault> {
    if id == 0 { Err(Fault::Missing) } else { Ok(id.to_string()) }
}

fn main() {
    drop(user(1));
}
