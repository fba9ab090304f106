use gambeson::log_exceptions;

struct Price;

#[log_exceptions(panics, reraise = false)]
fn price(id: u32) -> Price {
    drop(id);
    Price
}

fn main() {
    price(1);
}
