use gambeson::{Rejected, rate_limit};

struct Search;

impl Search {
    #[rate_limit("100/s", store = redis)]
    async fn find(&self) -> Result<(), Rejected> {
        Ok(())
    }
}

fn main() {
    let _ = Search.find();
}
