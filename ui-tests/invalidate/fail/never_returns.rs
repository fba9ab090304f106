use gambeson::invalidate;

#[invalidate(key = "queue:{id}")]
async fn work(id: u64) -> ! {
    loop {
        drop(id);
    }
}

fn main() {
    drop(work(1));
}
