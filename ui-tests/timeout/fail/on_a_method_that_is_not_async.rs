use gambeson::{Rejected, timeout};

struct Client;

impl Client {
    #[timeout("2s")]
    pub fn charge(&self, cents: u64) -> Result<u64, Rejected> {
        Ok(cents)
    }
}

fn main() {
    let _ = Client.charge(1);
}
