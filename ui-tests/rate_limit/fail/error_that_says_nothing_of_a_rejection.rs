use gambeson::rate_limit;
#[derive(Debug)]
struct SearchError;

#[rate_limit("100/s")]
async fn search(word: &str) -> Result<usize, SearchError> {
    if word.is_empty() { Err(SearchError) } else { Ok(word.len()) }
}

fn main() {}
