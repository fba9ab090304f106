use gambeson::hedge;

#[derive(Debug)]
struct SearchError;

#[hedge(after = "100ms")]
async fn find(item: &str) {
    drop(item.len());
}

fn main() {
    drop((find("tea"), SearchError));
}
