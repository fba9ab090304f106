use gambeson::{Rejected, cached, fallback};

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

#[cached(ttl = "5m", key = "user:{id}", tier = memory)]
#[fallback(String::new())]
async fn user(id: u64) -> Result<String, Fault> {
    if id == 0 { Err(Fault::Missing) } else { Ok(id.to_string()) }
}

fn main() {
    drop(user(1));
}
