use gambeson::hedge;

#[derive(Debug)]
struct SearchError;

#[hedge("100ms", max = "2")]
async fn find(item: &str) -> Result<usize, SearchError> {
    if item.is_empty() { Err(SearchError) } else { Ok(item.len()) }
}

fn main() {
    drop(find("tea"));
}
