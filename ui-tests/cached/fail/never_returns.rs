use gambeson::cached;

#[cached(ttl = "5m")]
async fn serve(port: u16) -> ! {
    loop {
        println!("{port}");
    }
}

fn main() {
    drop(serve(80));
}
