use gambeson::hedge;

#[derive(Debug)]
struct SearchError;

#[hedge(after = "100ms")]
async fn find(list: &mut Vec<String>) -> Result<usize, SearchError> {
    list.push(String::new());
    if list.is_empty() { Err(SearchError) } else { Ok(list.len()) }
}

fn main() {
    drop(find(&mut Vec::new()));
}
