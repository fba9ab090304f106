use gambeson::hedge;

#[derive(Debug)]
struct SearchError;

struct Search(usize);

impl Search {
    #[hedge(after = "100ms")]
    async fn find(&mut self) -> Result<usize, SearchError> {
        self.0 += 1;
        if self.0 > 3 { Err(SearchError) } else { Ok(self.0) }
    }
}

fn main() {
    drop(Search(1).find());
}
