use gambeson::log_execution_time;

#[log_execution_time(span, stuck = "30s")]
async fn load(id: u64) -> Option<u64> {
    if id == 0 {
        return None;
    }
    id
}

#[log_execution_time(span)]
fn load_sync(id: u64) -> Option<u64> {
    if id == 0 {
        return id;
    }
    Some(id)
}

fn main() {
    drop(load(1));
    load_sync(1);
}
