use gambeson::hedge;

#[derive(Debug)]
struct SearchError;

use std::cell::Cell;

#[hedge(after = "100ms")]
async fn find(seen: Cell<usize>) -> Result<usize, SearchError> {
    seen.set(seen.get() + 1);
    if seen.get() > 3 { Err(SearchError) } else { Ok(seen.get()) }
}

fn is_send(_: impl Send) {}

fn main() {
    is_send(find(Cell::new(1)));
}
