use gambeson::log_exceptions;

#[log_exceptions]
struct Shop;

fn main() {
    drop(Shop);
}
