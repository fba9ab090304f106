use gambeson::hedge;

#[derive(Debug)]
struct SearchError;

#[hedge(after = "100ms")]
async fn find(item: String) -> Result<usize, SearchError> {
    send(item).await
}

async fn send(item: String) -> Result<usize, SearchError> {
    if item.is_empty() { Err(SearchError) } else { Ok(item.len()) }
}

fn main() {
    drop(find(String::new()));
}
