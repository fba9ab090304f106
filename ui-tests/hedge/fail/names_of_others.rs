use gambeson::hedge;

#[derive(Debug)]
struct SearchError;

#[hedge(delay = "100ms")]
async fn find(item: &str) -> Result<usize, SearchError> {
    if item.is_empty() { Err(SearchError) } else { Ok(item.len()) }
}

#[hedge(after = "100ms", max_attempts = 3)]
async fn second() -> Result<usize, SearchError> {
    Err(SearchError)
}

#[hedge(after = "100ms", max_hedges = 2)]
async fn third() -> Result<usize, SearchError> {
    Err(SearchError)
}

#[hedge(percentile = 95)]
async fn fourth() -> Result<usize, SearchError> {
    Err(SearchError)
}

fn main() {
    drop((find("tea"), second(), third(), fourth()));
}
