use gambeson::hedge;

#[derive(Debug)]
struct SearchError;

#[hedge(afer = "100ms")]
async fn find(item: &str) -> Result<usize, SearchError> {
    if item.is_empty() { Err(SearchError) } else { Ok(item.len()) }
}

fn main() {
    drop(find("tea"));
}
