use gambeson::hedge;

#[derive(Debug)]
struct SearchError;

struct Query(usize);

#[hedge(after = "100ms")]
async fn find(mut query: Query) -> Result<usize, SearchError> {
    query.0 += 1;
    if query.0 > 3 { Err(SearchError) } else { Ok(query.0) }
}

fn main() {
    drop(find(Query(1)));
}
